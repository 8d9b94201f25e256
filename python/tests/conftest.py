"""What the tests share."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import imfit
from imfit import layers

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / "tests" / "vectors"
# Where `python -c` is run, so that it imports what is installed and not the folder of its sources.
ELSEWHERE = sys.prefix
# A job in the background of a shell, and all that it starts, would be deaf to Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def api():
    """The core's declarations."""
    return json.loads((VECTORS / "api.json").read_text(encoding="utf-8"))


@pytest.fixture
def picture():
    """A picture of 24 x 16 pixels with something on it."""
    down, along = np.mgrid[0:16, 0:24]
    colours = np.stack([along / 23, down / 15, (along * down) % 7 / 6], axis=2)
    return imfit.Image(colours)


@pytest.fixture
def pixels(picture):
    """Its pixels."""
    return picture.pixels("centered")


@pytest.fixture
def model():
    """A small model, compiled and built."""
    return small_model()


def small_model(seed=7):
    """Two inputs, eight hidden units, three outputs."""
    model = imfit.Sequential(
        [layers.Dense(8, "tanh", input_shape=2), layers.Dense(3, "sigmoid")], seed=seed
    )
    model.compile("adam", "mse", ["accuracy"])
    return model


def python(code, *arguments, check=True, **options):
    """Runs Python code in a process of its own."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    options = {"cwd": ELSEWHERE, "capture_output": True, "text": True, "timeout": 120, **options}
    result = subprocess.run(command, **options)
    assert not check or result.returncode == 0, result.stderr
    return result
