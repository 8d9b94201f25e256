"""Layers that work row by row, in cells."""

import pytest


@pytest.fixture
def cell(shared_kernel):
    return shared_kernel


def test_every_one_is_a_function(cell):
    layers = (
        "dropout(0.2), gaussiannoise(0.1), layernormalization(), prelu(), gaussiandropout(0.2),"
        " alphadropout(0.1, #{seed: 3}), rmsnormalization(), unitnormalization(), identity()"
    )
    cell.value(f'let m = sequential([dense(8, "glu", #{{input_shape: 2}}), {layers}, dense(1)])')
    assert cell.value("m.count_params()") == str(24 + 8 + 4 + 4 + 5)
    cell.value('m.compile("adam", "mse"); m.fit([[0, 1], [1, 0]], [[1], [0]], #{verbose: 0})')
    # No noise but in training.
    assert cell.value("m.predict([[0, 1]])[0]") == cell.value("m.predict([[0, 1]])[0]")


def test_a_normalization_learns_from_data(cell):
    data = "[[0, 7, 4], [2, 9, 6], [0, 7, 4], [2, 9, 6]]"
    cell.value(f"let n = sequential([adapt(normalization(), {data})])")
    assert cell.value("n.predict([[0, 7, 4]])[0]") == "[-1.0, -1.0, -1.0]"
    cell.value(f"let n = sequential([normalization(#{{invert: true}}).adapt({data})])")
    assert cell.value("n.predict([[1, 2, 3]])[0]") == "[2.0, 10.0, 8.0]"
    cell.value("let n = sequential([rescaling(0.5, -1.0, #{input_shape: 2})])")
    assert cell.value("n.predict([[0, 4]])[0]") == "[-1.0, 1.0]"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("dropout(1.0)", "`rate` must be a number of at least 0 and below 1"),
        ("gaussiannoise(-1)", "`stddev`"),
        ("layernormalization(0)", "`axis` must be -1"),
        ("sequential([normalization()])", "adapt"),
        ("adapt(dense(3), [[1]])", "Normalization"),
        ("adapt(3, [[1]])", "`layer`"),
        ("adapt(normalization(), 3)", "`data`"),
        ("normalization(#{mean: 1})", "`variance`"),
        ('dense(7, "glu")', "even number"),
        ('prelu("orthogonal")', "`alpha_initializer`"),
    ],
)
def test_nonsense_is_refused(cell, code, words):
    assert words in cell.error(code)
