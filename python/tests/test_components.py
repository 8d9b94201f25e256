"""Layers, activations, optimizers, ... as descriptions."""

import copy
import pickle

import numpy as np
import pytest

import imfit
from imfit import activations, initializers, layers, losses, metrics, optimizers


def test_a_component_is_checked_when_it_is_made():
    with pytest.raises(ValueError, match="`units` must be a whole number from 1"):
        layers.Dense(-1)
    with pytest.raises(ValueError, match="`learning_rate` must be a number above 0"):
        optimizers.Adam(learning_rate=0)
    with pytest.raises(TypeError):
        layers.Dense()


@pytest.mark.parametrize("units", ["10", 2.5, True, None, float("nan"), 10**30, 1j, [3], object()])
def test_units_that_are_none(units):
    with pytest.raises(imfit.ImfitError, match="`units` must be a whole number from 1") as raised:
        layers.Dense(units)
    assert isinstance(raised.value, (ValueError, TypeError))


@pytest.mark.parametrize("units", [3, 3.0, np.int32(3), np.float64(3), np.array(3)])
def test_numbers_of_numpy_are_numbers(units):
    assert layers.Dense(units).get_config()["units"] == 3


def test_functions_may_be_named_or_made_or_meant_by_their_class():
    expected = layers.Dense(1, activation="relu")
    assert layers.Dense(1, activation=activations.relu()) == expected
    assert layers.Dense(1, activation=activations.relu) == expected
    assert layers.Dense(1, activation={"class_name": "relu"}) == expected
    bent = layers.Dense(1, activation=activations.relu(max_value=1))
    assert bent.get_config()["activation"]["config"]["max_value"] == 1
    assert bent != expected


def test_configurations_go_round():
    layer = layers.Dense(3, "tanh", kernel_initializer=initializers.HeNormal(seed=3), name="a")
    again = layers.Dense.from_config(layer.get_config())
    assert again == layer
    assert hash(again) == hash(layer)
    assert pickle.loads(pickle.dumps(layer)) == layer
    assert copy.deepcopy(layer) == layer
    assert repr(layer).startswith("Dense(units=3, activation='tanh'")


def test_get_finds_by_name_class_and_description():
    adam = optimizers.Adam()
    for identifier in (adam, optimizers.Adam, "adam", "Adam", adam._as_component()):
        assert optimizers.get(identifier) == adam
    assert losses.get("mse") == losses.MeanSquaredError()
    assert metrics.get("accuracy") == metrics.Accuracy()
    assert initializers.get("glorot_uniform") == initializers.GlorotUniform()
    with pytest.raises(ValueError, match="unknown optimizer 'sdg'; known are: sgd, rmsprop, adam"):
        optimizers.get("sdg")
    with pytest.raises(TypeError, match="`identifier` must be"):
        optimizers.get(3)


def test_an_optimizer_is_checked_as_a_whole_when_it_is_made():
    with pytest.raises(ValueError, match="`clipvalue` must be left out where `clipnorm` is given"):
        optimizers.Adam(clipnorm=1, clipvalue=2)
    with pytest.raises(ValueError, match="`values` must be 2 numbers, one more than `boundaries`"):
        optimizers.schedules.PiecewiseConstantDecay([10], [0.1])
    with pytest.raises(ValueError, match="`learning_rate` must be a number above 0, or a learning"):
        optimizers.SGD(learning_rate=float("nan"))


def test_a_schedule_is_a_learning_rate():
    schedule = optimizers.schedules.CosineDecay(0.1, decay_steps=20)
    adam = optimizers.Adam(schedule)
    assert adam.get_config()["learning_rate"] == schedule._as_component()
    assert optimizers.Adam.from_config(adam.get_config()) == adam
    assert pickle.loads(pickle.dumps(adam)) == adam
    assert "learning_rate=CosineDecay(initial_learning_rate=0.1, decay_steps=20" in repr(adam)


@pytest.mark.parametrize("name", [n for n in initializers.__all__ if n != "get"])
def test_every_initializer_makes_weights(name):
    size = 4  # Identity wants a square
    layer = layers.Dense(size, kernel_initializer=getattr(initializers, name)(), input_shape=size)
    kernel, bias = imfit.Sequential([layer], seed=1).get_weights()
    assert kernel.shape == (size, size)
    assert np.isfinite(kernel).all()
    assert not bias.any()
