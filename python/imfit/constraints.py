"""What weights are held to after each step.

Written by generate.py from the core's declarations: don't edit.
"""

from collections.abc import Sequence
from typing import Any

from ._component import Constraint
from ._component import get as _get

__all__ = ["MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm", "get"]


class MaxNorm(Constraint):
    """Weights whose norm is too large are scaled down after each step.

    By name: "max_norm".

    Args:
        max_value: The largest norm. A number of at least 0.
        axis: The axis, or axes, over which a norm is taken, counted from 0: with 0 over the weights
            of one output, with 1 over those of one input. 0, 1, -1 or -2, or a list of these.

    See https://keras.io/api/layers/constraints/
    """

    def __init__(
        self,
        max_value: float = 2.0,
        axis: int | Sequence[int] = 0,
    ) -> None:
        super().__init__(
            max_value=max_value,
            axis=axis,
        )


class NonNeg(Constraint):
    """Negative weights become 0 after each step.

    By name: "non_neg".

    See https://keras.io/api/layers/constraints/
    """

    def __init__(self) -> None:
        super().__init__()


class UnitNorm(Constraint):
    """Weights are scaled to a norm of 1 after each step.

    By name: "unit_norm".

    Args:
        axis: The axis, or axes, over which a norm is taken, counted from 0: with 0 over the weights
            of one output, with 1 over those of one input. 0, 1, -1 or -2, or a list of these.

    See https://keras.io/api/layers/constraints/
    """

    def __init__(
        self,
        axis: int | Sequence[int] = 0,
    ) -> None:
        super().__init__(
            axis=axis,
        )


class MinMaxNorm(Constraint):
    """Weights are scaled after each step, towards a norm between two bounds.

    By name: "min_max_norm".

    Args:
        min_value: The smallest norm. A number of at least 0.
        max_value: The largest norm. A number of at least 0.
        rate: How much of the way into the bounds is gone after each step. A number of at least 0
            and of at most 1.
        axis: The axis, or axes, over which a norm is taken, counted from 0: with 0 over the weights
            of one output, with 1 over those of one input. 0, 1, -1 or -2, or a list of these.

    See https://keras.io/api/layers/constraints/
    """

    def __init__(
        self,
        min_value: float = 0.0,
        max_value: float = 1.0,
        rate: float = 1.0,
        axis: int | Sequence[int] = 0,
    ) -> None:
        super().__init__(
            min_value=min_value,
            max_value=max_value,
            rate=rate,
            axis=axis,
        )


max_norm = MaxNorm
non_neg = NonNeg
unit_norm = UnitNorm
min_max_norm = MinMaxNorm


_BY_NAME: dict[str, type[Constraint]] = {
    "MaxNorm": MaxNorm,
    "max_norm": MaxNorm,
    "NonNeg": NonNeg,
    "non_neg": NonNeg,
    "UnitNorm": UnitNorm,
    "unit_norm": UnitNorm,
    "MinMaxNorm": MinMaxNorm,
    "min_max_norm": MinMaxNorm,
}


def get(identifier: Any) -> Constraint:
    """The one that `identifier` means: one itself, its class, its name or its description."""
    return _get(Constraint, _BY_NAME, identifier)
