"""How a peer is asked: a case a line on standard input, an answer a line on standard output.

The same as `crates/imfit/examples/bench`. A case is a JSON object: `what` is "train" or "predict";
`layers` the units and activation of each layer, where "relu1" stops at 1; `rows` the pixels to work
on, from the top; `repeat` how many epochs or predictions to time after one that warms up (and
compiles); `batch` the rows of a batch; `form` a way of the peer's own to do it.
"""

import json
import sys
import time

import numpy as np

#: what Adam is told everywhere: Keras's defaults
LEARNING_RATE, BETA_1, BETA_2, EPSILON = 1e-3, 0.9, 0.999, 1e-7
INPUTS = 2


def picture():
    """The positions, (pixels, 2), and colours, (pixels, 3), of the file that the command names."""
    with np.load(sys.argv[1]) as arrays:
        return arrays["x"], arrays["y"]


def glorot(layers, seed=1):
    """Kernel and bias of each layer, as Keras begins."""
    random = np.random.default_rng(seed)
    weights, inputs = [], INPUTS
    for units, _ in layers:
        limit = np.sqrt(6 / (inputs + units))
        kernel = random.uniform(-limit, limit, (inputs, units)).astype(np.float32)
        weights.append((kernel, np.zeros(units, np.float32)))
        inputs = units
    return weights


def timed(repeat, work):
    """The seconds of each of `repeat` calls, after one that warms up."""
    work()
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return seconds


def serve(peer, versions, train, predict):
    """Answers cases with `train(case, x, y)` and `predict(case, x)`, which return seconds."""
    x, y = picture()
    say({"peer": peer, "versions": versions})
    for line in sys.stdin:
        case = json.loads(line)
        rows = case.get("rows") or len(x)
        try:
            if case["what"] == "train":
                seconds = train(case, x[:rows], y[:rows])
            else:
                seconds = predict(case, x[:rows])
            say({"seconds": seconds})
        except Exception as error:  # whoever asked decides what to do without this number
            say({"error": f"{type(error).__name__}: {error}"})


def say(answer):
    print(json.dumps(answer), flush=True)
