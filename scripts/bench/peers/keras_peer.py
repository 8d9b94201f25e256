"""Keras: `fit` and `predict` as people call them, on the backend that KERAS_BACKEND names.

The case may set `steps_per_execution`, the one knob that Keras has for small steps.
"""

import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from protocol import INPUTS, serve, timed


class EpochClock(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.seconds = []

    def on_epoch_begin(self, epoch, logs=None):
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.start)


def compiled(case):
    model = keras.Sequential([keras.Input((INPUTS,))])
    for units, activation in case["layers"]:
        clipped = activation == "relu1"
        model.add(keras.layers.Dense(units, activation=None if clipped else activation))
        if clipped:
            model.add(keras.layers.ReLU(max_value=1.0))
    model.compile(
        loss="mean_squared_error",
        optimizer=keras.optimizers.Adam(),
        metrics=["accuracy"],
        steps_per_execution=case.get("steps_per_execution", 1),
    )
    return model


def train(case, x, y):
    """Epochs of one `fit`: the first traces and compiles."""
    keras.utils.set_random_seed(1)
    model, clock = compiled(case), EpochClock()
    model.fit(
        x, y, batch_size=case["batch"], epochs=case["repeat"] + 1, verbose=0, callbacks=[clock]
    )
    return clock.seconds[1:]


def predict(case, x):
    model = compiled(case)
    return timed(case["repeat"], lambda: model.predict(x, batch_size=case["batch"], verbose=0))


if __name__ == "__main__":
    backend = keras.backend.backend()
    versions = {"keras": keras.__version__, "numpy": np.__version__}
    if backend == "tensorflow":
        import tensorflow

        versions["tensorflow"] = tensorflow.__version__
    else:
        import jax

        versions["jax"] = jax.__version__
    serve(f"keras-{backend}", versions, train, predict)
