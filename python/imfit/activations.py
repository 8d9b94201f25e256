"""Functions that layers apply to each of their outputs.

Written by generate.py from the core's declarations: don't edit.
"""

from collections.abc import Sequence
from typing import Any

from ._component import ActivationFunction
from ._component import get as _get

__all__ = [
    "celu",
    "elu",
    "exponential",
    "gelu",
    "get",
    "glu",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_tanh",
    "leaky_relu",
    "linear",
    "log_sigmoid",
    "log_softmax",
    "mish",
    "relu",
    "relu6",
    "selu",
    "sigmoid",
    "silu",
    "sin",
    "soft_shrink",
    "softmax",
    "softplus",
    "softsign",
    "sparse_plus",
    "sparse_sigmoid",
    "sparsemax",
    "squareplus",
    "tanh",
    "tanh_shrink",
    "threshold",
]


class linear(ActivationFunction):
    """x: no activation at all.

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class sigmoid(ActivationFunction):
    """1 / (1 + exp(-x)): between 0 and 1.

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class tanh(ActivationFunction):
    """The hyperbolic tangent: between -1 and 1.

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class sin(ActivationFunction):
    """The sine of frequency * x radians: between -1 and 1, as networks with periodic activations
    use it.

    Args:
        frequency: How fast the sine swings. A finite number.

    See https://arxiv.org/abs/2006.09661
    """

    def __init__(
        self,
        frequency: float = 1.0,
    ) -> None:
        super().__init__(
            frequency=frequency,
        )


class relu(ActivationFunction):
    """max(x, 0), with three arguments that bend it.

    Args:
        max_value: Where the output stops growing; never if not given. A number of at least 0, or
            None.
        negative_slope: The slope below the threshold. A number of at least 0.
        threshold: Where the identity begins. A number of at least 0.

    See https://keras.io/api/layers/activations/
    """

    def __init__(
        self,
        max_value: float | None = None,
        negative_slope: float = 0.0,
        threshold: float = 0.0,
    ) -> None:
        super().__init__(
            max_value=max_value,
            negative_slope=negative_slope,
            threshold=threshold,
        )


class relu6(ActivationFunction):
    """x, but at least 0 and at most 6.

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class leaky_relu(ActivationFunction):
    """x above 0, negative_slope * x from there down.

    Args:
        negative_slope: The slope below 0. A number of at least 0.

    See https://keras.io/api/layers/activations/
    """

    def __init__(
        self,
        negative_slope: float = 0.2,
    ) -> None:
        super().__init__(
            negative_slope=negative_slope,
        )


class elu(ActivationFunction):
    """x above 0, alpha * (exp(x) - 1) from there down.

    Args:
        alpha: How far below 0 it goes. A number of at least 0.

    See https://keras.io/api/layers/activations/
    """

    def __init__(
        self,
        alpha: float = 1.0,
    ) -> None:
        super().__init__(
            alpha=alpha,
        )


class selu(ActivationFunction):
    """elu, scaled so that the variance of many layers stays at 1; begin with lecun_normal.

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class celu(ActivationFunction):
    """x above 0, alpha * (exp(x / alpha) - 1) from there down.

    Args:
        alpha: How far below 0 it goes. A number above 0.

    See https://keras.io/api/layers/activations/
    """

    def __init__(
        self,
        alpha: float = 1.0,
    ) -> None:
        super().__init__(
            alpha=alpha,
        )


class gelu(ActivationFunction):
    """x times the share of the normal distribution below x.

    Args:
        approximate: Whether a hyperbolic tangent takes the place of the distribution. True or
            False.

    See https://keras.io/api/layers/activations/
    """

    def __init__(
        self,
        approximate: bool = False,
    ) -> None:
        super().__init__(
            approximate=approximate,
        )


class silu(ActivationFunction):
    """x / (1 + exp(-x)), a smooth rectifier that dips below 0.

    By name: "swish".

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class mish(ActivationFunction):
    """x * tanh(log(1 + exp(x))), a smooth rectifier that dips below 0.

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class softplus(ActivationFunction):
    """log(1 + exp(x)), a smooth rectifier.

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class softsign(ActivationFunction):
    """x / (1 + |x|): between -1 and 1.

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class softmax(ActivationFunction):
    """exp(x) as a share of the sum over all outputs of the layer: between 0 and 1.

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class log_softmax(ActivationFunction):
    """The logarithm of softmax: below 0.

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class sparsemax(ActivationFunction):
    """The shares nearest to the outputs of the layer: they add up to 1, and many are 0.

    See https://arxiv.org/abs/1602.02068
    """

    def __init__(self) -> None:
        super().__init__()


class log_sigmoid(ActivationFunction):
    """log(1 / (1 + exp(-x))): below 0.

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class hard_sigmoid(ActivationFunction):
    """x / 6 + 1 / 2, but at least 0 and at most 1.

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class hard_silu(ActivationFunction):
    """x times its hard sigmoid.

    By name: "hard_swish".

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class hard_tanh(ActivationFunction):
    """x, but at least -1 and at most 1.

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class tanh_shrink(ActivationFunction):
    """x - tanh(x).

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class soft_shrink(ActivationFunction):
    """x brought nearer to 0 by threshold, but not past it.

    Args:
        threshold: How much nearer. A number of at least 0.

    See https://keras.io/api/layers/activations/
    """

    def __init__(
        self,
        threshold: float = 0.5,
    ) -> None:
        super().__init__(
            threshold=threshold,
        )


class hard_shrink(ActivationFunction):
    """x where |x| is above threshold, else 0.

    Args:
        threshold: What is left out. A number of at least 0.

    See https://keras.io/api/layers/activations/
    """

    def __init__(
        self,
        threshold: float = 0.5,
    ) -> None:
        super().__init__(
            threshold=threshold,
        )


class squareplus(ActivationFunction):
    """(x + sqrt(x^2 + b)) / 2, a smooth rectifier.

    Args:
        b: How round the bend is. A number above 0.

    See https://keras.io/api/layers/activations/
    """

    def __init__(
        self,
        b: float = 4.0,
    ) -> None:
        super().__init__(
            b=b,
        )


class threshold(ActivationFunction):
    """x above threshold, else default_value.

    Args:
        threshold: Where the identity begins. A finite number.
        default_value: What there is up to it. A finite number.

    See https://keras.io/api/layers/activations/
    """

    def __init__(
        self,
        threshold: float,
        default_value: float,
    ) -> None:
        super().__init__(
            threshold=threshold,
            default_value=default_value,
        )


class sparse_plus(ActivationFunction):
    """0 up to -1, (x + 1)^2 / 4 from there to 1, x from there on.

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class sparse_sigmoid(ActivationFunction):
    """(x + 1) / 2, but at least 0 and at most 1.

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class exponential(ActivationFunction):
    """exp(x).

    See https://keras.io/api/layers/activations/
    """

    def __init__(self) -> None:
        super().__init__()


class glu(ActivationFunction):
    """The first half of the outputs of the layer, each times the sigmoid of one of the second half:
    half as many remain.

    Args:
        axis: The axis of the values of a row. -1, the axis of the values of a row.

    See https://keras.io/api/layers/activations/
    """

    def __init__(
        self,
        axis: int | Sequence[int] = -1,
    ) -> None:
        super().__init__(
            axis=axis,
        )


_BY_NAME: dict[str, type[ActivationFunction]] = {
    "linear": linear,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "sin": sin,
    "relu": relu,
    "relu6": relu6,
    "leaky_relu": leaky_relu,
    "elu": elu,
    "selu": selu,
    "celu": celu,
    "gelu": gelu,
    "silu": silu,
    "swish": silu,
    "mish": mish,
    "softplus": softplus,
    "softsign": softsign,
    "softmax": softmax,
    "log_softmax": log_softmax,
    "sparsemax": sparsemax,
    "log_sigmoid": log_sigmoid,
    "hard_sigmoid": hard_sigmoid,
    "hard_silu": hard_silu,
    "hard_swish": hard_silu,
    "hard_tanh": hard_tanh,
    "tanh_shrink": tanh_shrink,
    "soft_shrink": soft_shrink,
    "hard_shrink": hard_shrink,
    "squareplus": squareplus,
    "threshold": threshold,
    "sparse_plus": sparse_plus,
    "sparse_sigmoid": sparse_sigmoid,
    "exponential": exponential,
    "glu": glu,
}


def get(identifier: Any) -> ActivationFunction:
    """The one that `identifier` means: one itself, its class, its name or its description."""
    return _get(ActivationFunction, _BY_NAME, identifier)
