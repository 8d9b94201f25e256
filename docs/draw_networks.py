"""Draws the README's picture: the godwit, and what three networks make of it (`make picture`)."""

from pathlib import Path

import imfit
from imfit import layers

ROOT = Path(__file__).parents[1]
SIGMOIDS = [(10, "sigmoid"), (10, "sigmoid"), (3, "sigmoid")]
DEEP = [(100, "tanh"), *[(100, "relu")] * 4, (3, "sigmoid")]
#: the coordinates, the epochs, and the layers of each network
NETWORKS = [
    ("centered", 20, [(3, "sigmoid")]),
    ("centered", 20, SIGMOIDS),
    ("centered", 100, DEEP),
]


def copy_of(image, coordinates, epochs, stack):
    """What a network makes of a picture."""
    x, y = image.pixels(coordinates)
    model = imfit.Sequential([layers.Dense(*layer) for layer in stack], input_shape=2, seed=3)
    model.compile(optimizer="adam", loss="mean_squared_error")
    model.fit(x, y, batch_size=128, epochs=epochs, verbose=2)
    copy = imfit.Image.from_pixels(image.width, image.height, model.predict(x))
    print(f"{model.count_params():,} numbers: {image.psnr(copy):.1f} dB")
    return copy


def main():
    """Two rows of two pictures."""
    image = imfit.load_image(ROOT / "notebooks" / "images" / "godwit.png")
    pictures = [image, *(copy_of(image, *network) for network in NETWORKS)]
    small = [picture.resize(400, 300) for picture in pictures]
    rows = [imfit.append_images(small[:2]), imfit.append_images(small[2:])]
    imfit.append_images(rows, axis="y").save(Path(__file__).parent / "networks.png")


if __name__ == "__main__":
    main()
