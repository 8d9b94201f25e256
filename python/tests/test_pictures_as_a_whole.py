"""The structural similarity: a loss and a metric of whole pictures."""

import multiprocessing

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
    with pytest.raises(ValueError, match="`x` must be a whole picture, given to `fit`"):
        model("mse", ["ssim"]).train_on_batch(*image.pixels())
    with pytest.raises(ValueError, match="`sample_weight` must be nothing"):
        model("ssim").evaluate(image, sample_weight=np.ones(720))


def test_a_batch_of_it_is_the_whole_picture(image):
    seen = []
    watching = imfit.callbacks.LambdaCallback(
        on_test_batch_end=lambda batch, logs: seen.append((batch, logs["loss"]))
    )
    loss = model("ssim").evaluate(image, callbacks=watching)
    assert seen == [(0, loss)]


def test_an_epoch_that_was_stopped_has_none(image):
    made = model("mse", ["ssim"])

    class Stop(imfit.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            self.model.stop_training = batch == 3

    assert np.isnan(made.fit(image, verbose=0, callbacks=Stop()).history["ssim"][0])
    checkpoint = imfit.callbacks.ModelCheckpoint("m-{ssim:.2f}.safetensors", save_freq=10)
    with pytest.raises(ValueError, match="`filepath`.*'ssim'"):
        made.fit(image, verbose=0, callbacks=checkpoint)


def _learnt(colours):
    made = model("ssim")
    made.fit(imfit.Image(colours), batch_size=720, epochs=2, verbose=0)
    return made.to_bytes()


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_learns_it_too(image):
    colours = np.asarray(image)
    here = _learnt(colours)
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.map_async(_learnt, [colours]).get(timeout=100) == [here]
