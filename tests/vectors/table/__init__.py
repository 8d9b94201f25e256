"""The table of golden cases: what each one builds, fits and is there to catch.

Add a case by adding an entry to the `CASES` of its subject's module; README.md in the
folder above tells the rest.
"""

from . import (
    activations,
    array_optimizers,
    batch_norms,
    blocks,
    callbacks,
    classification,
    constraints,
    fits,
    frozen,
    losses,
    metrics,
    networks,
    optimizers,
    regularizers,
    row_layers,
    schedules,
)
from .case import Case

__all__ = ["CASES", "Case"]

SUBJECTS = (
    networks,
    blocks,
    batch_norms,
    fits,
    activations,
    optimizers,
    array_optimizers,
    schedules,
    regularizers,
    constraints,
    frozen,
    losses,
    classification,
    metrics,
    row_layers,
    callbacks,
)

CASES = {name: case for subject in SUBJECTS for name, case in subject.CASES.items()}

if len(CASES) < sum(len(subject.CASES) for subject in SUBJECTS):
    raise ValueError("two cases have the same name")
