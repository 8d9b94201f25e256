"""How many processors a program may use."""

import os


def processors():
    """Those that `taskset` and the like leave to this process; all, on systems that don't tell."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows
        return os.cpu_count() or 1
