"""Cells that hold a recipe."""

import json

import pytest
from conftest import PICTURE

RECIPE = {
    "model": {
        "seed": 3,
        "layers": [
            {"class_name": "Dense", "config": {"units": 8, "activation": "tanh"}},
            {"class_name": "Dense"},
        ],
    },
    "fit": {"epochs": 2, "coordinates": "centered"},
    "image": {"path": str(PICTURE), "width": 32},
}

TOML = f"""
[model]
seed = 3
layers = [{{ class_name = "Dense", config = {{ units = 8, activation = "tanh" }} }}, "Dense"]

[fit]
epochs = 2
coordinates = "centered"

[image]
path = "{PICTURE}"
width = 32
"""


@pytest.fixture
def cell(shared_kernel):
    return shared_kernel


@pytest.mark.parametrize("text", [json.dumps(RECIPE), TOML], ids=["json", "toml"])
def test_a_recipe_makes_a_model_and_a_history(cell, text):
    done = cell.run(f"%%recipe\n{text}")
    assert done.status == "ok", done.reply
    assert any("image/png" in data for data in done.data("display_data"))
    assert "image/svg+xml" in done.data("execute_result")[0]
    assert cell.value("history.loss.len()") == "2"
    assert cell.value("model.seed") == "3"


def test_a_recipe_takes_a_picture_from_a_variable(cell):
    cell.value(f'let small = load_image("{PICTURE}").resize(8, 6)')
    assert cell.run("%%recipe small\n" + json.dumps({**RECIPE, "image": {}})).status == "ok"
    assert "'nothing'" in cell.error("%%recipe nothing\n" + json.dumps(RECIPE))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "recipe"),
        ("{", "line 2, column 1: this is no JSON"),
        (json.dumps({**RECIPE, "fit": {"epochs": 0}}), "`epochs`"),
        (json.dumps({**RECIPE, "image": {}}), "`path`"),
        (json.dumps({**RECIPE, "fit": {"epoch": 1}}), "no argument `epoch`"),
        (json.dumps({**RECIPE, "image": {"path": "nowhere.png"}}), "nowhere.png"),
    ],
)
def test_a_wrong_recipe_is_an_error_in_words(cell, text, part):
    assert part in cell.error(f"%%recipe\n{text}")


def test_a_console_waits_for_an_empty_line(cell):
    assert cell.request("is_complete", "%%recipe\n{")["status"] == "incomplete"
    assert cell.request("is_complete", "%%recipe\n{}\n\n")["status"] == "complete"
