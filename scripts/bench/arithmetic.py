"""How much there is to do: operations and bytes that a network needs, and nothing of the padding.

Counted are the multiplications and additions of the products, each for itself. Left out are biases,
activations, the loss and the optimizer: they grow with the widths, the products with their squares.
"""

from .networks import INPUTS

FLOAT = 4
#: Adam reads and writes a parameter and its two moments
PARAMETER_TRAFFIC = 6 * FLOAT


def _kernels(layers):
    """(inputs, outputs) of each layer."""
    widths = [INPUTS, *(units for units, _ in layers)]
    return list(zip(widths, widths[1:], strict=False))


def parameters(layers):
    """Numbers that are trained: kernels and biases."""
    return sum((inputs + 1) * outputs for inputs, outputs in _kernels(layers))


def forward(layers):
    """Operations of one row of a prediction."""
    return sum(2 * inputs * outputs for inputs, outputs in _kernels(layers))


def training(layers):
    """Operations of one row of a training step: forward, the gradient of every kernel, and the
    gradient of every layer's inputs but the first's, which nobody needs."""
    inputs, outputs = _kernels(layers)[0]
    return 3 * forward(layers) - 2 * inputs * outputs


def work(what, layers):
    """Operations of one row of a case."""
    return training(layers) if what == "train" else forward(layers)


def intensity(layers, batch):
    """Operations for each byte that a training step has to move at least: every row's position and
    colour once, every parameter with its two moments in and out."""
    row = FLOAT * (INPUTS + layers[-1][0])
    return batch * training(layers) / (batch * row + PARAMETER_TRAFFIC * parameters(layers))
