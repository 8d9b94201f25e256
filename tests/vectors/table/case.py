"""What a golden case is, and the components that it is put together from."""

from dataclasses import dataclass, field, replace

import numpy as np

Component = dict | str
Arrays = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Case:
    """One golden case, before Keras has computed anything.

    Attributes:
        about: What the case is there to catch, in one line.
        layers: Layer components, in the form of the case file.
        data: Inputs and targets, both float32 with a row for each sample.
        fit: Keyword arguments of `fit`, as they stand in the case file.
        optimizer: An optimizer's name or component.
        loss: A loss's name or component.
        metrics: Names or components of metrics.
        sample_weight: A weight for each row of `data`, or None.
        validation: Inputs and targets to validate on, or None.
        validation_weight: A weight for each row of `validation`, or None.
        seed: Seed of the initial weights; choose one whose accuracies say something.
        bias: Initial biases are drawn from [-bias, bias]. Keras's own are 0.
        grain: Initial weights are rounded to multiples of this. 0 leaves them.
        without: What has to matter. Under each thing's name stand the attributes of the same
            case where it isn't there; Keras must then give other numbers.
    """

    about: str
    layers: list[Component]
    data: Arrays
    fit: dict = field(default_factory=dict)
    optimizer: Component = "adam"
    loss: Component = "mean_squared_error"
    metrics: tuple[Component, ...] = ("accuracy",)
    sample_weight: np.ndarray | None = None
    validation: Arrays | None = None
    validation_weight: np.ndarray | None = None
    seed: int = 7
    bias: float = 0.1
    grain: float = 0.0
    without: dict[str, dict] = field(default_factory=dict)

    def variants(self) -> dict[str, "Case"]:
        """The case without each of the things that have to matter."""
        return {
            thing: replace(self, without={}, **others) for thing, others in self.without.items()
        }


def component(class_name: str, **config) -> Component:
    """A component as the case file writes it; arguments left out take the default."""
    return {"class_name": class_name, "config": config}


def dense(units: int, activation: Component | None = None, **config) -> Component:
    """A Dense layer."""
    if activation is not None:
        config = {"activation": activation, **config}
    return component("Dense", units=units, **config)


def relu(**config) -> Component:
    """A ReLU layer."""
    return component("ReLU", **config)


def activation(name: Component) -> Component:
    """An Activation layer."""
    return component("Activation", activation=name)


def residual(*layers: Component) -> Component:
    """A residual block around these layers. Keras's functional API does the same with Add."""
    return component("Residual", layers=list(layers))


def adam(**config) -> Component:
    """An Adam optimizer."""
    return component("Adam", **config)


def fit(batch_size: int, epochs: int = 3, **others) -> dict:
    """Arguments of `fit`. Never shuffled: every trainer draws another order."""
    return {"batch_size": batch_size, "epochs": epochs, "shuffle": False, **others}
