"""Draws the roofline: what each trainer reaches of what the machine could do."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.ticker import LogLocator, NullLocator

from . import arithmetic
from .cases import BATCHES
from .networks import NETWORKS, PIXELS

INK, PALE, ROOF = "#222222", "#8a8a8a", "#555555"
#: who is shown, by name, in which colour
SHOWN = {
    "imfit": ("imfit", "#c1440e"),
    "jax": ("JAX", "#2a6f97"),
    "torch compiled": ("PyTorch, compiled", "#5b8e55"),
    "torch": ("PyTorch", "#8fb07f"),
    "keras": ("Keras", "#9a7aa0"),
}
LEVELS = ["L1", "L2", "L3", "memory"]
#: the axes: operations for each byte, and room for names beyond the last batch size
LEFT, RIGHT = 0.3, 120_000
#: names stand apart by these factors at least: at the ends of the lines, and above the slopes
APART, SLOPES_APART = 1.22, 1.5


def draw(results, path):
    """Writes the picture for the deep network; the machine's limits must have been measured."""
    figure, axes = plt.subplots(figsize=(9, 5), dpi=160)
    figure.patch.set_facecolor("white")
    bottom = draw_points(axes, results)
    draw_roofs(axes, results)
    set_axes(axes, bottom, 4.2 * results.peak())
    figure.tight_layout()
    figure.savefig(path)
    plt.close(figure)


def points(results, peer):
    """Intensity, GFLOP/s and batch size for each batch size that was measured."""
    layers = NETWORKS["deep"]
    operations = arithmetic.training(layers) * PIXELS / 1e9
    found = []
    for batch in BATCHES:
        seconds = results.seconds(peer, network="deep", batch=batch)
        if seconds is not None:
            found.append((arithmetic.intensity(layers, batch), operations / seconds, batch))
    return found


def draw_points(axes, results):
    """A line with dots for each trainer, its name at the end; returns the lowest value."""
    lines = {peer: found for peer in SHOWN if (found := points(results, peer))}
    for peer, found in lines.items():
        name, colour = SHOWN[peer]
        ours = peer == "imfit"
        axes.plot(
            [point[0] for point in found],
            [point[1] for point in found],
            color=colour,
            marker="o",
            markersize=7 if ours else 5,
            linewidth=2.4 if ours else 1.4,
            zorder=4 if ours else 3,
        )
    ends = spread({peer: found[-1][1] for peer, found in lines.items()}, APART)
    for peer, height in ends.items():
        name, colour = SHOWN[peer]
        weight = "bold" if peer == "imfit" else "normal"
        right = lines[peer][-1][0] * 1.35
        axes.text(right, height, name, color=colour, weight=weight, va="center", fontsize=10)
    return min((point[1] for found in lines.values() for point in found), default=10)


def spread(heights, apart):
    """The same heights, in their order, moved up where two are closer than the factor `apart`."""
    placed = {}
    lowest = 0
    for name, height in sorted(heights.items(), key=lambda item: item[1]):
        placed[name] = max(height, lowest * apart)
        lowest = placed[name]
    return placed


def draw_roofs(axes, results):
    """The peak, and a slope for each place that bytes can come from, named where they meet."""
    peak = results.peak()
    bandwidths = {level: results.bandwidth(level) for level in LEVELS}
    corners = {level: peak / value for level, value in bandwidths.items() if value}
    start = min(corners.values(), default=LEFT)
    axes.plot([start, RIGHT], [peak, peak], color=ROOF, linewidth=1.6)
    text = f"the most that the processor multiplies and adds: {peak:.0f} GFLOP/s"
    axes.text(RIGHT * 0.9, peak * 1.1, text, color=ROOF, ha="right", fontsize=10)
    for level, x in spread(corners, SLOPES_APART).items():
        slope = [LEFT * bandwidths[level], peak]
        axes.plot([LEFT, corners[level]], slope, color=ROOF, linewidth=1.0)
        axes.text(
            x,
            peak * 1.12,
            f"{level} {bandwidths[level]:.0f} GB/s",
            color=ROOF,
            fontsize=8.5,
            rotation=50,
            rotation_mode="anchor",
        )


def set_axes(axes, bottom, top):
    layers = NETWORKS["deep"]
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(LEFT, RIGHT)
    axes.set_ylim(bottom / 1.6, top)
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_ylabel("GFLOP/s", color=INK)
    axes.set_xlabel("operations for each byte that a step has to move", color=INK)
    axes.set_title(
        "Training the network of 41,003 parameters, by batch size",
        loc="left",
        color=INK,
        fontsize=12,
    )
    for batch in BATCHES:
        name = "all pixels" if batch == PIXELS else f"batch {batch:,}"
        x = arithmetic.intensity(layers, batch)
        axes.axvline(x, color="#e6e6e6", linewidth=0.8, zorder=0)
        axes.text(x, bottom / 1.52, name, color=PALE, fontsize=8.5, ha="center", va="bottom")
    axes.yaxis.set_major_formatter("{x:,g}")
    axes.xaxis.set_major_formatter("{x:,g}")
    axes.tick_params(colors=PALE, which="both", labelsize=9)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(PALE)
