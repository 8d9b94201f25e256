"""Activations, in layers and as layers."""

from .case import Case, Component, activation, adam, component, dense, fit, relu
from .data import centered, lattice, picture


def activation_case(about: str, *functions: Component, **others) -> Case:
    """Each function once in a Dense layer and once as a layer of its own."""
    layers = []
    for function in functions:
        layers += [dense(9, function), dense(9), activation(function)]
    arguments = {"data": centered(12, 10), "fit": fit(32), **others}
    return Case(about=about, layers=[*layers, dense(3)], **arguments)


CASES = {
    "relu_all_arguments": Case(
        about="A ReLU layer with max_value, negative_slope and threshold all set.",
        layers=[
            dense(16),
            relu(max_value=1.5, negative_slope=0.125, threshold=0.25),
            dense(3),
        ],
        data=centered(),
        fit=fit(64),
    ),
    "relu_one_argument": Case(
        about="ReLU layers with one argument each; max_value 6 is Keras's relu6.",
        layers=[
            dense(12),
            relu(negative_slope=0.2),
            dense(12),
            relu(threshold=0.125),
            dense(12),
            relu(max_value=6.0),
            dense(3),
        ],
        data=centered(),
        fit=fit(64),
    ),
    "relu_kinks": Case(
        about="Sums at exactly 0 and at the threshold: value and gradient are 0 there.",
        layers=[dense(8), relu(threshold=0.5), dense(6, "relu"), dense(3)],
        data=lattice(),
        fit=fit(49, epochs=1),
        # The step takes every sum well away from the threshold, where relu jumps.
        seed=53,
        bias=0.0,
        grain=0.25,
    ),
    "activation_layer": Case(
        about="Activations as layers of their own, every name once.",
        layers=[
            dense(8),
            component("Activation", activation="tanh"),
            dense(8),
            component("Activation", activation="relu"),
            dense(8),
            component("Activation", activation="linear"),
            dense(3),
            component("Activation", activation="sigmoid"),
        ],
        data=centered(),
        fit=fit(64),
    ),
    "activation_leaky_relu": Case(
        about="leaky_relu by name, with its argument, and as a layer.",
        layers=[
            dense(9, "leaky_relu"),
            dense(9, component("leaky_relu", negative_slope=0.05)),
            dense(9),
            component("LeakyReLU"),
            dense(3),
            component("LeakyReLU", negative_slope=0.1),
        ],
        data=centered(12, 10),
        fit=fit(32),
    ),
    "activation_relu6": activation_case(
        "relu6, with inputs beyond 6.", "relu6", data=picture(12, 10)
    ),
    "activation_elu": Case(
        about="elu by name, with its argument, and as a layer.",
        layers=[
            dense(9, "elu"),
            dense(9, component("elu", alpha=0.3)),
            dense(9),
            component("ELU", alpha=1.5),
            dense(3),
            component("ELU"),
        ],
        data=centered(12, 10),
        fit=fit(32),
    ),
    "activation_selu": activation_case("selu.", "selu"),
    "activation_celu": activation_case(
        "celu, with alpha too.", "celu", component("celu", alpha=0.4)
    ),
    "activation_gelu": activation_case("gelu, exact.", "gelu"),
    "activation_gelu_approximate": activation_case(
        "gelu with the hyperbolic tangent.", component("gelu", approximate=True)
    ),
    "activation_silu": activation_case("silu, and its other name.", "silu", "swish"),
    "activation_mish": activation_case("mish.", "mish"),
    "activation_softplus": activation_case("softplus.", "softplus"),
    "activation_softsign": activation_case("softsign.", "softsign"),
    "activation_softmax": Case(
        about="softmax inside, at the end, and as a layer: it looks at whole rows.",
        layers=[dense(7, "softmax"), dense(17), component("Softmax"), dense(3, "softmax")],
        data=centered(12, 10),
        fit=fit(32),
        optimizer=adam(learning_rate=0.02),
    ),
    "activation_log_softmax": activation_case("log_softmax.", "log_softmax"),
    "activation_log_sigmoid": activation_case("log_sigmoid.", "log_sigmoid"),
    "activation_hard_sigmoid": activation_case(
        "hard_sigmoid, with inputs on all three lines.", "hard_sigmoid", data=picture(12, 10)
    ),
    "activation_hard_silu": activation_case(
        "hard_silu and its other name, with inputs beyond 3.",
        "hard_silu",
        "hard_swish",
        data=picture(12, 10),
    ),
    "activation_hard_tanh": activation_case(
        "hard_tanh, with inputs beyond 1.", "hard_tanh", data=picture(12, 10)
    ),
    "activation_tanh_shrink": activation_case("tanh_shrink.", "tanh_shrink", data=picture(12, 10)),
    "activation_soft_shrink": activation_case(
        "soft_shrink, with its argument too.",
        "soft_shrink",
        component("soft_shrink", threshold=0.125),
        data=picture(12, 10),
    ),
    "activation_hard_shrink": activation_case(
        "hard_shrink, with its argument too.",
        "hard_shrink",
        component("hard_shrink", threshold=0.125),
        data=picture(12, 10),
    ),
    "activation_threshold": activation_case(
        "threshold, whose arguments have no defaults.",
        component("threshold", threshold=0.25, default_value=-0.5),
    ),
    "activation_squareplus": activation_case(
        "squareplus, with its argument too.", "squareplus", component("squareplus", b=0.5)
    ),
    "activation_sparse": activation_case(
        "sparse_plus and sparse_sigmoid.", "sparse_plus", "sparse_sigmoid"
    ),
    "activation_exponential": activation_case("exponential.", "exponential"),
    "activation_sin_frequency": activation_case(
        "The sine with a frequency, which Keras hasn't.", component("sin", frequency=5.0)
    ),
}
