"""Penalties on weights and on outputs, alone and beside what else changes a gradient."""

from .case import Case, adam, component, dense, fit
from .data import centered, fading
from .optimized import optimized

L1 = component("L1", l1=0.003)
L2 = component("L2", l2=0.02)
BOTH = component("L1L2", l1=0.001, l2=0.01)


def penalized(about: str, optimizer, kernel=L2, bias=None, **others) -> Case:
    """A small network whose layers are all penalized."""
    config = {"kernel_regularizer": kernel}
    if bias is not None:
        config["bias_regularizer"] = bias
    layers = [dense(8, "tanh", **config), dense(3, "sigmoid", **config)]
    return optimized(about, optimizer, layers=layers, **others)


CASES = {
    "l1": penalized(
        "L1 on the kernels; its value counts in loss and validation.",
        adam(),
        L1,
        fit=fit(32, epochs=4, validation_split=0.2),
    ),
    "l2_names": Case(
        about="L2 by its name and L1 by its class, with their defaults; on wide kernels.",
        layers=[
            dense(40, "relu", kernel_regularizer="l2"),
            dense(17, "tanh", bias_regularizer="L1"),
            dense(3),
        ],
        data=centered(),
        fit=fit(150, epochs=4),
        optimizer=component("SGD", learning_rate=0.05),
        metrics=("mean_absolute_error",),
    ),
    "l1_l2": penalized(
        "Both penalties on kernels, another on biases.",
        component("SGD", learning_rate=0.3),
        BOTH,
        component("L2", l2=0.3),
    ),
    "l1_sample_weight": penalized(
        "Sample weights leave a penalty alone, whose share of an epoch goes by rows.",
        component("SGD", learning_rate=0.3),
        L1,
        L1,
        sample_weight=fading(130),
    ),
    "l2_momentum_clipnorm": penalized(
        "A penalty's gradient comes before the norm is clipped.",
        component("SGD", learning_rate=0.5, momentum=0.9, clipnorm=0.05),
    ),
    "l2_global_clipnorm": penalized(
        "The same with one norm for all, and a penalty on biases.",
        component("Adam", learning_rate=0.02, global_clipnorm=0.04),
        L2,
        L2,
    ),
    "l2_clipvalue": penalized(
        "The same with values that are clipped.",
        component("SGD", learning_rate=0.5, clipvalue=0.01),
    ),
    "l2_weight_decay": penalized(
        "A penalty and weight decay are two things.",
        component("AdamW", learning_rate=0.02, weight_decay=0.1),
    ),
    "l2_accumulation": penalized(
        "Each batch's gradient has the penalty's in it.",
        component("Adam", learning_rate=0.02, gradient_accumulation_steps=3),
        BOTH,
    ),
    "l2_loss_scale": penalized(
        "The penalty is scaled as the loss is.",
        component("SGD", learning_rate=0.3, loss_scale_factor=512.0),
        BOTH,
    ),
    "l2_adafactor": penalized(
        "A penalty's gradient in a step on whole arrays.",
        component("Adafactor", learning_rate=0.1),
        L2,
        L1,
    ),
    "orthogonal_rows": penalized(
        "A penalty on rows that aren't orthogonal.",
        component("SGD", learning_rate=0.3),
        component("OrthogonalRegularizer", factor=0.5),
    ),
    "orthogonal_columns": penalized(
        "A penalty on columns that aren't, beside L2 on biases and a clipped norm.",
        component("SGD", learning_rate=0.3, momentum=0.8, clipnorm=0.1),
        component("OrthogonalRegularizer", factor=0.2, mode="columns"),
        L2,
        fit=fit(32, epochs=4, validation_split=0.2),
    ),
    "activity": optimized(
        "Penalties on what layers give, one of them behind a function that keeps its inputs.",
        component("SGD", learning_rate=0.2),
        layers=[
            dense(8, "gelu", activity_regularizer=L2),
            dense(9, "tanh", activity_regularizer=L1),
            dense(3),
        ],
        fit=fit(32, epochs=4, validation_split=0.2),
    ),
    "activity_sample_weight": optimized(
        "A penalty on outputs leaves sample weights out; loss scale and L2 beside it.",
        component("SGD", learning_rate=0.2, loss_scale_factor=64.0),
        layers=[
            dense(8, "relu", activity_regularizer=BOTH, kernel_regularizer=L2),
            dense(3, "sigmoid", activity_regularizer=L2),
        ],
        sample_weight=fading(130),
    ),
    "activity_last_crossentropy": optimized(
        "A penalty on a sigmoid's outputs, through which the loss knows a shorter way.",
        adam(learning_rate=0.02),
        layers=[dense(8, "tanh"), dense(3, "sigmoid", activity_regularizer=BOTH)],
        loss="binary_crossentropy",
    ),
    "activity_last_softmax": optimized(
        "The same behind a softmax.",
        adam(learning_rate=0.02),
        layers=[
            dense(8, "tanh"),
            dense(3, "softmax", activity_regularizer=component("L2", l2=0.1)),
        ],
        loss="categorical_crossentropy",
    ),
    "activity_layer": optimized(
        "The layer that penalizes, first, in the middle and last.",
        component("RMSprop", learning_rate=0.01),
        layers=[
            component("ActivityRegularization", l1=0.01),
            dense(8, "tanh"),
            component("ActivityRegularization", l1=0.001, l2=0.01),
            dense(3),
            component("ActivityRegularization", l2=0.05),
        ],
        fit=fit(32, epochs=4, validation_split=0.2),
    ),
    "l2_of_vectors": optimized(
        "Penalties and bounds of layers whose weights are vectors, one of them frozen.",
        component("SGD", learning_rate=0.3, momentum=0.5, clipnorm=0.1),
        layers=[
            dense(8),
            component(
                "LayerNormalization",
                gamma_regularizer=L2,
                beta_regularizer=L2,
                beta_constraint=component("MaxNorm", max_value=0.1),
            ),
            component("PReLU", alpha_regularizer=L2, alpha_constraint="non_neg"),
            component("LayerNormalization", trainable=False, gamma_regularizer=L2),
            dense(3, "sigmoid"),
        ],
        fit=fit(32, epochs=4, validation_split=0.2),
    ),
}
