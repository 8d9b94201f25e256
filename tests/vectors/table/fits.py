"""What `fit` is told: batches, epochs, weights, validation."""

from .case import Case, dense, fit
from .data import centered, classes, mask, weights

CASES = {
    "validation_split": Case(
        about="The last rows held out, where the share is no whole number of rows.",
        layers=[dense(10, "sigmoid"), dense(3, "sigmoid")],
        data=centered(13, 11),
        fit=fit(32, validation_split=0.3),
        seed=0,
    ),
    "validation_split_weights": Case(
        about="Held-out rows keep weights; 100 * (1 - 0.8) is 19 rows by doubles.",
        layers=[dense(10, "tanh"), dense(3)],
        data=centered(10, 10),
        fit=fit(16, validation_split=0.8),
        seed=5,
        sample_weight=weights(100),
    ),
    "validation_data": Case(
        about="Validation rows and their weights given; the last batch is short there.",
        layers=[dense(10, "tanh"), dense(3, "sigmoid")],
        data=centered(12, 10),
        fit=fit(32),
        validation=centered(9, 5),
        validation_weight=weights(45),
    ),
    "sample_weight": Case(
        about="Weights in the loss, divided by rows; accuracy is unweighted.",
        layers=[dense(10, "tanh"), dense(3, "sigmoid")],
        data=centered(),
        fit=fit(128),
        sample_weight=weights(300),
    ),
    "batch_larger_than_data": Case(
        about="One short batch an epoch: fewer rows than the batch size.",
        layers=[dense(10, "sigmoid"), dense(3, "sigmoid")],
        data=centered(7, 5),
        fit=fit(128),
        seed=0,
    ),
    "batch_of_one": Case(
        about="A step for each row.",
        layers=[dense(6, "tanh"), dense(3, "sigmoid")],
        data=centered(6, 5),
        fit=fit(1, epochs=2),
    ),
    "initial_epoch": Case(
        about="Epochs counted from 2 to 5: three are trained.",
        layers=[dense(10, "tanh"), dense(3, "sigmoid")],
        data=centered(12, 10),
        fit=fit(32, epochs=5, initial_epoch=2),
    ),
    "class_weight": Case(
        about="Classes by the place of the largest target; one counts as 1 for not being given.",
        layers=[dense(10, "tanh"), dense(3, "softmax")],
        data=classes(),
        loss="categorical_crossentropy",
        fit=fit(32, class_weight={"0": 0.25, "2": 3.5}),
    ),
    "class_weight_one_output": Case(
        about="Classes by the number itself: 0.5 is rounded to 0. Held-out rows aren't weighted.",
        layers=[dense(10, "tanh"), dense(1, "sigmoid")],
        data=mask(12, 10),
        loss="binary_crossentropy",
        fit=fit(32, class_weight={"0": 0.5, "1": 2.5}, validation_split=0.25),
    ),
    "validation_freq": Case(
        about="A validation after every second epoch, counted from 0 and not from the first one.",
        layers=[dense(10, "tanh"), dense(3, "sigmoid")],
        data=centered(12, 10),
        fit=fit(32, epochs=6, initial_epoch=1, validation_split=0.2, validation_freq=2),
        without={
            "the first epoch's number": {
                "fit": fit(32, epochs=5, validation_split=0.2, validation_freq=2)
            },
        },
    ),
    "validation_freq_list": Case(
        about="A validation after the first and the fourth epoch.",
        layers=[dense(10, "tanh"), dense(3, "sigmoid")],
        data=centered(12, 10),
        fit=fit(32, epochs=5, validation_freq=[1, 4]),
        validation=centered(9, 5),
    ),
    "many_epochs": Case(
        about="120 steps of Adam, to the part where bias correction fades.",
        layers=[dense(8, "tanh"), dense(3, "sigmoid")],
        data=centered(12, 10),
        fit=fit(32, epochs=30),
    ),
}
