"""What layers, activations, optimizers, ... have in common: a class name and checked arguments."""

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from . import _native
from .errors import wrong_type

if TYPE_CHECKING:
    from .models import Sequential

Made = TypeVar("Made", bound="Component")


class Component:
    """A part of a model: a description that is checked when it is made."""

    _kind: ClassVar[str]
    _config: dict[str, Any]

    def __init__(self, **arguments: Any) -> None:
        self._config = _native.check_component(self._kind, type(self).__name__, arguments)
        for name, value in arguments.items():
            if self._config.get(name) == _native.FUNCTION and callable(value):
                self._config[name] = value  # of a function, the core knows only that there is one

    def get_config(self) -> dict[str, Any]:
        """The arguments, by name, defaults included."""
        return copy.deepcopy(self._config)

    @classmethod
    def from_config(cls: type[Made], config: Mapping[str, Any]) -> Made:
        """Makes one from what `get_config` returned."""
        return cls(**config)

    def _as_component(self) -> dict[str, Any]:
        return {"class_name": type(self).__name__, "config": self._config}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Component):
            return NotImplemented
        return self._as_component() == other._as_component()

    def __hash__(self) -> int:
        return hash(repr(self))

    def __repr__(self) -> str:
        return _show(self._as_component())


class ActivationFunction(Component):
    """A function that a layer applies to each of its outputs."""

    _kind = "activation"


class Initializer(Component):
    """How a layer's weights begin."""

    _kind = "initializer"


class Regularizer(Component):
    """A penalty that is added to the loss."""

    _kind = "regularizer"


class Constraint(Component):
    """What weights are held to after each step."""

    _kind = "constraint"


class Loss(Component):
    """What training makes small."""

    _kind = "loss"


class Metric(Component):
    """What is reported beside the loss."""

    _kind = "metric"


class Optimizer(Component):
    """How weights follow their gradients: a description, or the optimizer of a model.

    That of a model is `model.optimizer`.
    """

    _kind = "optimizer"
    _model: "Sequential | None" = None

    @property
    def learning_rate(self) -> Any:
        """About the size of a step; of a model's optimizer that of the next step.

        Setting it changes the model that the optimizer was taken from, from its next step on. As in
        Keras, a number can't take the place of a schedule.
        """
        if self._model is None:
            return self._config["learning_rate"]
        return self._model._model.learning_rate()

    @learning_rate.setter
    def learning_rate(self, rate: Any) -> None:
        if self._model is None:
            self._config = type(self)(**{**self._config, "learning_rate": rate})._config
            return
        self._model._model.set_learning_rate(rate)
        self._config = self._model._model.compile_config()["optimizer"]["config"]

    @property
    def lr(self) -> Any:
        """Another name of `learning_rate`."""
        return self.learning_rate

    @lr.setter
    def lr(self, rate: Any) -> None:
        self.learning_rate = rate

    @classmethod
    def _of_model(cls, model: "Sequential", config: dict[str, Any]) -> "Optimizer":
        """The optimizer of a compiled model. Its configuration has been checked."""
        optimizer = cls.__new__(cls)
        optimizer._config, optimizer._model = config, model
        return optimizer


class LearningRateSchedule(Component):
    """How the learning rate changes from step to step."""

    _kind = "schedule"


def get(kind: type[Made], by_name: Mapping[str, type[Made]], identifier: Any) -> Made:
    """The component that `identifier` means: one itself, its class, its name or its description."""
    if isinstance(identifier, kind):
        return identifier
    if isinstance(identifier, type) and issubclass(identifier, kind):
        return identifier()
    if isinstance(identifier, str):
        identifier = {"class_name": identifier}
    if not isinstance(identifier, Mapping) or not isinstance(identifier.get("class_name"), str):
        raise wrong_type("identifier", identifier, f"the name of a kind of {kind._kind}, or one")
    name = identifier["class_name"]
    config = identifier.get("config") or {}
    if name not in by_name:
        _native.check_component(kind._kind, name, dict(config))  # says which there are
    return by_name[name](**config)


def _show(value: Any) -> str:
    """A value of a configuration, nested components by their name."""
    if isinstance(value, dict) and "class_name" in value:
        inner = ", ".join(f"{k}={_show(v)}" for k, v in value["config"].items() if v is not None)
        return f"{value['class_name']}({inner})"
    if isinstance(value, list):
        return f"[{', '.join(_show(item) for item in value)}]"
    return repr(value)
