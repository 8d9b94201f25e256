"""Trains the post's three networks on the godwit, with Keras or with imfit, over several seeds.

The golden cases hold the arithmetic to the last digits, over few steps and without shuffling. This
says whether whole trainings, with each library's own random numbers, end in the same place:

    python agreement.py keras 1 2 3 > keras.json      # in .venv-vectors, about ten minutes a seed
    python agreement.py imfit 1 2 3 > imfit.json      # where imfit is installed
    python agreement.py compare keras.json imfit.json
"""

import json
import os
import statistics
import sys
from pathlib import Path

import numpy as np
from PIL import Image

PICTURE = Path(__file__).parents[2] / "notebooks" / "images" / "godwit.png"
BATCH_SIZE = 128
COMPILE = {"optimizer": "adam", "loss": "mean_squared_error", "metrics": ["accuracy"]}
#: name: epochs, and (units, activation) of each layer
NETWORKS = {
    "2-3": (20, [(3, "sigmoid")]),
    "2-10-10-3": (20, [(10, "sigmoid"), (10, "sigmoid"), (3, "sigmoid")]),
    "deep": (100, [(100, "tanh"), *[(100, "relu")] * 4, (3, None)]),
}


def pixels():
    """The post's data: raw coordinates from 1, x slowest, and colours in [0, 1]."""
    picture = np.asarray(Image.open(PICTURE).convert("RGB"), np.float32) / np.float32(255)
    height, width, _ = picture.shape
    x, y = np.meshgrid(np.arange(1, width + 1), np.arange(1, height + 1), indexing="ij")
    coordinates = np.stack([x.ravel(), y.ravel()], 1).astype(np.float32)
    return coordinates, np.ascontiguousarray(picture.transpose(1, 0, 2).reshape(-1, 3))


def stack(library, layers):
    """The layers of a network, the same calls in both libraries."""
    made = [library.layers.Dense(units, activation=kind) for units, kind in layers]
    if layers[-1][1] is None:
        made.append(library.layers.ReLU(max_value=1.0))
    return made


def train_keras(layers, epochs, seed, data):
    """One training with Keras; many steps an execution, which changes nothing but the time."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras

    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((2,)), *stack(keras, layers)])
    model.compile(**COMPILE, steps_per_execution=100)
    return model.fit(*data, batch_size=BATCH_SIZE, epochs=epochs, verbose=0).history


def train_imfit(layers, epochs, seed, data):
    """One training with imfit."""
    import imfit

    model = imfit.Sequential(stack(imfit, layers), input_shape=(2,), seed=seed)
    model.compile(**COMPILE)
    return model.fit(*data, batch_size=BATCH_SIZE, epochs=epochs, verbose=0).history


def train_all(train, seeds):
    """The last loss and accuracy of every network and seed."""
    data = pixels()
    results = {name: [] for name in NETWORKS}
    for seed in seeds:
        for name, (epochs, layers) in NETWORKS.items():
            history = train(layers, epochs, seed, data)
            last = {key: values[-1] for key, values in history.items()}
            results[name].append(last)
            print(seed, name, last, file=sys.stderr, flush=True)
    return results


def compare(first, second):
    """A table of the range that each library's seeds span."""
    print(f"{'network':<12}{'measure':<10}{first.stem:>24}{second.stem:>24}")
    tables = [json.loads(path.read_text()) for path in (first, second)]
    for name in NETWORKS:
        for measure in ("loss", "accuracy"):
            cells = [spread([run[measure] for run in table[name]]) for table in tables]
            print(f"{name:<12}{measure:<10}{cells[0]:>24}{cells[1]:>24}")


def spread(values):
    """Median, and in brackets the least and the most."""
    return f"{statistics.median(values):.4f} [{min(values):.4f}, {max(values):.4f}]"


def main():
    """See the head of this file."""
    command, *rest = sys.argv[1:]
    if command == "compare":
        compare(*map(Path, rest))
    else:
        train = {"keras": train_keras, "imfit": train_imfit}[command]
        print(json.dumps(train_all(train, [int(seed) for seed in rest])))


if __name__ == "__main__":
    main()
