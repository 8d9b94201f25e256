"""Layers that work row by row: noise, normalizations, gates, slopes."""

import numpy as np
import pytest

import imfit
from imfit import layers

X = np.linspace(-1, 1, 120, dtype=np.float32).reshape(60, 2)
Y = np.tile(X[:, :1] ** 2, (1, 3))


def model(*inner, seed=3):
    made = imfit.Sequential(
        [layers.Dense(20, "tanh", input_shape=2), *inner, layers.Dense(3)], seed=seed
    )
    made.compile(optimizer="adam", loss="mse")
    return made


def trained(*inner, **arguments):
    made = model(*inner, **arguments)
    made.fit(X, Y, epochs=3, batch_size=16, verbose=0)
    return made


def assert_same(first, second):
    for one, other in zip(first.get_weights(), second.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


NOISES = [
    layers.Dropout(0.3),
    layers.GaussianNoise(0.2),
    layers.GaussianDropout(0.3),
    layers.AlphaDropout(0.3),
]


@pytest.mark.parametrize("noise", NOISES, ids=repr)
def test_noise_follows_the_seed_and_is_for_training_only(noise):
    assert_same(trained(noise), trained(noise))
    other, nothing = trained(noise, seed=4), trained()
    assert not np.array_equal(trained(noise).get_weights()[0], other.get_weights()[0])
    assert not np.array_equal(trained(noise).get_weights()[0], nothing.get_weights()[0])
    np.testing.assert_array_equal(model(noise).predict(X), model().predict(X))
    assert model(noise).evaluate(X, Y, verbose=0) == model().evaluate(X, Y, verbose=0)


def test_threads_and_files_change_nothing(tmp_path):
    before = imfit.num_threads()
    try:
        imfit.set_num_threads(1)
        one = trained(*NOISES)
        imfit.set_num_threads(2)
        assert_same(one, trained(*NOISES))
    finally:
        imfit.set_num_threads(before)
    first = model(*NOISES)
    first.fit(X, Y, epochs=2, batch_size=16, verbose=0)
    first.save(tmp_path / "model.safetensors")
    second = imfit.load_model(tmp_path / "model.safetensors")
    second.fit(X, Y, epochs=3, initial_epoch=2, batch_size=16, verbose=0)
    assert_same(one, second)


def test_normalized_rows():
    made = imfit.Sequential([layers.LayerNormalization(epsilon=1e-6, input_shape=3)])
    rows = made.predict([[1, 2, 6], [-3, 0, 30]])
    np.testing.assert_allclose(rows.mean(axis=1), 0, atol=1e-6)
    np.testing.assert_allclose(rows.std(axis=1), 1, rtol=1e-5)
    assert [w.tolist() for w in made.get_weights()] == [[1, 1, 1], [0, 0, 0]]
    unit = imfit.Sequential([layers.UnitNormalization(input_shape=2)]).predict([[3, 4], [0, 0]])
    np.testing.assert_allclose(unit, [[0.6, 0.8], [0, 0]], rtol=1e-6)
    rms = imfit.Sequential([layers.RMSNormalization(input_shape=2)]).predict([[3, 4]])
    np.testing.assert_allclose(rms, [[3 / 12.5**0.5, 4 / 12.5**0.5]], rtol=1e-6)


def test_slopes_gates_and_nothing():
    slopes = imfit.Sequential(
        [layers.PReLU(imfit.initializers.Constant(0.25), input_shape=2), layers.Identity()]
    )
    assert slopes.predict([[-4, 4]]).tolist() == [[-1, 4]]
    assert slopes.layers[0].count_params() == 2
    gate = imfit.Sequential([layers.Dense(10, "glu", input_shape=2)])
    assert gate.predict(X).shape == (60, 5)
    gate = imfit.Sequential([layers.Activation("glu", input_shape=4)])
    np.testing.assert_allclose(gate.predict([[1, 2, 0, 100]]), [[0.5, 2]], rtol=1e-6)
    assert layers.Dense(10, imfit.activations.glu()) == layers.Dense(10, "glu")


def test_inputs_are_rescaled():
    made = imfit.Sequential([layers.Rescaling(0.5, -1.0, input_shape=2)])
    assert made.predict([[0, 4]]).tolist() == [[-1, 1]]


def test_a_normalization_learns_from_data(tmp_path):
    data = np.array([[0, 7, 4], [2, 9, 6], [0, 7, 4], [2, 9, 6]])
    layer = layers.Normalization()
    assert layer.adapt(data) is None
    made = imfit.Sequential([layer, layers.Dense(1)])
    assert made.input_shape[-1] == 3
    made = imfit.Sequential([layer])
    assert made.predict([[0, 7, 4]]).tolist() == [[-1, -1, -1]]
    made.save(tmp_path / "model.safetensors")
    loaded = imfit.load_model(tmp_path / "model.safetensors")
    assert loaded.predict([[2, 9, 6]]).tolist() == [[1, 1, 1]]
    back = layers.Normalization(invert=True)
    back.adapt(data)
    assert imfit.Sequential([back]).predict([[1, 2, 3]]).tolist() == [[2, 10, 8]]
    of_all = layers.Normalization(axis=None)
    of_all.adapt([1.0, 2.0, 3.0, 4.0, 5.0])
    assert of_all.get_config()["mean"] == [3] and of_all.get_config()["variance"] == [2]
    given = layers.Normalization(mean=3.0, variance=[4.0], input_shape=2)
    assert imfit.Sequential([given]).predict([[5, 1]]).tolist() == [[1, -1]]
    assert layers.Normalization.from_config(layer.get_config()) == layer
    with pytest.raises(imfit.ImfitError, match="part of a model"):
        made.layers[0].adapt(data)


@pytest.mark.parametrize("data", [[[1, float("nan")]], np.zeros((0, 2)), "text", None, [[[1]]]])
def test_data_that_nothing_can_be_learnt_from(data):
    with pytest.raises(imfit.ImfitError, match="`data`"):
        layers.Normalization().adapt(data)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: layers.Dropout(1), "`rate` must be a number of at least 0 and below 1, not 1"),
        (lambda: layers.Dropout(-0.1), "`rate`"),
        (lambda: layers.Dropout("half"), "`rate`"),
        (lambda: layers.Dropout(0.5, seed=-1), "`seed`"),
        (lambda: layers.GaussianNoise(-1), "`stddev`"),
        (lambda: layers.AlphaDropout(float("nan")), "`rate`"),
        (lambda: layers.LayerNormalization(axis=0), "`axis` must be -1"),
        (lambda: layers.LayerNormalization(axis=[1, 2]), "`axis`"),
        (lambda: layers.LayerNormalization(epsilon=0), "`epsilon`"),
        (lambda: layers.PReLU("orthogonal"), "`alpha_initializer`"),
        (lambda: layers.Dense(7, "glu"), "`units` must be an even number"),
        (lambda: layers.Rescaling(float("inf")), "`scale`"),
        (lambda: layers.Normalization(mean=1), "`variance`"),
        (lambda: layers.Normalization(mean=[1, 2], variance=1), "`variance`"),
        (lambda: layers.Normalization(mean=1, variance=-1), "`variance`"),
        (lambda: layers.Normalization(axis=0), "`axis`"),
        (lambda: imfit.Sequential([layers.Normalization()]), "adapt"),
        (lambda: layers.Normalization(input_shape=3).adapt([[1, 2]]), "`data`"),
        (lambda: imfit.Sequential([layers.Dense(7), layers.Activation("glu")]), "even number"),
    ],
)
def test_nonsense_is_refused(make, words):
    with pytest.raises(imfit.ImfitError, match=words):
        make()
