"""The language of the cells: imfit's functions in Rhai, and what they say of wrong calls."""

import json

import pytest
from conftest import PICTURE, ROOT

API = json.loads((ROOT / "tests/vectors/api.json").read_text())
# The arguments of a dense layer.
MOST = next(len(d["arguments"]) for d in API["layers"] if d["class_name"] == "Dense")
KERAS = ROOT / "tests/files/keras-3.15.1"


@pytest.fixture
def cell(shared_kernel):
    return shared_kernel


def test_variables_and_functions_last(cell):
    cell.value("let a = 20; fn plus(x, y) { x + y }")
    assert cell.value("plus(a, 1) * 2") == "42"


def test_a_loop_is_a_sweep(cell):
    code = """
    let params = [];
    for width in [4, 8, 16] {
        let model = sequential([dense(width, #{input_shape: 2}), dense(3)]);
        params.push(model.count_params());
    }
    params
    """
    assert cell.value(code) == "[27, 51, 99]"


def test_a_schedule_is_a_learning_rate(cell):
    cell.value("sequential([dense(3, #{input_shape: 2})]).compile(adam(cosine_decay(0.1, 20)))")
    rate = "piecewise_constant_decay([2, 4], [0.1, 0.05, 0.01])"
    cell.value(f"sgd({rate}, #{{momentum: 0.9, nesterov: true, clipnorm: 1.0}})")
    both = cell.error("rmsprop(#{clipnorm: 1.0, clipvalue: 2.0})")
    assert "`clipvalue` must be left out where `clipnorm` is given" in both


def test_arguments_go_by_place_and_by_name(cell):
    for call in [
        'dense(3, "relu")',
        'dense(3, #{activation: "relu"})',
        "dense(#{units: 3, activation: relu()})",
    ]:
        json_of = f"sequential([{call}], #{{seed: 1, input_shape: 2}}).to_json()"
        layer = json.loads(json.loads(cell.value(json_of)))["config"]["layers"][0]
        assert layer["config"]["units"] == 3
        assert (
            layer["config"]["activation"]
            == json.loads(json.loads(cell.value('sequential([dense(3, "relu")]).to_json()')))[
                "config"
            ]["layers"][0]["config"]["activation"]
        )


@pytest.mark.parametrize("method", [m["class_name"] for m in API["methods"]])
def test_every_declared_function_is_there(cell, method):
    name = {"Sequential": "sequential", "export": "export_model"}.get(method, method)
    text = cell.request("inspect", name, 1)["data"]["text/plain"]
    declared = next(m for m in API["methods"] if m["class_name"] == method)
    for argument in declared["arguments"]:
        assert argument["name"] in text
        assert argument["doc"] in text


@pytest.mark.parametrize(
    "kind", ["layers", "optimizers", "schedules", "initializers", "losses", "metrics"]
)
def test_every_component_is_a_function(cell, kind):
    for component in API[kind]:
        name = (component["aliases"] or [component["class_name"].lower()])[0]
        if name == "function":  # one's own, which only other languages have
            continue
        assert cell.request("inspect", name, 1)["found"], name


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        (
            "dense(0)",
            ["ValueError: `units` must be a whole number from 1", "not 0", "line 1, column 1"],
        ),
        ('dense("a")', ["TypeError: `units`", "not 'a'"]),
        ("dense()", ["ValueError: Dense needs the argument `units`"]),
        (
            "dense(3, #{activaton: 1})",
            ["Dense has no argument `activaton`; it has: units, activation"],
        ),
        ('dense(3, "reluu")', ["unknown activation 'reluu'; known are: linear, sigmoid"]),
        ("dense(3, #{units: 3})", ["`units` must be given once"]),
        (f"dense({', '.join('1' * (MOST + 1))})", [f"at most {MOST} for Dense"]),
        (
            "let a = 1;\n  adam(#{beta_1: 2})",
            ["`beta_1`", "line 2, column 3", "  adam(#{beta_1: 2})"],
        ),
        ("let a = ;", ["SyntaxError", "line 1, column 9"]),
        ("no_such_function(1)", ["NameError: there is no function no_such_function"]),
        ("no_such_variable", ["NameError: there is no variable `no_such_variable`"]),
        ('load_image("nowhere.png")', ["OSError: can't read nowhere.png"]),
        ('load_image("https://example.org/a.png")', ["`path` must be the path of a file"]),
        ("sequential([3])", ["`layers` must be a layer", "not i64"]),
        ("sequential().fit([[1.0]], [[1.0]])", ["StateError: the model must be compiled first"]),
        ("sequential().nope", ["NameError", "nope"]),
        ("append([])", ["`images` must be at least one picture"]),
        ("append([1])", ["`images` must be a list of pictures"]),
        ("image(2, 2, [[1.0]])", ["a picture of 2 x 2 pixels needs as many rows"]),
        ("image(1, 1, [[1.0], [1.0, 2.0]])", ["`colours`", "row 2"]),
        ("set_num_threads(0)", ["`num_threads` must be a whole number from 1 to 1024"]),
        ("plot(3)", ["`value` must be a history"]),
        ('throw "ho"', ["Error: ho"]),
        ("[1][7]", ["out of bounds"]),
        ("fn f() { f() } f()", ["LimitError"]),
        ('let t = "a"; loop { t += t }', ["LimitError"]),
        ('import "a" as b;', ["SyntaxError"]),
    ],
)
def test_errors_name_what_is_wrong_and_where(cell, code, parts):
    text = cell.error(code)
    for part in parts:
        assert part in text


def test_an_error_in_a_function_points_into_its_own_cell(cell):
    cell.value("fn broken(model) {\n    model.add(7)\n}")
    text = cell.error("broken(sequential())")
    assert "    model.add(7)" in text
    assert "line 2, column 11" in text
    assert "in broken, called line 1, column 1" in text


def test_errors_can_be_caught(cell):
    assert "whole number from 1" in cell.value("try { dense(0) } catch (error) { print(error) }")


def test_what_a_failed_cell_has_defined_stays(cell):
    cell.error("let kept = 5; dense(0)")
    assert cell.value("kept") == "5"


def test_user_expressions_are_evaluated(cell):
    done = cell.run("let b = 3", user_expressions={"twice": "2 * b", "wrong": "nope()"})
    expressions = done.reply["user_expressions"]
    assert expressions["twice"]["data"]["text/plain"] == "6"
    assert expressions["wrong"]["status"] == "error"


def test_a_silent_cell_counts_as_none(cell):
    before = cell.run("1").reply["execution_count"]
    silent = cell.run("let silent = 1; silent", silent=True)
    assert silent.outputs == []
    assert cell.run("silent").reply["execution_count"] == before + 1


def test_a_matrix_has_rows(cell):
    assert cell.value("let p = image(2, 1, [[0.25], [0.5]]).pixels(); p.y.rows") == "2"
    assert cell.value("p.x[1]") == "[2.0, 1.0]"
    assert cell.value("let n = 0.0; for row in p.y { n += row[0] } n") == "0.75"
    assert "from 0 to below 2" in cell.error("p.y[2]")


def test_models_and_pictures_are_saved_where_the_user_says(cell, tmp_path):
    cell.value(f"""
    let net = sequential([dense(3, #{{input_shape: 2}})], #{{seed: 5}});
    net.save("{tmp_path}/net.safetensors");
    load_image("{PICTURE}").resize(4, 3).save("{tmp_path}/small.png");
    """)
    assert cell.value(f'load_model("{tmp_path}/net.safetensors").seed') == "5"
    assert cell.value(f'load_image("{tmp_path}/small.png").width') == "4"
    assert {path.name for path in tmp_path.iterdir()} == {"net.safetensors", "small.png"}


def test_keras_files_are_read_and_written(cell, tmp_path):
    said = json.loads((KERAS / "adam.json").read_text(encoding="utf-8"))
    row, expected = said["x"]["data"][:3], said["predictions"]["data"][:2]
    predicted = cell.value(f'let net = load_model("{KERAS}/adam.keras"); net.predict([{row}])[0]')
    assert json.loads(predicted) == pytest.approx(expected, abs=2e-6)
    cell.value(f"""
    net.save("{tmp_path}/net.keras");
    net.save_weights("{tmp_path}/net.weights.h5", #{{overwrite: false}});
    let copy = load_model("{tmp_path}/net.keras", #{{compile: false}});
    copy.load_weights("{tmp_path}/net.weights.h5");
    """)
    assert cell.value(f"copy.predict([{row}])[0]") == predicted
    assert "overwrite" in cell.error(f'net.save("{tmp_path}/net.keras", #{{overwrite: false}})')
    assert "`filepath` must be a name that ends" in cell.error(f'net.save("{tmp_path}/net.h5")')
    assert "`filepath` must be a text" in cell.error("load_model(3)")
    cell.value(f'net.export_model("{tmp_path}/net.onnx")')
    assert (tmp_path / "net.onnx").read_bytes()[4:9] == b"imfit"
    wrong = cell.error(f'net.export_model("{tmp_path}/net.h5")')
    assert "`filepath` must be a name that ends in .onnx" in wrong


def test_weights_can_be_taken_and_given_back(cell):
    assert (
        cell.value("""
    let one = sequential([dense(3, #{input_shape: 2})], #{seed: 1});
    let two = sequential([dense(3, #{input_shape: 2})], #{seed: 2});
    two.set_weights(one.get_weights());
    one.predict([[1.0, 2.0]])[0] == two.predict([[1.0, 2.0]])[0]
    """)
        == "true"
    )
    assert "`weights` must hold 2 arrays" in cell.error("two.set_weights([])")


def test_classes_become_a_table(cell):
    assert cell.value("to_categorical([0, 2, 1]).columns") == "3"
    assert cell.value("to_categorical([0, 2, 1], 5).columns") == "5"
    assert "2 in row 2" in cell.error("to_categorical([0, 2], 2)")
    assert "a list of numbers" in cell.error('to_categorical("a")')


def test_layers_are_frozen_and_held(cell):
    cell.value("""
    let held = sequential([
        dense(4, #{input_shape: 2, kernel_regularizer: l2(0.1), trainable: false}),
        dense(3, #{kernel_constraint: max_norm(0.5), activity_regularizer: "l1"}),
    ], #{seed: 1});
    held.compile(#{optimizer: muon(0.1), loss: "mse"});
    let before = held.get_weights();
    """)
    fit = "held.fit([[0.0, 1.0], [1.0, 0.0]], [[1, 0, 0], [0, 1, 1]], #{verbose: 0});"
    cell.value(fit + " let after = held.get_weights();")
    assert cell.value("before[1] == after[1]") == "true"
    assert cell.value("before[3] == after[3]") == "false"
    cell.value('held.freeze_weights(#{from: "dense_1"}); ' + fit)
    assert cell.value("after[1] == held.get_weights()[1]") == "false"
    cell.value("after = held.get_weights(); held.freeze_weights(); " + fit)
    assert cell.value("after[1] == held.get_weights()[1]") == "true"
    cell.value("held.unfreeze_weights()")
    wrong = cell.error('held.freeze_weights("third")')
    assert "`from` must be the name of a layer: one of dense, dense_1" in wrong
    assert "`l1` must be a number of at least 0" in cell.error("l1(-1.0)")
