"""A picture is learnt as it is, and a model is rendered: as by arrays, without them."""

import signal
import threading

import numpy as np
import pytest
from conftest import small_model

import imfit
from imfit import layers

COORDINATES = ["pixel", "unit", "centered"]


@pytest.mark.parametrize("coordinates", COORDINATES)
def test_a_picture_trains_as_its_arrays_do(picture, coordinates):
    x, y = picture.pixels(coordinates)
    check = picture.resize(12, 8)
    weight = np.arange(len(x)) % 3
    options = {"epochs": 3, "batch_size": 50, "verbose": 0, "sample_weight": weight}
    by_picture, by_arrays = small_model(), small_model()
    history = by_picture.fit(picture, validation_data=check, coordinates=coordinates, **options)
    expected = by_arrays.fit(x, y, validation_data=check.pixels(coordinates), **options)
    assert history.history == expected.history
    assert_same_weights(by_picture, by_arrays)
    assert by_picture.evaluate(picture, coordinates=coordinates) == by_arrays.evaluate(x, y)


def test_pixel_coordinates_are_the_default(picture):
    x, y = picture.pixels()
    by_picture, by_arrays = small_model(), small_model()
    by_picture.fit(picture, validation_split=0.25, verbose=0)
    by_arrays.fit(x, y, validation_split=0.25, verbose=0)
    assert_same_weights(by_picture, by_arrays)
    assert by_picture.evaluate(picture) == by_arrays.evaluate(x, y)


def assert_same_weights(model, other):
    """Not the same files: a model that has learnt a picture knows its size."""
    for weight, expected in zip(model.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_array_equal(weight, expected)


def test_pictures_and_arrays_may_be_mixed(picture, pixels):
    by_picture, by_arrays = small_model(), small_model()
    history = by_picture.fit(picture, validation_data=pixels, coordinates="centered", verbose=0)
    expected = by_arrays.fit(*pixels, validation_data=picture, coordinates="centered", verbose=0)
    assert history.history == expected.history


def test_pictures_that_cannot_be_learnt(picture, pixels):
    model = small_model()
    before = model.to_bytes()
    grey = imfit.Image(np.full((4, 4), 0.5, np.float32))
    holed = np.array(picture)
    holed[3, 5, 1] = np.nan
    for arguments, words in (
        ({"x": picture, "y": pixels[1]}, "`y` must be None where `x` is a picture"),
        ({"x": picture, "coordinates": "polar"}, "`coordinates` must be one of pixel, unit"),
        ({"x": grey}, "`x` is a picture of 1 channel, but the model has 3 outputs"),
        (
            {"x": imfit.Image(holed)},
            "finite colours, not one with NaN at x = 6, y = 4 in channel 2",
        ),
        ({"x": picture, "sample_weight": [1, 2]}, "each of the 384 rows, but has 2"),
    ):
        for call in (model.fit, model.evaluate):
            with pytest.raises(imfit.errors.ImfitValueError, match=words):
                call(**arguments)
    with pytest.raises(imfit.errors.ImfitValueError, match="`validation_data x` is a picture of 1"):
        model.fit(picture, validation_data=grey)
    with pytest.raises(imfit.errors.ImfitTypeError, match=r"\(x, y\) .* or a picture"):
        model.fit(picture, validation_data=3)
    with pytest.raises(imfit.errors.ImfitTypeError, match="`y` must be a matrix"):
        model.fit(pixels[0])
    assert model.to_bytes() == before


@pytest.mark.parametrize("coordinates", COORDINATES)
@pytest.mark.parametrize("of", [None, (24, 16)])
def test_a_rendering_is_a_prediction(coordinates, of):
    model = small_model()
    image = model.render(120, 90, coordinates, of=of)
    x = imfit.coordinates(120, 90, coordinates, of=of)
    assert image == imfit.Image.from_pixels(120, 90, model.predict(x))
    assert isinstance(image, imfit.Image)


def test_a_finer_rendering_covers_the_same_picture(picture):
    x = imfit.coordinates(48, 32, of=picture)
    assert x.min(axis=0).tolist() == [0.75, 0.75]
    assert x.max(axis=0).tolist() == [24.25, 16.25]
    own = imfit.coordinates(24, 16, of=picture)
    np.testing.assert_array_equal(own, imfit.coordinates(24, 16))
    model = small_model()
    assert model.render(48, 32, of=picture) == model.render(48, 32, of=(24, 16))
    assert model.render(48, 32, of=picture) != model.render(48, 32)


def test_what_cannot_be_rendered():
    def model(inputs, outputs):
        return imfit.Sequential([layers.Dense(outputs, input_shape=inputs)], seed=1)

    for made, arguments, words in (
        (model(3, 3), (4, 4), "takes 2 values, x and y, can be rendered; this one takes 3"),
        (model(2, 5), (4, 4), "channels of a picture, can be rendered; this one has 5"),
        (model(2, 3), (0, 4), "`width` must be a whole number from 1"),
        (model(2, 3), (4, -1), "`height` must be a whole number from 1"),
        (model(2, 3), (1 << 20, 1 << 20), "too large"),
        (model(2, 3), (4, 4, "polar"), "`coordinates` must be one of pixel, unit, centered"),
        (model(2, 3), (4, 4, "pixel", (4,)), "`of` must be a width and a height"),
    ):
        with pytest.raises(imfit.errors.ImfitValueError, match=words):
            made.render(*arguments)
    with pytest.raises(imfit.errors.ImfitTypeError, match="`of` must be a width and a height"):
        model(2, 3).render(4, 4, of="large")
    with pytest.raises(imfit.errors.ImfitStateError, match="input shape"):
        imfit.Sequential([layers.Dense(3)]).render(4, 4)


def test_a_rendering_can_be_interrupted():
    wide = imfit.Sequential([layers.Dense(1000, "tanh", input_shape=2)], seed=1)
    wide.add(layers.Dense(1000, "tanh"))
    wide.add(layers.Dense(3))
    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        wide.render(2000, 2000)
    timer.join()
    assert wide.render(2, 1).shape == (1, 2, 3)
