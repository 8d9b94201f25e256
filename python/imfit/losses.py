"""What training makes small.

Written by generate.py from the core's declarations: don't edit.
"""

from collections.abc import Callable
from typing import Any

from ._component import Loss
from ._component import get as _get

__all__ = [
    "BinaryCrossentropy",
    "BinaryFocalCrossentropy",
    "CategoricalCrossentropy",
    "CategoricalFocalCrossentropy",
    "CategoricalGeneralizedCrossEntropy",
    "CategoricalHinge",
    "Charbonnier",
    "CosineSimilarity",
    "Crossentropy",
    "Function",
    "Hinge",
    "Huber",
    "KLDivergence",
    "LogCosh",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredError",
    "MeanSquaredLogarithmicError",
    "Poisson",
    "SSIM",
    "SparseCategoricalCrossentropy",
    "SquaredHinge",
    "get",
]


class MeanSquaredError(Loss):
    """The mean of the squares of the differences between predictions and targets.

    By name: "mean_squared_error" or "mse" or "MSE".

    See https://keras.io/api/losses/regression_losses/#meansquarederror-class
    """

    def __init__(self) -> None:
        super().__init__()


class MeanAbsoluteError(Loss):
    """The mean of the differences between predictions and targets, without their sign.

    By name: "mean_absolute_error" or "mae" or "MAE".

    See https://keras.io/api/losses/regression_losses/#meanabsoluteerror-class
    """

    def __init__(self) -> None:
        super().__init__()


class MeanAbsolutePercentageError(Loss):
    """The mean of the differences in percent of the targets, without their sign.

    By name: "mean_absolute_percentage_error" or "mape" or "MAPE".

    See https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-class
    """

    def __init__(self) -> None:
        super().__init__()


class MeanSquaredLogarithmicError(Loss):
    """The mean of the squares of log(1 + prediction) - log(1 + target).

    By name: "mean_squared_logarithmic_error" or "msle" or "MSLE".

    See https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-class
    """

    def __init__(self) -> None:
        super().__init__()


class Huber(Loss):
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


class LogCosh(Loss):
    """The mean of the logarithm of the hyperbolic cosine of the differences.

    By name: "log_cosh" or "logcosh".

    See https://keras.io/api/losses/regression_losses/#logcosh-class
    """

    def __init__(self) -> None:
        super().__init__()


class Charbonnier(Loss):
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


class BinaryCrossentropy(Loss):
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


class CategoricalCrossentropy(Loss):
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


class KLDivergence(Loss):
    """The divergence of Kullback and Leibler: the sum of target * log(target / prediction).

    By name: "kl_divergence" or "kld" or "KLD" or "kullback_leibler_divergence".

    See https://keras.io/api/losses/probabilistic_losses/#kldivergence-class
    """

    def __init__(self) -> None:
        super().__init__()


class Poisson(Loss):
    """The mean of prediction - target * log(prediction): for counts.

    By name: "poisson".

    See https://keras.io/api/losses/probabilistic_losses/#poisson-class
    """

    def __init__(self) -> None:
        super().__init__()


class CosineSimilarity(Loss):
    """The cosine of the angle between prediction and target, negated: -1 where they point the same
    way.

    By name: "cosine_similarity".

    See https://keras.io/api/losses/regression_losses/#cosinesimilarity-class
    """

    def __init__(self) -> None:
        super().__init__()


class Hinge(Loss):
    """The mean of max(1 - target * prediction, 0), for targets of -1 and 1; of 0 and 1 the 0 is
    taken for -1.

    By name: "hinge".

    See https://keras.io/api/losses/hinge_losses/#hinge-class
    """

    def __init__(self) -> None:
        super().__init__()


class SquaredHinge(Loss):
    """The mean of max(1 - target * prediction, 0)^2, for targets of -1 and 1; of 0 and 1 the 0 is
    taken for -1.

    By name: "squared_hinge".

    See https://keras.io/api/losses/hinge_losses/#squaredhinge-class
    """

    def __init__(self) -> None:
        super().__init__()


class CategoricalHinge(Loss):
    """How much the right class lacks to be 1 above the largest wrong one: targets are 0 but for a
    1.

    By name: "categorical_hinge".

    See https://keras.io/api/losses/hinge_losses/#categoricalhinge-class
    """

    def __init__(self) -> None:
        super().__init__()


class BinaryFocalCrossentropy(Loss):
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


class CategoricalFocalCrossentropy(Loss):
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


class SparseCategoricalCrossentropy(Loss):
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


class CategoricalGeneralizedCrossEntropy(Loss):
    """(1 - share^q) / q of the right class, which wrong targets disturb little; targets are the
    number of the class.

    By name: "categorical_generalized_cross_entropy".

    Args:
        q: Near 0 the loss is like a cross-entropy, near 1 like a mean absolute error. A number
            above 0 and below 1.

    See https://arxiv.org/abs/1805.07836
    """

    def __init__(
        self,
        q: float = 0.5,
    ) -> None:
        super().__init__(
            q=q,
        )


class Crossentropy(Loss):
    """The cross-entropy that suits the data: binary for one output, sparse for one column of
    targets and more outputs, else categorical.

    By name: "crossentropy" or "ce".

    See https://keras.io/api/models/model_training_apis/#compile-method
    """

    def __init__(self) -> None:
        super().__init__()


class SSIM(Loss):
    """1 less the structural similarity to a picture, which every batch must be as a whole.

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


class Function(Loss):
    """A function of your own. It is called for every batch, in the language that it is written in:
    much slower than the other losses.

    Args:
        fn: A function of the targets and the predictions, two matrices of as many rows, that
            returns a number for each row, or a row of numbers whose mean counts. What it says of a
            row must depend on that row alone. A function of targets and predictions, both (rows,
            columns).
        gradient: A function of the same that returns the derivatives of each row's loss with
            respect to its predictions, a matrix like these. Without it they are found from
            differences of the loss: two calls more for each output. A function of targets and
            predictions, both (rows, columns), or None.
        name: Its name: what the history calls a metric, and by what a saved model asks for the
            function again; the function's own if not given. A text, or None.

    See https://keras.io/api/losses/#creating-custom-losses
    """

    def __init__(
        self,
        fn: Callable[..., Any],
        gradient: Callable[..., Any] | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            fn=fn,
            gradient=gradient,
            name=name,
        )


_BY_NAME: dict[str, type[Loss]] = {
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
    "CosineSimilarity": CosineSimilarity,
    "cosine_similarity": CosineSimilarity,
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
    "CategoricalGeneralizedCrossEntropy": CategoricalGeneralizedCrossEntropy,
    "categorical_generalized_cross_entropy": CategoricalGeneralizedCrossEntropy,
    "Crossentropy": Crossentropy,
    "crossentropy": Crossentropy,
    "ce": Crossentropy,
    "SSIM": SSIM,
    "ssim": SSIM,
    "Function": Function,
    "function": Function,
}


def get(identifier: Any) -> Loss:
    """The one that `identifier` means: one itself, its class, its name or its description."""
    return _get(Loss, _BY_NAME, identifier)
