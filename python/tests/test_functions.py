"""Losses and metrics that are the user's own functions."""

import copy
import pickle

import numpy as np
import pytest

import imfit
from imfit import callbacks, layers, losses, metrics

X = np.arange(120, dtype=np.float32).reshape(60, 2) % 13 / 13
Y = np.stack([X[:, 0] * X[:, 1], 1 - X[:, 0]], axis=1)


def squares(y_true, y_pred):
    return np.mean((y_true - y_pred) ** 2, axis=-1)


def slopes(y_true, y_pred):
    return 2 * (y_pred - y_true) / y_pred.shape[1]


def distance(y_true, y_pred):
    return np.abs(y_true - y_pred)  # the mean over the columns counts


def model(loss="mse", given=("mae",), top=None):
    made = imfit.Sequential([layers.Dense(8, "tanh", input_shape=2), layers.Dense(2)], seed=7)
    made.compile(imfit.optimizers.Adam(0.01), loss, list(given))
    return made


def fit(made, **others):
    arguments = {"epochs": 3, "batch_size": 16, "validation_split": 0.2, "verbose": 0, **others}
    return made.fit(X, Y, **arguments)


def near(mine, usual):
    for one, other in zip(mine.get_weights(), usual.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


@pytest.mark.parametrize("loss", [squares, losses.Function(squares, gradient=slopes)])
def test_a_loss_of_ones_own_trains_as_the_same_loss_does(loss):
    usual, mine = model(), model(loss, [distance])
    expected, history = fit(usual).history, fit(mine).history
    near(mine, usual)
    assert list(history) == ["loss", "distance", "val_loss", "val_distance"]
    np.testing.assert_allclose(history["loss"], expected["loss"], rtol=1e-5)
    np.testing.assert_allclose(history["val_distance"], expected["val_mae"], rtol=1e-4)


def test_weights_of_samples_and_classes_count():
    weights = np.linspace(0, 2, 60)
    usual, mine = model(), model(squares)
    fit(usual, sample_weight=weights, class_weight={0: 2.0})
    fit(mine, sample_weight=weights, class_weight={0: 2.0})
    near(mine, usual)


def test_pictures_are_learnt_with_it():
    image = imfit.Image(np.random.default_rng(3).random((6, 5, 2), dtype=np.float32))
    usual, mine = model(), model(squares)
    for made in (usual, mine):
        made.fit(image, epochs=2, verbose=0)
    near(mine, usual)


def test_evaluate_and_batches_ask_too():
    usual, mine = model(), model(squares, [distance, "mae"])
    loss, far, mae = mine.evaluate(X, Y)
    assert loss == pytest.approx(usual.evaluate(X, Y)[0], rel=1e-5)
    assert far == pytest.approx(mae, rel=1e-5)
    for made in (usual, mine):
        for _ in range(3):
            made.train_on_batch(X, Y)
    near(mine, usual)
    assert mine.test_on_batch(X, Y)[0] == pytest.approx(usual.test_on_batch(X, Y)[0], rel=1e-4)


def test_functions_see_doubles_of_whole_batches():
    seen = []

    def loss(y_true, y_pred):
        seen.append((y_true.dtype, y_true.shape, y_pred.shape))
        return squares(y_true, y_pred)

    fit(model(loss, []), epochs=1, validation_split=0.0)
    assert {dtype for dtype, _, _ in seen} == {np.dtype(np.float64)}
    # 60 rows in batches of 16: of each batch the loss, and twice more for each output.
    assert [shape for _, shape, _ in seen] == [(16, 2)] * 15 + [(12, 2)] * 5


def test_targets_may_be_of_any_width():
    made = imfit.Sequential([layers.Dense(1, input_shape=2)], seed=7)

    def pinball(y_true, y_pred):
        error = y_true[:, 0] - y_pred[:, 0]
        return np.maximum(0.9 * error, -0.1 * error) * y_true[:, 1]

    made.compile(imfit.optimizers.Adam(0.05), pinball)
    history = made.fit(X, Y, epochs=30, verbose=0).history["loss"]
    assert history[-1] < 0.7 * history[0]


def test_names_come_from_functions_or_are_given():
    class Scorer:
        def __call__(self, y_true, y_pred):
            return distance(y_true, y_pred)

    made = model(squares, [distance, Scorer(), metrics.Function(distance, name="far"), "mae"])
    assert list(fit(made, epochs=1).history)[:5] == ["loss", "distance", "Scorer", "far", "mae"]
    config = made.get_compile_config()
    assert config["loss"]["config"]["name"] == "squares"
    assert losses.Function(squares).get_config()["fn"] is squares
    assert losses.Function.from_config(losses.Function(squares, slopes).get_config()) is not None
    described = {"class_name": "Function", "config": {"fn": squares}}
    fit(model(described), epochs=1)


def test_callbacks_watch_them():
    stopping = callbacks.EarlyStopping("val_distance", mode="max", patience=1)
    history = fit(model(squares, [distance]), epochs=20, callbacks=stopping)
    assert len(history.epoch) < 20


def test_a_failing_function_ends_the_training_with_its_own_error():
    calls = []

    def loss(y_true, y_pred):
        calls.append(None)
        if len(calls) > 12:
            raise ZeroDivisionError("mine")
        return squares(y_true, y_pred)

    made = model(loss)
    with pytest.raises(ZeroDivisionError, match="mine"):
        fit(made)
    assert made.predict(X).shape == (60, 2)  # the model is whole
    made.compile(loss="mse")
    fit(made)


@pytest.mark.parametrize(
    ("loss", "error", "words"),
    [
        (lambda t, p: np.mean((t - p) ** 2), ValueError, "`loss`.*each row, 16.*single number"),
        (lambda t, p: squares(t, p)[:5], ValueError, "`loss`.*5 x 1 numbers"),
        (lambda t, p: None, TypeError, "`loss`.*a number for each row"),
        (lambda t, p: "low", TypeError, "`loss`.*a number for each row"),
        (lambda t, p: np.zeros((16, 2, 2)), ValueError, r"`loss`.*\(16, 2, 2\)"),
        (losses.Function(squares, gradient=squares), ValueError, "`gradient`.*16 x 2 here"),
        (lambda t, p: np.full(len(t), np.nan), ValueError, "nan"),
    ],
)
def test_what_functions_return_is_checked(loss, error, words):
    made = model(loss)
    before = made.get_weights()
    with pytest.raises(error, match=f"(?i){words}") as caught:
        fit(made)
    assert isinstance(caught.value, imfit.ImfitError)
    for one, other in zip(before, made.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_what_is_no_function_is_refused():
    with pytest.raises(TypeError, match="`fn`"):
        losses.Function(3)
    with pytest.raises(TypeError, match="`gradient`"):
        losses.Function(squares, gradient="slopes")
    with pytest.raises(ValueError, match="'distance' twice"):
        model(squares, [distance, distance])
    with pytest.raises(ValueError, match="called 'loss'"):
        model(squares, [metrics.Function(distance, name="loss")])
    with pytest.raises(ValueError, match="2 columns, but the model has 1 output"):
        made = imfit.Sequential([layers.Dense(1, input_shape=2)])
        made.compile(loss=squares, metrics=["mae"])
        made.fit(X, Y, verbose=0)


def test_compile_that_fails_leaves_the_old_functions():
    made = model(squares, [distance])
    with pytest.raises(imfit.ImfitError):
        made.compile(loss=lambda t, p: 0, metrics=["no such metric"])
    fit(made, epochs=1)


@pytest.mark.parametrize("ending", ["safetensors", "keras"])
def test_a_saved_model_goes_on_with_its_functions(tmp_path, ending):
    path = tmp_path / f"own.{ending}"
    loss = losses.Function(squares, gradient=slopes)
    whole, half = model(loss, [distance]), model(loss, [distance])
    fit(whole, epochs=4)
    fit(half, epochs=2)
    half.save(path)
    found = {"squares": loss, "distance": distance}
    loaded = imfit.load_model(path, custom_objects=found)
    fit(loaded, epochs=4, initial_epoch=2)
    for one, other in zip(loaded.get_weights(), whole.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    without = imfit.load_model(path)
    assert without.predict(X).shape == (60, 2)
    with pytest.raises(ValueError, match="`custom_objects`.*the loss 'squares'"):
        fit(without)
    with pytest.raises(ValueError, match="the metric 'distance'"):
        imfit.load_model(path, custom_objects={"squares": loss}).evaluate(X, Y)
    with pytest.raises(ValueError, match="the gradient of the loss 'squares'"):
        fit(imfit.load_model(path, custom_objects={"squares": squares, "distance": distance}))
    with pytest.raises(TypeError, match="`custom_objects`"):
        imfit.load_model(path, custom_objects=[squares])
    without.compile(loss="mse")
    fit(without)


def test_copies_keep_their_functions():
    made = model(squares, [distance])
    fit(made, epochs=1)
    for copied in (copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        fit(copied, epochs=1)


def test_what_is_not_there_is_named():
    described = model(squares).get_compile_config()
    again = imfit.Sequential([layers.Dense(2, input_shape=2)])
    again.compile(**described)
    with pytest.raises(ValueError, match="`custom_objects`.*the loss 'squares'"):
        fit(again)


def test_custom_objects_are_functions(tmp_path):
    path = tmp_path / "own.safetensors"
    model(squares).save(path)
    with pytest.raises(TypeError, match=r"`custom_objects\['squares'\]` must be a function"):
        imfit.load_model(path, custom_objects={"squares": 5})
