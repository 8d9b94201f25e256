"""How weights follow their gradients.

Written by generate.py from the core's declarations: don't edit.
"""

from typing import Any

from ._component import Optimizer
from ._component import get as _get

__all__ = ["Adam", "get"]


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

    See https://keras.io/api/optimizers/adam/
    """

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-07,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            beta_1=beta_1,
            beta_2=beta_2,
            epsilon=epsilon,
        )


_BY_NAME: dict[str, type[Optimizer]] = {
    "Adam": Adam,
    "adam": Adam,
}


def get(identifier: Any) -> Optimizer:
    """The one that `identifier` means: one itself, its class, its name or its description."""
    return _get(Optimizer, _BY_NAME, identifier)
