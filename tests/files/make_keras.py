"""Writes the files of Keras's that imfit has to read, with what Keras says of them.

`make keras-files` runs it with the Python that has Keras. With names, it writes only these.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from keras import layers, optimizers

HERE = Path(__file__).resolve().parent
FIT = {"batch_size": 4, "shuffle": False, "verbose": 0}
EPOCHS, MORE = 2, 2


def data(outputs):
    """Twelve rows of three values, and what is to be learnt of them."""
    down, along = np.mgrid[0:12, 0:3]
    x = ((down * 7 + along * 5) % 16 / 8 - 1).astype("float32")
    down, along = np.mgrid[0:12, 0:outputs]
    y = (down * 3 + along * 5 + down**2) % 8 / 8
    if outputs == 3:  # shares, for the cross-entropy
        y /= y.sum(axis=1, keepdims=True)
    return x, y.astype("float32")


def small(optimizer, loss="mse", metrics=("mae",)):
    """Two dense layers."""
    model = keras.Sequential(
        [keras.Input((3,)), layers.Dense(4, "tanh"), layers.Dense(2, name="last")], name="small"
    )
    model.compile(optimizer, loss, metrics=list(metrics))
    return model


def toolbox():
    """Functions with and without arguments, initializers, names, a schedule."""
    model = keras.Sequential(
        [
            keras.Input((3,)),
            layers.Dense(6, "gelu", kernel_initializer="he_normal"),
            layers.LeakyReLU(negative_slope=0.1),
            layers.Dense(5, activation=layers.ELU(alpha=0.5), name="named"),
            layers.Activation("softsign"),
            layers.Dense(4, keras.activations.hard_silu, use_bias=False),
            layers.ReLU(max_value=3.0, negative_slope=0.25),
            layers.Dense(3, bias_initializer=keras.initializers.Constant(0.1)),
            layers.Softmax(),
        ]
    )
    rate = optimizers.schedules.CosineDecay(0.01, 20, warmup_target=0.02, warmup_steps=3)
    model.compile(
        optimizers.AdamW(rate, weight_decay=0.01, clipnorm=1.0),
        keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
        metrics=["accuracy", keras.metrics.RootMeanSquaredError(), keras.metrics.LogCoshError()],
    )
    return model


def normalized():
    """Layers that are noise in training, or look at whole rows, or at the data beforehand."""
    adapted = layers.Normalization()
    adapted.adapt(data(2)[0])
    model = keras.Sequential(
        [
            keras.Input((3,)),
            layers.Rescaling(2.0, offset=-0.5),
            adapted,
            layers.Normalization(axis=None, mean=0.25, variance=4.0),
            layers.Dense(8),
            layers.LayerNormalization(epsilon=0.01),
            layers.PReLU(alpha_initializer="random_uniform"),
            layers.Dropout(0.25, seed=3),
            layers.RMSNormalization(),
            layers.BatchNormalization(momentum=0.7),
            layers.GaussianNoise(0.1),
            layers.LayerNormalization(center=False),
            layers.UnitNormalization(),
            layers.Dense(2),
        ]
    )
    model.compile("adamax", "huber")
    return model


def regularized():
    """Penalties, constraints, a layer that is frozen, and moving averages."""
    model = keras.Sequential(
        [
            keras.Input((3,)),
            layers.Dense(5, "tanh", kernel_regularizer="l2", bias_constraint="non_neg"),
            layers.Dense(5, kernel_constraint=keras.constraints.MaxNorm(1.5), name="frozen"),
            layers.BatchNormalization(momentum=0.7),
            layers.Dense(2, activity_regularizer=keras.regularizers.L1L2(0.001, 0.002)),
        ]
    )
    model.get_layer("frozen").trainable = False
    model.compile(keras.optimizers.RMSprop(0.01, momentum=0.5), "mse")
    return model


def functional():
    """A chain that was written as a functional model."""
    inputs = keras.Input((3,), name="numbers")
    inner = layers.Dense(4, "relu")(inputs)
    inner = layers.Dense(4, "sigmoid")(inner)
    model = keras.Model(inputs, layers.Dense(2, name="end")(inner))
    model.compile(keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True), keras.losses.log_cosh)
    return model


MODELS = {
    "toolbox": toolbox,
    "functional": functional,
    "normalized": normalized,
    "regularized": regularized,
    "sgd": lambda: small(optimizers.SGD(0.05)),
    "rmsprop": lambda: small(optimizers.RMSprop(0.01, momentum=0.5, centered=True)),
    "adam": lambda: small("adam"),
    "adam_amsgrad_ema": lambda: small(
        optimizers.Adam(0.01, amsgrad=True, use_ema=True, ema_momentum=0.9)
    ),
    "adam_accumulation": lambda: small(optimizers.Adam(0.01, gradient_accumulation_steps=2)),
    "adadelta": lambda: small(optimizers.Adadelta(0.5)),
    "adagrad": lambda: small(optimizers.Adagrad(0.05)),
    "adamax": lambda: small(optimizers.Adamax(0.01)),
    "nadam": lambda: small(optimizers.Nadam(0.01)),
    "ftrl": lambda: small(optimizers.Ftrl(0.05)),
    "lion": lambda: small(optimizers.Lion(0.001)),
    "untrained": lambda: small("adam", "huber", ()),
    "uncompiled": lambda: keras.Sequential([keras.Input((3,)), layers.Dense(2, "tanh")]),
}
# Those that are saved in the old format too, and their weights alone.
IN_ALL_FORMATS = ["toolbox", "functional", "adam", "normalized"]


def tensor(array):
    """An array as the golden cases have it: numbers at their shortest."""
    numbers = [float(str(np.float32(value))) for value in np.asarray(array).ravel()]
    return {"shape": list(array.shape), "data": numbers}


def write(name, folder):
    """Trains a model, saves it, and goes on training."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(5)
    model = MODELS[name]()
    x, y = data(model.output_shape[1])
    trains = name not in ("untrained", "uncompiled")
    if trains:
        model.fit(x, y, epochs=EPOCHS, **FIT)
    model.save(folder / f"{name}.keras")
    if name in IN_ALL_FORMATS:
        model.save(folder / f"{name}.h5")
        model.save_weights(folder / f"{name}.weights.h5")
    said = {"x": tensor(x), "y": tensor(y), "predictions": tensor(model.predict(x, verbose=0))}
    if trains and name != "normalized":  # its noise is another one in imfit
        # What the file has, not what the process that wrote it knows.
        again = keras.models.load_model(folder / f"{name}.keras")
        more = again.fit(x, y, epochs=EPOCHS + MORE, initial_epoch=EPOCHS, **FIT)
        predictions = tensor(again.predict(x, verbose=0))
        said["more"] = {"loss": more.history["loss"], "predictions": predictions}
    return said


def main(names):
    """Writes the files and what Keras says of them, into the folder of its version."""
    folder = HERE / f"keras-{keras.__version__}"
    folder.mkdir(exist_ok=True)
    for name in names or MODELS:
        text = json.dumps(write(name, folder))
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
