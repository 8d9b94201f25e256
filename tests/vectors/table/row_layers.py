"""Layers beside the dense ones that work row by row."""

import numpy as np

from .case import Case, Component, activation, adam, component, dense, fit, relu
from .data import centered, classes, mixed, picture, weights


def adapted(x: np.ndarray) -> Component:
    """A Normalization with mean and variance of `x`, by the functions of Keras's `adapt`."""
    return component("Normalization", mean=np.mean(x, 0).tolist(), variance=np.var(x, 0).tolist())


CASES = {
    "layer_normalization": Case(
        about="Layer normalization with its defaults, before and after an activation.",
        layers=[
            dense(11),
            component("LayerNormalization"),
            relu(),
            dense(9, "tanh"),
            component("LayerNormalization"),
            dense(3),
        ],
        data=centered(),
        fit=fit(64),
        bias=0.3,
    ),
    "layer_normalization_plain": Case(
        about="Layer normalization with neither scale nor offset, then with one of them each.",
        layers=[
            dense(10, "tanh"),
            component("LayerNormalization", center=False, scale=False),
            dense(10, "tanh"),
            component("LayerNormalization", center=False),
            dense(10, "tanh"),
            component("LayerNormalization", scale=False),
            dense(3),
        ],
        data=centered(12, 10),
        fit=fit(32),
        bias=0.3,
    ),
    "layer_normalization_epsilon": Case(
        about="An epsilon that counts, sample weights, and a last batch that is short.",
        layers=[dense(8, "tanh"), component("LayerNormalization", epsilon=0.25), dense(3)],
        data=centered(),
        fit=fit(128),
        sample_weight=weights(300),
        bias=0.3,
    ),
    "layer_normalization_first": Case(
        about="The first thing in a model, on raw values; its weights learn all the same.",
        layers=[component("LayerNormalization"), dense(12, "tanh"), dense(5)],
        data=mixed(),
        fit=fit(32),
        bias=0.3,
    ),
    "layer_normalization_clipnorm": Case(
        about="The norm that is clipped is each vector's own; weight decay takes them too.",
        layers=[dense(10), component("LayerNormalization"), activation("tanh"), dense(3)],
        data=centered(12, 10),
        fit=fit(32),
        optimizer=component("AdamW", learning_rate=0.02, weight_decay=0.1, clipnorm=0.05),
        bias=0.3,
    ),
    "rms_normalization": Case(
        about="Rows divided by the root of their mean square, scaled; an epsilon that counts.",
        layers=[
            dense(10, "tanh"),
            component("RMSNormalization"),
            dense(9, "tanh"),
            component("RMSNormalization", epsilon=0.25),
            dense(3),
        ],
        data=centered(12, 10),
        fit=fit(32),
        bias=0.3,
    ),
    "unit_normalization": Case(
        about="Rows of length 1, in the middle and as the outputs.",
        layers=[
            dense(7, "tanh"),
            component("UnitNormalization"),
            dense(3, "tanh"),
            component("UnitNormalization"),
        ],
        data=centered(12, 10),
        fit=fit(32),
        bias=0.3,
    ),
    "prelu": Case(
        about="Slopes that are learnt, in the middle, in a row, and as the last layer.",
        layers=[
            dense(9),
            component("PReLU"),
            dense(9),
            component("PReLU", alpha_initializer="ones"),
            component("PReLU"),
            dense(3),
            component("PReLU"),
        ],
        data=centered(),
        fit=fit(64),
        bias=0.5,
    ),
    "prelu_accumulation": Case(
        about="Slopes whose gradients wait for others, with a running mean of the weights.",
        layers=[component("PReLU"), dense(9), component("PReLU"), dense(5)],
        data=mixed(),
        fit=fit(16),
        optimizer=adam(gradient_accumulation_steps=3, use_ema=True, ema_momentum=0.9),
        bias=0.5,
    ),
    "activation_glu": Case(
        about="Half of the outputs open and close the others, in a layer and as one.",
        layers=[
            dense(10, "glu"),
            dense(12),
            activation("glu"),
            dense(6),
            activation("glu"),
        ],
        data=centered(12, 10),
        fit=fit(32),
        bias=0.3,
    ),
    "glu_softmax": Case(
        about="A gate before a softmax whose loss takes a shorter way back.",
        layers=[dense(16, "glu"), dense(6, "glu"), activation("softmax")],
        data=classes(),
        fit=fit(32),
        loss="categorical_crossentropy",
        bias=0.3,
    ),
    "noise_of_nothing": Case(
        about="Layers of noise at a rate of 0, and the identity: nothing happens.",
        layers=[
            dense(10, "tanh"),
            component("Dropout", rate=0.0),
            component("GaussianNoise", stddev=0.0),
            dense(8, "relu"),
            component("GaussianDropout", rate=0.0),
            component("AlphaDropout", rate=0.0),
            component("Identity"),
            dense(3),
        ],
        data=centered(12, 10),
        fit=fit(32),
    ),
    "rescaling": Case(
        about="Raw coordinates brought to another scale, first and in the middle.",
        layers=[
            component("Rescaling", scale=0.1, offset=-1.0),
            dense(10, "tanh"),
            component("Rescaling", scale=-1.5),
            dense(3),
        ],
        data=picture(),
        fit=fit(64),
    ),
    "normalization_given": Case(
        about="Mean and variance given for each value, for all, and the way back.",
        layers=[
            component("Normalization", mean=[10.0, 8.0], variance=[30.0, 20.0]),
            dense(10, "tanh"),
            component("Normalization", axis=None, mean=0.25, variance=0.5),
            dense(3),
            component(
                "Normalization", mean=[0.5, 0.25, 0.5], variance=[0.5, 0.0, 2.0], invert=True
            ),
        ],
        data=picture(),
        fit=fit(64),
    ),
    "normalization_adapted": Case(
        about="Mean and variance that Keras's adapt() finds in x: the tests ask ours.",
        layers=[adapted(picture()[0]), dense(10, "tanh"), dense(3)],
        data=picture(),
        fit=fit(64),
    ),
    "pairs_of_row_layers": Case(
        about="A gate of normalized rows with slopes that are learnt, in large batches.",
        layers=[
            component("RMSNormalization"),
            dense(24, "glu"),
            component("LayerNormalization"),
            component("PReLU"),
            dense(10, "gelu"),
            component("UnitNormalization"),
            component("LayerNormalization", epsilon=0.01),
            dense(3, "sigmoid"),
        ],
        data=picture(),
        fit=fit(256),
        loss="binary_crossentropy",
        sample_weight=weights(300),
        bias=0.3,
    ),
}
