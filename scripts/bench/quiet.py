"""Looks at what others do with the processor: a time that was taken beside others is no time."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

#: cores that other processes may use: more than this is a disturbance
FOREIGN = 0.08
#: of the most that products on all threads came to so far, what they must come to before a piece
#: of work and after it. Less is a disturbance too, if not by a process of this machine, then by
#: another machine that shares the cores
GIVEN = 0.9
#: seconds of one look
WINDOW = 0.25
_TICKS = os.sysconf("SC_CLK_TCK")


def busy_seconds():
    """Processor time that was used since the machine started, by all processes and by other
    machines on the same processor; None on systems that don't tell as Linux does."""
    try:
        fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    except OSError:
        return None
    user, nice, system, _, _, irq, soft_irq, steal = (int(field) for field in fields[:8])
    return (user + nice + system + irq + soft_irq + steal) / _TICKS


def children_seconds():
    """Processor time of the processes that this one started and that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def session_seconds(session):
    """Processor time of all processes of a session, those that have ended included."""
    total = 0
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = entry.read_text()
        except OSError:  # it has ended meanwhile
            continue
        # The name, in brackets, may hold anything; the numbers begin behind it.
        fields = text.rpartition(")")[2].split()
        if int(fields[3]) == session:
            total += sum(int(field) for field in fields[11:15])
    return total / _TICKS


@dataclass(frozen=True)
class Conditions:
    """What a piece of work was done beside."""

    #: cores that other processes used meanwhile; None where that can't be known
    foreign: float | None = None
    #: nanoseconds of a cache line from one core to another and back, before; None with one core
    exchange: float | None = None
    #: GFLOP/s that products on all threads came to right before and right after
    products: tuple[float, ...] = ()
    #: the lesser of these, as a part of the most that there was until then
    given: float = 1.0

    @property
    def quiet(self):
        return (self.foreign or 0) <= FOREIGN and self.given >= GIVEN

    @property
    def disturbance(self):
        """Cores that others had."""
        return (self.foreign or 0) + max(0, 1 - self.given)


class Watch:
    """Waits for a quiet machine, as long as its patience lasts, and says who was busy meanwhile.

    The patience is for a whole run, so that a run on a machine that is never quiet ends as well.
    """

    def __init__(self, patience, now):
        #: seconds left for waiting and for doing things again
        self.patience = patience
        #: the lines of the program that measures the machine, for just now
        self._now = now
        #: the line of products with the most GFLOP/s
        self.most = None

    def learn(self, lines):
        """Takes up lines of the program that measures the machine."""
        products = [line for line in lines if line["what"] == "product"]
        known = [self.most] if self.most else []
        self.most = max([*known, *products], key=lambda line: line["gflops"], default=None)

    def look(self):
        """Just now: nanoseconds from core to core and back, and GFLOP/s of products."""
        lines = self._now()
        self.learn(lines)
        exchange = next((line["nanoseconds"] for line in lines if line["what"] == "exchange"), None)
        return exchange, next(line["gflops"] for line in lines if line["what"] == "product")

    def gives(self, gflops):
        return gflops / self.most["gflops"]

    def wait(self):
        """Returns what there is once the machine was found quiet, or the patience is over."""
        while self.patience > 0:
            start, before = time.perf_counter(), busy_seconds()
            time.sleep(WINDOW)
            seconds = time.perf_counter() - start
            others = 0 if before is None else (busy_seconds() - before) / seconds
            seen = self.look()
            if others <= FOREIGN and self.gives(seen[1]) >= GIVEN:
                return seen
            self.patience -= time.perf_counter() - start
        return self.look()

    def products_after(self):
        """GFLOP/s of products right after a piece of work. Threads may look for more of it for a
        while before they go to sleep, so where it is little, it is looked at again."""
        _, gflops = self.look()
        if self.gives(gflops) < GIVEN:
            time.sleep(WINDOW)
            _, gflops = self.look()
        return gflops

    def measure(self, own_seconds, work):
        """The result of `work` and its `Conditions`; `own_seconds()` is the processor time that
        `work` used until now.

        Does it again while it was disturbed and patience is left; the quietest of three tries
        counts."""
        best = None
        for _ in range(3):
            exchange, before = self.wait()
            start, busy = time.perf_counter(), busy_seconds()
            own = own_seconds()
            result = work()
            seconds = time.perf_counter() - start
            foreign = None
            if busy is not None:
                foreign = (busy_seconds() - busy - (own_seconds() - own)) / seconds
                foreign = max(0.0, round(foreign, 3))
            products = (before, self.products_after())
            given = round(self.gives(min(products)), 3)
            conditions = Conditions(foreign, exchange, products, given)
            if best is None or conditions.disturbance < best[1].disturbance:
                best = result, conditions
            self.patience -= 0 if conditions.quiet else seconds
            if conditions.quiet or self.patience <= 0:
                break
        return best
