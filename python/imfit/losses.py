"""What training makes small.

Written by generate.py from the core's declarations: don't edit.
"""

from typing import Any

from ._component import Loss
from ._component import get as _get

__all__ = ["MeanSquaredError", "get"]


class MeanSquaredError(Loss):
    """The mean of the squares of the differences between predictions and targets.

    By name: "mean_squared_error" or "mse" or "MSE".

    See https://keras.io/api/losses/regression_losses/#meansquarederror-class
    """

    def __init__(self) -> None:
        super().__init__()


_BY_NAME: dict[str, type[Loss]] = {
    "MeanSquaredError": MeanSquaredError,
    "mean_squared_error": MeanSquaredError,
    "mse": MeanSquaredError,
    "MSE": MeanSquaredError,
}


def get(identifier: Any) -> Loss:
    """The one that `identifier` means: one itself, its class, its name or its description."""
    return _get(Loss, _BY_NAME, identifier)
