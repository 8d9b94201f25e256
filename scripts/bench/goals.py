"""What imfit has to reach, and what it reached."""

from dataclasses import dataclass

from .cases import BESIDE_RELU
from .networks import PIXELS, SWEEP_ACTIVATIONS, SWEEP_DEPTHS, SWEEP_LAST, SWEEP_WIDTHS

#: batch size, share of peak, and times the strongest peer, for the deep network
DEEP = [
    (32, 0.40, 3.0),
    (128, 0.60, None),
    (1024, 0.70, 2.2),
    (8192, 0.70, 1.6),
    (PIXELS, 0.70, 1.8),
]
#: times as fast as each, at batch size 128
DEEP_AT_128 = {"jax": 2.5, "torch": 10, "keras": 15}
PREDICTION = {"jax": 1.4, "torch": 3, "keras": 4}
PREDICTION_SHARE = 0.75
SMALL = 3.0
#: a point of a sweep has at least this part of its neighbours' share of peak
CLIFF = 0.60
#: these activations take at most this much longer than relu
ACTIVATION = 0.15
SCALING_PER_CORE = 0.95
LOOKING, SHUFFLING = 0.02, 0.03
#: with a core taken by another process, against leaving that core alone
LOAD = 0.20
MEMORY = 2**30

PERCENT = "{:.1%}".format
TIMES = "{:.2f}x".format
YES = {True: "yes", False: "no"}.get
MEBIBYTES = lambda value: f"{value / 2**20:.0f} MiB"  # noqa: E731


@dataclass
class Goal:
    """A limit and a value beside it; `measured` is None where the run didn't measure it."""

    work: str
    of: str
    measured: float | bool | None
    least: float | bool | None = None
    most: float | None = None
    show: object = PERCENT
    note: str = ""

    @property
    def met(self):
        if self.measured is None:
            return None
        if self.least is not None:
            return self.measured >= self.least
        return self.measured <= self.most

    @property
    def limit(self):
        if self.least is True:
            return "yes"
        word, value = ("at least", self.least) if self.most is None else ("at most", self.most)
        return f"{word} {self.show(value)}"

    def json(self):
        return {
            "work": self.work,
            "of": self.of,
            "goal": self.limit,
            "measured": self.measured,
            "met": self.met,
            "note": self.note,
        }


def evaluate(results, threads):
    """All goals, in the order of the table."""
    return [
        *deep(results),
        *small(results),
        *sweep(results),
        *activations(results),
        *prediction(results),
        *scaling(results, threads),
        *load(results),
        *fixed_costs(results),
        *memory(results),
    ]


def ratio(theirs, ours):
    """How many times as fast as they we are."""
    return None if theirs is None or ours is None else theirs / ours


def deep(results):
    for batch, share, times in DEEP:
        work = f"deep, batch {'full' if batch == PIXELS else batch}"
        facts = {"network": "deep", "batch": batch}
        measured = results.share(**facts)
        yield Goal(work, "share of peak", measured, least=share)
        ours = results.seconds("imfit", **facts)
        if times:
            name, theirs = next(iter(results.peers(**facts).items()), ("the strongest", None))
            yield Goal(work, "to the strongest", ratio(theirs, ours), times, show=TIMES, note=name)
        else:
            for peer, times in DEEP_AT_128.items():
                theirs = results.seconds(peer, **facts)
                yield Goal(work, f"to {peer}", ratio(theirs, ours), times, show=TIMES)


def small(results):
    for network, name in (("small", "2-10-10-3"), ("tiny", "9 parameters")):
        facts = {"network": network, "batch": 128}
        theirs, ours = results.seconds("jax", **facts), results.seconds("imfit", **facts)
        yield Goal(f"{name}, batch 128", "to jax", ratio(theirs, ours), SMALL, show=TIMES)


def sweep(results):
    """The point that is furthest below the better one of its neighbours."""
    for kind, sizes in (("width", SWEEP_WIDTHS), ("depth", SWEEP_DEPTHS)):
        names = [f"{kind} {size}" for size in sizes]
        shares = [results.share(groups=["sweep"], network=name) for name in names]
        measured, worst = least_beside_neighbours(names, shares)
        work = f"{kind}s {sizes[0]} to {sizes[-1]}"
        yield Goal(work, "share, to neighbours", measured, least=CLIFF, note=worst)


def least_beside_neighbours(names, shares):
    """The least quotient of a share and the greater of those next to it, and its name."""
    if None in shares:
        return None, ""
    quotients = []
    for index, share in enumerate(shares):
        beside = shares[max(0, index - 1) : index] + shares[index + 1 : index + 2]
        quotients.append(share / max(beside))
    least = min(quotients)
    return least, names[quotients.index(least)]


def activations(results):
    """Those that have a limit, in turns with relu; and of all of them the slowest."""
    for name in BESIDE_RELU:
        times = compared(results, "sweep", f"{name} beside relu")
        more = None if times is None else times - 1
        yield Goal(f"{name}, width 100", "longer than relu", more, most=ACTIVATION)
    inner = {name: f"activation {name}" for name in SWEEP_ACTIVATIONS}
    points = inner | {f"{name} at the end": f"last {name}" for name in SWEEP_LAST}
    shares = {
        name: results.share(groups=["sweep"], network=point) for name, point in points.items()
    }
    measured, worst = least_beside_relu(shares)
    yield Goal("all activations, width 100", "share, to relu", measured, least=CLIFF, note=worst)


def least_beside_relu(shares):
    """The least quotient of an activation's share and relu's, and its name."""
    if None in shares.values():
        return None, ""
    least = min(shares, key=shares.get)
    return shares[least] / shares["relu"], least


def prediction(results):
    for what, work in (("predict", "prediction, deep"), ("render", "rendering, deep")):
        yield Goal(
            work,
            "share of peak",
            results.share(what=what, network="deep"),
            least=PREDICTION_SHARE,
        )
        ours = results.seconds("imfit", what, network="deep")
        for peer, times in PREDICTION.items():
            theirs = results.seconds(peer, "predict", network="deep")
            yield Goal(work, f"to {peer}", ratio(theirs, ours), times, show=TIMES)


def scaling(results, threads):
    """All threads against one, and whether they train to the same bytes."""
    for batch in (128, 8192):
        lines = results.find(["threads"], batch=batch)
        times = same = None
        if lines and threads > 1:
            one, every = lines[0]["weights"]
            times, same = lines[0]["times"], one == every
        work = f"{threads} threads to one, batch {batch}"
        yield Goal(work, "speed", times, least=SCALING_PER_CORE * threads, show=TIMES)
        yield Goal(work, "the same weights", same, least=True, show=YES)


def load(results):
    """All threads while another process takes a core, against one thread less without it."""
    for batch in (128, 8192):
        lines = {line["busy"]: line for line in results.find(["load"], batch=batch)}
        busy, alone = lines.get(1), lines.get(0)
        more = busy["picture_seconds"] / alone["picture_seconds"] - 1 if busy and alone else None
        yield Goal(f"one core taken, batch {batch}", "longer than without it", more, most=LOAD)


def fixed_costs(results):
    for name, of, most in (
        ("looking", "advance, events, progress", LOOKING),
        ("shuffling", "shuffling", SHUFFLING),
    ):
        times = compared(results, "fixed", name)
        share = None if times is None else 1 - 1 / times
        yield Goal("deep, batch 128", of, share, most=most)


def compared(results, group, name):
    """How many times as long one training takes as the other; None where it wasn't measured."""
    return next((line["times"] for line in results.find([group], network=name)), None)


def memory(results):
    lines = results.find(["memory"])
    measured = lines[0]["bytes"] if lines else None
    yield Goal("24 megapixels", "memory", measured, most=MEMORY, show=MEBIBYTES)
