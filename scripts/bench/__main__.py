"""Measures, and tells: python -m bench, as scripts/bench.sh calls it."""

import argparse
import contextlib
import functools
import json
import platform
import sys
from datetime import datetime, timezone
from pathlib import Path

from . import cases, goals, picture, programs, roofline, table
from .programs import OUT, PEER_PROGRAMS, ROOT, Program, Stopped
from .quiet import Watch, children_seconds
from .results import Results, best_peak, timing


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench.sh", description=__doc__)
    parts = ["peak", *cases.GROUPS]
    parser.add_argument(
        "--only",
        type=names_of(parts),
        default=parts,
        metavar="PART,..",
        help=f"measure only these: {', '.join(parts)}",
    )
    parser.add_argument(
        "--peers",
        type=names_of([*PEER_PROGRAMS, "none"]),
        metavar="PEER,..",
        help=f"only these, or none: {', '.join(PEER_PROGRAMS)} (all that `make peers` installed)",
    )
    parser.add_argument(
        "--quick", action="store_true", help="see that everything runs; the numbers mean nothing"
    )
    parser.add_argument(
        "--patience",
        type=float,
        default=240,
        metavar="SECONDS",
        help="for waiting for a quiet machine and repeating, in the whole run (%(default)s)",
    )
    return parser.parse_args()


def names_of(known):
    def read(text):
        names = [name.strip() for name in text.split(",") if name.strip()]
        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError(f"'{name}' is not one of {', '.join(known)}")
        return names

    return read


def main():
    options = arguments()
    OUT.mkdir(parents=True, exist_ok=True)
    watch = Watch(0 if options.quick else options.patience, programs.peak_now)
    peers = wanted_peers(options.peers)
    todo = cases.everything(["imfit", *peers], options.only, options.quick)
    if peers:
        picture.write(programs.PICTURE, OUT / "picture.npz")

    began = datetime.now(timezone.utc)
    peak = measure_peak(watch) if "peak" in options.only else []
    timings, about, stopped = measure(todo, watch)
    if peak and timings:
        with contextlib.suppress(KeyboardInterrupt):
            peak = best_peak(peak, measure_peak(watch), [watch.most])

    results = Results(timings, peak)
    threads = cases.CORES
    reached = goals.evaluate(results, threads)
    report = {
        "began": began.isoformat(timespec="seconds"),
        "ended": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "command": " ".join(["scripts/bench.sh", *sys.argv[1:]]),
        "quick": options.quick,
        "machine": {"processor": processor(), "system": platform.platform(), "cores": threads},
        "programs": about,
        "peak": peak,
        "timings": timings,
        "goals": [goal.json() for goal in reached],
    }
    (OUT / "bench.json").write_text(json.dumps(report, indent=1) + "\n")
    tell(report, results, reached)
    whole = not options.quick and set(options.only) >= {"peak", "deep"} and len(peers) == 4
    draw(results, ROOT / "docs" if whole and not stopped else OUT)
    if stopped:
        sys.exit(f"error: {'; '.join(stopped)}")


def wanted_peers(asked):
    """Those that are asked for, or all that are there."""
    there = programs.installed()
    if asked is None:
        return there
    if missing := set(asked) - set(there) - {"none"}:
        sys.exit(f"error: not installed: {', '.join(sorted(missing))} (try `make peers`)")
    return [name for name in there if name in asked]


def measure_peak(watch):
    say("what the machine can do")
    lines, _ = watch.measure(children_seconds, programs.peak)
    watch.learn(lines)
    return lines


def measure(todo, watch):
    """The timings of all cases, what the programs said of themselves, and which of them stopped."""
    timings, about, stopped = [], {}, {}
    with contextlib.ExitStack() as stack:
        running = {}
        for case in cases.in_turns(todo):
            name = case.program
            if name in stopped:
                continue
            try:
                if case.group == "memory":
                    with Program(name) as fresh:
                        timings.append(ask(fresh, case, watch))
                    continue
                if name not in running:
                    running[name] = stack.enter_context(Program(name))
                    about[name] = running[name].about
                timings.append(ask(running[name], case, watch))
            except Stopped as stop:
                stopped[name] = str(stop)
            except KeyboardInterrupt:
                # What was measured until now is told.
                stopped[name] = f"{name}: interrupted"
                if name in running:
                    running[name].kill()
                break
    return timings, about, list(stopped.values())


def ask(program, case, watch):
    """The timing of one case."""
    work = functools.partial(program.ask, case.request)
    answer, conditions = watch.measure(program.processor_seconds, work)
    line = timing(case, answer, conditions)
    say(f"{case.title}: {told(line)}{beside(conditions)}")
    return line


def beside(conditions):
    """What disturbed it, if anything did."""
    if conditions.quiet:
        return ""
    used = f"others used {conditions.foreign or 0:.1f} cores"
    return f" ({used}, products came to {conditions.given:.0%} of the most)"


def told(line):
    if "error" in line:
        return line["error"].splitlines()[0]
    if "times" in line:
        return f"{line['times']:.3f} times as long"
    if "bytes" in line:
        return f"{line['bytes'] / 2**20:.0f} MiB"
    return f"{line['picture_seconds']:.4f} s, {line['gflops']:.1f} GFLOP/s"


def tell(report, results, reached):
    machine = report["machine"]
    say(f"\n{machine['processor']}, {machine['cores']} cores, {report['began']}\n")
    parts = [
        [*table.machine_table(report["peak"]), *table.exchange_line(report["timings"])],
        table.seconds_table(results),
        table.bf16_table(results),
        table.sweep_table(results),
        table.goals_table(reached),
    ]
    for lines in filter(None, parts):
        say("\n".join(lines) + "\n")
    disturbed = sum(not line["quiet"] for line in report["timings"])
    if disturbed:
        say(f"{disturbed} of {len(report['timings'])} were disturbed by others.")
    if missing := set(PEER_PROGRAMS) - set(programs.installed()):
        say(f"Without {', '.join(sorted(missing))}: `make peers` installs them.")
    if report["quick"]:
        say("This was --quick: the numbers mean nothing.")


def draw(results, folder):
    if results.peak() is not None:
        roofline.draw(results, folder / "roofline.png")
        say(f"{(folder / 'roofline.png').relative_to(ROOT)}, build/bench/bench.json")


def processor():
    """The processor's name, as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def say(text):
    print(text, flush=True)


if __name__ == "__main__":
    main()
