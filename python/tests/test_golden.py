"""Every golden case, as Keras 3 computed it: losses, metrics, weights and predictions."""

import json

import numpy as np
import pytest
from conftest import VECTORS

import imfit

CASES = sorted((VECTORS / "cases").glob("*.json"))


def array(value):
    return np.array(value["data"], np.float32).reshape(value["shape"])


def data(value):
    if value is None:
        return None
    weight = value.get("sample_weight")
    weight = None if weight is None else np.array(weight, np.float32)
    return array(value["x"]), array(value["y"]), weight


def as_fit_takes_it(arguments):
    """Arguments of `fit`: a schedule is a list of what each epoch's rate is multiplied by."""

    def made(callback):
        factors = callback["config"].get("schedule")
        if factors is None:
            return callback
        return imfit.callbacks.LearningRateScheduler(lambda epoch, rate: rate * factors[epoch])

    return arguments | {"callbacks": [made(each) for each in arguments.get("callbacks", [])]}


def assert_logs(actual, expected, tolerance):
    assert list(actual) == list(expected)
    for name, values in expected.items():
        if name.endswith("accuracy"):
            allowed = {"rtol": 0, "atol": tolerance["accuracy"]}
        else:
            allowed = {"rtol": tolerance["loss"], "atol": 0}
        values = np.array(values, float)  # null, an epoch without validation, is NaN
        np.testing.assert_allclose(actual[name], values, err_msg=name, **allowed)


def test_there_are_cases():
    assert len(CASES) >= 240


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_agrees_with_keras(path):
    case = json.loads(path.read_text(encoding="utf-8"))
    tolerance = case["tolerance"]
    model = imfit.model_from_json(json.dumps(case["model"]))
    model.set_weights([array(weights) for weights in case["initial_weights"]])
    model.compile(**case["compile"])

    x, y, sample_weight = data(case)
    history = model.fit(
        x,
        y,
        sample_weight=sample_weight,
        validation_data=data(case["validation_data"]),
        verbose=0,
        **as_fit_takes_it(case["fit"]),
    )

    assert_logs(history.history, case["history"], tolerance)
    assert_logs(model.evaluate(x, y, return_dict=True), case["evaluate"], tolerance)
    for actual, expected in zip(model.get_weights(), case["final_weights"], strict=True):
        np.testing.assert_allclose(actual, array(expected), rtol=0, atol=tolerance["weights"])
    expected = array(case["predictions"])
    np.testing.assert_allclose(model.predict(x), expected, rtol=0, atol=tolerance["predictions"])
