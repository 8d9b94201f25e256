"""The networks and the picture that everything is timed on."""

#: sides of the picture: notebooks/images/godwit.png
WIDTH, HEIGHT = 640, 480
PIXELS = WIDTH * HEIGHT
#: a position goes in
INPUTS = 2

#: units and activation of each layer of the post's networks; "relu1" is a ReLU that stops at 1
NETWORKS = {
    "deep": [[100, "tanh"], *[[100, "relu"]] * 4, [3, "relu1"]],
    "small": [[10, "sigmoid"], [10, "sigmoid"], [3, "sigmoid"]],
    "tiny": [[3, "sigmoid"]],
}
TITLES = {
    "deep": "deep (41,003 parameters)",
    "small": "2-10-10-3 (173 parameters)",
    "tiny": "2-3 (9 parameters)",
}

#: the sweep looks for cliffs: sizes at which imfit does much worse than at the neighbouring ones
SWEEP_WIDTHS = [16, 32, 64, 100, 128, 256, 512]
SWEEP_DEPTHS = [1, 2, 3, 4, 5, 6, 7, 8]
#: all activations that leave the width as it is, are complete without an argument, and don't
#: overflow four times in a row
SWEEP_ACTIVATIONS = [
    *["relu", "sigmoid", "tanh", "sin", "linear", "relu6", "leaky_relu", "hard_tanh"],
    *["hard_sigmoid", "hard_silu", "hard_shrink", "soft_shrink", "sparse_plus", "sparse_sigmoid"],
    *["softsign", "squareplus", "elu", "selu", "celu", "softplus", "log_sigmoid"],
    *["tanh_shrink", "silu", "mish", "gelu", "softmax", "log_softmax", "sparsemax"],
]
#: what may stand at the end, and saturates there: gradients behind it are next to nothing
SWEEP_LAST = ["sigmoid", "softmax", "silu", "mish"]
SWEEP_WIDTH, SWEEP_DEPTH = 100, 4


def stack(width=SWEEP_WIDTH, depth=SWEEP_DEPTH, activation="relu", last="linear"):
    """Hidden layers that are all alike, and an output of three colours."""
    return [*[[width, activation]] * depth, [3, last]]
