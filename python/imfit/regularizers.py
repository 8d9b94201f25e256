"""Penalties that are added to the loss.

Written by generate.py from the core's declarations: don't edit.
"""

from typing import Any

from ._component import Regularizer
from ._component import get as _get

__all__ = ["L1", "L1L2", "L2", "OrthogonalRegularizer", "get"]


class L1(Regularizer):
    """A penalty on the sizes of values: many become 0, or nearly.

    By name: "l1".

    Args:
        l1: What the sum of the sizes of all values is multiplied by. A number of at least 0.

    See https://keras.io/api/layers/regularizers/
    """

    def __init__(
        self,
        l1: float = 0.01,
    ) -> None:
        super().__init__(
            l1=l1,
        )


class L2(Regularizer):
    """A penalty on the squares of values: large ones become smaller.

    By name: "l2".

    Args:
        l2: What the sum of the squares of all values is multiplied by. A number of at least 0.

    See https://keras.io/api/layers/regularizers/
    """

    def __init__(
        self,
        l2: float = 0.01,
    ) -> None:
        super().__init__(
            l2=l2,
        )


class L1L2(Regularizer):
    """A penalty on the sizes of values, and one on their squares.

    By name: "l1_l2" or "l1l2".

    Args:
        l1: What the sum of the sizes of all values is multiplied by. A number of at least 0.
        l2: What the sum of the squares of all values is multiplied by. A number of at least 0.

    See https://keras.io/api/layers/regularizers/
    """

    def __init__(
        self,
        l1: float = 0.0,
        l2: float = 0.0,
    ) -> None:
        super().__init__(
            l1=l1,
            l2=l2,
        )


class OrthogonalRegularizer(Regularizer):
    """A penalty on rows, or columns, of a kernel that aren't orthogonal to each other.

    By name: "orthogonal_regularizer".

    Args:
        factor: What the mean size of the cosines is multiplied by. A number of at least 0.
        mode: What is compared: "rows", each with the weights of one input, or "columns", each with
            those of one output. One of rows, columns.

    See https://keras.io/api/layers/regularizers/
    """

    def __init__(
        self,
        factor: float = 0.01,
        mode: str = "rows",
    ) -> None:
        super().__init__(
            factor=factor,
            mode=mode,
        )


l1 = L1
l2 = L2
l1_l2 = L1L2
orthogonal_regularizer = OrthogonalRegularizer


_BY_NAME: dict[str, type[Regularizer]] = {
    "L1": L1,
    "l1": L1,
    "L2": L2,
    "l2": L2,
    "L1L2": L1L2,
    "l1_l2": L1L2,
    "l1l2": L1L2,
    "OrthogonalRegularizer": OrthogonalRegularizer,
    "orthogonal_regularizer": OrthogonalRegularizer,
}


def get(identifier: Any) -> Regularizer:
    """The one that `identifier` means: one itself, its class, its name or its description."""
    return _get(Regularizer, _BY_NAME, identifier)
