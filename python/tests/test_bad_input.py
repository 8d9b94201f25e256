"""Bad input: a clear error that names what was wrong, and nothing lost."""

import os
import pickle

import numpy as np
import pytest
from conftest import python, small_model

import imfit
from imfit import layers

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
Y = np.full((4, 3), 0.5, np.float32)


# Pictures


def test_missing_picture(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"can't read .*missing\.png") as raised:
        imfit.load_image(tmp_path / "missing.png")
    assert isinstance(raised.value, imfit.ImfitError)
    assert raised.value.errno == 2


def test_broken_and_truncated_pictures(tmp_path, picture):
    whole = picture._repr_png_()
    path = tmp_path / "bird.png"
    for bytes_, words in (
        (whole[: len(whole) // 2], "cut short"),
        (whole[:60] + bytes(40) + whole[100:], "bird.png: this png is damaged"),
        (b"", "bird.png"),
        (b"this is a text\n" * 9, "this is text, not a picture"),
        (bytes(1000), "bird.png"),
    ):
        path.write_bytes(bytes_)
        with pytest.raises(OSError, match=f"(?i){words}"):
            imfit.load_image(path)
    with pytest.raises(OSError, match="folder"):
        imfit.load_image(tmp_path)


def test_picture_of_one_pixel():
    image = imfit.Image([[0.25]])
    for coordinates, expected in (
        ("pixel", [[1, 1]]),
        ("unit", [[0.5, 0.5]]),
        ("centered", [[0, 0]]),
    ):
        x, y = image.pixels(coordinates)
        assert x.tolist() == expected and y.tolist() == [[0.25]]
    model = imfit.Sequential([layers.Dense(1)], seed=1)
    model.compile()
    model.fit(x, y, epochs=2, verbose=0)
    assert imfit.Image.from_pixels(1, 1, model.predict(x)).shape == (1, 1, 1)


def test_picture_that_is_too_large(tmp_path, picture):
    picture.save(tmp_path / "bird.png")
    with pytest.raises(OSError, match="raise `max_pixels` to 384"):
        imfit.load_image(tmp_path / "bird.png", max_pixels=383)
    with pytest.raises(ValueError, match="`max_pixels` must be"):
        imfit.load_image(tmp_path / "bird.png", max_pixels=0)


def test_sizes_and_names_of_pictures(picture, tmp_path):
    for call, words in (
        (lambda: picture.resize(0, 5), "`width` must be"),
        (lambda: picture.resize(5, "a"), "`height` must be"),
        (lambda: picture.resize(5, 5, "best"), "`filter` must be one of nearest"),
        (lambda: picture.pixels("polar"), "`coordinates` must be one of pixel, unit, centered"),
        (lambda: imfit.coordinates(0, 1), "`width` must be"),
        (lambda: imfit.Image.from_pixels(3, 3, np.zeros((8, 3))), "as many rows of colours, not 8"),
        (lambda: imfit.Image.from_table([1, 3], [1, 1], [0, 1]), "missing from the table"),
        (lambda: imfit.Image.from_table([1.5], [1], [0]), "`x` must be a whole number"),
        (lambda: picture.save(tmp_path / "bird.bmp"), "ends in .png, .jpg"),
    ):
        with pytest.raises(imfit.ImfitError, match=words) as raised:
            call()
        assert isinstance(raised.value, (ValueError, TypeError))


# Data


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (X, Y[:3], "same number of rows, but have 4 and 3"),
        (X[:0], Y[:0], "at least one row"),
        (X[:, :1], Y, "`x` has 1 column, but the model takes 2 values"),
        (X, Y[:, :2], "`y` has 2 columns, but the model has 3 outputs"),
        (np.where(X == 1, np.nan, X), Y, "`x` must hold finite numbers only, but row 2, column 2"),
        (np.where(X == 1, np.inf, X), Y, "`x` must hold finite numbers only, but row 2, column 2"),
        (X.astype(float) * 1e300, Y, "`x` must hold finite"),
        (X, np.full((4, 3), np.nan), "`y` must hold finite numbers only, but row 1, column 1"),
        (
            X,
            np.full((4, 3), -np.inf),
            "`y` must hold finite numbers only, but row 1, column 1 is -inf",
        ),
        ("abc", Y, "`x` must be a matrix of numbers.*type str"),
        (None, Y, "`x` must be a matrix of numbers.*not None"),
        (X, None, "`y` must be a matrix of numbers.*not None"),
        ([[1, 2], [3]], Y, "`x` must be a matrix of numbers"),
        (X.astype(complex), Y, "complex"),
        (np.where(X == 1, None, X), Y, "Python objects"),
        (X.astype(str), Y, "`x` must be a matrix of numbers"),
        (X[None], Y, r"`x` must be a matrix.* shape \(1, 4, 2\)"),
        (3.0, Y, r"not an array of shape \(\)"),
        ({"a": 1}, Y, "type dict"),
        (np.ma.masked_equal(X, 1), Y, "masked"),
    ],
)
def test_data_that_does_not_fit(x, y, words):
    model = small_model()
    before = model.to_bytes()
    for call in (model.fit, model.evaluate):
        with pytest.raises(imfit.ImfitError, match=words) as raised:
            call(x, y, verbose=0)
        assert isinstance(raised.value, (ValueError, TypeError))
    assert model.to_bytes() == before


@pytest.mark.parametrize("x", [X[:0], X[:, :1], np.full((2, 2), np.nan), None, "ab", X[None]])
def test_inputs_that_do_not_fit(x):
    with pytest.raises(imfit.ImfitError, match="`x` "):
        small_model().predict(x)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"batch_size": 0}, "`batch_size` must be a whole number of at least 1.*not 0"),
        ({"batch_size": -5}, "`batch_size` must be .*not -5"),
        ({"batch_size": "all"}, "`batch_size` must be .*not 'all'"),
        ({"epochs": 0}, "`epochs` must be a whole number of at least 1, not 0"),
        ({"epochs": -1}, "`epochs` must be .*not -1"),
        ({"epochs": 1.5}, "`epochs` must be .*not 1.5"),
        ({"epochs": None}, "`epochs` must be .*not nothing"),
        ({"initial_epoch": -1}, "`initial_epoch` must be"),
        ({"validation_split": 1}, "`validation_split` must be .* below 1, not 1"),
        ({"validation_split": 0.9}, "a share that leaves rows on both sides"),
        ({"class_weight": [1.0, 2.0]}, "`class_weight` must be a map from classes"),
        ({"class_weight": {"a": 1.0}}, "`class_weight` must be a map from classes"),
        ({"class_weight": {0.5: 1.0}}, "`class_weight` must be a map from classes"),
        ({"class_weight": {0: None}}, "`class_weight` must be a map from classes"),
        ({"class_weight": {0: float("inf")}}, "`class_weight` must be a map from classes"),
        ({"validation_freq": 0}, "`validation_freq` must be a whole number of at least 1, or"),
        ({"validation_freq": []}, "`validation_freq` must be a whole number of at least 1, or"),
        ({"validation_freq": [1, "x"]}, "`validation_freq` must be a whole number of at least 1"),
        ({"validation_split": float("nan")}, "`validation_split` must be"),
        ({"shuffle": "batch"}, "`shuffle` must be true or false, not 'batch'"),
        ({"verbose": 3}, '`verbose` must be "auto", 0 .*, not 3'),
        ({"verbose": "loud"}, "`verbose` must be"),
        ({"sample_weight": [1, 2]}, "`sample_weight` must have one value for each of the 4 rows"),
        ({"sample_weight": [1, 2, 3, np.nan]}, "`sample_weight` must hold finite numbers"),
        ({"sample_weight": Y}, "`sample_weight` must be one number for each row"),
        ({"validation_data": X}, "`validation_data` must be a tuple"),
        ({"validation_data": (X, Y[:2])}, "`validation_data x` and `validation_data y`"),
        ({"validation_data": (X, "ab")}, "`validation_data y` must be a matrix"),
        ({"validation_data": (X, Y, [1])}, "validation_data sample_weight"),
    ],
)
def test_arguments_of_fit(arguments, words, capsys):
    model = small_model()
    before = model.to_bytes()
    with pytest.raises(imfit.ImfitError, match=words) as raised:
        model.fit(X, Y, **{"verbose": 0, **arguments})
    assert isinstance(raised.value, (ValueError, TypeError))
    assert model.to_bytes() == before
    assert capsys.readouterr().out == ""


def test_arguments_of_evaluate_and_predict():
    model = small_model()
    for call in (
        lambda: model.evaluate(X, Y, batch_size=0),
        lambda: model.predict(X, batch_size=-1),
        lambda: model.predict(X, batch_size=object()),
    ):
        with pytest.raises(imfit.ImfitError, match="`batch_size` must be a whole number"):
            call()


# Models


def test_unknown_names_say_which_exist():
    for call, words in (
        (
            lambda: layers.Dense(1, activation="swoosh"),
            "unknown activation 'swoosh'; known are: linear",
        ),
        (
            lambda: layers.Dense(1, kernel_initializer="he"),
            "unknown initializer 'he'; known are: zeros",
        ),
        (lambda: imfit.Sequential().compile("sdg"), "unknown optimizer 'sdg'; known are: sgd, "),
        (
            lambda: imfit.Sequential().compile(
                loss="sparse_categorical_crossentropy", metrics=["categorical_accuracy"]
            ),
            "`metrics` must be metrics that read the same targets as the loss",
        ),
        (lambda: imfit.Sequential().compile(loss="mea"), "unknown loss 'mea'; known are: mean_squ"),
        (
            lambda: imfit.Sequential().compile(metrics=["f1"]),
            "unknown metric 'f1'; known are: accuracy",
        ),
        (
            lambda: imfit.Sequential().compile(metrics=["mse", "mse"]),
            "`metrics` must be a list of different names",
        ),
        (
            lambda: imfit.Sequential().compile(precision="f16"),
            "`precision` must be one of f32, bf16, not 'f16'",
        ),
        (lambda: imfit.Sequential().compile(loss=None), "`loss` must be the name of a loss"),
        (lambda: imfit.Sequential().compile(optimizer=len), "`optimizer` must be the name of an"),
        (
            lambda: imfit.Sequential.from_config({"layers": [{"class_name": "Conv"}]}),
            "unknown layer 'Conv'; known are: Dense",
        ),
    ):
        with pytest.raises(imfit.ImfitError, match=words):
            call()


@pytest.mark.parametrize("units", [0, -3])
def test_units_must_be_positive(units):
    with pytest.raises(ValueError, match=f"`units` must be a whole number from 1.* not {units}"):
        layers.Dense(units)


def test_what_is_no_layer():
    model = imfit.Sequential()
    for layer in (3, None, "dense", layers.Dense, object()):
        with pytest.raises(TypeError, match="`layer` must be a layer"):
            model.add(layer)
    for stack in (layers.Dense(3), "dense", 3):
        with pytest.raises(TypeError, match="`layers` must be a list of layers"):
            imfit.Sequential(stack)
    model.add(layers.Dense(2, name="a"))
    with pytest.raises(ValueError, match="`Input` must come before"):
        model.add(imfit.Input((2,)))
    with pytest.raises(ValueError, match="no other layer of the model has"):
        model.add(layers.Dense(2, name="a"))


@pytest.mark.parametrize("shape", [0, -1, (2, 3), "2", (None,), (), None, 2.5, [[2]]])
def test_shapes_that_are_none(shape):
    with pytest.raises(imfit.ImfitError, match="`input_shape` must be a whole number"):
        imfit.Input(shape)
    with pytest.raises(imfit.ImfitError, match="`input_shape` must be a whole number"):
        imfit.Sequential([layers.Dense(1)]).build(shape)


def test_seeds_that_are_none():
    for seed in (-1, 2**53, 1.5, "a", True):
        with pytest.raises(imfit.ImfitError, match="`seed` must be"):
            imfit.Sequential(seed=seed)
        with pytest.raises(imfit.ImfitError, match="`seed` must be"):
            imfit.set_random_seed(seed)


def test_calls_that_come_too_early():
    model = imfit.Sequential([layers.Dense(3)])
    with pytest.raises(RuntimeError, match="must be compiled first") as raised:
        model.fit(X, Y)
    assert isinstance(raised.value, imfit.ImfitError)
    with pytest.raises(RuntimeError, match="input shape is not known"):
        model.predict(X)
    with pytest.raises(RuntimeError, match="input shape is not known"):
        model.set_weights([])
    model.build(2)
    with pytest.raises(RuntimeError, match="must be compiled first"):
        model.evaluate(X, Y)
    empty = imfit.Sequential()
    empty.compile()
    with pytest.raises(ValueError, match="has no layers yet"):
        empty.fit(X, Y)


def test_weights_of_the_wrong_shape():
    model = small_model()
    before = model.to_bytes()
    right = model.get_weights()
    for weights, words in (
        (right[:3], "`weights` must hold 4 arrays, but holds 3"),
        ([right[0].T, *right[1:]], r"array 1 .*kernel of layer 'dense', must have shape \(2, 8\)"),
        ([*right[:3], "abc"], "`array 4 of weights` must be an array of numbers"),
        (None, "`weights` must be a list of arrays"),
        ({}, "`weights` must be a list of arrays"),
    ):
        with pytest.raises(imfit.ImfitError, match=words):
            model.set_weights(weights)
    assert model.to_bytes() == before


def test_descriptions_that_are_none():
    for text in ("", "{", "[]", '{"class_name": "Model"}', '{"class_name": "Sequential"}'):
        with pytest.raises(ValueError, match="`(json|config)` must be"):
            imfit.model_from_json(text)
    with pytest.raises(TypeError, match="`json` must be"):
        imfit.model_from_json(3)
    nested = []
    nested.append(nested)
    with pytest.raises(imfit.ImfitError, match="must be the description of a model"):
        imfit.Sequential.from_config({"name": nested})


# Files


def test_model_files_that_are_none(tmp_path):
    path = tmp_path / "bird.imfit"
    with pytest.raises(FileNotFoundError, match="can't read .*bird.imfit"):
        imfit.load_model(path)
    whole = small_model().to_bytes()
    for bytes_ in (whole[:-10], whole[:40], b"", b"\x89PNG\r\n", bytes(100), b"\xff" * 64):
        path.write_bytes(bytes_)
        with pytest.raises(OSError, match="is not a model that imfit can read") as raised:
            imfit.load_model(path)
        assert "bird.imfit" in str(raised.value)
        with pytest.raises(imfit.ImfitError):
            imfit.Sequential.from_bytes(bytes_)
    with pytest.raises(OSError, match="can't read"):
        imfit.load_model(tmp_path)
    with pytest.raises(TypeError, match="`filepath` must be a path"):
        imfit.load_model(3)
    with pytest.raises(TypeError, match="`data` must be"):
        imfit.Sequential.from_bytes("abc")


@pytest.mark.parametrize("name", ["%s %d {} 100%.imfit", "Uferschnepfe ä 鳥 🐦.imfit", " .imfit"])
def test_names_of_files_are_only_names(tmp_path, picture, name):
    folder = tmp_path / name
    folder.mkdir()
    model = small_model()
    model.save(folder / name)
    assert imfit.load_model(folder / name).to_bytes() == model.to_bytes()
    picture.save(folder / f"{name}.png")
    assert imfit.load_image(folder / f"{name}.png").shape == picture.shape
    for call in (imfit.load_model, imfit.load_image):
        with pytest.raises(FileNotFoundError) as raised:
            call(folder / f"no {name}")
        assert name in str(raised.value)
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        model.save(folder / "none" / name)


def test_bytes_that_are_no_text_may_name_a_file(tmp_path):
    model, path = small_model(), os.fsencode(tmp_path) + b"/\xff\xfe.imfit"
    model.save(path)
    assert imfit.load_model(path).to_bytes() == model.to_bytes()
    with pytest.raises(OSError):
        imfit.load_model("a\0b")


FULL_DISK = """
import resource, signal, sys
import imfit
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
model = imfit.load_model(sys.argv[1])
picture = imfit.Image([[0.5] * 300] * 300)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))
for call in (lambda: model.save(sys.argv[1]), lambda: picture.save(sys.argv[2])):
    try:
        call()
    except OSError as error:
        assert isinstance(error, imfit.ImfitError)
        print(error)
"""


def test_full_disk_leaves_the_old_file(tmp_path, picture):
    model = tmp_path / "bird.imfit"
    image = tmp_path / "bird.png"
    small_model().save(model)
    picture.save(image)
    before = [model.read_bytes(), image.read_bytes()]
    said = python(FULL_DISK, model, image).stdout.splitlines()
    assert len(said) == 2 and all("can't write" in line for line in said)
    assert [model.read_bytes(), image.read_bytes()] == before
    assert sorted(tmp_path.iterdir()) == [model, image]


# Training


@pytest.mark.parametrize("wrong", [3, -1, 0.5])
def test_classes_that_are_none_are_named_with_their_row(wrong):
    model = imfit.Sequential([layers.Dense(3, activation="softmax", input_shape=2)])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    words = f"`y` must be whole numbers from 0 to 2, the class of each row, not {wrong} in row 3"
    with pytest.raises(ValueError, match=words):
        model.fit(X, [0, 1, wrong, 2], verbose=0)
    model.fit(X, np.array([0, 1, 2, 2]), verbose=0)
    with pytest.raises(ValueError, match="takes 1, the number of each row's class"):
        model.evaluate(X, Y)


def test_a_loss_that_turns_nan_keeps_the_weights(capsys):
    model = small_model()
    model.add(layers.Dense(3))
    model.compile(imfit.optimizers.Adam(1e-3), "mse")
    model.fit(X, Y, epochs=2, verbose=0)
    model.compile(imfit.optimizers.Adam(1e30), "mse")
    words = "the loss became (nan|inf|NaN) in epoch 1, batch [23]; the model keeps the weights"
    with pytest.raises(ValueError, match=words):
        model.fit(X, Y, epochs=5, batch_size=1, verbose=2)
    assert all(np.isfinite(weights).all() for weights in model.get_weights())
    assert np.isfinite(model.predict(X)).all()
    assert model.history.epoch[:2] == [0, 1]
    model.compile("adam")
    model.fit(X, Y, verbose=0)


def test_threads_that_are_none(monkeypatch):
    for threads in (0, -1, 1025, "two", 1.5):
        with pytest.raises(imfit.ImfitError, match="`num_threads` must be a whole number from 1"):
            imfit.set_num_threads(threads)
    said = python(
        "import imfit\ntry: imfit.num_threads()\nexcept ValueError as e: print(e)",
        env={**os.environ, "IMFIT_NUM_THREADS": "many"},
    ).stdout
    assert "`IMFIT_NUM_THREADS` must be a whole number from 1 to 1024, not many" in said


def test_errors_are_python_errors_too():
    error = imfit.errors.ImfitFileNotFoundError("can't read %s")
    assert isinstance(error, (imfit.ImfitError, OSError))
    assert str(pickle.loads(pickle.dumps(error))) == "can't read %s"


def test_a_panic_is_reported_as_a_bug():
    said = python(
        "import imfit\ntry: imfit._native.panic()\nexcept RuntimeError as e: print(type(e), e)"
    ).stdout
    assert "ImfitBugError" in said and "this is a bug in imfit, please report it: asked to" in said
