"""Penalties on weights, what they are held to, and frozen layers."""

import numpy as np
import pytest

import imfit
from imfit import constraints, layers, optimizers, regularizers

X = np.linspace(-1, 1, 60, dtype=np.float32).reshape(30, 2)
Y = np.sin(3 * X) + 0.5


def compiled(*stack, optimizer="adam"):
    model = imfit.Sequential(list(stack), seed=3)
    model.compile(optimizer=optimizer, loss="mse")
    return model


def test_the_loss_has_the_penalties_in_it():
    plain = compiled(layers.Dense(2, input_shape=2))
    penalized = compiled(
        layers.Dense(
            2,
            input_shape=2,
            kernel_regularizer=regularizers.L1L2(l1=0.5, l2=0.25),
            activity_regularizer="l2",
        )
    )
    kernel = plain.get_weights()[0]
    expected = 0.5 * np.abs(kernel).sum() + 0.25 * (kernel**2).sum()
    expected += 0.01 * (plain.predict(X) ** 2).sum() / len(X)
    assert penalized.evaluate(X, Y) - plain.evaluate(X, Y) == pytest.approx(expected, rel=1e-5)


def test_weights_are_held_to_their_constraints():
    model = compiled(
        layers.Dense(9, "relu", input_shape=2, kernel_constraint="non_neg"),
        layers.Dense(2, kernel_constraint=constraints.max_norm(0.5)),
        optimizer=optimizers.SGD(0.5),
    )
    model.fit(X, Y, epochs=5, verbose=0)
    first, _, last, _ = model.get_weights()
    assert (first >= 0).all()
    assert (np.linalg.norm(last, axis=0) <= 0.5 + 1e-6).all()


def test_regularizers_and_constraints_go_by_all_their_names():
    assert regularizers.l2(0.1) == regularizers.L2(l2=0.1)
    assert regularizers.get("l1_l2") == regularizers.L1L2()
    assert constraints.get({"class_name": "unit_norm", "config": {"axis": [0, 1]}}) == (
        constraints.UnitNorm(axis=[0, 1])
    )
    layer = layers.Dense(1, kernel_regularizer=regularizers.l1, bias_constraint="NonNeg")
    assert layers.Dense.from_config(layer.get_config()) == layer
    assert layer.get_config()["kernel_regularizer"] == {"class_name": "L1", "config": {"l1": 0.01}}


def test_frozen_layers_stay_as_they_are():
    model = compiled(layers.Dense(5, "tanh", input_shape=2, trainable=False), layers.Dense(2))
    before = model.get_weights()
    model.fit(X, Y, epochs=1, verbose=0)
    moved = [not np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True)]
    assert moved == [False, False, True, True]
    model.layers[0].trainable = True
    assert model.layers[0].trainable
    assert imfit.models.model_from_json(model.to_json()).layers[0].trainable
    model.trainable = False
    assert not model.trainable
    assert not any(layer.trainable for layer in model.layers)
    before = model.get_weights()
    model.fit(X, Y, epochs=1, verbose=0)
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))


def test_layers_of_a_block_are_frozen_one_by_one_or_together():
    block = layers.Residual([layers.Dense(2, "tanh"), layers.Dense(2)])
    model = compiled(layers.Dense(2, input_shape=2), block, layers.Dense(2))

    def moved():
        before = model.get_weights()
        model.fit(X, Y, epochs=1, verbose=0)
        return [not np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True)]

    model.layers[1].layers[0].trainable = False
    assert moved() == [True, True, False, False, True, True, True, True]
    model.layers[1].trainable = False
    assert moved() == [True, True, False, False, False, False, True, True]
    model.layers[1].trainable = True
    assert moved() == [True] * 8


def test_a_layer_can_be_frozen_before_it_is_in_a_model():
    layer = layers.Dense(2, input_shape=2)
    layer.trainable = False
    assert not compiled(layer).layers[0].trainable


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="unknown regularizer 'l3'; known are: l1, l2, l1_l2"):
        layers.Dense(1, kernel_regularizer="l3")
    with pytest.raises(ValueError, match="`l2` must be a number of at least 0, not -1"):
        regularizers.L2(-1)
    with pytest.raises(ValueError, match="`axis` must be 0, 1, -1 or -2, or a list of these"):
        constraints.MaxNorm(axis=2)
    with pytest.raises(ValueError, match="`bias_constraint` must be a constraint whose axis"):
        layers.Dense(1, bias_constraint=constraints.UnitNorm(axis=1))
    with pytest.raises(ValueError, match="`bias_regularizer` must be l1, l2 or l1_l2"):
        layers.Dense(1, bias_regularizer=regularizers.OrthogonalRegularizer())
    for wrong in (1, None, "no"):
        with pytest.raises(TypeError, match="`trainable` must be True or False"):
            layers.Dense(1).trainable = wrong
        with pytest.raises(TypeError, match="`trainable` must be True or False"):
            compiled(layers.Dense(1, input_shape=1)).trainable = wrong


def test_optimizers_of_whole_arrays():
    for optimizer in (optimizers.Adafactor(0.1), optimizers.Muon(exclude_layers="dense_1")):
        model = compiled(
            layers.Dense(5, "tanh", input_shape=2), layers.Dense(2), optimizer=optimizer
        )
        history = model.fit(X, Y, epochs=5, verbose=0).history["loss"]
        assert history[-1] < history[0]
    with pytest.raises(ValueError, match="`exclude_layers` must be parts of layers' names"):
        optimizers.Muon(exclude_layers=["a.*"])
