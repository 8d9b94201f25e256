"""Residual blocks: layers that are made of layers."""

import copy
import pickle

import numpy as np
import pytest

import imfit
from imfit import layers


def model(**arguments):
    inner = layers.Residual([layers.Dense(5, "tanh"), layers.Dense(5)], name="inner")
    return imfit.Sequential(
        [
            layers.Dense(4),
            layers.Residual([layers.Dense(5, "relu"), inner, layers.Dense(4)]),
            layers.Dense(3),
        ],
        input_shape=2,
        seed=7,
        **arguments,
    )


def test_a_block_adds_its_input_to_what_its_layers_make_of_it():
    block = imfit.Sequential([layers.Residual([layers.Dense(2, "tanh")])], input_shape=2, seed=1)
    alone = imfit.Sequential([layers.Dense(2, "tanh")], input_shape=2, seed=1)
    x = np.array([[0.5, -1.0], [2.0, 0.25]], np.float32)
    np.testing.assert_allclose(block.predict(x), alone.predict(x) + x, atol=1e-6)


def test_the_layers_of_a_block_have_names_and_weights():
    made = model()
    block = made.layers[1]
    assert isinstance(block, layers.Residual)
    assert [layer.name for layer in block.layers] == ["dense_1", "inner", "dense_4"]
    inner = block.layers[1]
    assert [layer.name for layer in inner.layers] == ["dense_2", "dense_3"]
    shapes = [weights.shape for weights in inner.get_weights()]
    assert shapes == [(5, 5), (5,), (5, 5), (5,)]
    assert [w.shape for w in block.layers[2].get_weights()] == [(5, 4), (4,)]
    assert block.count_params() == 25 + 60 + 24
    inner.layers[1].set_weights([np.ones((5, 5)), np.arange(5)])
    np.testing.assert_array_equal(made.get_weights()[7], np.arange(5))
    with pytest.raises(ValueError, match="must hold 4 arrays, but holds 1"):
        inner.set_weights([np.ones(3)])


def test_a_block_without_a_model_is_a_description():
    block = layers.Residual([layers.Dense(5), layers.Activation("tanh")])
    assert [type(layer) for layer in block.layers] == [layers.Dense, layers.Activation]
    assert block.get_weights() == [] and block.layers[0].get_weights() == []
    assert layers.Residual.from_config(block.get_config()) == block
    assert pickle.loads(pickle.dumps(block)) == block and copy.deepcopy(block) == block
    assert repr(block).startswith("Residual(layers=[Dense(units=5,")


def test_the_table_shows_blocks_and_what_is_in_them(capsys):
    model().summary(line_length=60)
    lines = [line.split(" (None")[0].rstrip() for line in capsys.readouterr().out.split("\n")]
    place = lines.index("residual (Residual)")
    assert lines[place + 1] == "  dense_1 (Dense)"
    assert lines[place + 2] == "  inner (Residual)"
    assert lines[place + 3] == "    dense_2 (Dense)"
    assert lines[place + 5] == "  dense_4 (Dense)"


def test_a_model_with_blocks_learns_and_is_saved(tmp_path):
    x = np.random.default_rng(3).uniform(-1, 1, (200, 2))
    y = np.sin(3 * x @ np.array([[1, 2, 0], [0, 1, 3]]))
    made = model()
    made.compile(imfit.optimizers.Adam(0.01), "mse")
    losses = made.fit(x, y, epochs=40, verbose=0).history["loss"]
    assert losses[-1] < 0.6 * losses[0]
    made.save(tmp_path / "blocks.imfit")
    back = imfit.load_model(tmp_path / "blocks.imfit")
    np.testing.assert_array_equal(back.predict(x), made.predict(x))
    again = imfit.Sequential.from_config(made.get_config())
    assert [w.shape for w in again.get_weights()] == [w.shape for w in made.get_weights()]


@pytest.mark.parametrize("stack", [3, "Dense", None, [3], [layers.Dense], object(), [object()]])
def test_what_is_no_list_of_layers_is_refused(stack):
    with pytest.raises((ValueError, TypeError)) as raised:
        layers.Residual(stack)
    assert isinstance(raised.value, (imfit.ImfitError, TypeError))


def test_blocks_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="`layers` must be a list of at least one layer"):
        layers.Residual([])
    narrow = layers.Residual([layers.Dense(5)])
    with pytest.raises(ValueError, match="as wide as the block's input.* makes 5 values of 4"):
        imfit.Sequential([layers.Dense(4), narrow])
    unbuilt = imfit.Sequential([narrow])
    unbuilt.compile()
    with pytest.raises(ValueError, match="makes 5 values of 2"):
        unbuilt.fit([[1.0, 2.0]], [[1.0] * 5], verbose=0)
    with pytest.raises(ValueError, match="at most 8 deep"):
        for _ in range(9):
            narrow = layers.Residual([narrow])


def test_a_block_and_what_is_in_it_are_trained_or_not():
    block = layers.Residual([layers.Dense(2), layers.Dense(2)], trainable=False)
    block.trainable = True
    model = imfit.Sequential([block], input_shape=2)
    assert [inner.trainable for inner in model.layers[0].layers] == [True, True]
    block = model.layers[0]
    block.trainable = False
    assert [inner.trainable for inner in block.layers] == [False, False]
