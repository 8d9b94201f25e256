"""Models: made, asked, saved, copied."""

import copy
import json
import os
import pickle
import re

import numpy as np
import pytest
from conftest import python, small_model

import imfit
from imfit import layers, losses, metrics, optimizers


def weights_bytes(model):
    return b"".join(weights.tobytes() for weights in model.get_weights())


def test_input_shape_comes_from_wherever_it_is_given():
    tops = [layers.Dense(3)]
    models = [
        imfit.Sequential([imfit.Input(shape=(2,)), *tops], seed=1),
        imfit.Sequential([layers.InputLayer(2), *tops], seed=1),
        imfit.Sequential(tops, input_shape=(2,), seed=1),
        imfit.Sequential([layers.Dense(3, input_shape=2)], seed=1),
        imfit.Sequential(tops, seed=1),
    ]
    models[-1].build((None, 2))
    assert {weights_bytes(model) for model in models} == {weights_bytes(models[0])}
    assert all(model.input_shape == (None, 2) for model in models)
    assert all(model.output_shape == (None, 3) for model in models)


def test_a_model_that_is_not_built_says_so():
    model = imfit.Sequential([layers.Dense(3)])
    assert not model.built
    assert model.input_shape is None and model.output_shape is None
    assert model.get_weights() == []
    assert "built=False" in repr(model)
    with pytest.raises(imfit.errors.ImfitStateError, match="input shape is not known"):
        model.predict([[1, 2]])
    with pytest.raises(RuntimeError, match="input shape is not known"):
        model.count_params()


def test_layers_have_names_configurations_and_weights():
    model = imfit.Sequential(
        [layers.Dense(4, use_bias=False), layers.ReLU(max_value=1), layers.Dense(3)], input_shape=2
    )
    first, bend, last = model.layers
    assert [layer.name for layer in model.layers] == ["dense", "re_lu", "dense_1"]
    assert isinstance(bend, layers.ReLU)
    assert bend.get_config()["max_value"] == 1
    assert [w.shape for w in first.get_weights()] == [(2, 4)]
    assert bend.get_weights() == []
    assert [w.shape for w in last.get_weights()] == [(4, 3), (3,)]
    assert first.count_params() == 8 and model.count_params() == 23
    last.set_weights([np.ones((4, 3)), [1, 2, 3]])
    assert model.get_weights()[2].tolist() == [1, 2, 3]
    with pytest.raises(ValueError, match="must hold 2 arrays"):
        last.set_weights([np.ones((4, 3))])
    with pytest.raises(ValueError, match="description only"):
        layers.Dense(1).set_weights([])
    assert model.get_layer("re_lu") == bend
    assert model.get_layer(index=-1).name == "dense_1"
    with pytest.raises(ValueError, match="one of dense, re_lu, dense_1, not 'x'"):
        model.get_layer("x")
    for wrong in (3, -4):
        with pytest.raises(ValueError, match=f"`index` must be .*not {wrong}"):
            model.get_layer(index=wrong)
    with pytest.raises(ValueError, match="`name` must be the name of a layer, or `index`"):
        model.get_layer()
    with pytest.raises(ValueError, match="`index` must be left out"):
        model.get_layer("dense", 0)


def test_weights_go_in_and_out():
    model = small_model()
    model.set_weights([np.full(w.shape, i) for i, w in enumerate(model.get_weights())])
    assert [w.flat[0] for w in model.get_weights()] == [0, 1, 2, 3]
    assert all(w.dtype == np.float32 for w in model.get_weights())
    model.get_weights()[0][:] = 9  # a copy
    assert model.get_weights()[0].flat[0] == 0


def test_summary_is_a_table(capsys):
    small_model().summary()
    text = capsys.readouterr().out
    assert text.startswith('Model: "sequential"\n____')
    assert "dense (Dense)" in text and "(None, 8)" in text and "Total params: 51" in text
    lines = []
    small_model().summary(line_length=50, print_fn=lines.append)
    assert "_" * 50 + "\n" in lines[0] and "_" * 51 not in lines[0]


def test_descriptions_go_round():
    model = small_model()
    for again in (
        imfit.model_from_json(model.to_json()),
        imfit.Sequential.from_config(model.get_config()),
    ):
        assert again.get_config() == model.get_config()
        assert weights_bytes(again) == weights_bytes(model)
    assert json.loads(model.to_json())["class_name"] == "Sequential"
    assert model.get_compile_config()["metrics"] == ["accuracy"]
    assert model.get_compile_config()["precision"] == "f32"


def test_precision_reaches_the_core_or_the_error_says_why_not():
    model = small_model()
    refusal = "`precision` must be 'f32' here, not 'bf16': .* has no bf16 dot products"
    try:
        model.compile(precision="bf16")
    except imfit.errors.ImfitValueError as error:
        assert re.match(refusal, str(error))
        assert model.get_compile_config()["precision"] == "f32"
    else:
        copy = imfit.Sequential.from_bytes(model.to_bytes())
        assert copy.get_compile_config()["precision"] == "bf16"


def test_without_bf16_dot_products_the_error_says_so():
    code = "import imfit; imfit.Sequential().compile(precision='bf16')"
    run = python(code, check=False, env={**os.environ, "IMFIT_ISA": "portable"})
    assert run.returncode == 1
    assert "`precision` must be 'f32' here, not 'bf16': " in run.stderr
    assert "has no bf16 dot products" in run.stderr


def test_compile_takes_names_classes_and_objects():
    logs = []
    for arguments in (
        {"optimizer": "adam", "loss": "mse", "metrics": ["accuracy"]},
        {"optimizer": optimizers.Adam, "loss": losses.MeanSquaredError(), "metrics": "accuracy"},
        {"optimizer": optimizers.Adam(), "metrics": (metrics.Accuracy(),)},
    ):
        model = small_model()
        model.compile(**arguments)
        logs.append(model.evaluate([[0, 0], [1, 1]], [[0, 0, 1], [0, 1, 0]]))
    assert logs[0] == logs[1] == logs[2]


def test_evaluate_returns_what_keras_returns(pixels):
    model = small_model()
    loss, accuracy = model.evaluate(*pixels)
    assert model.evaluate(*pixels, return_dict=True) == {"loss": loss, "accuracy": accuracy}
    assert model.evaluate(*pixels, verbose=0, batch_size=7) == [loss, accuracy]
    model.compile(loss="mse")
    assert model.evaluate(*pixels) == loss
    double = model.evaluate(*pixels, sample_weight=np.full(len(pixels[0]), 2))
    assert double == pytest.approx(2 * loss)


def test_predict_takes_whatever_holds_numbers(pixels):
    class Frame:
        def __init__(self, values):
            self.values = values

        def __array__(self, dtype=None, copy=None):
            return np.asarray(self.values, dtype)

    model, x = small_model(), pixels[0]
    expected = model.predict(x)
    assert expected.shape == (len(x), 3) and expected.dtype == np.float32
    for form in (
        x.tolist(),
        Frame(x),
        x[::-1][::-1],
        np.asfortranarray(x),
        x.astype(">f4"),
        x.astype(object),
    ):
        np.testing.assert_array_equal(model.predict(form, verbose=0), expected)
    backwards = model.predict(x[::-1])
    np.testing.assert_array_equal(backwards[::-1], expected)
    packed = np.zeros(len(x), dtype=[("tag", "u1"), ("x", "f4", 2)])
    packed["x"] = x
    np.testing.assert_array_equal(model.predict(packed["x"]), expected)
    whole = (x * 8).astype(np.int64)
    np.testing.assert_array_equal(model.predict(whole), model.predict(whole.astype(np.float32)))


def test_one_column_may_be_a_vector():
    model = imfit.Sequential([layers.Dense(1)], seed=1)
    model.compile()
    model.fit([1, 2, 3], [2, 4, 6], epochs=2, verbose=0)
    assert model.input_shape == (None, 1)
    assert model.predict([1, 2]).shape == (2, 1)


def test_a_saved_model_goes_on_as_if_it_had_not_stopped(tmp_path, pixels):
    whole, begun = small_model(), small_model()
    whole.fit(*pixels, batch_size=10, epochs=4, verbose=0)
    begun.fit(*pixels, batch_size=10, epochs=2, verbose=0)
    path = tmp_path / "bird.imfit"
    begun.save(path)
    again = imfit.load_model(str(path))
    assert again.history.epoch == [0, 1]
    again.fit(*pixels, batch_size=10, epochs=4, initial_epoch=2, verbose=0)
    assert again.to_bytes() == whole.to_bytes()
    assert again.history.history == whole.history.history
    assert again.history.epoch == [0, 1, 2, 3]
    assert list(tmp_path.iterdir()) == [path]


def test_copies_are_whole_and_apart(pixels):
    model = small_model()
    model.fit(*pixels, verbose=0)
    copies = [copy.copy(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))]
    before = model.to_bytes()
    assert all(other.to_bytes() == before for other in copies)
    copies[0].fit(*pixels, verbose=0)
    assert model.to_bytes() == before
    new = imfit.Sequential([layers.Dense(2)], name="new")
    assert copy.deepcopy(new).name == "new" and not copy.deepcopy(new).built


def test_seeds_govern_weights():
    assert weights_bytes(small_model(7)) == weights_bytes(small_model(7))
    assert weights_bytes(small_model(7)) != weights_bytes(small_model(8))
    drawn = []
    for _ in range(2):
        imfit.set_random_seed(5)
        drawn.append([small_model(None).seed for _ in range(2)])
    assert drawn[0] == drawn[1] and drawn[0][0] != drawn[0][1]
    assert small_model(2**53 - 1).seed == 2**53 - 1


def test_history_is_keras_like(pixels):
    model = small_model()
    history = model.fit(*pixels, epochs=3, batch_size=100, validation_split=0.25, verbose=0)
    assert list(history.history) == ["loss", "accuracy", "val_loss", "val_accuracy"]
    assert history.epoch == [0, 1, 2] and len(history) == 3
    assert history.params == {"verbose": 0, "epochs": 3, "steps": 3}
    assert repr(history).startswith("History(epochs=3, loss=")
    assert model.history.history == history.history


def test_history_is_plotted(pixels):
    import matplotlib

    matplotlib.use("Agg")
    model = small_model()
    with pytest.raises(RuntimeError, match="nothing to plot"):
        model.history.plot()
    history = model.fit(*pixels, epochs=3, validation_split=0.25, verbose=0)
    loss, accuracy = history.plot()
    assert loss.get_ylabel() == "loss" and accuracy.get_xlabel() == "epoch"
    assert [line.get_label() for line in loss.get_lines()] == ["training", "validation"]
    np.testing.assert_array_equal(loss.get_lines()[0].get_xdata(), [1, 2, 3])


def test_plotting_without_matplotlib_says_what_to_install(monkeypatch, pixels):
    import sys

    history = small_model().fit(*pixels, verbose=0)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(ImportError, match="pip install matplotlib"):
        history.plot()
