"""Losses and metrics that are the user's own functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from . import _arrays, _native, losses, metrics
from ._component import Component
from .errors import wrong, wrong_type

Key = tuple[str, str]
Matrix = npt.NDArray[np.float64]

ANSWER = "a function that returns a number for each row"


# What stands around a function where a loss or a metric is expected.
WRAPPERS = (losses.Function, metrics.Function)


class Asking(Protocol):
    """What the core is doing, and has questions in between."""

    def question(self) -> tuple[Key, Matrix, Matrix] | None:
        """The function that is due, and its arguments."""

    def answer(self, values: Matrix) -> None:
        """Takes what it has returned."""


class Functions:
    """The functions that a model was compiled with, by what the core calls them."""

    def __init__(self) -> None:
        self._by_key: dict[Key, Any] = {}

    def of_loss(self, loss: Any) -> Any:
        """The loss as the core takes it; a function among them is kept."""
        loss = _described(loss, losses.Function)
        if isinstance(loss, losses.Function):
            self._keep(("loss", ""), loss._config["fn"])
            self._keep(("gradient", ""), loss._config["gradient"])
        return loss

    def of_metrics(self, given: Any) -> Any:
        """The metrics as the core takes them; functions among them are kept."""
        if not isinstance(given, (list, tuple)):
            given = [] if given is None else [given]
        described = [_described(metric, metrics.Function) for metric in given]
        for metric in described:
            if isinstance(metric, metrics.Function):
                self._keep(("metric", metric._config["name"] or ""), metric._config["fn"])
        return described

    def attach(self, wanted: Iterable[tuple[Key, str | None]], given: Any) -> None:
        """Takes the functions of a model that has been loaded from those that the user names."""
        if given is None:
            return
        if not isinstance(given, Mapping):
            raise wrong_type("custom_objects", given, "a dict of functions by their names")
        for name, function in given.items():
            if not callable(function) and not isinstance(function, WRAPPERS):
                raise wrong_type(f"custom_objects[{name!r}]", function, "a function")
        for key, name in wanted:
            function = given.get(name) if name else None
            if isinstance(function, WRAPPERS):
                function = function._config.get("gradient" if key[0] == "gradient" else "fn")
            elif key[0] == "gradient":
                function = None  # a bare function is the loss itself
            self._keep(key, function)

    def answer(self, model: _native.Model, asking: Asking) -> None:
        """Answers the question that is open, if one is."""
        question = asking.question()
        if question is None:
            return
        key, y_true, y_pred = question
        function = self._by_key.get(key)
        if function is None:
            model.missing_function(*key)
        asking.answer(_matrix(key, function(y_true, y_pred)))

    def _keep(self, key: Key, function: Any) -> None:
        if callable(function):
            self._by_key[key] = function


def _described(given: Any, wrapper: type[Component]) -> Any:
    """A bare function in its wrapper, with its own name; all else as it is."""
    is_component = isinstance(given, Component) or (
        isinstance(given, type) and issubclass(given, Component)
    )
    if isinstance(given, Mapping) and given.get("class_name") in ("Function", "function"):
        given = wrapper(**given.get("config", {}))
    elif callable(given) and not is_component:
        given = wrapper(fn=given)
    if isinstance(given, wrapper) and given._config["name"] is None:
        function = given._config["fn"]
        name = getattr(function, "__name__", type(function).__name__)
        given = wrapper(**{**given._config, "name": name})
    return given


def _matrix(key: Key, values: Any) -> Matrix:
    """What a function has returned, one row for each of its rows."""
    name = "metrics" if key[0] == "metric" else key[0]
    array = _arrays.numbers(values, name, ANSWER).astype(np.float64, copy=False)
    if array.ndim == 0:
        array = array.reshape(1, 1)
    if array.ndim == 1:
        array = array.reshape(-1, 1)
    if array.ndim != 2:
        raise wrong(name, f"one that returns an array of shape {array.shape}", ANSWER)
    return array
