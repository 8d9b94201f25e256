"""The programs that are asked: imfit's own and one for each peer."""

import contextlib
import json
import os
import signal
import subprocess
import threading
from pathlib import Path

from .quiet import session_seconds

ROOT = Path(__file__).parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "examples"
PICTURE = ROOT / "notebooks" / "images" / "godwit.png"
PEERS = ROOT / ".venv-peers"
#: the folder of everything that a run writes
OUT = ROOT / "build" / "bench"
#: a program that takes longer for one case than this has got stuck
LONGEST = 600

#: environment below .venv-peers, script, and variables of each peer; what they keep, they keep here
_KERAS_HOME = str(OUT / "keras")
PEER_PROGRAMS = {
    "jax": ("jax", "jax_peer.py", {}),
    "torch": ("torch", "torch_peer.py", {"TORCHINDUCTOR_CACHE_DIR": str(OUT / "torch")}),
    "keras": (
        "keras",
        "keras_peer.py",
        {"KERAS_BACKEND": "tensorflow", "KERAS_HOME": _KERAS_HOME},
    ),
    "keras-jax": ("jax", "keras_peer.py", {"KERAS_BACKEND": "jax", "KERAS_HOME": _KERAS_HOME}),
}


def installed():
    """The peers that `make peers` has installed."""
    return [
        name
        for name, (environment, _, _) in PEER_PROGRAMS.items()
        if (PEERS / environment / ".imfit-requirements").exists()
    ]


def build_program(source, target, **variables):
    """Builds imfit's own program from a source tree into a folder; returns its path."""
    command = ["cargo", "build", "--release", "--locked", "-p", "imfit", "--example", "bench"]
    environment = os.environ | {"CARGO_TARGET_DIR": str(target)} | variables
    subprocess.run(command, cwd=source, env=environment, check=True)
    return target / "release" / "examples" / "bench"


def peak(*arguments):
    """The lines of the program that measures the machine."""
    command = [TARGET / "peak", *arguments]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in lines.splitlines()]


def peak_now():
    """Its lines for just now: what products on all threads come to, and how far apart cores are."""
    return peak("now")


class Stopped(Exception):
    """A program ended, or had to be ended, before it answered."""


class Program:
    """A program that is running and waits for cases."""

    def __init__(self, name, command=None):
        self.name = name
        command, variables = (command, {}) if command else self._command(name)
        self.log = (OUT / f"{name}.log").open("w")
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            env=os.environ | variables,
            start_new_session=True,
        )
        #: peer and versions
        self.about = self._read()

    @staticmethod
    def _command(name):
        if name == "imfit":
            return [TARGET / "bench", PICTURE], {}
        environment, script, variables = PEER_PROGRAMS[name]
        python = PEERS / environment / "bin" / "python"
        return [python, Path(__file__).parent / "peers" / script, OUT / "picture.npz"], variables

    def processor_seconds(self):
        """Processor time that the program and whatever it started have used."""
        return session_seconds(self.process.pid)

    def ask(self, request):
        """The answer to a case: `seconds` and more, or `error`."""
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError as error:
            raise Stopped(f"{self.name} has ended: see {self.log.name}") from error
        return self._read()

    def _read(self):
        clock = threading.Timer(LONGEST, self.kill)
        clock.start()
        try:
            line = self.process.stdout.readline()
        finally:
            clock.cancel()
        if not line:
            raise Stopped(f"{self.name} ended without an answer: see {self.log.name}")
        return json.loads(line)

    def close(self):
        """Lets the program end by itself, now that there is nothing more to ask."""
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self):
        """Ends the program and what it started: it doesn't hear the terminal's Ctrl-C."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, exception, *_):
        if exception and self.process.poll() is None:
            self.kill()
        else:
            self.close()
        self.log.close()
