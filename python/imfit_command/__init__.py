"""The command `imfit`, without the package `imfit`.

The command is native code that needs nothing of Python. Importing the package would load numpy,
and take ten times as long as the command itself does for an answer.
"""

import signal
import sys
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from types import ModuleType


def main() -> None:
    """Runs the command with the arguments of this process, and exits with its status."""
    # The command notices Ctrl-C itself; Python could act on it only after the command is done.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    start = [sys.executable, "-m", __name__]
    sys.exit(native().run_command(start, sys.prefix, sys.argv[1:]))


def native() -> ModuleType:
    """The native half of the package, loaded on its own."""
    package = find_spec("imfit")
    folders = package.submodule_search_locations if package else None
    spec = PathFinder.find_spec("imfit._native", folders)
    if spec is None or spec.loader is None:
        raise ImportError("the package imfit isn't installed as a whole: install it anew")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
