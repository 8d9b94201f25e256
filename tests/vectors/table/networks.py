"""Networks of one kind and another: the post's, and odd widths."""

from .case import Case, adam, component, dense, fit, relu
from .data import centered, mask, mixed, picture

POST_DEEP = [
    dense(100, "tanh"),
    *[dense(100, "relu")] * 4,
    dense(3),
    relu(max_value=1.0),
]

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
}
