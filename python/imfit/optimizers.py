"""How weights follow their gradients.

Written by generate.py from the core's declarations: don't edit.
"""

from typing import Any

from ._component import Optimizer
from ._component import get as _get

__all__ = [
    "Adadelta",
    "Adagrad",
    "Adam",
    "Adamax",
    "Ftrl",
    "Lion",
    "Nadam",
    "RMSprop",
    "SGD",
    "get",
]


class SGD(Optimizer):
    """Steps against the gradient, with momentum where it is wanted.

    By name: "sgd".

    Args:
        learning_rate: About the size of a step. A number above 0.
        momentum: How much of the last movement is kept each step. A number of at least 0 and of at
            most 1.
        nesterov: Whether to move as if the momentum had been applied once more; of no consequence
            without any. True or False.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/sgd/
    """

    def __init__(
        self,
        learning_rate: float = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            momentum=momentum,
            nesterov=nesterov,
            name=name,
        )


class RMSprop(Optimizer):
    """Steps against the gradient divided by the root of its running mean square.

    By name: "rmsprop".

    Args:
        learning_rate: About the size of a step. A number above 0.
        rho: How much of the squares' mean is kept each step. A number of at least 0 and below 1.
        momentum: How much of the last movement is kept each step. A number of at least 0 and of at
            most 1.
        epsilon: Added below the square root, so that nothing is divided by zero. A number of at
            least 0.
        centered: Whether to divide by the estimated standard deviation of the gradient. True or
            False.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/rmsprop/
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-07,
        centered: bool = False,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            rho=rho,
            momentum=momentum,
            epsilon=epsilon,
            centered=centered,
            name=name,
        )


class Adam(Optimizer):
    """Steps of about the learning rate in each weight, by running means of the gradient and its
    square.

    By name: "adam".

    Args:
        learning_rate: About the size of a step. A number above 0.
        beta_1: How much of the gradient's mean is kept each step. A number of at least 0 and below
            1.
        beta_2: How much of the squares' mean is kept each step. A number of at least 0 and below 1.
        epsilon: Added to the square root, so that nothing is divided by zero. A number of at least
            0.
        amsgrad: Whether to divide by the largest mean of squares so far, in the place of the last.
            True or False.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/adam/
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-07,
        amsgrad: bool = False,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            beta_1=beta_1,
            beta_2=beta_2,
            epsilon=epsilon,
            amsgrad=amsgrad,
            name=name,
        )


class Adadelta(Optimizer):
    """Steps whose size follows from the running means of the squares of gradients and steps.

    By name: "adadelta".

    Args:
        learning_rate: About the size of a step. A number above 0.
        rho: How much of both means is kept each step. A number of at least 0 and below 1.
        epsilon: Added below the square root, so that nothing is divided by zero. A number of at
            least 0.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/adadelta/
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        rho: float = 0.95,
        epsilon: float = 1e-07,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            rho=rho,
            epsilon=epsilon,
            name=name,
        )


class Adagrad(Optimizer):
    """Steps that become smaller in each weight as the squares of its gradients add up.

    By name: "adagrad".

    Args:
        learning_rate: About the size of a step. A number above 0.
        initial_accumulator_value: What the sum of squares begins with. A number of at least 0.
        epsilon: Added below the square root, so that nothing is divided by zero. A number of at
            least 0.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/adagrad/
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        initial_accumulator_value: float = 0.1,
        epsilon: float = 1e-07,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            initial_accumulator_value=initial_accumulator_value,
            epsilon=epsilon,
            name=name,
        )


class Adamax(Optimizer):
    """Adam with the largest gradient so far, which fades, in the place of the mean square.

    By name: "adamax".

    Args:
        learning_rate: About the size of a step. A number above 0.
        beta_1: How much of the gradient's mean is kept each step. A number of at least 0 and below
            1.
        beta_2: How much of the largest gradient's size is kept each step. A number of at least 0
            and below 1.
        epsilon: Added to the size, so that nothing is divided by zero. A number of at least 0.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/adamax/
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-07,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            beta_1=beta_1,
            beta_2=beta_2,
            epsilon=epsilon,
            name=name,
        )


class Nadam(Optimizer):
    """Adam that moves as if its momentum had been applied once more.

    By name: "nadam".

    Args:
        learning_rate: About the size of a step. A number above 0.
        beta_1: How much of the gradient's mean is kept each step. A number of at least 0 and below
            1.
        beta_2: How much of the squares' mean is kept each step. A number of at least 0 and below 1.
        epsilon: Added to the square root, so that nothing is divided by zero. A number of at least
            0.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/Nadam/
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-07,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            beta_1=beta_1,
            beta_2=beta_2,
            epsilon=epsilon,
            name=name,
        )


class Ftrl(Optimizer):
    """Weights that follow from the sum of all gradients, and are 0 where that is small.

    By name: "ftrl".

    Args:
        learning_rate: About the size of a step. A number above 0.
        learning_rate_power: The power of the sum of squares that the learning rate is multiplied
            by. A number of at most 0.
        initial_accumulator_value: What the sum of squares begins with. A number of at least 0.
        l1_regularization_strength: How strongly weights are drawn to 0 itself. A number of at least
            0.
        l2_regularization_strength: How strongly weights are made smaller. A number of at least 0.
        l2_shrinkage_regularization_strength: How much of each weight is added to its gradient,
            twice over. A number of at least 0.
        beta: Added to the root of the sum of squares. A number of at least 0.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/ftrl/
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        learning_rate_power: float = -0.5,
        initial_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        l2_shrinkage_regularization_strength: float = 0.0,
        beta: float = 0.0,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            learning_rate_power=learning_rate_power,
            initial_accumulator_value=initial_accumulator_value,
            l1_regularization_strength=l1_regularization_strength,
            l2_regularization_strength=l2_regularization_strength,
            l2_shrinkage_regularization_strength=l2_shrinkage_regularization_strength,
            beta=beta,
            name=name,
        )


class Lion(Optimizer):
    """Steps of the learning rate itself in each weight, up or down by the sign of a mean of the
    gradient.

    By name: "lion".

    Args:
        learning_rate: About the size of a step. A number above 0.
        beta_1: How much the mean counts in the direction, beside the gradient. A number above 0 and
            below 1.
        beta_2: How much of the gradient's mean is kept each step. A number of at least 0 and below
            1.
        name: A name for the optimizer; of no consequence. A text, or None.

    See https://keras.io/api/optimizers/lion/
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.99,
        name: str | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            beta_1=beta_1,
            beta_2=beta_2,
            name=name,
        )


_BY_NAME: dict[str, type[Optimizer]] = {
    "SGD": SGD,
    "sgd": SGD,
    "RMSprop": RMSprop,
    "rmsprop": RMSprop,
    "Adam": Adam,
    "adam": Adam,
    "Adadelta": Adadelta,
    "adadelta": Adadelta,
    "Adagrad": Adagrad,
    "adagrad": Adagrad,
    "Adamax": Adamax,
    "adamax": Adamax,
    "Nadam": Nadam,
    "nadam": Nadam,
    "Ftrl": Ftrl,
    "ftrl": Ftrl,
    "Lion": Lion,
    "lion": Lion,
}


def get(identifier: Any) -> Optimizer:
    """The one that `identifier` means: one itself, its class, its name or its description."""
    return _get(Optimizer, _BY_NAME, identifier)
