"""Where the cycles of a training step go, beside the arithmetic to be done: `make profile`.

Linux's perf samples the training of the deep network; the samples are counted by piece.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys

from . import arithmetic
from .networks import INPUTS, NETWORKS, PIXELS
from .programs import OUT, PICTURE, ROOT, build_program

LAYERS = NETWORKS["deep"]
TARGET = ROOT / "build" / "profile"
#: the pieces of a step, and what their functions are called
PIECES = {
    "products, forward": ["product::Forward"],
    "products, backward": ["product::Backward"],
    "gradients of the weights": ["weight_gradient::Sum"],
    "turning the deltas": ["weight_gradient::Turn"],
    "activations": ["activation::Apply", "activation::Backward"],
    "Adam": ["AdamStep"],
    "rows of data": ["gather", "rows::load"],
    "loss and metrics": ["Loss", "Metric", "Accuracy", "MeanSquaredError", "::score", "Sums"],
    "order of the rows": ["schedule", "random"],
    # the loops in which they look for a change may stand in the function that runs them
    "threads waiting for each other": ["wait_for", "Bed>::wait", "lockstep::run::", "all_come"],
    "messages, and taking lines": ["memmove", "messages::ring", "take_lines"],
}
REST = "all the rest"


def operations():
    """Operations of a row in each kind of product."""
    forward = arithmetic.forward(LAYERS)
    first = 2 * INPUTS * LAYERS[0][0]
    return {
        "products, forward": forward,
        "products, backward": forward - first,
        "gradients of the weights": forward,
    }


def build():
    """The benchmark with the names of its kernels in it."""
    flags = os.environ.get("RUSTFLAGS", "") + " -C symbol-mangling-version=v0 -g"
    return build_program(ROOT, TARGET, RUSTFLAGS=flags.strip())


def record(program, batch, threads, epochs):
    """Samples a training; returns the seconds of an epoch, the mean: the samples are of all."""
    request = {"what": "train", "layers": LAYERS, "batch": batch, "repeat": epochs}
    request |= {"threads": threads} if threads else {}
    data = OUT / "perf.data"
    command = ["perf", "record", "-q", "-e", "cycles:u", "-o", data, program, PICTURE]
    lines = subprocess.run(
        command, input=json.dumps(request) + "\n", check=True, stdout=subprocess.PIPE, text=True
    ).stdout.splitlines()
    return statistics.fmean(json.loads(lines[-1])["seconds"]), data


def shares(data):
    """The share of the samples in each piece."""
    command = ["perf", "report", "-i", data, "--stdio", "--no-children", "-F", "overhead,sym"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    sums = dict.fromkeys([*PIECES, REST], 0.0)
    for line in text.splitlines():
        percent, _, symbol = line.strip().partition("%")
        if line.startswith("#") or not symbol:
            continue
        sums[piece_of(symbol)] += float(percent) / 100
    return sums


def piece_of(symbol):
    for piece, names in PIECES.items():
        if any(name in symbol for name in names):
            return piece
    return REST


def table(seconds, sums, threads):
    """The lines of a table in Markdown."""
    needed, total = operations(), arithmetic.training(LAYERS)
    yield "| Piece | Share of the cycles | Share of the operations | GFLOP/s a thread |"
    yield "| --- | ---: | ---: | ---: |"
    for piece, share in sums.items():
        work = needed.get(piece)
        rate = work * PIXELS / (seconds * threads * share) / 1e9 if work and share else None
        cells = [
            f"{share:.1%}",
            f"{work / total:.1%}" if work else "",
            f"{rate:.0f}" if rate else "",
        ]
        yield f"| {piece} | {' | '.join(cells)} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--threads", type=int, help="the usual number if not given")
    parser.add_argument("--epochs", type=int, default=7)
    given = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    try:
        seconds, data = record(build(), given.batch, given.threads, given.epochs)
    except FileNotFoundError as error:
        sys.exit(f"error: {error.filename} is not installed")
    threads = given.threads or len(os.sched_getaffinity(0))
    rate = arithmetic.training(LAYERS) * PIXELS / seconds / 1e9
    print(f"Deep network, batch {given.batch}, {threads} threads: ", end="")
    print(f"{seconds:.3f} s an epoch, {rate:.0f} GFLOP/s\n")
    print("\n".join(table(seconds, shares(data), threads)))


if __name__ == "__main__":
    main()
