"""What was measured, and how it is looked up."""

from statistics import mean, median

from . import arithmetic
from .networks import HEIGHT, PIXELS, WIDTH
from .quiet import Conditions

#: the groups that the comparison with peers is made of
MAIN = ("deep", "small", "predict")


#: nobody looked
UNKNOWN = Conditions()


def timing(case, answer, conditions=UNKNOWN):
    """One line of the results: a case, its times, what they come to for the whole picture, and what
    they were measured beside."""
    request = case.request
    rows = request.get("rows", PIXELS)
    if request["what"] in ("render", "memory"):
        rows = request["width"] * request["height"]
    line = {
        "peer": case.peer,
        "group": case.group,
        "what": request["what"],
        "network": case.network,
        "batch": request.get("batch"),
        "threads": request.get("threads"),
        "busy": request.get("busy", 0),
        "form": request.get("form"),
        "precision": request.get("precision"),
        "rows": rows,
        "foreign_cores": conditions.foreign,
        "exchange": conditions.exchange,
        "products": list(conditions.products),
        "quiet": conditions.quiet,
    }
    if "error" in answer:
        return line | {"error": answer["error"]}
    if request["what"] == "compare":
        compared = {"times": times(answer), "weights": answer.get("weights")}
        return line | {"batch": request["one"]["batch"], **compared}
    if request["what"] == "memory":
        return line | {"bytes": answer["bytes"]}
    seconds = median(answer["seconds"])
    operations = rows * arithmetic.work(request["what"], request["layers"])
    return line | {
        "seconds": answer["seconds"],
        "weights": answer.get("weights"),
        "gflops": operations / seconds / 1e9,
        "picture_seconds": seconds * WIDTH * HEIGHT / rows,
    }


def times(answer):
    """How many times as long as the other one a training takes: the median over the pairs, whose
    two epochs ran one right after the other."""
    return median(one / other for one, other in zip(answer["one"], answer["other"], strict=True))


def best_peak(*runs):
    """The lines of several runs of the program that measures the machine, the best of each: what
    else goes on, and a changing clock, make each of them only ever slower. How far apart the cores
    are stands with each timing."""
    best = {}
    for line in (line for run in runs for line in run if line["what"] != "exchange"):
        unit = "gbytes" if line["what"] == "bandwidth" else "gflops"
        identity = tuple(value for name, value in line.items() if name != unit)
        if identity not in best or line[unit] > best[identity][unit]:
            best[identity] = line
    return list(best.values())


class Results:
    """Timings and the machine's limits, looked up by what they are about."""

    def __init__(self, timings, peak):
        self.timings = timings
        self._peak = peak

    def find(self, groups=MAIN, **facts):
        """The lines of these groups that have all the facts, and no error."""
        return [
            line
            for line in self.timings
            if line["group"] in groups
            and "error" not in line
            and all(line[name] == fact for name, fact in facts.items())
        ]

    def seconds(self, peer, what="train", groups=MAIN, **facts):
        """Seconds for the whole picture; the quickest where a peer was asked in several forms; None
        where it wasn't measured."""
        lines = self.find(groups, peer=peer, what=what, **facts)
        return min((line["picture_seconds"] for line in lines), default=None)

    def peers(self, what="train", **facts):
        """Seconds of every peer that was measured, quickest first."""
        names = {line["peer"] for line in self.timings} - {"imfit"}
        seconds = {name: self.seconds(name, what, **facts) for name in names}
        found = [(value, name) for name, value in seconds.items() if value is not None]
        return {name: value for value, name in sorted(found)}

    def peak(self, precision="f32"):
        """Operations a second of all threads, in billions; None if not measured."""
        return self._limit("gflops", what="peak", of=precision)

    def bandwidth(self, level):
        """Bytes a second that all threads together read, in billions; None if not measured."""
        return self._limit("gbytes", what="bandwidth", of="read", level=level)

    def _limit(self, unit, **facts):
        values = [
            (line["threads"], line[unit])
            for line in self._peak
            if all(line.get(name) == fact for name, fact in facts.items())
        ]
        # With the most threads, and among the instruction sets the best.
        return max(values)[1] if values else None

    def share(self, what="train", groups=MAIN, **facts):
        """imfit's share of the peak of all threads; None if either wasn't measured."""
        lines = self.find(groups, peer="imfit", what=what, **facts)
        peak = self.peak()
        return max(line["gflops"] for line in lines) / peak if lines and peak else None

    def share_then(self, what="train", groups=MAIN, **facts):
        """The same of what was left of the peak right before and after it, in the mean: as much as
        was left of what products come to at most."""
        share, most = self.share(what, groups, **facts), self._limit("gflops", what="product")
        lines = self.find(groups, peer="imfit", what=what, **facts)
        left = [mean(line["products"]) / most for line in lines if line["products"] and most]
        return share / max(left) if share and left else None
