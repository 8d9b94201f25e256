"""What a model learns from, or is measured by: arrays, or a picture as it is."""

from __future__ import annotations

from typing import Any

from . import _arrays, _native
from ._arrays import Array
from .errors import wrong, wrong_type
from .image import Image

Samples = tuple[Array, Array, Array | None] | tuple[_native.Image, str, Array | None]

VALIDATION = "a tuple (x, y) or (x, y, sample_weight), or a picture"


def samples(x: Any, y: Any, sample_weight: Any, coordinates: str, prefix: str = "") -> Samples:
    """Inputs, targets and sample weights, or a picture, its coordinates and sample weights."""
    weight = None
    if sample_weight is not None:
        weight = _arrays.vector(sample_weight, f"{prefix}sample_weight")
    if not isinstance(x, Image):
        return _arrays.matrix(x, f"{prefix}x"), _arrays.matrix(y, f"{prefix}y"), weight
    if y is not None:
        given = f"an object of type {type(y).__qualname__}"
        raise wrong(f"{prefix}y", given, "None where `x` is a picture, which brings its colours")
    return x._image, coordinates, weight


def validation(given: Any, coordinates: str) -> Samples | None:
    """The data to validate on."""
    if given is None:
        return None
    if isinstance(given, Image):
        return samples(given, None, None, coordinates)
    if not isinstance(given, (tuple, list)) or len(given) not in (2, 3):
        raise wrong_type("validation_data", given, VALIDATION)
    x, y, sample_weight = (*given, None)[:3]
    return samples(x, y, sample_weight, coordinates, "validation_data ")
