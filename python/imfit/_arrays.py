"""Whatever holds numbers, as the float32 arrays that the core takes.

An array of float32 is passed on as it is, whatever its strides; all else is cast once.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt

from . import _native
from .errors import ImfitTypeError, ImfitValueError, wrong, wrong_type

Array = npt.NDArray[np.float32]

MATRIX = "a matrix of numbers, one row for each sample"
NUMBERS = "fiub"  # the kinds of dtype: floats, integers and truth values


def numbers(values: Any, name: str, allowed: str) -> npt.NDArray[Any]:
    """`values` as an array of any type of real number."""
    if values is None or isinstance(values, (str, bytes, dict, set)):
        raise wrong_type(name, values, allowed)
    try:
        array = np.asarray(values)
    except (ValueError, TypeError) as error:
        raise ImfitValueError(f"`{name}` must be {allowed}: {error}") from error
    if array.dtype.kind == "O" and array.size and all(isinstance(v, Real) for v in array.flat):
        array = array.astype(np.float64)  # a data frame whose columns differ in type
    if array.dtype.kind not in NUMBERS:
        what = "Python objects" if array.dtype.kind == "O" else str(array.dtype)
        raise ImfitTypeError(f"`{name}` must be {allowed}, but holds values of type {what}")
    if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        raise ImfitValueError(f"`{name}` must be {allowed}, but some of its values are masked")
    return array


def floats(values: Any, name: str, allowed: str) -> Array:
    """`values` as float32, without a copy where they are."""
    array = numbers(values, name, allowed)
    with np.errstate(over="ignore"):  # infinities are for the core to complain of
        return np.require(array, np.float32, "A")


def matrix(values: Any, name: str) -> Array:
    """A matrix; a vector counts as one column."""
    array = floats(values, name, MATRIX)
    if array.ndim == 1:
        array = array.reshape(-1, 1)
    if array.ndim != 2:
        raise wrong(name, f"an array of shape {array.shape}", MATRIX)
    return array


def vector(values: Any, name: str) -> Array:
    """A vector; a matrix of one column counts as one."""
    allowed = "one number for each row"
    array = floats(values, name, allowed)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != 1:
        raise wrong(name, f"an array of shape {array.shape}", allowed)
    return array


def weights(given: Any) -> list[Array]:
    """A model's weights."""
    if isinstance(given, np.ndarray) and given.dtype.kind != "O":
        given = list(given)
    if not isinstance(given, (list, tuple)):
        raise wrong_type("weights", given, "a list of arrays")
    return [
        floats(values, f"array {place} of weights", "an array of numbers")
        for place, values in enumerate(given, 1)
    ]


def row_shape(given: Any) -> tuple[int]:
    """The shape of a row of input, without the batch in front."""
    if isinstance(given, (list, tuple)) and len(given) == 2 and given[0] is None:
        given = given[1:]
    if given is None:
        raise wrong_type("input_shape", given, "a whole number of at least 1, or a tuple of one")
    checked = _native.check_arguments("Sequential", {"input_shape": given})
    return tuple(checked["input_shape"])


def path_text(path: str | os.PathLike[str], name: str = "path") -> str:
    """A path as text."""
    try:
        return os.fsdecode(path)
    except TypeError as error:
        raise wrong_type(name, path, "a path") from error


def names(given: Any) -> Sequence[Any]:
    """The entries of a list, or nothing."""
    if given is None:
        return ()
    if not isinstance(given, (list, tuple)):
        raise wrong_type("layers", given, "a list of layers")
    return given
