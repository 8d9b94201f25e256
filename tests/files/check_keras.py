"""Loads the files that imfit wrote in Keras, and compares what the models say: the other way round
from the tests, which load Keras's files in imfit.

    scripts/vectors.sh check
"""

import json
from pathlib import Path

import keras
import numpy as np

HERE = Path(__file__).resolve().parent


def tensor(described):
    """An array of its description in expected.json."""
    return np.array(described["data"], np.float32).reshape(described["shape"])


def main():
    """Compares the models of all releases; an assertion says which one differs."""
    for folder in sorted(HERE.glob("[0-9]*")):
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        x, predictions = tensor(expected["x"]), tensor(expected["predictions"])
        model = keras.models.load_model(folder / "model.keras")
        weights = keras.models.clone_model(model)
        weights.load_weights(folder / "model.weights.h5")
        for what, loaded in {"model.keras": model, "model.weights.h5": weights}.items():
            distance = np.abs(loaded.predict(x, verbose=0) - predictions).max()
            print(f"{folder.name}/{what}: {distance:.1e} from imfit's predictions")
            assert distance < 1e-6
        # Training goes on with the optimizer where it was.
        epochs, batch_size = (expected["training"][n] for n in ("initial_epoch", "batch_size"))
        iterations = int(model.optimizer.iterations.numpy())
        assert iterations == epochs * -(-len(x) // batch_size), iterations
        slots = {v.path: v.numpy() for v in model.optimizer.variables if v.ndim}
        print(f"{folder.name}: {iterations} iterations, {len(slots)} arrays of the optimizer")
        assert slots and all(np.any(values) for values in slots.values()), slots.keys()
        more = expected["training"]["epochs"] - epochs
        history = model.fit(
            x,
            tensor(expected["colours"]),
            batch_size=expected["training"]["batch_size"],
            epochs=more,
            shuffle=False,
            verbose=0,
        )
        print(f"{folder.name}: losses of more epochs: {history.history['loss']}")
        assert history.history["loss"][-1] < expected["history"]["loss"][-1]


if __name__ == "__main__":
    main()
