"""What happens beside a training: the user's own callbacks, and those that the core has."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ._component import Component
from .errors import wrong_type

if TYPE_CHECKING:
    from . import _native
    from .models import Sequential

# The methods of a callback that are called: the arguments of the core's LambdaCallback.
HOOKS = (
    "on_train_begin",
    "on_train_end",
    "on_epoch_begin",
    "on_epoch_end",
    "on_train_batch_begin",
    "on_train_batch_end",
    "on_test_begin",
    "on_test_end",
    "on_test_batch_begin",
    "on_test_batch_end",
    "on_predict_begin",
    "on_predict_end",
    "on_predict_batch_begin",
    "on_predict_batch_end",
)

ALIASES = {"on_train_batch_begin": "on_batch_begin", "on_train_batch_end": "on_batch_end"}

Logs = dict[str, float]


class Callback:
    """The base of your own callbacks: override what is to be called.

    Only what is overridden is called: batches are ended one by one only for a callback of batches.
    In a method the model can be used, its weights and its learning rate set, and
    `self.model.stop_training = True` ends the training. An exception ends it too and comes out of
    `fit`; the model keeps what it has learned.

    Attributes:
        model: The model that is trained.
        params: `verbose`, `epochs` and `steps`, the batches of an epoch.

    Example:
        >>> class Goal(imfit.callbacks.Callback):
        ...     def on_epoch_end(self, epoch, logs=None):
        ...         if logs["loss"] < 0.01:
        ...             self.model.stop_training = True
        >>> model.fit(x, y, epochs=100, callbacks=[Goal()])

    See https://keras.io/api/callbacks/base_callback/
    """

    params: dict[str, Any] | None = None
    model: Sequential | None = None

    def set_params(self, params: dict[str, Any]) -> None:
        """Called before the training, with what `self.params` is to be."""
        self.params = params

    def set_model(self, model: Sequential) -> None:
        """Called before the training, with what `self.model` is to be."""
        self.model = model

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Called before the first epoch."""

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Called after the last epoch, with its losses and metrics."""

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Called before each epoch, counted from 0."""

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Called after each epoch and its validation. What is put into `logs` is in the history."""

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Called before each batch, counted from 0 in its epoch."""
        self.on_batch_begin(batch, logs=logs)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Called after each batch, with losses and metrics of the epoch so far."""
        self.on_batch_end(batch, logs=logs)

    def on_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Another name of `on_train_batch_begin`."""

    def on_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Another name of `on_train_batch_end`."""

    def on_test_begin(self, logs: Logs | None = None) -> None:
        """Called before each validation or evaluation."""

    def on_test_end(self, logs: Logs | None = None) -> None:
        """Called after each validation or evaluation, with its losses and metrics."""

    def on_test_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Called before each batch of a validation or an evaluation, counted from 0."""

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Called after each batch of these, with losses and metrics so far."""

    def on_predict_begin(self, logs: Logs | None = None) -> None:
        """Called before each prediction."""

    def on_predict_end(self, logs: Logs | None = None) -> None:
        """Called after each prediction."""

    def on_predict_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Called before each batch of a prediction, counted from 0."""

    def on_predict_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Called after each batch of a prediction, with its outputs: `logs["outputs"]`."""

    def _described(self) -> dict[str, Any]:
        """The callback as the core takes it: which of its methods are to be called."""
        overridden = {hook: getattr(self, hook) for hook in HOOKS if self._overrides(hook)}
        return {"class_name": "LambdaCallback", "config": overridden}

    def _overrides(self, hook: str) -> bool:
        names = [hook, ALIASES[hook]] if hook in ALIASES else [hook]
        return any(
            name in vars(self) or getattr(type(self), name) is not getattr(Callback, name)
            for name in names
        )


class CoreCallback(Component, Callback):
    """A callback that the core has: a description, and after a training what became of it."""

    _kind = "callback"

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        for name, value in self._config.items():
            if callable(value):
                setattr(self, name, value)  # where `call` looks for it

    def _described(self) -> dict[str, Any]:
        return self._as_component()


class Callbacks:
    """The callbacks of a training, in their order."""

    def __init__(self, given: Any) -> None:
        listed = given if isinstance(given, (list, tuple)) else [] if given is None else [given]
        for callback in listed:
            if not isinstance(callback, (Callback, str, Mapping)):
                raise wrong_type("callbacks", callback, "a callback, or a list of callbacks")
        self._all: list[Any] = list(listed)  # one may take itself off the user's own list

    def described(self) -> list[Any]:
        """The callbacks as the core takes them."""
        return [one._described() if isinstance(one, Callback) else one for one in self._all]

    def begin(self, model: Sequential, params: dict[str, Any]) -> None:
        """Tells them what is trained."""
        for callback in self._objects():
            callback.set_params(params)
            callback.set_model(model)

    def call_beside(self, work: _native.Evaluator | _native.Predictor) -> None:
        """Calls the method that is due between two pieces of an evaluation or a prediction."""
        due = work.call()
        if due is not None:
            outputs = work.batch() if hasattr(work, "batch") else None
            self._call(due, dict(due[3]) if outputs is None else {"outputs": outputs})

    def call(self, trainer: _native.Trainer, model: Sequential, due: tuple[Any, ...]) -> None:
        """Calls the method that is due."""
        number, hook, index, pairs = due
        callback = self._all[number]
        if hook == "schedule":
            given = (index, pairs[0][1])
            if not _takes(callback.schedule, 2):  # Keras's older form
                given = given[:1]
            model._model.set_scheduled_rate(callback.schedule(*given))
            return
        logs = dict(pairs)
        self._call(due, logs)
        if hook == "on_epoch_end" and logs != dict(pairs):
            trainer.set_logs([(str(name), _number(name, value)) for name, value in logs.items()])

    def _call(self, due: tuple[Any, ...], logs: dict[str, Any]) -> None:
        number, hook, index, _ = due
        method = getattr(self._all[number], hook)
        if index is None:
            method(logs)
        else:
            method(index, logs)

    def end(self, trainer: _native.Trainer) -> None:
        """Gives the core's callbacks the attributes that Keras's have after a training."""
        for number, callback in enumerate(self._all):
            if isinstance(callback, CoreCallback):
                for name, value in trainer.callback_state(number).items():
                    setattr(callback, name, value)

    def _objects(self) -> list[Callback]:
        return [callback for callback in self._all if isinstance(callback, Callback)]


def _takes(function: Any, count: int) -> bool:
    """Whether a function can be called with so many arguments, as far as that can be told."""
    try:
        inspect.signature(function).bind(*[None] * count)
    except TypeError:
        return False
    except ValueError:  # one without a signature
        return True
    return True


def _number(name: object, value: Any) -> float:
    """What a callback has put into the logs, if it is a number."""
    try:
        return float(value)
    except (TypeError, ValueError):
        raise wrong_type(f"logs[{str(name)!r}]", value, "a number") from None
