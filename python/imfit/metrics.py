"""What is reported beside the loss.

Written by generate.py from the core's declarations: don't edit.
"""

from typing import Any

from ._component import Metric
from ._component import get as _get

__all__ = ["Accuracy", "MeanSquaredError", "get"]


class Accuracy(Metric):
    """The share of rows whose largest output is the largest target; with one output, whose rounding
    is the target.

    By name: "accuracy" or "acc".

    See https://keras.io/api/models/model_training_apis/#compile-method
    """

    def __init__(self) -> None:
        super().__init__()


class MeanSquaredError(Metric):
    """The mean of the squares of the differences between predictions and targets.

    By name: "mean_squared_error" or "mse" or "MSE".

    See https://keras.io/api/losses/regression_losses/#meansquarederror-class
    """

    def __init__(self) -> None:
        super().__init__()


_BY_NAME: dict[str, type[Metric]] = {
    "Accuracy": Accuracy,
    "accuracy": Accuracy,
    "acc": Accuracy,
    "MeanSquaredError": MeanSquaredError,
    "mean_squared_error": MeanSquaredError,
    "mse": MeanSquaredError,
    "MSE": MeanSquaredError,
}


def get(identifier: Any) -> Metric:
    """The one that `identifier` means: one itself, its class, its name or its description."""
    return _get(Metric, _BY_NAME, identifier)
