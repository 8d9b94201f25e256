"""The network on which optimizers and their schedules are tried."""

from .case import Case, Component, dense, fit
from .data import centered


def optimized(about: str, optimizer: Component, **others) -> Case:
    """A small network, 25 steps with a short one in each epoch, and an optimizer of its own."""
    layers = [dense(8, "tanh"), dense(3, "sigmoid")]
    others = {"layers": layers, "fit": fit(32, epochs=5), **others}
    return Case(
        about=about,
        data=centered(13, 10),
        optimizer=optimizer,
        metrics=(),
        **others,
    )
