"""Measures what it costs the notebook kernel to show a training while it goes on.

    measure_drawing.py [COMMAND ...]     the command that starts it; else that of the kernelspec

Times are those of the processor, of all of the kernel's threads: other programs don't count. The
drawings of a fit are counted as they arrive, and one drawing is timed on its own, many times over:
the preview of the same network, rendered, made a PNG and sent. The share is the product of the two,
divided by what the fit took. The same fit without drawings is for comparison.
"""

import os
import statistics
import sys
import time
from pathlib import Path

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec

PICTURE = Path(__file__).parents[1] / "notebooks/images/godwit.png"
EPOCHS = 10
DRAWINGS = 50
RUNS = 3

# The deep network of the story, and the size that its picture is drawn in.
PREPARE = f"""
let im = load_image("{PICTURE}");
let model = sequential([dense(100, #{{activation: "tanh", input_shape: 2}})], #{{seed: 3}});
for layer in 0..4 {{ model.add(dense(100, #{{activation: "relu"}})); }}
model.add(dense(3)); model.add(relu(#{{max_value: 1}}));
model.compile("adam");
"""
FIT = (
    'let h = model.fit(im, #{{coordinates: "centered", batch_size: 128, epochs: {}, verbose: {}}});'
)
DRAW = 'for i in 0..{} {{ display(model.render(256, 192, "centered")); }}'


class Kernel:
    """A kernel, and a count of the pictures that it sends."""

    def __init__(self, command: list[str]):
        self.manager = KernelManager(kernel_name="imfit")
        if command:
            argv = [*command, "{connection_file}"]
            self.manager._kernel_spec = KernelSpec(argv=argv, interrupt_mode="message")
        self.manager.start_kernel()
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code: str) -> tuple[float, float, int]:
        """Runs a cell. Returns its seconds of processor time and of the clock, and its pictures."""
        pictures = 0

        def look(message: dict) -> None:
            nonlocal pictures
            pictures += "image/png" in message["content"].get("data", {})

        before, started = self.processor_time(), time.perf_counter()
        reply = self.client.execute_interactive(code, output_hook=look, timeout=600)
        assert reply["content"]["status"] == "ok", reply["content"]
        return self.processor_time() - before, time.perf_counter() - started, pictures

    def processor_time(self) -> float:
        """Seconds that all threads have computed so far."""
        status = Path(f"/proc/{self.manager.provisioner.process.pid}/stat").read_text()
        user, system = status.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel()


def main() -> None:
    kernel = Kernel(sys.argv[1:])
    kernel.run(PREPARE)
    kernel.run(FIT.format(1, 0))
    drawing = kernel.run(DRAW.format(DRAWINGS))[0] / DRAWINGS
    shares, drawn, plain = [], [], []
    for _ in range(RUNS):
        seconds, clock, pictures = kernel.run(FIT.format(EPOCHS, 1))
        shares.append(pictures * drawing / seconds)
        drawn.append(seconds)
        plain.append(kernel.run(FIT.format(EPOCHS, 0))[0])
    kernel.close()
    print(f"a drawing: {1000 * drawing:.1f} ms; the last fit: {pictures} drawings in {clock:.1f} s")
    print(f"share of the fit's processor time: {100 * statistics.median(shares):.2f}%")
    print(
        f"seconds of the processor with drawings {statistics.median(drawn):.2f},"
        f" without {statistics.median(plain):.2f} (medians of {RUNS} fits)"
    )


if __name__ == "__main__":
    main()
