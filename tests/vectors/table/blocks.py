"""Residual blocks, in all places of a model."""

from .case import Case, Component, activation, component, dense, fit, residual
from .data import centered, mixed, weights


def around(about: str, layers: list[Component], **others) -> Case:
    """A small network with blocks, 15 steps with a short one in each epoch."""
    others = {"data": centered(13, 10), "fit": fit(32), "metrics": (), **others}
    return Case(about=about, layers=layers, **others)


CASES = {
    "residual": around(
        "A block of two dense layers between two others.",
        [dense(10, "tanh"), residual(dense(12, "relu"), dense(10)), dense(3, "sigmoid")],
        metrics=("accuracy",),
    ),
    "residual_nested": around(
        "A block in a block in a block.",
        [
            dense(8),
            residual(
                dense(6, "tanh"),
                residual(dense(5, "gelu"), residual(dense(5, "tanh")), dense(6)),
                dense(8),
            ),
            dense(3),
        ],
    ),
    "residual_first": around(
        "The first thing in a model: nobody wants the gradient of its input.",
        [residual(dense(8, "tanh"), dense(2)), dense(3, "sigmoid")],
    ),
    "residual_last": around(
        "The last thing in a model: the loss's gradient goes both ways.",
        [dense(3), residual(dense(8, "relu"), dense(3, "sigmoid"))],
        loss="mean_absolute_error",
    ),
    "residual_activation_after": around(
        "What is added goes through an activation.",
        [dense(8), residual(dense(8, "relu"), dense(8)), activation("relu"), dense(3)],
    ),
    "residual_activation_first": around(
        "Blocks that begin with an activation, and one that has no weights.",
        [
            dense(8),
            residual(activation("swish"), dense(8), activation("tanh"), dense(8)),
            residual(activation("softsign")),
            dense(3),
        ],
    ),
    "residual_deep": around(
        "Ten blocks on top of each other.",
        [dense(8), *[residual(dense(8, "tanh"), dense(8))] * 10, dense(5)],
        data=mixed(),
    ),
    "residual_clipnorm": around(
        "Clipped norms of each array, momentum, sample weights and validation.",
        [dense(8), residual(dense(8, "tanh"), residual(dense(8, "tanh"))), dense(3)],
        optimizer=component("SGD", learning_rate=0.1, momentum=0.9, clipnorm=0.1),
        sample_weight=weights(130),
        validation=centered(7, 5),
    ),
}
