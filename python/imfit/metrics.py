"""What is reported beside the loss.

Written by generate.py from the core's declarations: don't edit.
"""

from collections.abc import Callable
from typing import Any

from ._component import Metric
from ._component import get as _get

__all__ = [
    "Accuracy",
    "BinaryAccuracy",
    "BinaryCrossentropy",
    "BinaryFocalCrossentropy",
    "CategoricalAccuracy",
    "CategoricalCrossentropy",
    "CategoricalFocalCrossentropy",
    "CategoricalHinge",
    "Charbonnier",
    "CosineSimilarity",
    "Function",
    "Hinge",
    "Huber",
    "KLDivergence",
    "LogCosh",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "PSNR",
    "Poisson",
    "Precision",
    "R2Score",
    "Recall",
    "RootMeanSquaredError",
    "SSIM",
    "SparseCategoricalAccuracy",
    "SparseCategoricalCrossentropy",
    "SparseTopKCategoricalAccuracy",
    "SquaredHinge",
    "TopKCategoricalAccuracy",
    "get",
]


class Accuracy(Metric):
    """The share of rows whose largest output is the largest target, or the class that a single
    target numbers; with one output, whose rounding is the target.

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


class SparseCategoricalAccuracy(Metric):
    """The share of rows whose largest output is the class that the one target numbers, from 0.

    By name: "sparse_categorical_accuracy".

    See https://keras.io/api/metrics/accuracy_metrics/#sparsecategoricalaccuracy-class
    """

    def __init__(self) -> None:
        super().__init__()


class TopKCategoricalAccuracy(Metric):
    """The share of rows where the output of the largest target is among the k largest.

    By name: "top_k_categorical_accuracy".

    Args:
        k: How many of the largest outputs are looked at. A whole number of at least 1.

    See https://keras.io/api/metrics/accuracy_metrics/#topkcategoricalaccuracy-class
    """

    def __init__(
        self,
        k: int = 5,
    ) -> None:
        super().__init__(
            k=k,
        )


class SparseTopKCategoricalAccuracy(Metric):
    """The share of rows where the output of the class that the one target numbers is among the k
    largest.

    By name: "sparse_top_k_categorical_accuracy".

    Args:
        k: How many of the largest outputs are looked at. A whole number of at least 1.

    See https://keras.io/api/metrics/accuracy_metrics/#sparsetopkcategoricalaccuracy-class
    """

    def __init__(
        self,
        k: int = 5,
    ) -> None:
        super().__init__(
            k=k,
        )


class Precision(Metric):
    """The share of the positive outputs whose target isn't 0, over all rows.

    By name: "precision".

    Args:
        thresholds: Above what number an output counts as positive; 0.5 if not given. A number of at
            least 0 and of at most 1, or None.
        class_id: The only output to look at, counted from 0; all of them if not given. A whole
            number of at least 0, or None.

    See https://keras.io/api/metrics/classification_metrics/#precision-class
    """

    def __init__(
        self,
        thresholds: float | None = None,
        class_id: int | None = None,
    ) -> None:
        super().__init__(
            thresholds=thresholds,
            class_id=class_id,
        )


class Recall(Metric):
    """The share of the targets that aren't 0 whose output is positive, over all rows.

    By name: "recall".

    Args:
        thresholds: Above what number an output counts as positive; 0.5 if not given. A number of at
            least 0 and of at most 1, or None.
        class_id: The only output to look at, counted from 0; all of them if not given. A whole
            number of at least 0, or None.

    See https://keras.io/api/metrics/classification_metrics/#recall-class
    """

    def __init__(
        self,
        thresholds: float | None = None,
        class_id: int | None = None,
    ) -> None:
        super().__init__(
            thresholds=thresholds,
            class_id=class_id,
        )


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


class SSIM(Metric):
    """The structural similarity to a picture, of what the model makes of all its pixels.

    By name: "ssim".

    Args:
        max_val: The largest value that a target can have. A number above 0.

    See https://doi.org/10.1109/TIP.2003.819861
    """

    def __init__(
        self,
        max_val: float = 1.0,
    ) -> None:
        super().__init__(
            max_val=max_val,
        )


class Function(Metric):
    """A function of your own: the mean of what it says of the rows.

    Args:
        fn: A function of the targets and the predictions, two matrices of as many rows, that
            returns a number for each row, or a row of numbers whose mean counts. What it says of a
            row must depend on that row alone. A function of targets and predictions, both (rows,
            columns).
        name: Its name: what the history calls a metric, and by what a saved model asks for the
            function again; the function's own if not given. A text, or None.

    See https://keras.io/api/metrics/base_metric/#meanmetricwrapper-class
    """

    def __init__(
        self,
        fn: Callable[..., Any],
        name: str | None = None,
    ) -> None:
        super().__init__(
            fn=fn,
            name=name,
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


class Hinge(Metric):
    """The mean of max(1 - target * prediction, 0), for targets of -1 and 1; of 0 and 1 the 0 is
    taken for -1.

    By name: "hinge".

    See https://keras.io/api/losses/hinge_losses/#hinge-class
    """

    def __init__(self) -> None:
        super().__init__()


class SquaredHinge(Metric):
    """The mean of max(1 - target * prediction, 0)^2, for targets of -1 and 1; of 0 and 1 the 0 is
    taken for -1.

    By name: "squared_hinge".

    See https://keras.io/api/losses/hinge_losses/#squaredhinge-class
    """

    def __init__(self) -> None:
        super().__init__()


class CategoricalHinge(Metric):
    """How much the right class lacks to be 1 above the largest wrong one: targets are 0 but for a
    1.

    By name: "categorical_hinge".

    See https://keras.io/api/losses/hinge_losses/#categoricalhinge-class
    """

    def __init__(self) -> None:
        super().__init__()


class BinaryFocalCrossentropy(Metric):
    """The cross-entropy of each output on its own, where what is nearly right counts less.

    By name: "binary_focal_crossentropy".

    Args:
        apply_class_balancing: Whether targets of 1 and of 0 weigh differently, by alpha. True or
            False.
        alpha: The weight of targets of 1 where the classes are balanced; those of 0 weigh 1 -
            alpha. A number of at least 0 and of at most 1.
        gamma: How much less what is nearly right counts; 0: as much as all else. A number of at
            least 0.
        from_logits: Whether predictions are logits, without an activation, and not shares. True or
            False.
        label_smoothing: How much the targets are drawn towards equal shares. A number of at least 0
            and of at most 1.

    See https://keras.io/api/losses/probabilistic_losses/#binaryfocalcrossentropy-class
    """

    def __init__(
        self,
        apply_class_balancing: bool = False,
        alpha: float = 0.25,
        gamma: float = 2.0,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
    ) -> None:
        super().__init__(
            apply_class_balancing=apply_class_balancing,
            alpha=alpha,
            gamma=gamma,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
        )


class CategoricalFocalCrossentropy(Metric):
    """The cross-entropy of several classes, where what is nearly right counts less.

    By name: "categorical_focal_crossentropy".

    Args:
        alpha: What the loss is multiplied by: the weight of all classes. A number of at least 0.
        gamma: How much less what is nearly right counts; 0: as much as all else. A number of at
            least 0.
        from_logits: Whether predictions are logits, without an activation, and not shares. True or
            False.
        label_smoothing: How much the targets are drawn towards equal shares. A number of at least 0
            and of at most 1.

    See https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-class
    """

    def __init__(
        self,
        alpha: float = 0.25,
        gamma: float = 2.0,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
    ) -> None:
        super().__init__(
            alpha=alpha,
            gamma=gamma,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
        )


class SparseCategoricalCrossentropy(Metric):
    """The cross-entropy of several classes, for targets that are one column: the number of the
    class, from 0.

    By name: "sparse_categorical_crossentropy".

    Args:
        from_logits: Whether predictions are logits, without an activation, and not shares. True or
            False.

    See https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class
    """

    def __init__(
        self,
        from_logits: bool = False,
    ) -> None:
        super().__init__(
            from_logits=from_logits,
        )


_BY_NAME: dict[str, type[Metric]] = {
    "Accuracy": Accuracy,
    "accuracy": Accuracy,
    "acc": Accuracy,
    "BinaryAccuracy": BinaryAccuracy,
    "binary_accuracy": BinaryAccuracy,
    "CategoricalAccuracy": CategoricalAccuracy,
    "categorical_accuracy": CategoricalAccuracy,
    "SparseCategoricalAccuracy": SparseCategoricalAccuracy,
    "sparse_categorical_accuracy": SparseCategoricalAccuracy,
    "TopKCategoricalAccuracy": TopKCategoricalAccuracy,
    "top_k_categorical_accuracy": TopKCategoricalAccuracy,
    "SparseTopKCategoricalAccuracy": SparseTopKCategoricalAccuracy,
    "sparse_top_k_categorical_accuracy": SparseTopKCategoricalAccuracy,
    "Precision": Precision,
    "precision": Precision,
    "Recall": Recall,
    "recall": Recall,
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
    "SSIM": SSIM,
    "ssim": SSIM,
    "Function": Function,
    "function": Function,
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
    "Hinge": Hinge,
    "hinge": Hinge,
    "SquaredHinge": SquaredHinge,
    "squared_hinge": SquaredHinge,
    "CategoricalHinge": CategoricalHinge,
    "categorical_hinge": CategoricalHinge,
    "BinaryFocalCrossentropy": BinaryFocalCrossentropy,
    "binary_focal_crossentropy": BinaryFocalCrossentropy,
    "CategoricalFocalCrossentropy": CategoricalFocalCrossentropy,
    "categorical_focal_crossentropy": CategoricalFocalCrossentropy,
    "SparseCategoricalCrossentropy": SparseCategoricalCrossentropy,
    "sparse_categorical_crossentropy": SparseCategoricalCrossentropy,
}


def get(identifier: Any) -> Metric:
    """The one that `identifier` means: one itself, its class, its name or its description."""
    return _get(Metric, _BY_NAME, identifier)
