"""Models in files: those of older versions, those of Keras, and what h5py sees of imfit's."""

import io
import json
import zipfile

import h5py
import numpy as np
import pytest
from conftest import ROOT, small_model

import imfit
from imfit import layers

FILES = ROOT / "tests" / "files"
KERAS = FILES / "keras-3.15.1"
RELEASES = sorted(path.parent.name for path in FILES.glob("*/expected.json"))
NAMES = sorted(path.stem for path in KERAS.glob("*.json"))
OLD = [name for name in NAMES if (KERAS / f"{name}.h5").exists()]


def said(path):
    return json.loads(path.read_text(encoding="utf-8"))


def array(tensor):
    return np.array(tensor["data"], np.float32).reshape(tensor["shape"])


def old_picture(expected):
    size = expected["picture"]
    return imfit.Image.from_pixels(size["width"], size["height"], array(expected["colours"]))


def test_there_are_old_files():
    assert "0.1.0" in RELEASES and len(NAMES) >= 15
    assert len(OLD) == 4


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("name", ["model.safetensors", "model.keras"])
def test_files_of_older_versions_are_read_and_go_on(release, name):
    expected = said(FILES / release / "expected.json")
    model = imfit.load_model(FILES / release / name)
    x = array(expected["x"])
    np.testing.assert_allclose(model.predict(x), array(expected["predictions"]), atol=1e-6)
    for metric, values in expected["history"].items():
        np.testing.assert_allclose(model.history.history[metric], values, rtol=1e-6)
    more = model.fit(old_picture(expected), **expected["training"])
    for metric, values in expected["more"]["history"].items():
        np.testing.assert_allclose(more.history[metric], values, rtol=1e-4, err_msg=metric)
    np.testing.assert_allclose(model.predict(x), array(expected["more"]["predictions"]), atol=1e-4)


@pytest.mark.parametrize("release", RELEASES)
def test_weights_of_older_versions_are_read(release):
    expected = said(FILES / release / "expected.json")
    model = imfit.Sequential.from_config(
        imfit.load_model(FILES / release / "model.safetensors").get_config() | {"seed": 1}
    )
    model.load_weights(FILES / release / "model.weights.h5")
    predictions = model.predict(array(expected["x"]))
    np.testing.assert_allclose(predictions, array(expected["predictions"]), atol=1e-6)


@pytest.mark.parametrize(
    ("name", "ending"), [*((name, ".keras") for name in NAMES), *((name, ".h5") for name in OLD)]
)
def test_models_of_keras_predict_and_go_on_as_there(name, ending):
    expected = said(KERAS / f"{name}.json")
    x, y = array(expected["x"]), array(expected["y"])
    model = imfit.load_model(KERAS / f"{name}{ending}")
    np.testing.assert_allclose(model.predict(x), array(expected["predictions"]), atol=2e-6)
    if "more" in expected:
        more = model.fit(x, y, batch_size=4, epochs=4, initial_epoch=2, shuffle=False, verbose=0)
        np.testing.assert_allclose(more.history["loss"], expected["more"]["loss"], rtol=2e-5)
        predictions = array(expected["more"]["predictions"])
        np.testing.assert_allclose(model.predict(x), predictions, atol=2e-5)


def weights_of(path):
    if path.suffix == ".keras":
        with zipfile.ZipFile(path) as archive:
            return h5py.File(io.BytesIO(archive.read("model.weights.h5")))
    return h5py.File(path)


def structure(file):
    """Groups with their attributes, datasets with their types, shapes and numbers."""
    found = {}

    def visit(name, thing):
        if isinstance(thing, h5py.Dataset):
            found[name] = (thing.shape, thing.dtype.kind, thing[()].tolist())
        else:
            found[name] = dict(thing.attrs)

    file.visititems(visit)
    # Keras numbers an optimizer's name where a process has several.
    found.get("optimizer/vars", {}).pop("name", None)
    # A layer that serves as an activation has a group without weights there.
    return {path: thing for path, thing in found.items() if "/activation/" not in path + "/"}


@pytest.mark.parametrize("name", [n for n in NAMES if n != "functional"])
def test_the_weights_are_laid_out_as_keras_does(name, tmp_path):
    model = imfit.load_model(KERAS / f"{name}.keras")
    model.save(tmp_path / "model.keras")
    ours = structure(weights_of(tmp_path / "model.keras"))
    theirs = structure(weights_of(KERAS / f"{name}.keras"))
    if name == "untrained":  # imfit's optimizer has its state from the beginning
        assert len(ours) > len(theirs)
        ours = {path: found for path, found in ours.items() if path in theirs}
    if name == "normalized":  # what a layer was given: here weights, as after `adapt`
        for number in range(3):
            del ours[f"layers/normalization_1/vars/{number}"]
    if name == "nadam":  # a running product, in another precision
        last = max(int(path.split("/")[-1]) for path in ours if "optimizer/vars/" in path)
        product = f"optimizer/vars/{last}"
        assert ours.pop(product)[2] == pytest.approx(theirs.pop(product)[2], rel=1e-6)
    assert ours == theirs
    model.save_weights(tmp_path / "model.weights.h5")
    assert structure(weights_of(tmp_path / "model.weights.h5")).keys() >= ours.keys()


def described(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[:3] == ["metadata.json", "config.json", "model.weights.h5"]
        return json.loads(archive.read("config.json"))


def same(ours, theirs, place=""):
    """What imfit says, Keras says too; what only Keras says has Keras's default."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in ours:
            if key in ("jit_compile", "build_config"):
                continue
            # The numbers that a layer was given: here weights, as after `adapt`.
            if key in ("axis", "mean", "variance") and "normalization" in str(ours.get("name")):
                continue
            if key == "name" and theirs.get("name") != ours[key] and ours[key] is None:
                continue
            if ours[key] is None and key not in theirs:
                continue
            assert key in theirs, f"{place}/{key}"
            same(ours[key], theirs[key], f"{place}/{key}")
    elif isinstance(ours, list) and isinstance(theirs, list):
        assert len(ours) == len(theirs), place
        for index, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            same(one, other, f"{place}/{index}")
    elif isinstance(ours, float):
        assert ours == pytest.approx(theirs, rel=1e-7), place
    else:
        assert ours == theirs, place


#: What imfit writes for the names in these files: classes of losses, whole names of metrics.
LOSSES = {
    "mse": ("MeanSquaredError", {}),
    "huber": ("Huber", {"delta": 1.0}),
    "log_cosh": ("LogCosh", {}),
}
METRICS = {
    "mae": "mean_absolute_error",
    "accuracy": "accuracy",
    "RootMeanSquaredError": "root_mean_squared_error",
}


def same_compilation(ours, theirs):
    """Every argument of `compile`: imfit leaves to Keras how it runs, and says the rest."""
    assert ours.keys() == theirs.keys()
    same(ours["optimizer"], theirs["optimizer"])
    loss = theirs["loss"]
    if isinstance(loss, dict) and loss["class_name"] != "function":
        same(ours["loss"], loss)
    else:
        class_name, config = LOSSES[loss if isinstance(loss, str) else loss["config"]]
        found = ours["loss"]
        assert found["module"] == "keras.losses"
        assert (found["class_name"], found["config"]) == (class_name, config)
    for one, other in zip(ours["metrics"], theirs["metrics"] or [], strict=True):
        if isinstance(one, str):
            assert one == METRICS[other if isinstance(other, str) else other["class_name"]]
        else:
            same(one, other)
    for name in ("loss_weights", "weighted_metrics", "run_eagerly", "steps_per_execution"):
        assert ours[name] == theirs[name], name
    assert ours["jit_compile"] == "auto"  # Keras writes what its machine made of that


@pytest.mark.parametrize("name", NAMES)
def test_the_description_says_what_keras_says(name, tmp_path):
    imfit.load_model(KERAS / f"{name}.keras").save(tmp_path / "model.keras")
    ours, theirs = described(tmp_path / "model.keras"), described(KERAS / f"{name}.keras")
    compiled = ours.pop("compile_config", None), theirs.pop("compile_config", None)
    if name != "functional":  # which comes back as a Sequential
        same(ours, theirs)
    if name == "uncompiled":
        assert compiled == (None, {})
    else:
        same_compilation(*compiled)


def test_names_say_which_kind_of_file_it_is(tmp_path):
    model = small_model()
    model.save(tmp_path / "a.keras")
    assert zipfile.is_zipfile(tmp_path / "a.keras")
    model.save(tmp_path / "a.safetensors")
    for name in ("a.keras", "a.safetensors"):
        assert imfit.load_model(tmp_path / name).to_bytes() == model.to_bytes()
    with pytest.raises(ValueError, match=r"`filepath`.*save_weights"):
        model.save(tmp_path / "a.weights.h5")
    with pytest.raises(ValueError, match=r"\.weights\.h5"):
        model.save_weights(tmp_path / "a.h5")
    with pytest.raises(ValueError, match="overwrite"):
        model.save(tmp_path / "a.keras", overwrite=False)
    assert imfit.load_model(tmp_path / "a.keras", compile=False).get_compile_config() is None


def test_weights_go_into_a_model_with_the_same_layers(tmp_path):
    one, two = small_model(seed=1), small_model(seed=2)
    one.save_weights(tmp_path / "one.weights.h5")
    two.load_weights(tmp_path / "one.weights.h5")
    for ours, theirs in zip(two.get_weights(), one.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    wider = imfit.Sequential([layers.Dense(8, "tanh", input_shape=2), layers.Dense(4)])
    with pytest.raises(OSError, match="'dense_1'"):
        wider.load_weights(tmp_path / "one.weights.h5")
    wider.load_weights(tmp_path / "one.weights.h5", skip_mismatch=True)
    np.testing.assert_array_equal(wider.get_weights()[0], one.get_weights()[0])
    with pytest.raises(RuntimeError):
        imfit.Sequential([layers.Dense(3)]).load_weights(tmp_path / "one.weights.h5")


def test_what_keras_has_not_is_refused_in_words(tmp_path):
    model = imfit.Sequential([layers.Dense(3, imfit.activations.sin(30.0), input_shape=2)])
    with pytest.raises(ValueError, match=r"'dense' \(Dense\).*'sin'.*safetensors"):
        model.save(tmp_path / "model.keras")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("filepath", [3, None, b"x\0y.keras"])
def test_paths_that_are_none_are_refused(filepath):
    with pytest.raises((TypeError, OSError, ValueError)):
        imfit.load_model(filepath)


def test_damaged_files_are_refused(tmp_path):
    path = tmp_path / "cut.keras"
    whole = (KERAS / "adam.keras").read_bytes()
    for length in (0, 4, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(OSError, match=r"cut\.keras"):
            imfit.load_model(path)
