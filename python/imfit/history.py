"""The losses and metrics of a training."""

from __future__ import annotations

from typing import Any

from .errors import ImfitImportError, ImfitStateError


class History:
    """What was measured, epoch by epoch.

    Attributes:
        epoch: The epochs, counted from 0.
        history: For each loss and metric its values, one an epoch: `history["loss"]`. An epoch that
            didn't measure one has NaN.
        params: How `fit` was called: `verbose`, `epochs`, and `steps` an epoch.

    See https://keras.io/api/callbacks/ (History).
    """

    def __init__(
        self,
        epoch: list[int],
        series: list[tuple[str, list[float]]],
        params: dict[str, Any] | None = None,
    ) -> None:
        self.epoch = epoch
        self.history: dict[str, list[float]] = dict(series)
        self.params: dict[str, Any] = params or {}

    def plot(self) -> Any:
        """Draws the curves with matplotlib: a panel for each metric, with its validation dashed.

        Returns:
            An array of matplotlib's Axes, one for each panel.
        """
        try:
            import matplotlib.pyplot as plt
        except ImportError as error:
            raise ImfitImportError(
                "`History.plot` needs matplotlib: pip install matplotlib"
            ) from error
        if not self.epoch:
            raise ImfitStateError("there is nothing to plot: no epoch has been finished")
        names = list(dict.fromkeys(name.removeprefix("val_") for name in self.history))
        figure, axes = plt.subplots(
            len(names), 1, sharex=True, squeeze=False, figsize=(7, 1 + 2.2 * len(names))
        )
        epochs = [epoch + 1 for epoch in self.epoch]
        marker = "o" if len(epochs) == 1 else ""
        for axis, name in zip(axes[:, 0], names, strict=True):
            for key, label, style in ((name, "training", "-"), (f"val_{name}", "validation", "--")):
                if key in self.history:
                    axis.plot(epochs, self.history[key], style, marker=marker, label=label)
            axis.set_ylabel(name)
            if f"val_{name}" in self.history:
                axis.legend()
        axes[-1, 0].set_xlabel("epoch")
        figure.align_ylabels()
        return axes[:, 0]

    def __len__(self) -> int:
        return len(self.epoch)

    def __repr__(self) -> str:
        last = (f"{name}={values[-1]:.4g}" for name, values in self.history.items() if values)
        return f"History({', '.join([f'epochs={len(self)}', *last])})"
