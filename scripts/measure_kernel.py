"""Measures the notebook kernel: the time from its start until it is idle, and its memory then.

    measure_kernel.py [COMMAND ...]      the command that starts it; else that of the kernelspec

Prints the medians of a few runs. The time is that of a client that waits for the answer to a
kernel_info_request, and holds the start of Python where the command is the wheel's.
"""

import statistics
import sys
import time
from pathlib import Path

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec

RUNS = 9


def measure(command: list[str]) -> tuple[float, float]:
    """The seconds until a kernel is idle, and its resident memory in MB."""
    manager = KernelManager(kernel_name="imfit")
    if command:
        argv = [*command, "{connection_file}"]
        manager._kernel_spec = KernelSpec(argv=argv, interrupt_mode="message")
    started = time.perf_counter()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.kernel_info()
    client.get_shell_msg(timeout=60)
    seconds = time.perf_counter() - started
    status = Path(f"/proc/{manager.provisioner.process.pid}/status").read_text()
    memory = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    client.stop_channels()
    manager.shutdown_kernel()
    return seconds, int(memory.split()[1]) / 1000


def main() -> None:
    runs = [measure(sys.argv[1:]) for _ in range(RUNS)]
    seconds, memory = (statistics.median(column) for column in zip(*runs, strict=True))
    print(f"start to idle: {seconds:.3f} s; idle memory: {memory:.1f} MB (medians of {RUNS} runs)")


if __name__ == "__main__":
    main()
