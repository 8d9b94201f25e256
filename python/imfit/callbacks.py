"""What happens beside a training.

Written by generate.py from the core's declarations: don't edit.
"""

from collections.abc import Callable
from typing import Any

from ._callback import Callback, CoreCallback
from .history import History

__all__ = [
    "CSVLogger",
    "Callback",
    "EarlyStopping",
    "History",
    "LambdaCallback",
    "LearningRateScheduler",
    "ModelCheckpoint",
    "ReduceLROnPlateau",
    "StopFile",
    "TensorBoard",
    "TerminateOnNaN",
]


class EarlyStopping(CoreCallback):
    """Stops the training when a loss or metric has stopped improving.

    By name: "early_stopping".

    Args:
        monitor: The loss or metric to look at, as the history calls it. A text.
        min_delta: By how much it has to change to count as better; its sign is of no consequence. A
            finite number.
        patience: Epochs without improvement after which to stop. A whole number of at least 0.
        verbose: Whether to say what is done: 0 or 1. A whole number from 0 to 1.
        mode: Whether less is better, "min", or more, "max"; "auto" follows from the name. One of
            auto, min, max.
        baseline: A value that has to be improved on too, for patience to begin anew. A finite
            number, or None.
        restore_best_weights: Whether the model gets the weights of its best epoch when the training
            ends; the optimizer's state stays that of the last. True or False.
        start_from_epoch: Epochs to let pass before looking. A whole number of at least 0.

    See https://keras.io/api/callbacks/early_stopping/
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0.0,
        patience: int = 0,
        verbose: int = 0,
        mode: str = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
        start_from_epoch: int = 0,
    ) -> None:
        super().__init__(
            monitor=monitor,
            min_delta=min_delta,
            patience=patience,
            verbose=verbose,
            mode=mode,
            baseline=baseline,
            restore_best_weights=restore_best_weights,
            start_from_epoch=start_from_epoch,
        )


class ModelCheckpoint(CoreCallback):
    """Saves the model after each epoch, or each so many batches.

    By name: "model_checkpoint".

    Args:
        filepath: The file; {epoch:02d}, {batch}, {val_loss:.2f} and the like are filled in. Folders
            that aren't there are made. A text.
        monitor: The loss or metric to look at, as the history calls it. A text.
        verbose: Whether to say what is done: 0 or 1. A whole number from 0 to 1.
        save_best_only: Whether to save only what is better than what was saved before. True or
            False.
        save_weights_only: Whether to leave out compilation, optimizer and history. True or False.
        mode: Whether less is better, "min", or more, "max"; "auto" follows from the name. One of
            auto, min, max.
        save_freq: When to save: "epoch", after each epoch, or after each so many batches. "epoch",
            "batch", or a number of batches, a whole number of at least 1.
        initial_value_threshold: What the first that is saved has to be better than. A finite
            number, or None.

    See https://keras.io/api/callbacks/model_checkpoint/
    """

    def __init__(
        self,
        filepath: str,
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: str = "auto",
        save_freq: str | int = "epoch",
        initial_value_threshold: float | None = None,
    ) -> None:
        super().__init__(
            filepath=filepath,
            monitor=monitor,
            verbose=verbose,
            save_best_only=save_best_only,
            save_weights_only=save_weights_only,
            mode=mode,
            save_freq=save_freq,
            initial_value_threshold=initial_value_threshold,
        )


class ReduceLROnPlateau(CoreCallback):
    """Makes the learning rate smaller when a loss or metric has stopped improving.

    By name: "reduce_lr_on_plateau".

    Args:
        monitor: The loss or metric to look at, as the history calls it. A text.
        factor: What the learning rate is multiplied by. A number above 0 and below 1.
        patience: Epochs without improvement after which to reduce it. A whole number of at least 0.
        verbose: Whether to say what is done: 0 or 1. A whole number from 0 to 1.
        mode: Whether less is better, "min", or more, "max"; "auto" follows from the name. One of
            auto, min, max.
        min_delta: By how much it has to change to count as better; its sign is of no consequence. A
            finite number.
        cooldown: Epochs after a reduction before patience begins again. A whole number of at least
            0.
        min_lr: The least that the learning rate becomes. A number of at least 0.

    See https://keras.io/api/callbacks/reduce_lr_on_plateau/
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        factor: float = 0.1,
        patience: int = 10,
        verbose: int = 0,
        mode: str = "auto",
        min_delta: float = 0.0001,
        cooldown: int = 0,
        min_lr: float = 0.0,
    ) -> None:
        super().__init__(
            monitor=monitor,
            factor=factor,
            patience=patience,
            verbose=verbose,
            mode=mode,
            min_delta=min_delta,
            cooldown=cooldown,
            min_lr=min_lr,
        )


class LearningRateScheduler(CoreCallback):
    """Sets the learning rate of each epoch by a function.

    By name: "learning_rate_scheduler".

    Args:
        schedule: What says the learning rate of an epoch. A function of the epoch, counted from 0,
            and the learning rate, that returns the new learning rate.
        verbose: Whether to say what is done: 0 or 1. A whole number from 0 to 1.

    See https://keras.io/api/callbacks/learning_rate_scheduler/
    """

    def __init__(
        self,
        schedule: Callable[..., Any],
        verbose: int = 0,
    ) -> None:
        super().__init__(
            schedule=schedule,
            verbose=verbose,
        )


class CSVLogger(CoreCallback):
    """Writes the losses and metrics of each epoch to a CSV file.

    By name: "csv_logger".

    Args:
        filename: The file. A text.
        separator: The character between two values. A text.
        append: Whether lines are added to a file that is there; else it is written anew. True or
            False.

    See https://keras.io/api/callbacks/csv_logger/
    """

    def __init__(
        self,
        filename: str,
        separator: str = ",",
        append: bool = False,
    ) -> None:
        super().__init__(
            filename=filename,
            separator=separator,
            append=append,
        )


class TensorBoard(CoreCallback):
    """Writes losses and metrics to event files, in the folders train and validation, that
    TensorBoard shows.

    By name: "tensorboard".

    Args:
        log_dir: The folder for the files; it is made if it isn't there. A text.
        write_steps_per_second: Whether to write how many batches a second are trained on. True or
            False.
        update_freq: When to write: "epoch", after each epoch, or also after each so many batches.
            "epoch", "batch", or a number of batches, a whole number of at least 1.

    See https://keras.io/api/callbacks/tensorboard/
    """

    def __init__(
        self,
        log_dir: str = "logs",
        write_steps_per_second: bool = False,
        update_freq: str | int = "epoch",
    ) -> None:
        super().__init__(
            log_dir=log_dir,
            write_steps_per_second=write_steps_per_second,
            update_freq=update_freq,
        )


class TerminateOnNaN(CoreCallback):
    """Ends the training, without an error, when the loss is no longer a finite number.

    By name: "terminate_on_nan" or "terminate_on_naan".

    Args:
        raise_error: Whether that is an error after all, as it is without this callback. True or
            False.

    See https://keras.io/api/callbacks/terminate_on_nan/
    """

    def __init__(
        self,
        raise_error: bool = False,
    ) -> None:
        super().__init__(
            raise_error=raise_error,
        )


class StopFile(CoreCallback):
    """Stops the training when a file appears, so that it can be stopped from another program.

    By name: "stop_file".

    Args:
        path: The file to look for, several times a second. Once it is seen it is removed; one that
            is there before the training begins counts too. A text.
        verbose: Whether to say what is done: 0 or 1. A whole number from 0 to 1.
    """

    def __init__(
        self,
        path: str,
        verbose: int = 0,
    ) -> None:
        super().__init__(
            path=path,
            verbose=verbose,
        )


class LambdaCallback(CoreCallback):
    """Calls functions at moments of the training.

    By name: "lambda_callback".

    Args:
        on_epoch_begin: Called before each epoch. A function of a number, counted from 0, and the
            logs, or None.
        on_epoch_end: Called after each epoch and its validation. A function of a number, counted
            from 0, and the logs, or None.
        on_train_begin: Called before the first epoch. A function of the logs, or None.
        on_train_end: Called after the last epoch. A function of the logs, or None.
        on_train_batch_begin: Called before each batch. A function of a number, counted from 0, and
            the logs, or None.
        on_train_batch_end: Called after each batch. A function of a number, counted from 0, and the
            logs, or None.
        on_test_begin: Called before each validation or evaluation. A function of the logs, or None.
        on_test_end: Called after each validation or evaluation. A function of the logs, or None.
        on_test_batch_begin: Called before each batch of these. A function of a number, counted from
            0, and the logs, or None.
        on_test_batch_end: Called after each batch of these. A function of a number, counted from 0,
            and the logs, or None.
        on_predict_begin: Called before each prediction. A function of the logs, or None.
        on_predict_end: Called after each prediction. A function of the logs, or None.
        on_predict_batch_begin: Called before each batch of a prediction. A function of a number,
            counted from 0, and the logs, or None.
        on_predict_batch_end: Called after each batch of a prediction. A function of a number,
            counted from 0, and the logs, or None.

    See https://keras.io/api/callbacks/lambda_callback/
    """

    def __init__(
        self,
        on_epoch_begin: Callable[..., Any] | None = None,
        on_epoch_end: Callable[..., Any] | None = None,
        on_train_begin: Callable[..., Any] | None = None,
        on_train_end: Callable[..., Any] | None = None,
        on_train_batch_begin: Callable[..., Any] | None = None,
        on_train_batch_end: Callable[..., Any] | None = None,
        on_test_begin: Callable[..., Any] | None = None,
        on_test_end: Callable[..., Any] | None = None,
        on_test_batch_begin: Callable[..., Any] | None = None,
        on_test_batch_end: Callable[..., Any] | None = None,
        on_predict_begin: Callable[..., Any] | None = None,
        on_predict_end: Callable[..., Any] | None = None,
        on_predict_batch_begin: Callable[..., Any] | None = None,
        on_predict_batch_end: Callable[..., Any] | None = None,
    ) -> None:
        super().__init__(
            on_epoch_begin=on_epoch_begin,
            on_epoch_end=on_epoch_end,
            on_train_begin=on_train_begin,
            on_train_end=on_train_end,
            on_train_batch_begin=on_train_batch_begin,
            on_train_batch_end=on_train_batch_end,
            on_test_begin=on_test_begin,
            on_test_end=on_test_end,
            on_test_batch_begin=on_test_batch_begin,
            on_test_batch_end=on_test_batch_end,
            on_predict_begin=on_predict_begin,
            on_predict_end=on_predict_end,
            on_predict_batch_begin=on_predict_batch_begin,
            on_predict_batch_end=on_predict_batch_end,
        )
