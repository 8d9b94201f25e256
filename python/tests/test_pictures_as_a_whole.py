"""The structural similarity: a loss and a metric of whole pictures."""

import numpy as np
import pytest

import imfit
from imfit import layers


@pytest.fixture
def image():
    x, y = np.meshgrid(np.linspace(0, 1, 30), np.linspace(0, 1, 24))
    colours = [0.5 + 0.4 * np.sin(7 * x + c) * np.cos(5 * y) for c in range(3)]
    return imfit.Image(np.stack(colours, axis=2))


def model(loss, metrics=()):
    made = imfit.Sequential([layers.Dense(12, "tanh", input_shape=2), layers.Dense(3)], seed=7)
    made.compile(imfit.optimizers.Adam(0.02), loss, list(metrics))
    return made


def test_it_is_learnt_and_measured(image):
    made = model("ssim", ["ssim", "psnr"])
    history = made.fit(image, batch_size=720, epochs=40, verbose=0).history
    np.testing.assert_allclose(np.add(history["loss"], history["ssim"]), 1, atol=1e-6)
    assert history["ssim"][-1] > history["ssim"][0] + 0.05
    assert made.evaluate(image)[1] > history["ssim"][-1]


def test_small_batches_have_it_as_a_metric(image):
    made = model("mse", [imfit.metrics.SSIM(max_val=1.0)])
    history = made.fit(image, epochs=3, validation_data=image, verbose=0).history
    assert history["val_ssim"][-1] == pytest.approx(made.evaluate(image)[1], abs=1e-6)
    assert len(history["ssim"]) == 3


def test_what_is_no_whole_picture_is_refused(image):
    with pytest.raises(ValueError, match="`batch_size` must be at least 720"):
        model("ssim").fit(image, verbose=0)
    with pytest.raises(ValueError, match="`x` must be a picture of at least 11 x 11 pixels"):
        model("ssim").fit(*image.pixels(), batch_size=720, verbose=0)
    with pytest.raises(ValueError, match="`x` must be a picture"):
        model("mse", ["ssim"]).train_on_batch(*image.pixels())
