"""Writes the files of a release, which every later version has to read: see CONTRIBUTING.md.

Run with the Python that has the release installed: python tests/files/make_files.py
"""

import json
import sys
from pathlib import Path

import numpy as np

import imfit
from imfit import layers, optimizers
from imfit.optimizers import schedules

HERE = Path(__file__).resolve().parent
EPOCHS, MORE = 3, 2
TRAINING = {"coordinates": "centered", "batch_size": 5, "verbose": 0}


def picture():
    """A picture of 6 x 4 pixels, of numbers that single precision has."""
    down, along = np.mgrid[0:4, 0:6]
    return imfit.Image(np.stack([along / 8, down / 4, (along * down % 4) / 4], axis=2))


def trained(image):
    """A model with a schedule, slots, metrics, a history and a picture."""
    model = imfit.Sequential(
        [
            layers.Dense(5, "tanh", input_shape=2),
            layers.Dense(4, "relu", kernel_initializer="he_normal"),
            layers.LeakyReLU(0.1),
            layers.Dense(3, "sigmoid", name="colours"),
        ],
        name="old",
        seed=7,
    )
    rate = schedules.ExponentialDecay(0.02, decay_steps=4, decay_rate=0.9)
    model.compile(optimizers.Adam(rate, amsgrad=True), "mse", ["mae", "accuracy"])
    model.fit(image, epochs=EPOCHS, **TRAINING)
    return model


def expected(model, image):
    """What the model says of the picture, and how its training goes on."""
    copy = imfit.Sequential.from_bytes(model.to_bytes())
    more = copy.fit(image, epochs=EPOCHS + MORE, initial_epoch=EPOCHS, **TRAINING)
    x, _ = image.pixels("centered")
    return {
        "picture": {"width": image.width, "height": image.height},
        "training": TRAINING | {"initial_epoch": EPOCHS, "epochs": EPOCHS + MORE},
        "colours": tensor(image.pixels("centered")[1]),
        "x": tensor(x),
        "predictions": tensor(model.predict(x)),
        "history": model.history.history,
        "more": {"history": more.history, "predictions": tensor(copy.predict(x))},
    }


def tensor(array):
    """An array as the golden cases have it: numbers at their shortest."""
    numbers = [float(str(np.float32(value))) for value in array.ravel()]
    return {"shape": list(array.shape), "data": numbers}


def main():
    """Writes the files, each in the version's folder."""
    folder = HERE / imfit.__version__
    if folder.exists():
        sys.exit(f"{folder} is there, and the files of a release never change")
    folder.mkdir()
    image = picture()
    model = trained(image)
    model.save(folder / "model.safetensors")
    model.save(folder / "model.keras")
    model.save_weights(folder / "model.weights.h5")
    text = json.dumps(expected(model, image), indent=1)
    (folder / "expected.json").write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
