"""Batches one by one, and layers on and off a model."""

import numpy as np
import pytest

import imfit
from imfit import layers

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
Y = np.array([1, 0, 2, 1], np.float32)


def model():
    made = imfit.Sequential(
        [layers.Dense(4, "tanh", input_shape=2, name="first"), layers.Dense(1)], seed=3
    )
    made.compile(imfit.optimizers.SGD(0.1, momentum=0.9), "mse", metrics=["mae"])
    return made


def test_a_batch_is_one_step_of_a_fit():
    one, whole = model(), model()
    arguments = {"sample_weight": [1, 0.5, 2, 0], "class_weight": {2: 3.0}}
    for _ in range(3):
        one.train_on_batch(X, Y, **arguments)
    whole.fit(X, Y, batch_size=4, epochs=3, shuffle=False, verbose=0, **arguments)
    for a, b in zip(one.get_weights(), whole.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
    assert one.history.epoch == []


def test_losses_run_on_until_they_are_reset():
    one = model()
    first = one.train_on_batch(X, Y, return_dict=True)
    assert list(first) == ["loss", "mae"]
    both = one.train_on_batch(X, Y)
    assert isinstance(both, list) and both[0] != first["loss"]
    one.reset_metrics()
    assert one.test_on_batch(X, Y) == one.evaluate(X, Y)
    assert one.test_on_batch(X, Y, return_dict=True) == one.evaluate(X, Y, return_dict=True)
    one.compile("sgd", "mse")
    assert isinstance(one.train_on_batch(X, Y), float)
    np.testing.assert_array_equal(one.predict_on_batch(X), one.predict(X))


def test_layers_come_off_and_a_clone_begins_anew():
    one = model()
    begun = one.get_weights()
    one.train_on_batch(X, Y)
    twin = imfit.clone_model(one)
    for a, b in zip(twin.get_weights(), begun, strict=True):
        np.testing.assert_array_equal(a, b)
    assert twin.get_config() == one.get_config() and twin.get_compile_config() is None
    kept = one.get_layer("first").get_weights()
    top = one.pop()
    assert isinstance(top, layers.Dense) and top.get_config()["units"] == 1
    for a, b in zip(one.get_weights(), kept, strict=True):
        np.testing.assert_array_equal(a, b)
    one.add(layers.Dense(2))
    assert one.output_shape == (None, 2)


def test_what_is_wrong_is_named():
    one = model()
    image = imfit.Image([[0.25]])
    for call, words in (
        (lambda: one.train_on_batch(X, Y[:3]), "same number of rows"),
        (lambda: one.train_on_batch(image, None), "`x` must be a matrix"),
        (lambda: one.test_on_batch(X, None), "`y` must be a matrix"),
        (lambda: one.train_on_batch(X, Y, class_weight=3), "class_weight"),
        (lambda: one.train_on_batch(X, Y, sample_weight=[1, 2]), "sample_weight"),
        (lambda: imfit.Sequential().pop(), "no layers"),
        (lambda: imfit.clone_model("model"), "`model` must be a model"),
        (lambda: one.predict_on_batch("x"), "`x` must be a matrix"),
    ):
        with pytest.raises(imfit.ImfitError, match=words):
            call()
    with pytest.raises(imfit.errors.ImfitStateError):
        imfit.Sequential([layers.Dense(1, input_shape=2)]).train_on_batch(X, Y)
