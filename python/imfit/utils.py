"""What goes with models: seeds, and classes as targets."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from . import _arrays, _native
from .settings import set_random_seed

__all__ = ["set_random_seed", "to_categorical"]


def to_categorical(x: npt.ArrayLike, num_classes: int | None = None) -> npt.NDArray[np.float32]:
    """Makes a table of zeros and ones of class numbers: a 1 in the column of each row's class.

    Args:
        x: The classes, counted from 0: whole numbers, of any shape.
        num_classes: How many classes there are; one more than the largest if not given.

    Returns:
        A float32 array of the shape of `x`, without a last dimension of 1, and (num_classes) more.

    Raises:
        ImfitValueError: A class that isn't a whole number from 0 to `num_classes` - 1.

    Example:
        >>> to_categorical([0, 2, 1])
        array([[1., 0., 0.],
               [0., 0., 1.],
               [0., 1., 0.]], dtype=float32)

    See https://keras.io/api/utils/python_utils/#to_categorical-function
    """
    classes = _arrays.floats(x, "x", "whole numbers, the numbers of classes")
    shape = classes.shape
    if len(shape) > 1 and shape[-1] == 1:
        shape = shape[:-1]
    table = _native.to_categorical(classes.reshape(-1), {"num_classes": num_classes})
    return table.reshape(*shape, table.shape[1])
