"""The results as text."""

from statistics import median

from .networks import NETWORKS, PIXELS, TITLES

#: in the order of the columns
PEERS = ["jax", "torch", "torch fused", "torch compiled", "keras", "keras tuned", "keras on jax"]


def grid(head, rows):
    """Lines of columns, each as wide as its widest cell; all but the first are set to the right."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]

    def line(row):
        cells = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        return "  ".join([row[0].ljust(widths[0]), *cells]).rstrip()

    return [line(head), line(["-" * width for width in widths]), *(line(row) for row in rows)]


def goals_table(goals):
    """The goals that were measured, and a line that tells of the others."""
    rows = []
    for goal in goals:
        if goal.measured is not None:
            met = "yes" if goal.met else "no"
            rows.append([goal.work, goal.of, goal.limit, goal.show(goal.measured), met, goal.note])
    lines = grid(["work", "what", "goal", "measured", "met", "which"], rows) if rows else []
    others = [f"{goal.work}: {goal.of}" for goal in goals if goal.measured is None]
    if others:
        names = f", not {'; '.join(others)}" if len(others) <= 6 else ""
        lines.append(f"{len(rows)} of {len(goals)} goals were measured{names}.")
    return lines


def seconds_table(results):
    """Seconds for an epoch or a prediction over the whole picture, the share of the peak and of
    what was left of it then, and how many times as long as imfit the quickest peer takes."""
    rows = []
    for network in NETWORKS:
        lines = results.find(network=network)
        batches = {line["batch"] for line in lines if line["what"] == "train"}
        work = [("train", batch) for batch in sorted(batches)]
        work += [(what, None) for what in ("predict", "render")]
        rows += [row for what, batch in work if (row := seconds_row(results, network, what, batch))]
    head = ["seconds", "imfit", "of peak", "of it left", "quickest peer", *PEERS]
    return grid(head, rows) if rows else []


def seconds_row(results, network, what, batch):
    facts = {"network": network} | ({"batch": batch} if what == "train" else {})
    ours = results.seconds("imfit", what, **facts)
    peers = results.peers("predict" if what == "render" else what, **facts)
    if ours is None and not peers:
        return None
    shares = [results.share(what, **facts), results.share_then(what, **facts)]
    quickest = f"{min(peers.values()) / ours:.2f}x" if peers and ours else ""
    size = {PIXELS: "full"}.get(batch, batch)
    name = f"{TITLES[network].split(' ')[0]}, {what if what != 'train' else f'batch {size}'}"
    cells = [number(ours), *(f"{share:.1%}" if share else "" for share in shares), quickest]
    return [name, *cells, *(number(peers.get(peer)) for peer in PEERS)]


def number(seconds):
    return "" if seconds is None else f"{seconds:.3g}"


def bf16_table(results):
    """An epoch with products of bf16 beside one in float32, and its share of the peak in bf16."""
    rows = []
    for batch in sorted({line["batch"] for line in results.find(["bf16"], precision="bf16")}):
        lines = results.find(["bf16"], batch=batch)
        times = {line["precision"]: line for line in lines}
        if len(times) < 2:
            continue
        f32, bf16 = (times[precision] for precision in ("f32", "bf16"))
        peak = results.peak("bf16")
        rows.append(
            [
                f"deep, batch {'full' if batch == PIXELS else batch}",
                number(f32["picture_seconds"]),
                number(bf16["picture_seconds"]),
                f"{f32['picture_seconds'] / bf16['picture_seconds']:.2f}x",
                f"{bf16['gflops'] / peak:.1%}" if peak else "",
            ]
        )
    return grid(["seconds", "f32", "bf16", "times", "of bf16's peak"], rows) if rows else []


def sweep_table(results):
    """imfit's share of the peak at every point of the sweep."""
    rows = []
    for line in results.find(["sweep"], what="train"):
        share = results.share(groups=["sweep"], network=line["network"])
        rows.append([line["network"], f"{line['gflops']:.1f}", f"{share:.1%}" if share else ""])
    return grid(["sweep, batch 128", "GFLOP/s", "of peak"], rows) if rows else []


def machine_table(peak):
    rows = []
    for line in peak:
        what = f"{line['of']} {line['level']}" if line["what"] == "bandwidth" else line["of"]
        if line["what"] == "product":
            what = "products in cache"
        value = (
            f"{line['gflops']:.0f} GFLOP/s" if "gflops" in line else f"{line['gbytes']:.0f} GB/s"
        )
        rows.append([what, line.get("isa", ""), str(line["threads"]), value])
    return grid(["limit", "instructions", "threads", "measured"], rows) if rows else []


def exchange_line(timings):
    """How far apart the cores were during the run."""
    found = [line["exchange"] for line in timings if line["exchange"] is not None]
    if not found:
        return []
    least, most = min(found), max(found)
    return [f"core to core and back: {least:.0f} to {most:.0f} ns, median {median(found):.0f} ns"]
