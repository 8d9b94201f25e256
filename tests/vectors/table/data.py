"""The data of the golden cases: made-up pictures and tables, from whole numbers alone."""

import numpy as np

from .case import Arrays


def grid(width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """1-based x and y of every pixel, x slowest, as tidyr::spread leaves them."""
    x, y = np.meshgrid(np.arange(width) + 1, np.arange(height) + 1, indexing="ij")
    return x.ravel(), y.ravel()


def levels(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """8-bit colours of a made-up picture, an (n, 3) array of whole numbers.

    A slow colour gradient under a fine texture. Integer arithmetic alone, so that
    the picture does not hang on any library's sine.
    """
    smooth = [
        30 + 9 * x + 3 * y,
        200 - 6 * x + (x * y) // 4,
        90 + (x - 9) ** 2 - 5 * y,
    ]
    texture = [(7 * x * y + 13 * x + 29 * c * y) % 23 - 11 for c in (1, 2, 3)]
    colours = [s + t for s, t in zip(smooth, texture, strict=True)]
    return np.clip(np.stack(colours, axis=1), 0, 255)


def picture(width: int = 20, height: int = 15) -> Arrays:
    """Raw pixel coordinates and the colours k/255 there, as the post has them."""
    x, y = grid(width, height)
    coordinates = np.stack([x, y], axis=1).astype(np.float32)
    return coordinates, (levels(x, y) / 255).astype(np.float32)


def centered(width: int = 20, height: int = 15) -> Arrays:
    """The same picture on coordinates in [-1, 1]: pixel centers, aspect kept."""
    coordinates, colours = picture(width, height)
    size = np.array([width, height])
    return ((2 * coordinates - 1 - size) / size.max()).astype(np.float32), colours


def mask(width: int = 20, height: int = 15) -> Arrays:
    """One output: a disc of 1 on 0 with a grey row, which no binary accuracy counts."""
    coordinates, _ = centered(width, height)
    inside = np.hypot(coordinates[:, 0] - 0.2, coordinates[:, 1]) < 0.6
    value = np.where(coordinates[:, 1] > 0.65, 0.5, inside)
    return coordinates, value.astype(np.float32)[:, None]


def mixed(rows: int = 90) -> Arrays:
    """Four inputs and five targets that depend on them, from whole numbers alone."""
    i = np.arange(rows)[:, None]
    x = (i * np.array([7, 11, 17, 23]) % 31 - 15) / 16
    y = (
        x
        @ np.array([[1, -2, 0, 2, 1], [0, 1, 1, -1, 2], [2, 0, -1, 1, 0]]).repeat([1, 1, 2], axis=0)
    ) / 8 + (i * np.arange(1, 6) % 7) / 16
    return x.astype(np.float32), y.astype(np.float32)


def bright() -> Arrays:
    """A small picture without darkness: percentages of its colours are no large numbers."""
    coordinates, colours = centered(12, 10)
    return coordinates, (0.25 + colours / 2).astype(np.float32)


def classes() -> Arrays:
    """Three classes, one in each row: a small picture's channel that is most above its mean."""
    coordinates, _ = centered(12, 10)
    colours = levels(*grid(12, 10))
    # Whole numbers: 120 times the distance to the mean.
    above = len(colours) * colours - colours.sum(axis=0)
    return coordinates, np.eye(3, dtype=np.float32)[above.argmax(axis=1)]


def labels() -> Arrays:
    """The same classes, as one column of their numbers."""
    coordinates, shares = classes()
    return coordinates, shares.argmax(axis=1).astype(np.float32)[:, None]


def disc() -> Arrays:
    """One output: a disc of 1 on 0."""
    coordinates, value = mask(12, 10)
    return coordinates, (value > 0.5).astype(np.float32)


def ground() -> Arrays:
    """One output: a disc of 0 on 1, so that most targets are 1."""
    coordinates, value = disc()
    return coordinates, 1 - value


def signs() -> Arrays:
    """One output: a disc of 1 on -1."""
    coordinates, value = disc()
    return coordinates, 2 * value - 1


def lattice() -> Arrays:
    """Whole-number inputs, on which weights of coarse grain give exact sums."""
    x, y = grid(7, 7)
    return np.stack([x - 4, y - 4], axis=1).astype(np.float32), picture(7, 7)[1]


def weights(rows: int) -> np.ndarray:
    """Sample weights between 0 and 2, a few of them 0."""
    return (np.arange(rows) * 5 % 17 / 8).astype(np.float32)


def fading(rows: int) -> np.ndarray:
    """Sample weights that fall from 2 to nearly nothing, so that gradients do."""
    return (2 * (rows - np.arange(rows)) ** 2 / rows**2).astype(np.float32)
