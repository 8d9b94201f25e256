"""Residual blocks and batch normalisation in cells."""

import pytest


@pytest.fixture
def cell(shared_kernel):
    return shared_kernel


def test_a_block_is_made_of_layers(cell):
    code = """
    let inner = residual([dense(5, "tanh"), dense(5)]);
    let model = sequential([
        dense(4, #{input_shape: 2}), residual([dense(5), inner, dense(4)]), dense(3)
    ]);
    model.count_params()
    """
    assert cell.value(code) == str(12 + 25 + 60 + 24 + 15)
    (shown,) = cell.run("model.summary()").data("display_data")
    html, plain = shown["text/html"], shown["text/plain"]
    assert "\xa0\xa0\xa0\xa0dense_2 (Dense)" in html
    assert "\n    dense_2 (Dense)" in plain


def test_a_block_that_does_not_fit_is_refused(cell):
    error = cell.error("sequential([dense(4), residual([dense(5)])])")
    assert "makes 5 values of 4" in error
    assert "at least one layer" in cell.error("sequential([residual([])])")
    assert "`layers` must be a list of layers" in cell.error("residual(3)")


def test_batches_are_normalised(cell):
    code = """
    let normed = sequential([
        dense(4, #{input_shape: 2}), batchnormalization(#{momentum: 0.9}), dense(3)
    ]);
    normed.summary();
    normed.get_weights().len()
    """
    done = cell.run(code)
    assert done.status == "ok" and done.text == "8"
    (shown,) = done.data("display_data")
    assert "Non-trainable params: 8" in shown["text/plain"]
    assert "`momentum` must be a number" in cell.error("batchnormalization(#{momentum: 2})")
