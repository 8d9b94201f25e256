"""The picture as the peers read it: positions and colours, one row a pixel."""

import numpy as np
from PIL import Image

from .networks import HEIGHT, WIDTH


def write(source, target):
    """Writes x, (pixels, 2), and y, (pixels, 3): what `Image::pixels` gives, counted from 1."""
    with Image.open(source) as image:
        colours = np.asarray(image.convert("RGB"), np.float32) / 255
    if colours.shape != (HEIGHT, WIDTH, 3):
        raise ValueError(f"{source} is {colours.shape}, not {(HEIGHT, WIDTH, 3)}")
    rows, columns = np.mgrid[1 : HEIGHT + 1, 1 : WIDTH + 1]
    positions = np.stack([columns.ravel(), rows.ravel()], axis=1).astype(np.float32)
    np.savez(target, x=positions, y=colours.reshape(-1, 3))
