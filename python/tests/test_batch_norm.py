"""Batch normalisation: averages that training moves and the optimizer doesn't."""

import numpy as np
import pytest

import imfit
from imfit import layers


def model(**config):
    return imfit.Sequential(
        [
            layers.Dense(5, use_bias=False),
            layers.BatchNormalization(momentum=0.9, **config),
            layers.Activation("relu"),
            layers.Dense(3),
        ],
        input_shape=2,
        seed=7,
    )


def data(rows=90):
    x = np.random.default_rng(3).normal(2, 3, (rows, 2)).astype(np.float32)
    return x, np.tanh(x @ np.array([[1, 2, 0], [0, 1, 3]]) / 5)


def test_weights_stand_in_the_order_of_keras():
    norm = model().layers[1]
    gamma, beta, mean, variance = norm.get_weights()
    assert [w.tolist() for w in (gamma, beta, mean, variance)] == [
        [1] * 5, [0] * 5, [0] * 5, [1] * 5,
    ]  # fmt: skip
    assert len(model(center=False).layers[1].get_weights()) == 3
    assert len(model(center=False, scale=False).layers[1].get_weights()) == 2


def test_moving_averages_follow_the_batches():
    made = model()
    x, y = data()
    made.compile(imfit.optimizers.SGD(1e-9), "mse")
    hidden = x @ made.get_weights()[0]
    made.fit(x, y, batch_size=90, epochs=2, verbose=0)
    *_, mean, variance = made.layers[1].get_weights()
    np.testing.assert_allclose(mean, 0.19 * hidden.mean(0), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(variance, 0.81 + 0.19 * hidden.var(0), rtol=1e-4)


def test_predictions_leave_the_averages_alone():
    made = model()
    x, y = data()
    made.compile("adam", "mse")
    made.fit(x, y, epochs=2, verbose=0)
    before = made.get_weights()
    alone = np.concatenate([made.predict(row[None]) for row in x])
    np.testing.assert_array_equal(made.predict(x), alone)
    made.evaluate(x, y)
    for old, new in zip(before, made.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_a_saved_model_goes_on_where_it_was(tmp_path):
    x, y = data()
    whole, half = model(), model()
    for made in (whole, half):
        made.compile("adam", "mse")
    whole.fit(x, y, epochs=4, verbose=0)
    half.fit(x, y, epochs=2, verbose=0)
    half.save(tmp_path / "half.imfit")
    half = imfit.load_model(tmp_path / "half.imfit")
    half.fit(x, y, epochs=4, initial_epoch=2, verbose=0)
    assert half.to_bytes() == whole.to_bytes()


def test_averages_are_counted_apart(capsys):
    made = model()
    made.summary()
    text = capsys.readouterr().out
    assert "Total params: 48" in text
    assert "Trainable params: 38" in text and "Non-trainable params: 10" in text
    assert made.count_params() == 48


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"axis": 0}, "`axis` must be -1"),
        ({"momentum": 2}, "`momentum` must be a number"),
        ({"epsilon": 0}, "`epsilon` must be a number above 0"),
        ({"center": "yes"}, "`center` must be true or false"),
        ({"gamma_initializer": 3}, "`gamma_initializer` must be the name"),
    ],
)
def test_wrong_arguments_are_refused(wrong, words):
    with pytest.raises((ValueError, TypeError), match=words):
        layers.BatchNormalization(**wrong)
