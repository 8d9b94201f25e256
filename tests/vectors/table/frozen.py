"""Layers whose weights training leaves as they are."""

from .case import component, dense, fit
from .optimized import optimized

LAYERS = [dense(8, "tanh"), dense(7, "relu", trainable=False), dense(3, "sigmoid")]

CASES = {
    "frozen": optimized(
        "A layer in the middle.", component("Adam", learning_rate=0.02), layers=LAYERS
    ),
    "frozen_first": optimized(
        "The first two layers: the way back ends before them.",
        component("SGD", learning_rate=0.5, momentum=0.9),
        layers=[dense(8, "tanh", trainable=False), *LAYERS[1:]],
        fit=fit(128, epochs=4),
    ),
    "frozen_last": optimized(
        "The last layer.",
        component("SGD", learning_rate=0.5),
        layers=[*LAYERS[:1], dense(3, "sigmoid", trainable=False)],
    ),
    "frozen_global_clipnorm": optimized(
        "What is frozen doesn't count in the norm.",
        component("SGD", learning_rate=0.5, momentum=0.8, global_clipnorm=0.02),
        layers=LAYERS,
    ),
    "frozen_decay": optimized(
        "It doesn't decay, isn't penalized, isn't held, and has no mean.",
        component("AdamW", learning_rate=0.02, weight_decay=0.3, use_ema=True, ema_momentum=0.8),
        layers=[
            *LAYERS[:1],
            dense(
                7,
                "relu",
                trainable=False,
                kernel_regularizer=component("L2", l2=0.1),
                kernel_constraint=component("MaxNorm", max_value=0.1),
                bias_constraint="non_neg",
            ),
            dense(3, "sigmoid", kernel_regularizer=component("L2", l2=0.01)),
        ],
        fit=fit(32, epochs=4, validation_split=0.2),
    ),
    "frozen_muon": optimized(
        "With steps on whole arrays.", component("Muon", learning_rate=0.02), layers=LAYERS
    ),
    "frozen_batch_normalization": optimized(
        "A frozen one takes its moving statistics; another has a penalty beside it, and a bound.",
        component("SGD", learning_rate=0.3, momentum=0.5),
        layers=[
            dense(8, kernel_regularizer=component("L2", l2=0.01)),
            component("BatchNormalization", trainable=False),
            dense(7, "tanh", activity_regularizer=component("L2", l2=0.01)),
            component("BatchNormalization", momentum=0.8),
            dense(3, "sigmoid", kernel_constraint=component("MaxNorm", max_value=0.8)),
        ],
        fit=fit(32, epochs=4, validation_split=0.2),
    ),
}
