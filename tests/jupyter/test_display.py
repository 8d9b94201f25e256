"""Values as a notebook shows them."""

import base64
import io
import re

import pytest
from conftest import PICTURE
from PIL import Image


@pytest.fixture
def cell(shared_kernel):
    return shared_kernel


def test_a_picture_is_a_png_with_its_size_in_words(cell):
    (data,) = cell.run(f'load_image("{PICTURE}").resize(32, 24)').data("execute_result")
    assert data["text/plain"] == "picture of 32 x 24 pixels, 3 channels"
    assert Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).size == (32, 24)


def test_a_model_is_a_table(cell):
    code = 'let model = sequential([dense(10, #{input_shape: 2}), dense(3)], #{name: "<b>"}); '
    (data,) = cell.run(code + "model").data("execute_result")
    assert "dense_1 (Dense)" in data["text/plain"]
    assert "Total params: 63" in data["text/plain"]
    assert "<table>" in data["text/html"]
    assert "&lt;b&gt;" in data["text/html"] and "<b>" not in data["text/html"]
    (shown,) = cell.run("model.summary(60)").data("display_data")
    assert "_" * 60 + "\n" in shown["text/plain"]


def test_a_history_is_a_curve_and_a_table(cell):
    code = """
    let model = sequential([dense(3, #{input_shape: 2})], #{seed: 1});
    model.compile("adam", "mse", ["accuracy"]);
    let small = load_image("PICTURE").resize(16, 12);
    model.fit(small, #{epochs: 30, verbose: 0})
    """
    (data,) = cell.run(code.replace("PICTURE", str(PICTURE))).data("execute_result")
    assert data["text/plain"].splitlines()[0].split() == ["epoch", "loss", "accuracy"]
    assert data["text/plain"].splitlines()[-1].split()[0] == "30"
    assert data["image/svg+xml"].startswith("<svg")
    embedded = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', data["text/html"])[1]
    assert base64.b64decode(embedded).decode() == data["image/svg+xml"]


def test_histories_are_drawn_together(cell):
    code = """
    let model = sequential([dense(1, #{input_shape: 1})], #{seed: 1});
    model.compile();
    let history = model.fit([[0.0], [1.0]], [[1.0], [0.0]], #{epochs: 3, verbose: 0});
    plot(#{first: history, second: history})
    """
    (data,) = cell.run(code).data("display_data")
    assert "first loss" in data["image/svg+xml"] and "second loss" in data["image/svg+xml"]
    assert len(data["text/plain"].splitlines()) == 2


def test_lists_and_maps_are_shown_in_short(cell):
    assert cell.value('#{b: [1, 2.5, "x", ()], a: sequential()}').startswith('#{a: Model: "seq')
    assert cell.value("let l = []; l.pad(1000, 1); l").endswith("... 1000 in all]")


def test_print_goes_to_stdout_and_debug_to_stderr(cell):
    streams = {c["name"]: c["text"] for _, c in cell.run('print("a"); debug("b")').outputs}
    assert streams == {"stdout": "a\n", "stderr": 'line 1: "b"\n'}
