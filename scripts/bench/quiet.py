"""Looks at what other processes do: a time that was taken beside others is no time."""

import os
import time
from pathlib import Path

#: cores that others may use: more than this is a disturbance
FOREIGN = 0.08
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


class Watch:
    """Waits for a quiet machine, as long as its patience lasts, and says who was busy meanwhile.

    The patience is for a whole run, so that a run on a machine that is never quiet ends as well.
    """

    def __init__(self, patience):
        #: seconds left for waiting and for doing things again
        self.patience = patience

    def wait(self):
        """Returns once a look found the machine quiet, or the patience is over."""
        while self.patience > 0:
            start, before = time.perf_counter(), busy_seconds()
            if before is None:
                return
            time.sleep(WINDOW)
            seconds = time.perf_counter() - start
            if (busy_seconds() - before) / seconds <= FOREIGN:
                return
            self.patience -= seconds

    def measure(self, own_seconds, work):
        """The result of `work`, and the cores that others used during it (None where that can't be
        known); `own_seconds()` is the processor time that `work` used until now.

        Does it again while it was disturbed and patience is left; the quietest of three tries
        counts."""
        best = None
        for _ in range(3):
            self.wait()
            start, busy = time.perf_counter(), busy_seconds()
            own = own_seconds()
            result = work()
            seconds = time.perf_counter() - start
            if busy is None:
                return result, None
            foreign = (busy_seconds() - busy - (own_seconds() - own)) / seconds
            foreign = max(0.0, round(foreign, 3))
            if best is None or foreign < best[1]:
                best = result, foreign
            if foreign <= FOREIGN:
                break
            self.patience -= seconds
            if self.patience <= 0:
                break
        return best
