"""Functions that layers apply to each of their outputs.

Written by generate.py from the core's declarations: don't edit.
"""

from typing import Any

from ._component import ActivationFunction
from ._component import get as _get

__all__ = ["get", "linear", "relu", "sigmoid", "sin", "tanh"]


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
    """The sine of x radians: between -1 and 1, as networks with periodic activations use it.

    See https://arxiv.org/abs/2006.09661
    """

    def __init__(self) -> None:
        super().__init__()


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


_BY_NAME: dict[str, type[ActivationFunction]] = {
    "linear": linear,
    "sigmoid": sigmoid,
    "tanh": tanh,
    "sin": sin,
    "relu": relu,
}


def get(identifier: Any) -> ActivationFunction:
    """The one that `identifier` means: one itself, its class, its name or its description."""
    return _get(ActivationFunction, _BY_NAME, identifier)
