"""What is reported beside the loss.

Written by generate.py from the core's declarations: don't edit.
"""

from typing import Any

from ._component import Metric
from ._component import get as _get

__all__ = [
    "Accuracy",
    "BinaryAccuracy",
    "BinaryCrossentropy",
    "CategoricalAccuracy",
    "CategoricalCrossentropy",
    "Charbonnier",
    "CosineSimilarity",
    "Huber",
    "KLDivergence",
    "LogCosh",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "PSNR",
    "Poisson",
    "R2Score",
    "RootMeanSquaredError",
    "get",
]


class Accuracy(Metric):
    """The share of rows whose largest output is the largest target; with one output, whose rounding
    is the target.

    By name: "accuracy" or "acc".

    See https://keras.io/api/models/model_training_apis/#compile-method
    """

    def __init__(self) -> None:
        super().__init__()


class BinaryAccuracy(Metric):
    """The share of outputs that are above threshold just when their target is 1.

    By name: "binary_accuracy".

    Args:
        threshold: From where on an output counts as 1. A number above 0 and below 1.

    See https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class
    """

    def __init__(
        self,
        threshold: float = 0.5,
    ) -> None:
        super().__init__(
            threshold=threshold,
        )


class CategoricalAccuracy(Metric):
    """The share of rows whose largest output is the largest target.

    By name: "categorical_accuracy".

    See https://keras.io/api/metrics/accuracy_metrics/#categoricalaccuracy-class
    """

    def __init__(self) -> None:
        super().__init__()


class CosineSimilarity(Metric):
    """The cosine of the angle between prediction and target: 1 where they point the same way.

    By name: "cosine_similarity".

    See https://keras.io/api/metrics/regression_metrics/#cosinesimilarity-class
    """

    def __init__(self) -> None:
        super().__init__()


class RootMeanSquaredError(Metric):
    """The root of the mean of the squares of the differences, over all rows.

    By name: "root_mean_squared_error" or "rmse" or "RMSE".

    See https://keras.io/api/metrics/regression_metrics/#rootmeansquarederror-class
    """

    def __init__(self) -> None:
        super().__init__()


class R2Score(Metric):
    """The share of the targets' variance that the predictions explain: 1 is all, 0 what the mean
    would.

    By name: "r2_score".

    Args:
        class_aggregation: How the scores of the outputs become one. One of uniform_average,
            variance_weighted_average.

    See https://keras.io/api/metrics/regression_metrics/#r2score-class
    """

    def __init__(
        self,
        class_aggregation: str = "uniform_average",
    ) -> None:
        super().__init__(
            class_aggregation=class_aggregation,
        )


class PSNR(Metric):
    """The peak signal-to-noise ratio in decibels, of the mean squared error over all rows.

    By name: "psnr".

    Args:
        max_val: The largest value that a target can have. A number above 0.

    See https://keras.io/api/ops/image/#psnr-function
    """

    def __init__(
        self,
        max_val: float = 1.0,
    ) -> None:
        super().__init__(
            max_val=max_val,
        )


class MeanSquaredError(Metric):
    """The mean of the squares of the differences between predictions and targets.

    By name: "mean_squared_error" or "mse" or "MSE".

    See https://keras.io/api/losses/regression_losses/#meansquarederror-class
    """

    def __init__(self) -> None:
        super().__init__()


class MeanAbsoluteError(Metric):
    """The mean of the differences between predictions and targets, without their sign.

    By name: "mean_absolute_error" or "mae" or "MAE".

    See https://keras.io/api/losses/regression_losses/#meanabsoluteerror-class
    """

    def __init__(self) -> None:
        super().__init__()


class MeanAbsolutePercentageError(Metric):
    """The mean of the differences in percent of the targets, without their sign.

    By name: "mean_absolute_percentage_error" or "mape" or "MAPE".

    See https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-class
    """

    def __init__(self) -> None:
        super().__init__()


class MeanSquaredLogarithmicError(Metric):
    """The mean of the squares of log(1 + prediction) - log(1 + target).

    By name: "mean_squared_logarithmic_error" or "msle" or "MSLE".

    See https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-class
    """

    def __init__(self) -> None:
        super().__init__()


class Huber(Metric):
    """Half the square of a difference up to delta, a straight line beyond.

    By name: "huber".

    Args:
        delta: The difference from which on the loss is a straight line. A number above 0.

    See https://keras.io/api/losses/regression_losses/#huber-class
    """

    def __init__(
        self,
        delta: float = 1.0,
    ) -> None:
        super().__init__(
            delta=delta,
        )


class LogCosh(Metric):
    """The mean of the logarithm of the hyperbolic cosine of the differences.

    By name: "log_cosh" or "logcosh".

    See https://keras.io/api/losses/regression_losses/#logcosh-class
    """

    def __init__(self) -> None:
        super().__init__()


class Charbonnier(Metric):
    """The mean of sqrt(d^2 + epsilon^2) over the differences d: for pictures, between squares and
    sizes.

    By name: "charbonnier".

    Args:
        epsilon: How round the loss is around 0. A number above 0.

    See https://doi.org/10.1109/ICIP.1994.413553
    """

    def __init__(
        self,
        epsilon: float = 0.001,
    ) -> None:
        super().__init__(
            epsilon=epsilon,
        )


class BinaryCrossentropy(Metric):
    """The cross-entropy of each output on its own: targets and predictions are shares from 0 to 1.

    By name: "binary_crossentropy" or "bce" or "BCE".

    Args:
        from_logits: Whether predictions are logits, without an activation, and not shares. True or
            False.
        label_smoothing: How much the targets are drawn towards equal shares. A number of at least 0
            and of at most 1.

    See https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
    ) -> None:
        super().__init__(
            from_logits=from_logits,
            label_smoothing=label_smoothing,
        )


class CategoricalCrossentropy(Metric):
    """The cross-entropy of several classes: an output for each, and targets that add up to 1.

    By name: "categorical_crossentropy".

    Args:
        from_logits: Whether predictions are logits, without an activation, and not shares. True or
            False.
        label_smoothing: How much the targets are drawn towards equal shares. A number of at least 0
            and of at most 1.

    See https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
    ) -> None:
        super().__init__(
            from_logits=from_logits,
            label_smoothing=label_smoothing,
        )


class KLDivergence(Metric):
    """The divergence of Kullback and Leibler: the sum of target * log(target / prediction).

    By name: "kl_divergence" or "kld" or "KLD" or "kullback_leibler_divergence".

    See https://keras.io/api/losses/probabilistic_losses/#kldivergence-class
    """

    def __init__(self) -> None:
        super().__init__()


class Poisson(Metric):
    """The mean of prediction - target * log(prediction): for counts.

    By name: "poisson".

    See https://keras.io/api/losses/probabilistic_losses/#poisson-class
    """

    def __init__(self) -> None:
        super().__init__()


_BY_NAME: dict[str, type[Metric]] = {
    "Accuracy": Accuracy,
    "accuracy": Accuracy,
    "acc": Accuracy,
    "BinaryAccuracy": BinaryAccuracy,
    "binary_accuracy": BinaryAccuracy,
    "CategoricalAccuracy": CategoricalAccuracy,
    "categorical_accuracy": CategoricalAccuracy,
    "CosineSimilarity": CosineSimilarity,
    "cosine_similarity": CosineSimilarity,
    "RootMeanSquaredError": RootMeanSquaredError,
    "root_mean_squared_error": RootMeanSquaredError,
    "rmse": RootMeanSquaredError,
    "RMSE": RootMeanSquaredError,
    "R2Score": R2Score,
    "r2_score": R2Score,
    "PSNR": PSNR,
    "psnr": PSNR,
    "MeanSquaredError": MeanSquaredError,
    "mean_squared_error": MeanSquaredError,
    "mse": MeanSquaredError,
    "MSE": MeanSquaredError,
    "MeanAbsoluteError": MeanAbsoluteError,
    "mean_absolute_error": MeanAbsoluteError,
    "mae": MeanAbsoluteError,
    "MAE": MeanAbsoluteError,
    "MeanAbsolutePercentageError": MeanAbsolutePercentageError,
    "mean_absolute_percentage_error": MeanAbsolutePercentageError,
    "mape": MeanAbsolutePercentageError,
    "MAPE": MeanAbsolutePercentageError,
    "MeanSquaredLogarithmicError": MeanSquaredLogarithmicError,
    "mean_squared_logarithmic_error": MeanSquaredLogarithmicError,
    "msle": MeanSquaredLogarithmicError,
    "MSLE": MeanSquaredLogarithmicError,
    "Huber": Huber,
    "huber": Huber,
    "LogCosh": LogCosh,
    "log_cosh": LogCosh,
    "logcosh": LogCosh,
    "Charbonnier": Charbonnier,
    "charbonnier": Charbonnier,
    "BinaryCrossentropy": BinaryCrossentropy,
    "binary_crossentropy": BinaryCrossentropy,
    "bce": BinaryCrossentropy,
    "BCE": BinaryCrossentropy,
    "CategoricalCrossentropy": CategoricalCrossentropy,
    "categorical_crossentropy": CategoricalCrossentropy,
    "KLDivergence": KLDivergence,
    "kl_divergence": KLDivergence,
    "kld": KLDivergence,
    "KLD": KLDivergence,
    "kullback_leibler_divergence": KLDivergence,
    "Poisson": Poisson,
    "poisson": Poisson,
}


def get(identifier: Any) -> Metric:
    """The one that `identifier` means: one itself, its class, its name or its description."""
    return _get(Metric, _BY_NAME, identifier)
