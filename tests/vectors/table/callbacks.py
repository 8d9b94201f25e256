"""Callbacks: what stops a training, or makes its steps smaller."""

from .case import Case, adam, component, dense, fit
from .data import centered, classes


def watched(about: str, *callbacks: dict, epochs: int = 12, **others) -> Case:
    """A small network with a validation, and callbacks that watch it."""
    arguments = fit(32, epochs=epochs, validation_split=0.2, callbacks=list(callbacks))
    defaults = {
        "layers": [dense(8, "tanh"), dense(3, "sigmoid")],
        "data": centered(12, 10),
        "optimizer": adam(learning_rate=0.02),
        "metrics": (),
    }
    return Case(
        about=about, **{**defaults, "fit": {**arguments, **others.pop("fit", {})}, **others}
    )


stopping = component
early = "EarlyStopping"
plateau = "ReduceLROnPlateau"

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
        stopping(early, monitor="accuracy", patience=1, start_from_epoch=3, min_delta=0.05),
        layers=[dense(8, "tanh"), dense(3, "softmax")],
        data=classes(),
        loss="categorical_crossentropy",
        metrics=("accuracy",),
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
        "The learning rate of momentum's steps, by the validation and Keras's own patience.",
        stopping(plateau, factor=0.2, patience=2, min_delta=0.003),
        optimizer=component("SGD", learning_rate=0.5, momentum=0.9),
    ),
    "plateau_and_early_stopping": watched(
        "Both watch: smaller steps first, then the end, and the best weights.",
        stopping(plateau, factor=0.5, patience=1, min_delta=0.01),
        stopping(early, patience=4, min_delta=0.01, restore_best_weights=True),
        fit={"class_weight": {"0": 0.5, "2": 2.0}},
    ),
}
