"""Kernels to talk to, as Jupyter starts them: by the kernelspec that the wheel installs."""

import os
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from jupyter_client import BlockingKernelClient, KernelManager

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "notebooks" / "images" / "godwit.png"
PATIENCE = 120  # seconds until a kernel that doesn't answer has failed: a slow machine has time

# The kernels of this environment go before those of the user's account.
os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"


@dataclass
class Done:
    """What came of a cell."""

    reply: dict
    outputs: list = field(default_factory=list)  # (type of message, content)

    @property
    def status(self):
        return self.reply["status"]

    @property
    def text(self):
        """What was printed, and the last value as text."""
        streams = (content["text"] for kind, content in self.outputs if kind == "stream")
        results = (data["text/plain"] for data in self.data("execute_result"))
        return "".join([*streams, *results])

    def data(self, kind):
        """The MIME bundles of the messages of a type."""
        return [content["data"] for name, content in self.outputs if name == kind]


class Kernel:
    """A running kernel, and a client of it."""

    def __init__(self, **options):
        while True:
            self.manager = KernelManager(kernel_name="imfit")
            self.errors = tempfile.TemporaryFile("w+")  # noqa: SIM115
            self.manager.start_kernel(**{"stderr": self.errors, **options})
            try:
                self.client = self.new_client()
                return
            except RuntimeError:
                # Between the choice of its ports and its start, another process may take one, be it
                # for a moment.
                if "Address already in use" not in self.show_errors():
                    raise

    def show_errors(self):
        """Prints what the kernel, which has ended, wrote to its standard error, and returns it."""
        self.errors.seek(0)
        errors = self.errors.read()
        self.errors.close()
        print(errors, end="", file=sys.stderr)
        return errors

    def new_client(self):
        # Not the manager's own: those share one identity on the sockets.
        client = BlockingKernelClient()
        client.load_connection_info(self.manager.get_connection_info())
        client.start_channels()
        client.wait_for_ready(timeout=PATIENCE)
        return client

    def run(self, code, on_output=None, **options):
        """Runs a cell. `on_output` sees each output, as (type of message, content), as it comes."""
        outputs = []

        def hook(message):
            output = message["msg_type"], message["content"]
            if output[0] not in ("status", "execute_input"):
                outputs.append(output)
                if on_output:
                    on_output(output)

        options = {"timeout": PATIENCE, "stop_on_error": False, **options}
        reply = self.client.execute_interactive(code, output_hook=hook, **options)
        return Done(reply["content"], outputs)

    def value(self, code):
        """The last value of a cell that has to go well, as text."""
        done = self.run(code)
        assert done.status == "ok", "\n".join(done.reply["traceback"])
        return done.text

    def error(self, code):
        """The error of a cell that has to fail, as its traceback."""
        done = self.run(code)
        assert done.status == "error", done.outputs
        assert [kind for kind, _ in done.outputs].count("error") == 1
        return "\n".join(done.reply["traceback"])

    def request(self, name, *arguments):
        """Sends another request on shell, and returns the content of the reply."""
        sent = getattr(self.client, name)(*arguments)
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"]["msg_id"] == sent:
                return reply["content"]

    def is_alive(self):
        return self.manager.is_alive() and self.value("6 * 7") == "42"

    def close(self):
        self.client.stop_channels()
        if self.manager.is_alive():
            self.manager.shutdown_kernel(now=False)
        self.show_errors()


@pytest.fixture
def kernel():
    """A kernel of the test's own."""
    kernel = Kernel()
    yield kernel
    kernel.close()


@pytest.fixture(scope="module")
def shared_kernel():
    """One kernel for the tests of a file: they must not mind each other's variables."""
    kernel = Kernel()
    yield kernel
    kernel.close()
