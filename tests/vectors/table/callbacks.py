"""Callbacks: what stops a training, or makes its steps smaller."""

from .case import Case, Component, adam, component, dense, fit
from .data import centered, classes


def watching(*callbacks: Component, epochs: int = 12, **others) -> dict:
    """Arguments of `fit`: a validation, and callbacks that watch it."""
    return fit(32, epochs=epochs, validation_split=0.2, callbacks=list(callbacks), **others)


def watched(about: str, *callbacks: Component, epochs: int = 12, **others) -> Case:
    """A small network with a validation, and callbacks that watch it.

    In `without` stand callbacks in place of these, or arguments of `fit`.
    """
    arguments = {**watching(*callbacks, epochs=epochs), **others.pop("fit", {})}
    without = {
        thing: {"fit": {**arguments, **changed}}
        for thing, changed in others.pop("without", {}).items()
    }
    defaults = {
        "layers": [dense(8, "tanh"), dense(3, "sigmoid")],
        "data": centered(12, 10),
        "optimizer": adam(learning_rate=0.02),
        "metrics": (),
    }
    return Case(about=about, fit=arguments, without=without, **{**defaults, **others})


stopping = component
early = "EarlyStopping"
plateau = "ReduceLROnPlateau"


def only(*callbacks: Component) -> dict:
    """No callbacks but these."""
    return {"callbacks": list(callbacks)}


def accuracy(**others) -> Component:
    """An early stopping by the accuracy."""
    config = {"patience": 1, "start_from_epoch": 3, "min_delta": 0.035, **others}
    return component(early, monitor="accuracy", **config)


def of_validation(**others) -> Component:
    """Smaller steps by the validation."""
    return component(plateau, factor=0.2, **{"patience": 2, "min_delta": 0.001, **others})


SMALLER = component(plateau, factor=0.5, patience=1, min_delta=0.002)
END = {"patience": 3, "min_delta": 0.002}
#: By what each epoch's rate is the one before.
FACTORS = [8, 4, 1.5, 0.25, 2, 0.5]

CASES = {
    "early_stopping": watched(
        "Stops two epochs after the validation loss has stopped falling by enough.",
        stopping(early, min_delta=0.004, patience=2),
    ),
    "early_stopping_restores": watched(
        "The weights of the best epoch come back, though the training goes on after it.",
        stopping(early, min_delta=0.004, patience=3, restore_best_weights=True),
    ),
    "early_stopping_accuracy": watched(
        "More is better for an accuracy, and the first epochs aren't looked at.",
        accuracy(),
        layers=[dense(8, "tanh"), dense(3, "softmax")],
        data=classes(),
        loss="categorical_crossentropy",
        metrics=("accuracy",),
        seed=3,
        without={
            "more being better": only(accuracy(mode="min")),
            "the first epochs": only(accuracy(start_from_epoch=0)),
            "an improvement that counts": only(accuracy(min_delta=0)),
        },
    ),
    "early_stopping_baseline": watched(
        "No epoch beats the baseline: patience isn't begun anew by improvements.",
        stopping(early, monitor="loss", baseline=0.001, patience=4, restore_best_weights=True),
    ),
    "early_stopping_validation_freq": watched(
        "Epochs without a validation don't count.",
        stopping(early, min_delta=0.01, patience=2, restore_best_weights=True),
        fit={"validation_freq": 2},
        epochs=16,
    ),
    "early_stopping_ema": watched(
        "The best epoch's weights come after the mean of all.",
        stopping(early, min_delta=0.004, patience=2, restore_best_weights=True),
        optimizer=adam(learning_rate=0.02, use_ema=True, ema_momentum=0.9),
    ),
    "plateau": watched(
        "Half the learning rate where the loss doesn't fall by enough; a cooldown, a floor.",
        stopping(
            plateau,
            monitor="loss",
            factor=0.5,
            patience=1,
            min_delta=0.006,
            cooldown=2,
            min_lr=0.003,
        ),
    ),
    "plateau_of_the_validation": watched(
        "The learning rate of momentum's steps, by the validation and not by the loss.",
        of_validation(),
        optimizer=component("SGD", learning_rate=0.2, momentum=0.9),
        without={
            "the validation": only(of_validation(monitor="loss")),
            "patience": only(of_validation(patience=1)),
        },
    ),
    "plateau_and_early_stopping": watched(
        "Both watch: smaller steps first, then the end, and the best weights.",
        SMALLER,
        stopping(early, restore_best_weights=True, **END),
        # Backwards: only the last rows of the picture are of class 0.
        data=tuple(rows[::-1] for rows in centered(12, 10)),
        fit={"class_weight": {"0": 3.0, "1": 0.5}},
        without={
            "smaller steps": only(stopping(early, restore_best_weights=True, **END)),
            "the end": only(SMALLER),
            "the best weights": only(SMALLER, stopping(early, **END)),
            "the weight of 0": {"class_weight": {"1": 0.5}},
            "the weight of 1": {"class_weight": {"0": 3.0}},
        },
    ),
    "learning_rate_scheduler": watched(
        "A function of the epoch, counted from 0, and of the rate that it finds.",
        component("LearningRateScheduler", schedule=FACTORS),
        epochs=6,
        fit={"initial_epoch": 2},
        without={
            "the function": only(),
            "the epoch's number": only(
                component("LearningRateScheduler", schedule=[*FACTORS[2:], 1, 1])
            ),
        },
    ),
}
