"""The table of golden cases: what each one builds, fits and is there to catch.

Add a case by adding an entry to `CASES`; README.md beside this file tells the rest.
"""

from dataclasses import dataclass, field

import numpy as np

Component = dict | str
Arrays = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Case:
    """One golden case, before Keras has computed anything.

    Attributes:
        about: What the case is there to catch, in one line.
        layers: Layer components, in the form of the case file.
        data: Inputs and targets, both float32 with a row for each sample.
        fit: Keyword arguments of `fit`, as they stand in the case file.
        optimizer: An optimizer's name or component.
        loss: A loss's name or component.
        metrics: Names or components of metrics.
        sample_weight: A weight for each row of `data`, or None.
        validation: Inputs and targets to validate on, or None.
        validation_weight: A weight for each row of `validation`, or None.
        seed: Seed of the initial weights; choose one whose accuracies say something.
        bias: Initial biases are drawn from [-bias, bias]. Keras's own are 0.
        grain: Initial weights are rounded to multiples of this. 0 leaves them.
    """

    about: str
    layers: list[Component]
    data: Arrays
    fit: dict = field(default_factory=dict)
    optimizer: Component = "adam"
    loss: Component = "mean_squared_error"
    metrics: tuple[Component, ...] = ("accuracy",)
    sample_weight: np.ndarray | None = None
    validation: Arrays | None = None
    validation_weight: np.ndarray | None = None
    seed: int = 7
    bias: float = 0.1
    grain: float = 0.0


# Components ---------------------------------------------------------------------------


def component(class_name: str, **config) -> Component:
    """A component as the case file writes it; arguments left out take the default."""
    return {"class_name": class_name, "config": config}


def dense(units: int, activation: Component | None = None, **config) -> Component:
    """A Dense layer."""
    if activation is not None:
        config = {"activation": activation, **config}
    return component("Dense", units=units, **config)


def relu(**config) -> Component:
    """A ReLU layer."""
    return component("ReLU", **config)


def activation(name: Component) -> Component:
    """An Activation layer."""
    return component("Activation", activation=name)


def adam(**config) -> Component:
    """An Adam optimizer."""
    return component("Adam", **config)


def optimized(about: str, optimizer: Component, **others) -> Case:
    """A small network, 25 steps with a short one in each epoch, and an optimizer of its own."""
    layers = [dense(8, "tanh"), dense(3, "sigmoid")]
    others = {"layers": layers, "fit": fit(32, epochs=5), **others}
    return Case(
        about=about,
        data=centered(13, 10),
        optimizer=optimizer,
        metrics=(),
        **others,
    )


schedule = component


def scheduled(class_name: str, **config) -> Case:
    """Plain SGD, whose every step shows its learning rate."""
    rate = schedule(class_name, **config)
    return optimized(
        f"SGD with {class_name} as its learning rate.", component("SGD", learning_rate=rate)
    )


def fit(batch_size: int, epochs: int = 3, **others) -> dict:
    """Arguments of `fit`. Never shuffled: every trainer draws another order."""
    return {"batch_size": batch_size, "epochs": epochs, "shuffle": False, **others}


# Data ---------------------------------------------------------------------------------


def grid(width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """1-based x and y of every pixel, x slowest, as tidyr::spread leaves them."""
    x, y = np.meshgrid(np.arange(width) + 1, np.arange(height) + 1, indexing="ij")
    return x.ravel(), y.ravel()


def levels(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """8-bit colours of a made-up picture, an (n, 3) array of whole numbers.

    A slow colour gradient under a fine texture. Integer arithmetic alone, so that
    the picture does not hang on any library's sine.
    """
    smooth = [
        30 + 9 * x + 3 * y,
        200 - 6 * x + (x * y) // 4,
        90 + (x - 9) ** 2 - 5 * y,
    ]
    texture = [(7 * x * y + 13 * x + 29 * c * y) % 23 - 11 for c in (1, 2, 3)]
    colours = [s + t for s, t in zip(smooth, texture, strict=True)]
    return np.clip(np.stack(colours, axis=1), 0, 255)


def picture(width: int = 20, height: int = 15) -> Arrays:
    """Raw pixel coordinates and the colours k/255 there, as the post has them."""
    x, y = grid(width, height)
    coordinates = np.stack([x, y], axis=1).astype(np.float32)
    return coordinates, (levels(x, y) / 255).astype(np.float32)


def centered(width: int = 20, height: int = 15) -> Arrays:
    """The same picture on coordinates in [-1, 1]: pixel centers, aspect kept."""
    coordinates, colours = picture(width, height)
    size = np.array([width, height])
    return ((2 * coordinates - 1 - size) / size.max()).astype(np.float32), colours


def mask(width: int = 20, height: int = 15) -> Arrays:
    """One output: a disc of 1 on 0 with a grey row, which no binary accuracy counts."""
    coordinates, _ = centered(width, height)
    inside = np.hypot(coordinates[:, 0] - 0.2, coordinates[:, 1]) < 0.6
    value = np.where(coordinates[:, 1] > 0.65, 0.5, inside)
    return coordinates, value.astype(np.float32)[:, None]


def mixed(rows: int = 90) -> Arrays:
    """Four inputs and five targets that depend on them, from whole numbers alone."""
    i = np.arange(rows)[:, None]
    x = (i * np.array([7, 11, 17, 23]) % 31 - 15) / 16
    y = (
        x
        @ np.array([[1, -2, 0, 2, 1], [0, 1, 1, -1, 2], [2, 0, -1, 1, 0]]).repeat([1, 1, 2], axis=0)
    ) / 8 + (i * np.arange(1, 6) % 7) / 16
    return x.astype(np.float32), y.astype(np.float32)


def bright() -> Arrays:
    """A small picture without darkness: percentages of its colours are no large numbers."""
    coordinates, colours = centered(12, 10)
    return coordinates, (0.25 + colours / 2).astype(np.float32)


def classes() -> Arrays:
    """Three classes, one in each row: the brightest channel of a small picture."""
    coordinates, colours = centered(12, 10)
    return coordinates, np.eye(3, dtype=np.float32)[colours.argmax(axis=1)]


def lattice() -> Arrays:
    """Whole-number inputs, on which weights of coarse grain give exact sums."""
    x, y = grid(7, 7)
    return np.stack([x - 4, y - 4], axis=1).astype(np.float32), picture(7, 7)[1]


def weights(rows: int) -> np.ndarray:
    """Sample weights between 0 and 2, a few of them 0."""
    return (np.arange(rows) * 5 % 17 / 8).astype(np.float32)


def fading(rows: int) -> np.ndarray:
    """Sample weights that fall from 2 to nearly nothing, so that gradients do."""
    return (2 * (rows - np.arange(rows)) ** 2 / rows**2).astype(np.float32)


# Cases --------------------------------------------------------------------------------

POST_DEEP = [
    dense(100, "tanh"),
    *[dense(100, "relu")] * 4,
    dense(3),
    relu(max_value=1.0),
]


def activation_case(about: str, *functions: Component, **others) -> Case:
    """Each function once in a Dense layer and once as a layer of its own."""
    layers = []
    for function in functions:
        layers += [dense(9, function), dense(9), activation(function)]
    arguments = {"data": centered(12, 10), "fit": fit(32), **others}
    return Case(about=about, layers=[*layers, dense(3)], **arguments)


def loss_case(
    about: str,
    loss: Component,
    outputs: int = 3,
    last: str | None = "sigmoid",
    own_layer: bool = False,
    **others,
) -> Case:
    """A small network that is trained on a loss; `last` is its last activation."""
    end = [dense(outputs), activation(last)] if own_layer else [dense(outputs, last)]
    arguments = {
        "data": bright(),
        "fit": fit(32),
        "metrics": (),
        "optimizer": adam(learning_rate=0.01),
        **others,
    }
    return Case(about=about, layers=[dense(10, "tanh"), *end], loss=loss, **arguments)


CASES = {
    "post_one_layer": Case(
        about="The post's first network: 9 parameters, raw pixel coordinates.",
        layers=[dense(3, "sigmoid")],
        data=picture(),
        fit=fit(128),
        # Other seeds saturate the sigmoids, and accuracy then hangs on the last bit.
        seed=228,
        bias=0.0,
    ),
    "post_two_hidden": Case(
        about="The post's second network: two hidden layers of 10, all sigmoid.",
        layers=[dense(10, "sigmoid"), dense(10, "sigmoid"), dense(3, "sigmoid")],
        data=picture(),
        fit=fit(128),
        bias=0.0,
    ),
    "post_deep": Case(
        about="The post's third network: 41,003 parameters, clipped linear output.",
        layers=POST_DEEP,
        data=picture(),
        fit=fit(128),
        bias=0.0,
    ),
    "centered_coordinates": Case(
        about="Coordinates in [-1, 1], relu inside and sigmoid at the end.",
        layers=[dense(16, "relu"), dense(16, "relu"), dense(3, "sigmoid")],
        data=centered(),
        fit=fit(64),
    ),
    "tanh_net": Case(
        about="tanh in every hidden layer, a linear output.",
        layers=[dense(12, "tanh"), dense(12, "tanh"), dense(3)],
        data=centered(),
        fit=fit(32),
    ),
    "sine_net": Case(
        about="The sine in a Dense layer and as a layer of its own; angles beyond a turn.",
        layers=[
            dense(16, "sin"),
            dense(16),
            component("Activation", activation="sin"),
            dense(3, "sigmoid"),
        ],
        data=picture(),
        fit=fit(32),
    ),
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
    "one_output": Case(
        about="Linear regression to one output: accuracy is binary accuracy.",
        layers=[dense(1)],
        data=mask(),
        fit=fit(64, epochs=5),
        optimizer=adam(learning_rate=0.02),
    ),
    "one_output_sigmoid": Case(
        about="One sigmoid output behind a hidden layer, binary accuracy.",
        layers=[dense(16, "tanh"), dense(1, "sigmoid")],
        data=mask(),
        fit=fit(64, epochs=5),
        optimizer=adam(learning_rate=0.02),
    ),
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
    "two_metrics": Case(
        about="accuracy and mean_squared_error; weights make loss and error differ.",
        layers=[dense(10, "tanh"), dense(3, "sigmoid")],
        data=centered(12, 10),
        fit=fit(32, validation_split=0.2),
        metrics=("accuracy", "mean_squared_error"),
        sample_weight=weights(120),
    ),
    "no_metrics": Case(
        about="Nothing but the loss is logged.",
        layers=[dense(10, "tanh"), dense(3, "sigmoid")],
        data=centered(7, 5),
        fit=fit(16),
        metrics=(),
    ),
    "no_bias": Case(
        about="Layers without a bias among layers with one.",
        layers=[
            dense(12, "tanh", use_bias=False),
            dense(12, "relu"),
            dense(3, use_bias=False),
        ],
        data=centered(),
        fit=fit(64),
    ),
    "adam_arguments": Case(
        about="Adam with its rate, both betas and epsilon away from the defaults.",
        layers=[dense(10, "tanh"), dense(3, "sigmoid")],
        data=centered(),
        fit=fit(64, epochs=5),
        optimizer=adam(learning_rate=0.01, beta_1=0.8, beta_2=0.98, epsilon=1e-3),
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
    "wide_tail": Case(
        about="Layer widths just past a vector's: 17, 33 and 1.",
        layers=[dense(17, "tanh"), dense(33, "relu"), dense(1)],
        data=mask(13, 11),
        fit=fit(50),
    ),
    "four_in_five_out": Case(
        about="Neither two inputs nor three outputs.",
        layers=[dense(9, "tanh"), dense(5)],
        data=mixed(),
        fit=fit(40),
    ),
    "many_epochs": Case(
        about="120 steps of Adam, to the part where bias correction fades.",
        layers=[dense(8, "tanh"), dense(3, "sigmoid")],
        data=centered(12, 10),
        fit=fit(32, epochs=30),
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
    "sgd": optimized("SGD as it is, plain.", "sgd"),
    "sgd_momentum": optimized("SGD with momentum.", component("SGD", momentum=0.9)),
    "sgd_nesterov": optimized(
        "SGD with Nesterov's momentum.",
        component("SGD", learning_rate=0.1, momentum=0.9, nesterov=True),
    ),
    "sgd_nesterov_alone": optimized(
        "Nesterov without momentum is plain SGD.", component("SGD", nesterov=True)
    ),
    "rmsprop": optimized("RMSprop as it is.", "rmsprop"),
    "rmsprop_momentum": optimized(
        "RMSprop with momentum.", component("RMSprop", rho=0.8, momentum=0.5)
    ),
    "rmsprop_centered": optimized(
        "RMSprop, centred, with an epsilon that counts.",
        component("RMSprop", centered=True, epsilon=1e-4),
    ),
    "rmsprop_centered_momentum": optimized(
        "RMSprop, centred and with momentum: three slots.",
        component("RMSprop", centered=True, momentum=0.7, epsilon=1e-3),
    ),
    "adagrad": optimized("Adagrad as it is.", "adagrad"),
    "adagrad_arguments": optimized(
        "Adagrad's sum begins with another number; a rate that moves.",
        component("Adagrad", learning_rate=0.1, initial_accumulator_value=0.01, epsilon=1e-3),
    ),
    "adadelta": optimized("Adadelta as it is.", "adadelta"),
    "adadelta_arguments": optimized(
        "Adadelta as its paper has it, with a rate of 1.",
        component("Adadelta", learning_rate=1.0, rho=0.9, epsilon=1e-5),
    ),
    "adam_amsgrad": optimized(
        "The largest second moment so far.",
        component("Adam", learning_rate=0.01, beta_2=0.8, amsgrad=True),
        sample_weight=fading(130),
    ),
    "adamax": optimized("Adamax as it is.", "adamax"),
    "adamax_arguments": optimized(
        "Adamax, whose largest gradient fades quickly.",
        component("Adamax", learning_rate=0.02, beta_1=0.8, beta_2=0.7, epsilon=1e-3),
    ),
    "nadam": optimized("Nadam as it is.", "nadam", fit=fit(32, epochs=20)),
    "nadam_arguments": optimized(
        "Nadam with its arguments away from the defaults.",
        component("Nadam", learning_rate=0.02, beta_1=0.8, beta_2=0.98, epsilon=1e-3),
    ),
    "ftrl": optimized("Ftrl as it is.", "ftrl"),
    "ftrl_arguments": optimized(
        "Ftrl with a penalty of every kind: some weights become 0.",
        component(
            "Ftrl",
            learning_rate=0.5,
            initial_accumulator_value=0.2,
            l1_regularization_strength=0.02,
            l2_regularization_strength=0.05,
            l2_shrinkage_regularization_strength=0.01,
            beta=0.1,
        ),
    ),
    "ftrl_power": optimized(
        "Ftrl with another power than the root.",
        component("Ftrl", learning_rate=0.3, learning_rate_power=-0.75),
    ),
    "lion": optimized("Lion as it is.", "lion"),
    "lion_arguments": optimized(
        "Lion with both betas away from the defaults.",
        component("Lion", learning_rate=0.01, beta_1=0.7, beta_2=0.8),
    ),
    "adamw": optimized("AdamW as it is.", "adamw"),
    "adamw_arguments": optimized(
        "AdamW with much decay, and amsgrad.",
        component("AdamW", learning_rate=0.02, weight_decay=0.5, beta_2=0.9, amsgrad=True),
    ),
    "weight_decay_momentum": optimized(
        "Weight decay is no part of the gradient: momentum doesn't see it.",
        component("SGD", learning_rate=0.1, momentum=0.9, weight_decay=0.3),
    ),
    "weight_decay_schedule": optimized(
        "The decay goes with the schedule's learning rate.",
        component(
            "AdamW",
            learning_rate=schedule("CosineDecay", initial_learning_rate=0.05, decay_steps=20),
            weight_decay=0.4,
        ),
    ),
    "clipvalue": optimized("Every value of the gradient is clipped.", adam(clipvalue=1e-3)),
    "clipnorm_momentum": optimized(
        "Kernel and bias are clipped each by its own norm, before momentum.",
        component("SGD", learning_rate=0.5, momentum=0.9, clipnorm=0.01),
    ),
    "clipnorm_some": optimized(
        "A norm that some gradients are above, and others not.",
        component("SGD", learning_rate=0.5, clipnorm=0.05),
    ),
    "global_clipnorm_momentum": optimized(
        "All gradients are clipped by one norm, before Nesterov's momentum.",
        component("SGD", learning_rate=0.5, momentum=0.8, nesterov=True, global_clipnorm=0.02),
    ),
    "global_clipnorm_decay": optimized(
        "A global norm, weight decay and a layer without a bias.",
        component("RMSprop", momentum=0.5, weight_decay=0.1, global_clipnorm=0.03),
        layers=[dense(9, "relu", use_bias=False), dense(17, "tanh"), dense(3)],
    ),
    "ema": optimized(
        "The weights become their mean after the last epoch; a short last batch.",
        component("Adam", learning_rate=0.02, use_ema=True, ema_momentum=0.8),
        fit=fit(32, epochs=4, validation_split=0.2),
    ),
    "ema_overwrite": optimized(
        "The weights become their mean after every third step.",
        component("SGD", learning_rate=0.5, use_ema=True, ema_overwrite_frequency=3),
    ),
    "accumulation": optimized(
        "A step for four batches, across the ends of epochs; one batch is left over.",
        component("Adam", learning_rate=0.02, gradient_accumulation_steps=4),
    ),
    "accumulation_clipnorm": optimized(
        "The mean of the gradients is clipped, not each of them.",
        component("SGD", learning_rate=0.5, clipnorm=0.01, gradient_accumulation_steps=3),
    ),
    "accumulation_ema": optimized(
        "The weights' mean goes on with every batch, also where they don't move.",
        component(
            "SGD",
            learning_rate=0.5,
            use_ema=True,
            ema_momentum=0.7,
            ema_overwrite_frequency=2,
            gradient_accumulation_steps=2,
        ),
    ),
    "accumulation_schedule": optimized(
        "Schedules count batches; Nadam counts its own steps.",
        component(
            "Nadam",
            learning_rate=schedule(
                "ExponentialDecay", initial_learning_rate=0.05, decay_steps=5, decay_rate=0.5
            ),
            weight_decay=0.1,
            gradient_accumulation_steps=2,
        ),
    ),
    "loss_scale_factor": optimized(
        "The loss is scaled for the way back, and the gradient clipped after scaling it back.",
        component("SGD", learning_rate=0.5, loss_scale_factor=1000.0, clipvalue=0.01),
    ),
    "exponential_decay": scheduled(
        "ExponentialDecay", initial_learning_rate=0.5, decay_steps=7, decay_rate=0.6
    ),
    "exponential_decay_staircase": scheduled(
        "ExponentialDecay",
        initial_learning_rate=0.5,
        decay_steps=7,
        decay_rate=0.3,
        staircase=True,
    ),
    "piecewise_constant_decay": scheduled(
        "PiecewiseConstantDecay", boundaries=[3, 10, 17], values=[0.5, 0.1, 0.8, 0.05]
    ),
    "polynomial_decay": scheduled(
        "PolynomialDecay",
        initial_learning_rate=0.5,
        decay_steps=18,
        end_learning_rate=0.05,
        power=2.0,
    ),
    "polynomial_decay_cycle": scheduled(
        "PolynomialDecay", initial_learning_rate=0.5, decay_steps=8, cycle=True
    ),
    "inverse_time_decay": scheduled(
        "InverseTimeDecay", initial_learning_rate=0.5, decay_steps=6, decay_rate=2.0
    ),
    "inverse_time_decay_staircase": scheduled(
        "InverseTimeDecay",
        initial_learning_rate=0.5,
        decay_steps=6,
        decay_rate=2.0,
        staircase=True,
    ),
    "cosine_decay": scheduled("CosineDecay", initial_learning_rate=0.5, decay_steps=20, alpha=0.1),
    "cosine_decay_warmup": scheduled(
        "CosineDecay",
        initial_learning_rate=0.0,
        decay_steps=15,
        warmup_target=0.6,
        warmup_steps=7,
    ),
    "cosine_decay_restarts": scheduled(
        "CosineDecayRestarts", initial_learning_rate=0.5, first_decay_steps=5, m_mul=0.7
    ),
    "cosine_decay_restarts_even": scheduled(
        "CosineDecayRestarts",
        initial_learning_rate=0.5,
        first_decay_steps=6,
        t_mul=1.0,
        alpha=0.2,
    ),
    "loss_mean_absolute_error": loss_case("Sizes of differences.", "mean_absolute_error"),
    "loss_mean_absolute_percentage_error": loss_case(
        "Sizes of differences in percent.", "mean_absolute_percentage_error"
    ),
    "loss_mean_squared_logarithmic_error": loss_case(
        "Squares of logarithms.", "mean_squared_logarithmic_error"
    ),
    "loss_huber": loss_case("A parabola up to 1.", "huber"),
    "loss_huber_delta": loss_case("A parabola up to 0.1.", component("Huber", delta=0.1)),
    "loss_log_cosh": loss_case("Logarithms of hyperbolic cosines.", "log_cosh"),
    "loss_poisson": loss_case("Counts; predictions stay positive.", "poisson"),
    "loss_kl_divergence": loss_case("Shares against shares.", "kl_divergence"),
    "loss_cosine_similarity": loss_case("Directions, not lengths.", "cosine_similarity"),
    "loss_charbonnier": loss_case(
        "Between squares and sizes; not in Keras.", component("Charbonnier", epsilon=0.01)
    ),
    "loss_binary_crossentropy": loss_case(
        "One sigmoid output, weighted rows.",
        "binary_crossentropy",
        data=mask(12, 10),
        outputs=1,
        metrics=("accuracy", "binary_crossentropy"),
        sample_weight=weights(120),
    ),
    "loss_binary_crossentropy_smoothed": loss_case(
        "Three sigmoid outputs, smoothed targets.",
        component("BinaryCrossentropy", label_smoothing=0.2),
    ),
    "loss_binary_crossentropy_logits": loss_case(
        "Logits, smoothed targets.",
        component("BinaryCrossentropy", from_logits=True, label_smoothing=0.1),
        last=None,
    ),
    "loss_binary_crossentropy_tanh": loss_case(
        "Shares that no sigmoid made, some of them below 0.", "binary_crossentropy", last="tanh"
    ),
    "loss_categorical_crossentropy": loss_case(
        "Three classes behind a softmax.",
        "categorical_crossentropy",
        data=classes(),
        last="softmax",
        metrics=("accuracy", "categorical_accuracy", "categorical_crossentropy"),
    ),
    "loss_categorical_crossentropy_smoothed": loss_case(
        "A softmax layer of its own, smoothed targets.",
        component("CategoricalCrossentropy", label_smoothing=0.1),
        data=classes(),
        last="softmax",
        own_layer=True,
    ),
    "loss_categorical_crossentropy_logits": loss_case(
        "Logits of three classes.",
        component("CategoricalCrossentropy", from_logits=True),
        data=classes(),
        last=None,
    ),
    "loss_categorical_crossentropy_softplus": loss_case(
        "Shares that don't add up to 1 are divided by their sum.",
        "categorical_crossentropy",
        data=classes(),
        last="softplus",
    ),
    "metrics_of_regression": loss_case(
        "Losses as metrics, and those that aren't means over rows.",
        "mean_squared_error",
        metrics=(
            "mean_absolute_error",
            "mean_absolute_percentage_error",
            "mean_squared_logarithmic_error",
            "huber",
            "log_cosh",
            "cosine_similarity",
            "poisson",
            "kl_divergence",
            "root_mean_squared_error",
        ),
        fit=fit(32, validation_split=0.2),
    ),
    "metrics_r2_score": loss_case(
        "R2 over a validation too: below 0 at the beginning.",
        "mean_squared_error",
        metrics=("r2_score", "root_mean_squared_error"),
        fit=fit(32, validation_split=0.2, epochs=4),
        optimizer=adam(),
    ),
    "metrics_r2_score_weighted": loss_case(
        "R2, each output by its variance.",
        "mean_squared_error",
        metrics=(component("R2Score", class_aggregation="variance_weighted_average"),),
        fit=fit(32, epochs=8),
    ),
    "metrics_binary_accuracy": loss_case(
        "Accuracy of one output under its own name.",
        "binary_crossentropy",
        data=mask(12, 10),
        outputs=1,
        metrics=("binary_accuracy",),
        fit=fit(32, epochs=6),
    ),
}
