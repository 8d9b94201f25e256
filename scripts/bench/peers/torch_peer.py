"""PyTorch in three forms: as people write it, with the fused Adam, and with a compiled step.

"eager" is the loop of every tutorial. "fused" is the same with `Adam(fused=True)`. "compiled" makes
one compiled function of forward, backward and Adam, which `torch.compile` does not by itself.
"""

import numpy as np
import torch
from processors import processors
from protocol import BETA_1, BETA_2, EPSILON, LEARNING_RATE, glorot, serve, timed
from torch.func import grad_and_value

ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "relu1": lambda x: torch.clamp(x, 0, 1),
    "sin": torch.sin,
}
#: rows that a prediction takes at a time, in its second form
PIECE = 8192


class Network(torch.nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.functions = [ACTIVATIONS[name] for _, name in layers]
        self.layers = torch.nn.ModuleList()
        for kernel, bias in glorot(layers):
            linear = torch.nn.Linear(*kernel.shape)
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(kernel.T))
                linear.bias.copy_(torch.from_numpy(bias))
            self.layers.append(linear)

    def forward(self, x):
        for layer, function in zip(self.layers, self.functions, strict=True):
            x = function(layer(x))
        return x


def right(output, y):
    return (output.argmax(1) == y.argmax(1)).sum()


def eager_step(layers, fused):
    """A step over a batch that updates the network, and returns its loss and the rows right."""
    network = Network(layers)
    adam = torch.optim.Adam(
        network.parameters(), LEARNING_RATE, (BETA_1, BETA_2), EPSILON, fused=fused
    )

    def step(x, y):
        adam.zero_grad()
        output = network(x)
        loss = torch.nn.functional.mse_loss(output, y)
        loss.backward()
        adam.step()
        return loss.detach(), right(output.detach(), y)

    return step


def compiled_step(layers):
    """The same as one compiled function over plain tensors."""
    functions = [ACTIVATIONS[name] for _, name in layers]
    weights = [
        torch.from_numpy(np.ascontiguousarray(part)) for pair in glorot(layers) for part in pair
    ]
    first = [torch.zeros_like(part) for part in weights]
    second = [torch.zeros_like(part) for part in weights]
    count = torch.zeros(())

    def loss_of(weights, x, y):
        for index, function in enumerate(functions):
            x = function(torch.addmm(weights[2 * index + 1], x, weights[2 * index]))
        return torch.mean((x - y) ** 2), x

    @torch.compile(dynamic=False)
    def whole(weights, first, second, count, x, y):
        gradients, (loss, output) = grad_and_value(loss_of, has_aux=True)(weights, x, y)
        count += 1
        rate = LEARNING_RATE * torch.sqrt(1 - BETA_2**count) / (1 - BETA_1**count)
        for weight, m, v, gradient in zip(weights, first, second, gradients, strict=True):
            m.mul_(BETA_1).add_(gradient, alpha=1 - BETA_1)
            v.mul_(BETA_2).addcmul_(gradient, gradient, value=1 - BETA_2)
            weight.sub_(rate * m / (v.sqrt() + EPSILON))
        return loss, right(output, y)

    def step(x, y):
        with torch.no_grad():
            return whole(weights, first, second, count, x, y)

    return step


def train(case, x, y):
    form, batch = case["form"], case["batch"]
    torch.manual_seed(1)
    torch.compiler.reset()
    if form == "compiled":
        step = compiled_step(case["layers"])
    else:
        step = eager_step(case["layers"], fused=form == "fused")
    x, y = torch.from_numpy(x), torch.from_numpy(y)

    def epoch():
        """Rows are put in order once an epoch: quicker than to gather every batch."""
        order = torch.randperm(len(x))
        shuffled_x, shuffled_y = x[order], y[order]
        loss_sum, right_sum = torch.zeros(()), torch.zeros((), dtype=torch.int64)
        for start in range(0, len(x), batch):
            part = slice(start, start + batch)
            loss, right = step(shuffled_x[part], shuffled_y[part])
            loss_sum += loss * len(shuffled_x[part])
            right_sum += right
        return float(loss_sum) / len(x), int(right_sum) / len(x)

    return timed(case["repeat"], epoch)


def predict(case, x):
    """All rows at once, or in pieces that stay in the cache."""
    network, x = Network(case["layers"]), torch.from_numpy(x)
    piece = {"whole": len(x), "pieces": PIECE}[case["form"]]

    def work():
        with torch.inference_mode():
            return torch.cat([network(part) for part in x.split(piece)])

    return timed(case["repeat"], work)


if __name__ == "__main__":
    torch.set_num_threads(processors())
    versions = {"torch": torch.__version__, "numpy": np.__version__}
    serve("torch", versions, train, predict)
