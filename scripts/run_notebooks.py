"""Runs the example notebooks and writes each as executed .ipynb and as HTML.

Each notebook runs as it is, in its own folder, with the kernel of the language that the folder is
named for. A cell that fails ends its notebook, not the others; the exit code is then 1.
"""

import argparse
import fnmatch
import html
import os
import re
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter

KERNELS = {"python": "python3", "r": "ir", "imfit": "imfit"}
# ipykernel warns of every connection that is not encrypted; ours stay on this machine.
KERNEL_ARGUMENTS = {"python3": ["--IPKernelApp.log_level=ERROR"]}
HEARTBEAT = 30  # seconds between two signs of life of a long cell, where lines cannot be rewritten


class Progress:
    """A line for each cell, with the seconds that it took.

    In a terminal the line counts along while the cell runs; elsewhere a long cell gives a sign of
    life now and then.
    """

    def __init__(self, name: str, cells: int):
        self.name = name
        self.cells = cells
        self.cell = 0
        self.started = 0.0
        self.live = sys.stdout.isatty()
        self.done = threading.Event()
        self.ticker: threading.Thread | None = None

    def start(self) -> None:
        self.cell += 1
        self.started = time.monotonic()
        self.done.clear()
        self.ticker = threading.Thread(target=self._tick, daemon=True)
        self.ticker.start()

    def finish(self, remark: str = "") -> None:
        """Ends the running cell's line; does nothing where no cell is running."""
        if self.ticker is None:
            return
        self.done.set()
        self.ticker.join()
        self.ticker = None
        self._show(remark, end="\n")

    def _tick(self) -> None:
        while not self.done.wait(1 if self.live else HEARTBEAT):
            self._show(end="") if self.live else self._show(" ...", end="\n")

    def _show(self, remark: str = "", end: str = "\n") -> None:
        seconds = time.monotonic() - self.started
        start = "\r" if self.live else ""
        line = f"{start}{self.name}  cell {self.cell}/{self.cells}  {seconds:.0f} s{remark}"
        print(line, end=end, flush=True)


def run(source: Path, name: str, kernel: str, output: Path) -> str | None:
    """Runs one notebook, writes what came out of it, and returns the error, if there was one."""
    notebook = nbformat.read(source, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    for cell in notebook.cells:  # what an earlier run left behind is not a result
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    progress = Progress(name, len(code))
    resources = {"metadata": {"path": str(source.parent), "name": source.stem}}
    client = NotebookClient(
        notebook,
        kernel_name=kernel,
        extra_arguments=KERNEL_ARGUMENTS.get(kernel, []),
        timeout=None,
        coalesce_streams=True,  # a progress bar leaves its last line, not all its redraws
        startup_timeout=120,
        resources=resources,
        on_cell_execute=lambda **_: progress.start(),
        on_cell_executed=lambda **_: progress.finish(),
    )
    error = None
    try:
        client.execute()
    except CellExecutionError as failure:
        error = str(failure)
    except (CellTimeoutError, DeadKernelError, RuntimeError) as failure:
        error = f"{type(failure).__name__}: {failure}"
    progress.finish("  failed" if error else "")

    output.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, output / source.name)
    page, _ = HTMLExporter(embed_images=True).from_notebook_node(notebook, resources)
    output.joinpath(f"{source.stem}.html").write_text(page, encoding="utf-8")
    return error


def write_index(output: Path, outcomes: dict[str, str | None]) -> Path:
    """Writes a page with a link to each notebook that was run."""
    items = (
        f'<li><a href="{html.escape(name.removesuffix(".ipynb"))}.html">{html.escape(name)}</a>'
        f"{' (failed)' if error else ''}</li>\n"
        for name, error in outcomes.items()
    )
    index = output / "index.html"
    head = '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>imfit</title>\n'
    index.write_text(f"{head}<h1>Notebooks</h1>\n<ul>\n{''.join(items)}</ul>\n", encoding="utf-8")
    return index


def find(notebooks: Path, pattern: str | None) -> list[Path]:
    """The notebooks of all languages whose name, like `r/01_post.ipynb`, has the pattern in it."""
    found = (
        path for language in KERNELS for path in sorted((notebooks / language).glob("*.ipynb"))
    )
    if pattern is None:
        return list(found)
    return [
        path
        for path in found
        if fnmatch.fnmatch(path.relative_to(notebooks).as_posix(), f"*{pattern}*")
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--only", metavar="PATTERN", help="those with this in their name, * allowed"
    )
    parser.add_argument("--notebooks", type=Path, default=root / "notebooks", metavar="FOLDER")
    parser.add_argument("--output", type=Path, default=root / "build/notebooks", metavar="FOLDER")
    options = parser.parse_args(arguments)
    notebooks, output = options.notebooks.resolve(), options.output.resolve()

    sources = find(notebooks, options.only)
    if not sources:
        print(f"error: no notebook in {notebooks} to run", file=sys.stderr)
        return 1
    # The kernels of this environment go before those of the user's account.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    started = time.monotonic()
    outcomes = {}
    for source in sources:
        name = source.relative_to(notebooks).as_posix()
        language = source.parent.name
        error = run(source, name, KERNELS[language], output / language)
        if error:
            shown = error if sys.stdout.isatty() else re.sub(r"\x1b\[[0-9;]*m", "", error)
            print(f"\n{name} failed:\n{shown}\n", flush=True)
        outcomes[name] = error
    index = write_index(output, outcomes)

    failed = [name for name, error in outcomes.items() if error]
    print(f"\n{len(outcomes)} notebooks run in {time.monotonic() - started:.0f} s.", end=" ")
    print(f"Failed: {', '.join(failed)}." if failed else "All went well.")
    print(f"Look at {index}, and at the .html and .ipynb files beside it.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
