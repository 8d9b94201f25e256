"""What is shown of a training, on standard output."""

from __future__ import annotations

import os
import shutil
import sys
from types import TracebackType
from typing import Any, TextIO

from . import _native


class Progress:
    """Writes a line that is redrawn in place, or a line for each epoch, or nothing.

    Use it in a `with` statement: an open line is ended whatever happens.
    """

    def __init__(self, verbose: Any) -> None:
        self._stream: TextIO | None = sys.stdout  # there is none under pythonw
        self._shows: str = _native.verbosity(verbose, can_redraw(self._stream))
        self._drawn = 0

    def update(self, line: str) -> None:
        """Shows how far an epoch has come, in place of what stood there."""
        if self._shows == "bar":
            self._write("\r" + self._fitted(line))

    def end_epoch(self, line: str) -> None:
        """Shows what an epoch came to, to stay."""
        if self._shows == "bar":
            self._write("\r" + line.ljust(self._drawn) + "\n")
            self._drawn = 0
        elif self._shows == "lines":
            self._write(line + "\n")

    def say(self, text: str) -> None:
        """Shows what a callback has to say, on a line of its own."""
        if self._drawn:
            self._write("\r" + " " * self._drawn + "\r")
            self._drawn = 0
        self._write(text + "\n")

    def close(self) -> None:
        """Ends a line that is still open."""
        if self._drawn:
            self._write("\n")
            self._drawn = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _fitted(self, line: str) -> str:
        """The line, no wider than the terminal, and as wide as what it covers."""
        line = line[: max(width(self._stream) - 1, 1)]
        covering = line.ljust(min(self._drawn, max(width(self._stream) - 1, 1)))
        self._drawn = len(line)
        return covering

    def _write(self, text: str) -> None:
        if self._stream is not None:
            self._stream.write(text)
            self._stream.flush()


def can_redraw(stream: TextIO | None) -> bool:
    """Whether a carriage return moves back to the start of the line: in terminals and notebooks."""
    module = type(stream).__module__
    if module.startswith("ipykernel"):
        return True
    try:
        is_terminal = stream is not None and stream.isatty()
    except (AttributeError, ValueError):  # not quite a stream, or closed
        return False
    return is_terminal and os.environ.get("TERM") != "dumb" and not module.startswith("idlelib")


def width(stream: TextIO | None = None) -> int:
    """The characters in a line of the output."""
    try:
        columns = os.get_terminal_size((stream or sys.stdout).fileno()).columns
    except (AttributeError, OSError, ValueError):  # no terminal, or no file at all
        columns = 0
    return columns or shutil.get_terminal_size((100, 24)).columns
