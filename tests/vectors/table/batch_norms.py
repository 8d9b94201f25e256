"""Batch normalisation: its statistics, its moving averages, and what it meets."""

from .case import Case, Component, activation, component, dense, fit, residual
from .data import centered, mixed, weights


def norm(**config) -> Component:
    """A BatchNormalization layer whose moving averages move within a few steps."""
    return component("BatchNormalization", **{"momentum": 0.8, **config})


def linear(units: int) -> Component:
    """A Dense layer without biases, which a normalisation would take away again.

    Their gradient is nothing but rounding, and Adam makes whole steps of it.
    """
    return dense(units, use_bias=False)


NETWORK = [linear(8), norm(), activation("tanh"), dense(3, "sigmoid")]


def normalized(about: str, layers: list[Component] = NETWORK, **others) -> Case:
    """A small network, 20 steps, the last of each epoch with two rows."""
    others = {"data": centered(13, 10), "fit": fit(32, epochs=4), "metrics": (), **others}
    return Case(about=about, layers=layers, **others)


def cared(**others) -> list[Component]:
    """A network whose gamma and beta are penalised and held, but for `others`."""
    care = {
        "gamma_regularizer": component("L2", l2=0.1),
        "beta_regularizer": component("L2", l2=0.3),
        "gamma_constraint": component("MaxNorm", max_value=2.5),
        "beta_constraint": component("NonNeg"),
        **others,
    }
    return [linear(8), norm(**care), activation("tanh"), dense(3, "sigmoid")]


CASES = {
    "batch_norm": normalized(
        "Keras's defaults: moving averages that are far from there yet; a short last batch.",
        [linear(8), component("BatchNormalization"), activation("tanh"), dense(3, "sigmoid")],
    ),
    "batch_norm_moving": normalized(
        "Moving averages that have followed; errors beside the loss, and validation data.",
        metrics=("mean_absolute_error",),
        validation=centered(7, 5),
    ),
    "batch_norm_one_row": normalized(
        "A last batch of one row, whose variance is 0.",
        data=centered(13, 5),
    ),
    "batch_norm_no_center": normalized(
        "Without beta.",
        [linear(8), norm(center=False), activation("relu"), dense(3)],
    ),
    "batch_norm_no_scale": normalized(
        "Without gamma, behind an activation.",
        [dense(8, "tanh"), norm(scale=False), dense(3)],
    ),
    "batch_norm_bare": normalized(
        "Without either: the first thing in the model, and the last but one.",
        [
            norm(center=False, scale=False),
            dense(8, "gelu"),
            norm(center=False, scale=False),
            dense(3),
        ],
    ),
    "batch_norm_epsilon": normalized(
        "A large epsilon, a momentum of 0 and one of 1.",
        [
            linear(8),
            norm(epsilon=0.5, momentum=0.0),
            dense(6, "tanh"),
            norm(momentum=1.0),
            dense(3),
        ],
    ),
    "batch_norm_weights": normalized(
        "Sample weights, some of them 0, have no part in the statistics.",
        sample_weight=weights(130),
    ),
    "batch_norm_last": normalized(
        "The last thing in the model.",
        [dense(8, "relu"), linear(5), norm()],
        data=mixed(),
        loss="mean_absolute_error",
    ),
    "batch_norm_residual": normalized(
        "In blocks, before and behind activations and between blocks.",
        [
            linear(8),
            residual(norm(), activation("relu"), linear(8), norm(), activation("tanh"), linear(8)),
            norm(),
            residual(residual(dense(8, "tanh"), norm())),
            dense(3, "sigmoid"),
        ],
    ),
    "batch_norm_clipnorm": normalized(
        "Clipped norms of each array, gamma's and beta's too, and a bias without a gradient.",
        [dense(8), norm(), activation("tanh"), dense(3, "sigmoid")],
        # Gamma's gradients are the smallest, with norms from 0.005 to 0.012.
        optimizer=component("SGD", learning_rate=0.2, momentum=0.9, clipnorm=0.005),
        without={"clipping": {"optimizer": component("SGD", learning_rate=0.2, momentum=0.9)}},
    ),
    "batch_norm_penalties": normalized(
        "Penalties on gamma and beta, and what these are held to.",
        cared(),
        optimizer=component("SGD", learning_rate=0.1),
        without={
            name: {"layers": cared(**{name: None})}
            for name in (
                "gamma_regularizer",
                "beta_regularizer",
                "gamma_constraint",
                "beta_constraint",
            )
        },
    ),
    "batch_norm_behind_dropout": normalized(
        "Behind a dropout that drops nothing: the batch's statistics, and its moving averages.",
        [
            linear(8),
            component("Dropout", rate=0.0),
            norm(),
            activation("tanh"),
            component("Dropout", rate=0.0),
            norm(),
            dense(3, "sigmoid"),
        ],
        validation=centered(7, 5),
    ),
    "batch_norm_accumulation": normalized(
        "Moving averages follow every batch, weights every third.",
        optimizer=component("Adam", learning_rate=0.01, gradient_accumulation_steps=3),
    ),
    "batch_norm_decay": normalized(
        "Weight decay and the mean of the weights leave the moving averages alone.",
        optimizer=component(
            "AdamW", learning_rate=0.01, weight_decay=0.1, use_ema=True, ema_momentum=0.8
        ),
    ),
    "batch_norm_large": normalized(
        "A batch of more rows than are worked on together elsewhere.",
        data=centered(40, 30),
        fit=fit(1100, epochs=2),
    ),
}
