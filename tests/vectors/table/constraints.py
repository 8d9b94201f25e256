"""What weights are held to after each step."""

from .case import Case, Component, adam, component, dense, fit
from .optimized import optimized

MAX = component("MaxNorm", max_value=0.9)


def constrained(about: str, optimizer, kernel, bias=None, **others) -> Case:
    """A small network whose kernels, and maybe biases, are held to something."""
    config = {"kernel_constraint": kernel}
    if bias is not None:
        config["bias_constraint"] = bias
    layers = [dense(8, "tanh", **config), dense(3, "sigmoid", **config)]
    return optimized(about, optimizer, layers=layers, **others)


def held(hidden: Component, last: Component) -> list[Component]:
    """The network's layers, each kernel held to something of its own."""
    return [
        dense(8, "tanh", kernel_constraint=hidden),
        dense(3, "sigmoid", kernel_constraint=last),
    ]


CASES = {
    "max_norm": constrained("The norm of each output's weights is held.", adam(), MAX),
    "max_norm_momentum": constrained(
        "Momentum doesn't see it; a bias is one vector.",
        component("SGD", learning_rate=0.5, momentum=0.9),
        MAX,
        component("MaxNorm", max_value=0.05),
    ),
    "max_norm_ema": constrained(
        "The weights' mean is taken before they are held, and isn't.",
        component(
            "SGD", learning_rate=0.5, use_ema=True, ema_momentum=0.7, ema_overwrite_frequency=3
        ),
        component("MaxNorm", max_value=0.7),
    ),
    "max_norm_accumulation": constrained(
        "Weights are held with every batch, also where they don't move.",
        component("SGD", learning_rate=0.5, gradient_accumulation_steps=3, use_ema=True),
        component("MinMaxNorm", min_value=0.5, max_value=0.8, rate=0.1),
    ),
    "max_norm_clipnorm": constrained(
        "A clipped gradient, weight decay and a norm over all weights.",
        component("Adam", learning_rate=0.05, clipnorm=0.02, weight_decay=0.1),
        component("MaxNorm", max_value=1.5, axis=[0, 1]),
    ),
    "non_neg": constrained(
        "No weight is negative, nor a bias.",
        component("SGD", learning_rate=0.5),
        "non_neg",
        component("NonNeg"),
    ),
    "non_neg_l2": optimized(
        "With a penalty on what is left, in a layer without a bias.",
        component("SGD", learning_rate=0.2, momentum=0.5),
        layers=[
            dense(
                30, "relu", kernel_constraint="NonNeg", kernel_regularizer=component("L2", l2=1e-2)
            ),
            dense(3, use_bias=False, kernel_constraint=component("NonNeg")),
        ],
    ),
    "unit_norm": optimized(
        "Norms of 1, over inputs in one layer and over outputs in the other.",
        adam(learning_rate=0.02),
        layers=held(component("UnitNorm"), component("UnitNorm", axis=1)),
        fit=fit(32, epochs=3),
        without={
            "inputs": {
                "layers": held(component("UnitNorm", axis=1), component("UnitNorm", axis=1))
            },
            "outputs": {"layers": held(component("UnitNorm"), component("UnitNorm"))},
        },
    ),
    "unit_norm_rows": constrained(
        "Norms of 1 for the weights of each input.",
        component("SGD", learning_rate=0.3),
        component("UnitNorm", axis=1),
    ),
    "min_max_norm": constrained(
        "Norms come nearer to their bounds step by step.",
        component("SGD", learning_rate=0.3, momentum=0.5),
        component("MinMaxNorm", min_value=0.4, max_value=0.9, rate=0.3, axis=-1),
        component("MinMaxNorm", min_value=0.1, max_value=0.2),
    ),
    "max_norm_muon": constrained(
        "After a step on whole arrays.", component("Muon", learning_rate=0.05), MAX
    ),
}
