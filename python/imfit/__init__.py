"""Fits small neural networks to images, natively, with Keras's manners.

>>> import imfit
>>> from imfit import layers
>>> image = imfit.load_image("godwit.png")
>>> model = imfit.Sequential([layers.Dense(100, "tanh"), layers.Dense(3, "sigmoid")], seed=7)
>>> model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
>>> history = model.fit(image, coordinates="centered", batch_size=128, epochs=20)
>>> copy = model.render(image.width, image.height, "centered")
"""

from . import (
    _native,
    activations,
    callbacks,
    constraints,
    errors,
    initializers,
    layers,
    losses,
    metrics,
    models,
    optimizers,
    regularizers,
    utils,
)
from ._layer import Input
from .errors import ImfitError
from .history import History
from .image import Image, append_images, coordinates, load_image
from .models import Sequential, clone_model, load_model, model_from_json
from .settings import instruction_set, num_threads, set_num_threads, set_random_seed

__version__ = _native.version()

__all__ = [
    "History",
    "Image",
    "ImfitError",
    "Input",
    "Sequential",
    "__version__",
    "activations",
    "append_images",
    "callbacks",
    "constraints",
    "clone_model",
    "coordinates",
    "errors",
    "initializers",
    "instruction_set",
    "layers",
    "load_image",
    "load_model",
    "losses",
    "metrics",
    "model_from_json",
    "models",
    "num_threads",
    "optimizers",
    "regularizers",
    "set_num_threads",
    "set_random_seed",
    "utils",
]
