"""Times builds of imfit against each other, in turns: what a change to the engine gains.

A rented machine's speed changes from one second to the next, often by more than a change to the
engine gains. Only times that were taken in turns, many of them, can be compared.
"""

import argparse
import statistics
import subprocess
import tarfile
import time
from pathlib import Path

from . import arithmetic
from .cases import sweep
from .networks import NETWORKS, PIXELS
from .programs import OUT, PICTURE, ROOT, Program, build_program

#: where revisions are unpacked and built
BUILDS = ROOT / "build" / "turns"
#: operations of one turn, about a tenth of a second at 120 GFLOP/s
WORK = 1.2e10
#: epochs of one turn at most: small networks take longer for an operation
EPOCHS = 10
#: layers that may stand between the products of the hidden layers and their activations
BETWEEN = {
    "batch_norm": {"class_name": "BatchNormalization"},
    "dropout": {"class_name": "Dropout", "config": {"rate": 0.2}},
    "gaussian_noise": {"class_name": "GaussianNoise", "config": {"stddev": 0.1}},
    "layer_norm": {"class_name": "LayerNormalization"},
    "prelu": {"class_name": "PReLU"},
    "rms_norm": {"class_name": "RMSNormalization"},
}
#: what may be trained in another way than with Adam alone
VARIANTS = {name: {"between": layer} for name, layer in BETWEEN.items()} | {
    "adafactor": {"optimizer": "adafactor"},
    "bf16": {"precision": "bf16"},
    "clipnorm": {"optimizer": {"class_name": "Adam", "config": {"clipnorm": 1.0}}},
    "max_norm": {"dense": {"kernel_constraint": "max_norm"}},
    "muon": {"optimizer": "muon"},
    "on_batch": {"on_batch": True},
    "orthogonal": {"dense": {"kernel_regularizer": "orthogonal_regularizer"}},
    "residual": {"residual": True},
}
#: what is timed where nothing is said
CASES = "deep:32,deep:128,deep:1024,deep:8192,deep:predict,small:128,tiny:128"


def main():
    arguments = parser().parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    commands = {build: [program_of(build), PICTURE] for build in arguments.builds}
    for name in arguments.cases.split(","):
        request = request_of(name, arguments.threads, arguments.work)
        print(f"\n{name}")
        for build, times in in_turns(commands, request, arguments.rounds).items():
            print(f"  {build:24} {described(request, times)}", flush=True)


def parser():
    parser = argparse.ArgumentParser(prog="python -m bench.turns", description=__doc__)
    parser.add_argument(
        "builds",
        nargs="+",
        metavar="BUILD",
        help="a revision, which is built, or the program target/release/examples/bench of a build",
    )
    parser.add_argument(
        "--cases",
        default=CASES,
        help="network:batch or network:predict, with commas between them; a network is deep, small,"
        " tiny or a point of the sweep such as 'width 16', and may be trained in another way, as"
        f" deep+muon:128: {', '.join(VARIANTS)} (default: %(default)s)",
    )
    parser.add_argument("--rounds", type=int, default=60, help="(default: %(default)s)")
    parser.add_argument(
        "--work",
        type=float,
        default=WORK,
        help="operations of one turn; fewer find a quiet moment sooner (default: %(default).2g)",
    )
    parser.add_argument("--threads", type=int, help="of the trainings (default: as many as cores)")
    return parser


def program_of(build):
    """The benchmark's program of a build, made if need be."""
    if Path(build).is_file():
        return Path(build).resolve()
    revision = ["git", "-C", ROOT, "rev-parse", "--verify", "--short", build + "^{commit}"]
    name = subprocess.run(revision, stdout=subprocess.PIPE, text=True).stdout.strip()
    if not name:
        raise SystemExit(f"{build!r} is neither a program nor a revision")
    folder = BUILDS / name
    program = folder / "bench"
    if not program.exists():
        unpack(name, folder)
        build_program(folder, BUILDS / "target").rename(program)
    return program


def unpack(revision, folder):
    archive = ["git", "-C", ROOT, "archive", revision]
    with (
        subprocess.Popen(archive, stdout=subprocess.PIPE) as process,
        tarfile.open(fileobj=process.stdout, mode="r|") as files,
    ):
        files.extractall(folder, filter=fresh)
    if process.returncode:
        raise SystemExit(f"git archive {revision} has failed")


def fresh(member, folder):
    """The file as a new one: cargo, which keeps what revisions have in common, goes by that."""
    return tarfile.data_filter(member.replace(mtime=time.time()), folder)


def request_of(case, threads=None, work=WORK):
    """What the programs are asked for in each turn."""
    model, _, what = case.rpartition(":")
    network, plus, variant = model.partition("+")
    layers = (NETWORKS | sweep()).get(network)
    known = layers is not None and (not plus or (variant in VARIANTS and what != "predict"))
    if not known or not (what == "predict" or what.isdecimal()):
        raise SystemExit(f"there is no case {case!r}: see --help")
    if what == "predict":
        return {"what": "predict", "layers": layers, "repeat": 1}
    batch = int(what)
    wanted = work / arithmetic.work("train", layers)
    rows = min(PIXELS, max(1, round(wanted / batch)) * batch)
    epochs = max(1, min(EPOCHS, round(wanted / PIXELS)))
    request = {"what": "train", "layers": layers, "batch": batch, "repeat": epochs, "rows": rows}
    return request | VARIANTS.get(variant, {}) | ({"threads": threads} if threads else {})


def in_turns(commands, request, rounds):
    """The seconds that each program took, turn by turn."""
    programs = {build: Program(f"turns-{n}", c) for n, (build, c) in enumerate(commands.items())}
    times = {build: [] for build in programs}
    try:
        for turn in range(rounds):
            # Who comes first takes turns as well.
            order = list(programs.items())
            for build, program in order[turn % len(order) :] + order[: turn % len(order)]:
                answer = program.ask(request)
                if "error" in answer:
                    raise SystemExit(f"{build}: {answer['error']}")
                times[build] += answer["seconds"]
    finally:
        for program in programs.values():
            program.close()
    return times


def described(request, times):
    """The best tenth and the median, as seconds for all pixels and operations a second."""
    work = arithmetic.work(request["what"], request["layers"])
    scale = PIXELS / request.get("rows", PIXELS)
    ordered = sorted(time * scale for time in times)
    tenth, median = ordered[len(ordered) // 10], statistics.median(ordered)
    speeds = [work * PIXELS / seconds / 1e9 for seconds in (tenth, median)]
    return (
        f"best tenth {tenth:.4f} s, {speeds[0]:5.1f} GFLOP/s;"
        f" median {median:.4f} s, {speeds[1]:5.1f} GFLOP/s"
    )


if __name__ == "__main__":
    main()
