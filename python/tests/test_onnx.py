"""ONNX files, as onnxruntime runs them: the same predictions, for every layer and activation."""

import json

import numpy as np
import onnxruntime
import pytest
from conftest import VECTORS, small_model

import imfit
from imfit import activations, layers

DECLARED = json.loads((VECTORS / "api.json").read_text(encoding="utf-8"))
# Arguments that aren't the defaults, and those that have none.
OTHERS = [
    activations.relu(max_value=2.0, negative_slope=0.25, threshold=0.5),
    activations.relu(negative_slope=0.1),
    activations.leaky_relu(negative_slope=0.3),
    activations.elu(alpha=0.5),
    activations.celu(alpha=0.5),
    activations.gelu(approximate=True),
    activations.soft_shrink(threshold=0.3),
    activations.hard_shrink(threshold=0.7),
    activations.threshold(0.2, -0.5),
    activations.squareplus(b=1.5),
    activations.sin(frequency=5.0),
]
NAMES = [
    activation["class_name"]
    for activation in DECLARED["activations"]
    if not any(argument["required"] for argument in activation["arguments"])
]
LAYERS = [
    layers.Activation("tanh"),
    layers.ReLU(max_value=1.0),
    layers.LeakyReLU(0.2),
    layers.ELU(0.7),
    layers.Softmax(),
    layers.Residual([layers.Dense(5, "tanh"), layers.Dense(6)]),
    layers.Dense(4, use_bias=False),
    layers.Dense(4, "glu"),
    layers.PReLU("random_uniform"),
    layers.Dropout(0.5),
    layers.GaussianNoise(0.5),
    layers.GaussianDropout(0.5),
    layers.AlphaDropout(0.5),
    layers.LayerNormalization(gamma_initializer="random_normal"),
    layers.LayerNormalization(center=False, scale=False, epsilon=0.1),
    layers.LayerNormalization(scale=False, beta_initializer="ones"),
    layers.BatchNormalization(moving_mean_initializer="ones", epsilon=0.1),
    layers.BatchNormalization(center=False, scale=False, moving_variance_initializer="ones"),
    layers.Rescaling(0.5, offset=-1.0),
    layers.Normalization(mean=[0.1, 0.2, 0.3, 0.4, 0.5, 0.6], variance=[1, 2, 3, 4, 5, 6]),
    layers.Normalization(axis=None, mean=0.5, variance=4.0, invert=True),
    layers.RMSNormalization(epsilon=0.01),
    layers.UnitNormalization(),
    layers.Identity(),
    layers.ActivityRegularization(l1=0.1),
]
# A row for each bend and each tail, and rows between.
X = np.linspace(-6, 6, 2 * 97, dtype=np.float32).reshape(-1, 2)


def run(model, x, folder):
    path = folder / "model.onnx"
    model.export(path)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (given,), (said,) = session.get_inputs(), session.get_outputs()
    assert (given.name, given.shape[1:], given.type) == ("input", [x.shape[1]], "tensor(float)")
    assert (said.name, said.shape[1:]) == ("output", [model.output_shape[1]])
    assert not isinstance(given.shape[0], int)
    return session.run(None, {"input": x})[0]


def assert_same(model, folder, x=X):
    ours = model.predict(x)
    np.testing.assert_allclose(run(model, x, folder), ours, rtol=2e-5, atol=2e-6)
    assert np.ptp(ours) > 0


@pytest.mark.parametrize("activation", NAMES + OTHERS, ids=str)
def test_every_activation_is_exported(activation, tmp_path):
    model = imfit.Sequential(
        [layers.Dense(6, activation, input_shape=2), layers.Dense(4, activation)], seed=3
    )
    assert_same(model, tmp_path)
    # Alone, where its bends and tails are.
    assert_same(imfit.Sequential([layers.Activation(activation, input_shape=2)]), tmp_path)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: type(layer).__name__)
def test_every_layer_is_exported(layer, tmp_path):
    model = imfit.Sequential([layers.Dense(6, input_shape=2), layer, layers.Dense(3)], seed=3)
    assert_same(model, tmp_path)


def test_no_layer_is_forgotten():
    assert {layer["class_name"] for layer in DECLARED["layers"]} == {
        type(layer).__name__ for layer in LAYERS
    }


def test_a_model_is_exported_as_it_is_after_training(tmp_path, pixels):
    model = small_model()
    model.fit(*pixels, epochs=2, verbose=0)
    assert_same(model, tmp_path, pixels[0])
    first = (tmp_path / "model.onnx").read_bytes()
    model.export(tmp_path / "model.onnx", format="onnx")
    assert (tmp_path / "model.onnx").read_bytes() == first


def test_what_can_not_be_exported_is_refused(tmp_path):
    with pytest.raises(RuntimeError, match="input shape"):
        imfit.Sequential([layers.Dense(3)]).export(tmp_path / "model.onnx")
    with pytest.raises(ValueError, match=r"`filepath`.*\.onnx"):
        small_model().export(tmp_path / "model.pb")
    with pytest.raises(ValueError, match="`format` must be one of onnx"):
        small_model().export(tmp_path / "model.onnx", format="tf_saved_model")
    with pytest.raises(TypeError, match="`filepath`"):
        small_model().export(3)
    assert not list(tmp_path.iterdir())
