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


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("dropout(1.0)", "`rate` must be a number of at least 0 and below 1"),
        ("gaussiannoise(-1)", "`stddev`"),
        ("layernormalization(0)", "`axis` must be -1"),
        ('dense(7, "glu")', "even number"),
        ('prelu("orthogonal")', "`alpha_initializer`"),
    ],
)
def test_nonsense_is_refused(cell, code, words):
    assert words in cell.error(code)
