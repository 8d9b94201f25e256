"""Pictures."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from . import _arrays, _native, _web
from .errors import ImfitImportError, ImfitTypeError, wrong, wrong_type

Array = npt.NDArray[np.float32]

PICTURE = "a picture: an array of height x width (x channels), or an image of PIL"
AS_IT_IS = ("L", "LA", "RGB", "RGBA", "F")  # PIL's modes that numpy gets as they are


class Image:
    """A picture: float32 colours in [0, 1], height x width x channels.

    There are 1 (grey), 2 (grey and alpha), 3 (red, green, blue) or 4 (and alpha) channels.
    `numpy.asarray(image)` gives the colours, and a notebook shows the picture.

    Args:
        picture: An array of height x width (x channels), of floats in [0, 1], of uint8 or of
            uint16; an image of PIL; or another Image.
    """

    _image: _native.Image

    def __init__(self, picture: Any) -> None:
        self._image = picture._image if isinstance(picture, Image) else _native_of(picture)

    @classmethod
    def from_array(cls, array: Any) -> Image:
        """A picture from an array of height x width (x channels), or an image of PIL."""
        return cls(array)

    @classmethod
    def from_pixels(cls, width: int, height: int, colours: npt.ArrayLike) -> Image:
        """A picture from its colours, one row a pixel, x fastest: as a model predicts them.

        Args:
            width: Pixels across.
            height: Pixels down.
            colours: (width * height, channels); a vector is one channel.
        """
        size = _native.check_arguments("coordinates", {"width": width, "height": height})
        colours = _arrays.matrix(colours, "colours")
        return cls._of(_native.Image.from_pixels(size["width"], size["height"], colours))

    @classmethod
    def from_table(cls, x: npt.ArrayLike, y: npt.ArrayLike, colours: npt.ArrayLike) -> Image:
        """A picture from a table of pixels in any order.

        Args:
            x: Whole numbers from 1, one a row, growing to the right.
            y: Whole numbers from 1, one a row, growing downwards.
            colours: (rows, channels); a vector is one channel.
        """
        along, down = (
            _arrays.numbers(values, name, "one number for each row").astype(np.float64).ravel()
            for name, values in (("x", x), ("y", y))
        )
        return cls._of(_native.Image.from_table(along, down, _arrays.matrix(colours, "colours")))

    @classmethod
    def _of(cls, image: _native.Image) -> Image:
        made = cls.__new__(cls)
        made._image = image
        return made

    @property
    def width(self) -> int:
        """Pixels across."""
        return self._image.width

    @property
    def height(self) -> int:
        """Pixels down."""
        return self._image.height

    @property
    def channels(self) -> int:
        """1 (grey), 2 (grey and alpha), 3 (RGB) or 4 (RGB and alpha)."""
        return self._image.channels

    @property
    def shape(self) -> tuple[int, int, int]:
        """(height, width, channels)"""
        return self.height, self.width, self.channels

    def pixels(self, coordinates: str = "pixel") -> tuple[Array, Array]:
        """Takes the picture apart: a row of coordinates and a row of colours for each pixel.

        Args:
            coordinates: "pixel": from 1, x to the right, y down; "unit": 0 to 1; "centered": -1 to
                1 along the longer side.

        Returns:
            X of (pixels, 2) and Y of (pixels, channels), x fastest.
        """
        checked = _native.check_arguments("pixels", {"coordinates": coordinates})
        return self._image.pixels(checked["coordinates"])

    def resize(self, width: int, height: int, filter: str = "lanczos3") -> Image:
        """Brings the picture to another size.

        Args:
            width: Pixels across.
            height: Pixels down.
            filter: How new pixels are made of old ones: nearest, triangle, catmull_rom, gaussian or
                lanczos3.
        """
        given = {"width": width, "height": height, "filter": filter}
        return Image._of(self._image.resize(**_native.check_arguments("resize", given)))

    @staticmethod
    def append(images: Sequence[Image], axis: str = "x") -> Image:
        """Puts pictures beside each other.

        Args:
            images: The pictures, of one height (or, below each other, of one width).
            axis: "x": from left to right; "y": from top to bottom.
        """
        checked = _native.check_arguments("append", {"axis": axis})
        if isinstance(images, Image) or not isinstance(images, (list, tuple)):
            raise wrong_type("images", images, "a list of pictures")
        natives = [(image if isinstance(image, Image) else Image(image))._image for image in images]
        return Image._of(_native.Image.append(natives, checked["axis"]))

    def psnr(self, other: Image) -> float:
        """The peak signal-to-noise ratio to another picture, in dB; infinite for equal pictures."""
        if not isinstance(other, Image):
            other = Image(other)
        return self._image.psnr(other._image)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the picture to a file, in the format that its name ends in.

        The formats are PNG, JPEG (of quality 90), WebP and TIFF, with 8 bits a channel.
        """
        self._image.save(_arrays.path_text(path))

    def to_pil(self) -> Any:
        """The picture as an image of PIL, with 8 bits a channel."""
        try:
            import PIL.Image
        except ImportError as error:
            raise ImfitImportError("`Image.to_pil` needs Pillow: pip install pillow") from error
        image = PIL.Image.open(io.BytesIO(self._repr_png_()))
        image.load()
        return image

    def _repr_png_(self) -> bytes:
        return self._image.to_png()

    def __array__(self, dtype: npt.DTypeLike | None = None, copy: bool | None = None) -> Any:
        if copy is False:
            raise ImfitTypeError("a picture can't be an array without a copy")
        array = self._image.array()
        return array if dtype is None else array.astype(dtype)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Image):
            return NotImplemented
        return self._image == other._image

    __hash__ = None  # type: ignore[assignment]  # as of all that compares by content

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (np.asarray(self),)

    def __repr__(self) -> str:
        return f"Image(width={self.width}, height={self.height}, channels={self.channels})"


def load_image(path: str | os.PathLike[str] | bytes, max_pixels: int = 268435456) -> Image:
    """Reads a picture: PNG, JPEG, WebP, TIFF, BMP or GIF.

    Args:
        path: The file, or the address of one, that begins with http:// or https://; or the bytes of
            a file.
        max_pixels: The most pixels that a picture may have to be read.
    """
    checked = _native.check_arguments("load_image", {"path": None, "max_pixels": max_pixels})
    most = checked["max_pixels"]
    if isinstance(path, (bytes, bytearray, memoryview)):
        return Image._of(_native.Image.decode(bytes(path), "<bytes>", most))
    text = _arrays.path_text(path)
    if _web.is_address(text):
        return Image._of(_native.Image.decode(_web.fetch(text, most), text, most))
    return Image._of(_native.Image.open(text, most))


def append_images(images: Sequence[Image], axis: str = "x") -> Image:
    """Puts pictures beside each other.

    Args:
        images: The pictures, of one height (or, below each other, of one width).
        axis: "x": from left to right; "y": from top to bottom.
    """
    return Image.append(images, axis)


def coordinates(
    width: int,
    height: int,
    coordinates: str = "pixel",
    of: Image | Sequence[int] | None = None,
) -> Array:
    """The coordinates of all pixels of a picture of this size, x fastest: (pixels, 2).

    Args:
        width: Pixels across.
        height: Pixels down.
        coordinates: "pixel": from 1, x to the right, y down; "unit": 0 to 1; "centered": -1 to 1
            along the longer side.
        of: The picture that the pixels cover, or its (width, height), to show it finer or coarser;
            of their own size if not given.
    """
    given = {"width": width, "height": height, "coordinates": coordinates, "of": size(of)}
    return _native.coordinates(given)


def size(of: Image | Sequence[int] | None) -> Sequence[int] | None:
    """The width and height of a picture; anything else as it is."""
    return (of.width, of.height) if isinstance(of, Image) else of


def _native_of(picture: Any) -> _native.Image:
    array = _arrays.numbers(_numpy_of(picture), "picture", PICTURE)
    if array.ndim == 2:
        array = array[:, :, np.newaxis]
    if array.ndim != 3:
        raise wrong("picture", f"an array of shape {array.shape}", PICTURE)
    if array.dtype.kind in "iu":
        if array.dtype not in (np.uint8, np.uint16):
            allowed = "of floats from 0 to 1, of uint8 or of uint16"
            raise ImfitTypeError(f"`picture` must be {allowed}, not of {array.dtype}")
        array = array.astype(np.float32) / np.float32(np.iinfo(array.dtype).max)
    return _native.Image(_arrays.floats(array, "picture", PICTURE))


def _numpy_of(picture: Any) -> Any:
    """An image of PIL in a form that numpy gets right, anything else as it is."""
    pil = sys.modules.get("PIL.Image")
    if pil is None or not isinstance(picture, pil.Image):
        return picture
    if picture.mode in AS_IT_IS:
        return picture
    if picture.mode.startswith("I"):  # 16 bits, whatever PIL calls them
        return np.asarray(picture).clip(0, 65535).astype(np.uint16)
    if picture.mode == "1":
        return picture.convert("L")
    return picture.convert("RGBA" if "transparency" in picture.info else "RGB")
