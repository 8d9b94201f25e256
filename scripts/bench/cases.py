"""The list of work: which peer is asked for what."""

from dataclasses import dataclass, field

from . import arithmetic, networks
from .networks import HEIGHT, NETWORKS, PIXELS, WIDTH
from .peers.processors import processors

BATCHES = [32, 128, 1024, 8192, PIXELS]
#: the batch size of the post
BATCH = 128
#: epochs that are timed, of imfit and JAX and of what takes longer
REPEAT, SLOW_REPEAT = 5, 3
#: what is over in milliseconds is timed up to so many times, until it comes to so many operations
SHORT_REPEAT, SHORT_WORK = 41, 1e11
#: what takes longer is timed over this many steps of an epoch at most
SLOW_STEPS = 1200
#: a sweep's epoch has about this many operations: under a second
SWEEP_WORK = 6e10
#: seconds between two progress lines, as the bindings have it
LOOK_EVERY = 0.05
#: pairs of epochs where two trainings are compared to a percent, and where they are a tenth apart
#: and more
PAIRS, FEWER_PAIRS = 21, 11
#: activations whose cost has a limit
BESIDE_RELU = ["sigmoid", "tanh", "sin"]
#: a photograph of 24 megapixels
LARGE_WIDTH, LARGE_HEIGHT = 6000, 4000

#: processors that the benchmark may use
CORES = processors()

#: parts of the list, as `--only` names them
GROUPS = ["deep", "small", "predict", "bf16", "sweep", "threads", "load", "fixed", "memory"]


@dataclass
class Case:
    """One piece of work for one peer."""

    #: the program that is asked: a key of `programs.PROGRAMS`
    program: str
    #: who it is in the table: a program may have several forms
    peer: str
    group: str
    #: a key of NETWORKS, or the name of a point of the sweep
    network: str
    #: what is sent
    request: dict = field(repr=False)

    @property
    def title(self):
        request = self.request
        batch = request.get("batch") or request.get("one", {}).get("batch")
        parts = [self.peer, request["what"], self.network]
        parts += [f"batch {batch}"] if batch else []
        parts += ["one thread"] if request.get("threads") == 1 else []
        parts += [request[more] for more in ("form", "precision") if more in request]
        return ", ".join(parts)


def everything(programs, groups, quick):
    """All cases of the programs and the groups that are asked for, program by program."""
    makers = {"imfit": imfit, "jax": jax, "torch": torch, "keras": keras, "keras-jax": keras_jax}
    cases = [case for program in programs for case in makers[program]()]
    cases = [case for case in cases if case.group in groups]
    if quick:
        for case in cases:
            hurry(case.request)
    return cases


def in_turns(cases):
    """The cases, so that the same work follows from program to program: a machine that is rented
    changes from minute to minute, and a ratio should not. What a process held at most is its own
    only if it did nothing before, so `memory` comes last."""
    order = {}
    for case in cases:
        what = "predict" if case.request["what"] == "render" else case.request["what"]
        work = (case.group == "memory", case.group, case.network, what, case.request.get("batch"))
        order.setdefault(work, []).append(case)
    return [case for work in sorted(order, key=lambda work: work[0]) for case in order[work]]


def hurry(request):
    """Makes a case short: to see that it runs, not how fast."""
    for part in (request.get("one"), request.get("other")):
        if part:
            hurry(part)
    if "repeat" in request:
        request["repeat"] = 1
    # What is compared are trainings.
    what = request.get("what", "train")
    if what in ("train", "predict"):
        request["rows"] = request.get("rows", PIXELS) // 8
    if what == "memory":
        request["height"] //= 8


def imfit():
    for network in ("deep", "small", "tiny"):
        for batch in BATCHES:
            yield training("imfit", "imfit", network, batch)
    for network, layers in NETWORKS.items():
        request = {"layers": layers, "repeat": repeats("predict", layers)}
        yield Case("imfit", "imfit", "predict", network, {"what": "predict", **request})
        render = {"what": "render", **request, "width": WIDTH, "height": HEIGHT}
        yield Case("imfit", "imfit", "predict", network, render)
    for batch in BATCHES:
        for precision in ("f32", "bf16"):
            yield training("imfit", "imfit", "deep", batch, group="bf16", precision=precision)
    for name, layers in sweep().items():
        yield Case("imfit", "imfit", "sweep", name, {"what": "train", **point(layers)})
    yield from beside_relu()
    for batch in (BATCH, 8192):
        deep = {"layers": NETWORKS["deep"], "batch": batch, "repeat": FEWER_PAIRS}
        yield comparison("threads", "one beside all", deep | {"threads": 1}, deep)
        yield training("imfit", "imfit", "deep", batch, group="load", busy=1)
        yield training("imfit", "imfit", "deep", batch, group="load", threads=max(1, CORES - 1))
    deep = {"layers": NETWORKS["deep"], "batch": BATCH, "repeat": PAIRS}
    yield comparison("fixed", "looking", deep | {"look_every": LOOK_EVERY}, deep)
    yield comparison("fixed", "shuffling", deep, deep | {"shuffle": False})
    size = {"width": LARGE_WIDTH, "height": LARGE_HEIGHT}
    request = {"what": "memory", "layers": NETWORKS["small"], "batch": 8192, **size}
    yield Case("imfit", "imfit", "memory", "small", request)


def beside_relu():
    """The activations whose cost has a limit, in turns with relu."""
    for name in BESIDE_RELU:
        pair = [point(networks.stack(activation=which), PAIRS) for which in (name, "relu")]
        yield comparison("sweep", f"{name} beside relu", *pair)


def comparison(group, name, one, other):
    """Epochs of two trainings in turns."""
    request = {"what": "compare", "one": one, "other": other}
    return Case("imfit", "imfit", group, name, request)


def sweep():
    """The points of the sweep by name: `width 16`, `depth 1`, `activation relu`, `last softmax`."""
    widths = {f"width {width}": networks.stack(width=width) for width in networks.SWEEP_WIDTHS}
    depths = {f"depth {depth}": networks.stack(depth=depth) for depth in networks.SWEEP_DEPTHS}
    activations = {
        f"activation {name}": networks.stack(activation=name) for name in networks.SWEEP_ACTIVATIONS
    }
    ends = {f"last {name}": networks.stack(last=name) for name in networks.SWEEP_LAST}
    return widths | depths | activations | ends


def point(layers, repeat=None):
    """How a point of the sweep is trained."""
    batches = round(SWEEP_WORK / arithmetic.training(layers) / BATCH)
    rows = min(PIXELS, max(100, batches) * BATCH)
    repeat = repeat or repeats("train", layers, rows)
    return {"layers": layers, "batch": BATCH, "repeat": repeat, "rows": rows}


def repeats(what, layers, rows=PIXELS):
    """How often `rows` pixels are timed. A few milliseconds show what a machine did just then, and
    an engine while it still tries how to go about it."""
    enough = round(SHORT_WORK / (arithmetic.work(what, layers) * rows))
    return max(REPEAT, min(SHORT_REPEAT, enough))


def jax():
    for network in NETWORKS:
        for batch in BATCHES:
            yield training("jax", "jax", network, batch)
    for network in NETWORKS:
        for form in ("whole", "pieces"):
            yield prediction("jax", "jax", network, form=form)


def torch():
    forms = {"eager": "torch", "fused": "torch fused", "compiled": "torch compiled"}
    for form, peer in forms.items():
        for network, batch in deep_and_post():
            yield slow_training("torch", peer, network, batch, form=form)
    for form in ("whole", "pieces"):
        yield prediction("torch", "torch", "deep", form=form)


def keras():
    for network, batch in deep_and_post():
        yield slow_training("keras", "keras", network, batch)
    for batch in (32, 128, 1024):
        yield slow_training("keras", "keras tuned", "deep", batch, steps_per_execution=100)
    yield prediction("keras", "keras", "deep", batch=32, rows=32 * SLOW_STEPS)
    yield prediction("keras", "keras", "deep", batch=8192)


def keras_jax():
    for network, batch in deep_and_post():
        yield slow_training("keras-jax", "keras on jax", network, batch)
    yield prediction("keras-jax", "keras on jax", "deep", batch=8192)


def deep_and_post():
    """The deep network at all batch sizes, the others at that of the post."""
    return [("deep", batch) for batch in BATCHES] + [("small", BATCH), ("tiny", BATCH)]


def training(program, peer, network, batch, *, group=None, repeat=None, **more):
    group = group or ("deep" if network == "deep" else "small")
    request = {
        "what": "train",
        "layers": NETWORKS[network],
        "batch": batch,
        "repeat": repeat or repeats("train", NETWORKS[network]),
        **more,
    }
    return Case(program, peer, group, network, request)


def slow_training(program, peer, network, batch, **more):
    rows = min(PIXELS, SLOW_STEPS * batch)
    return training(program, peer, network, batch, repeat=SLOW_REPEAT, rows=rows, **more)


def prediction(program, peer, network, **more):
    repeat = repeats("predict", NETWORKS[network])
    request = {"what": "predict", "layers": NETWORKS[network], "repeat": repeat, **more}
    return Case(program, peer, "predict", network, request)
