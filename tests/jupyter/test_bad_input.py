"""Whatever comes over the sockets: the kernel answers or ignores, and lives."""

import json
import os
import random
import socket
import subprocess
import sys
import threading

import pytest
from conftest import PATIENCE, PICTURE, Kernel
from jupyter_client import BlockingKernelClient

CHANNELS = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"]

# A greeting of ZMTP 3.0 with the mechanism NULL; READY commands of the sockets of clients follow.
GREETING = b"\xff" + bytes(8) + b"\x7f\x03\x00" + b"NULL".ljust(20, b"\0") + bytes(32)


def ready(kind):
    body = b"\x05READY\x0bSocket-Type" + len(kind).to_bytes(4, "big") + kind
    return b"\x04" + bytes([len(body)]) + body


PEERS = {
    "shell_port": b"DEALER",
    "iopub_port": b"SUB",
    "stdin_port": b"DEALER",
    "control_port": b"DEALER",
    "hb_port": b"REQ",
}


def send_raw(port, data):
    """Sends bytes, and goes when the kernel has hung up, or has had time to read them."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.settimeout(0.1)
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(4096):
                pass
        except OSError:  # it has hung up in its way, or it waits for more
            pass


@pytest.mark.parametrize("channel", CHANNELS)
def test_garbage_instead_of_a_greeting(kernel, channel):
    port = kernel.manager.get_connection_info()[channel]
    noise = random.Random(7)
    for size in (0, 1, 64, 100_000):
        send_raw(port, noise.randbytes(size))
    assert kernel.is_alive()


@pytest.mark.parametrize("channel", CHANNELS)
def test_garbage_behind_a_greeting(kernel, channel):
    port = kernel.manager.get_connection_info()[channel]
    noise = random.Random(8)
    hello = GREETING + ready(PEERS[channel])
    send_raw(port, GREETING)
    for message in (
        b"",
        b"\0\0",
        b"\0\3abc",
        b"\1\0\0\3abc",
        b"\7\7\7\7",
        b"\2" + b"\x7f" * 8,
        noise.randbytes(50),
    ):
        send_raw(port, hello + message)
    assert kernel.is_alive()


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_messages_that_make_no_sense(kernel, channel):
    target = getattr(kernel.client, f"{channel}_channel").socket
    session = kernel.client.session
    for content in ({}, [], 3, None, {"code": 3}, {"code": "1", "silent": "no"}):
        for kind in (
            "execute_request",
            "no_such_request",
            "kernel_info_request",
            "history_request",
        ):
            header = session.msg_header(kind)
            parts = [session.pack(part) for part in (header, {}, {}, content)]
            target.send_multipart([b"<IDS|MSG>", session.sign(parts), *parts])
    for parts in ([b"{", b"{}", b"{}", b"{}"], [b"\xff\xfe"] * 4, [b"{}"] * 4, [b""] * 5):
        target.send_multipart([b"<IDS|MSG>", session.sign(parts[:4]), *parts])
    for frames in ([b""], [b"<IDS|MSG>"], [b"<IDS|MSG>", b""], [b"a"] * 9, [b"<IDS|MSG>"] * 7):
        target.send_multipart(frames)
    assert kernel.is_alive()


def test_a_wrong_key_is_dropped_and_logged():
    log_read, log_write = os.pipe()
    kernel = Kernel(stderr=log_write)
    os.close(log_write)
    stranger = BlockingKernelClient()
    stranger.load_connection_info({**kernel.manager.get_connection_info(), "key": b"wrong"})
    stranger.start_channels(iopub=False, stdin=False, hb=False)
    stranger.execute("print(1)")
    interrupt = stranger.session.msg("interrupt_request", {})
    stranger.control_channel.send(interrupt)
    with os.fdopen(log_read, encoding="utf-8") as log:
        dropped = {log.readline().strip() for _ in range(2)}
    wrong = "imfit kernel: a message on {} was dropped: its signature is wrong"
    assert dropped == {wrong.format("shell"), wrong.format("control")}
    assert kernel.run("1").reply["execution_count"] == 1
    stranger.stop_channels()
    kernel.close()


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (None, "can't read the connection file"),
        ("", "is not a connection file"),
        ("[1]", "is not a connection file"),
        ('{"ip": "127.0.0.1"}', "is not a connection file"),
    ],
)
def test_a_connection_file_that_is_missing_or_broken(tmp_path, content, part):
    file = tmp_path / "kernel.json"
    if content is not None:
        file.write_text(content)
    command = [sys.executable, "-m", "imfit_command", "kernel", "run", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1
    assert part in done.stderr and str(file) in done.stderr
    assert done.stdout == ""


def test_an_address_that_others_reach_is_refused(tmp_path, kernel):
    info = {**kernel.manager.get_connection_info(), "ip": "0.0.0.0", "key": "k"}
    file = tmp_path / "kernel.json"
    file.write_text(json.dumps(info))
    command = [sys.executable, "-m", "imfit_command", "kernel", "run", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1
    assert "0.0.0.0" in done.stderr and "IMFIT_KERNEL_ANY_ADDRESS" in done.stderr


def test_a_port_that_is_taken_is_an_error(tmp_path, kernel):
    file = kernel.manager.connection_file
    command = [sys.executable, "-m", "imfit_command", "kernel", "run", file]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1
    assert "can't listen on tcp://127.0.0.1:" in done.stderr
    assert kernel.is_alive()


def test_two_kernels_at_once(kernel):
    other = Kernel()
    kernel.value("let a = 1")
    other.value("let a = 2")
    assert (kernel.value("a"), other.value("a")) == ("1", "2")
    other.close()
    assert kernel.is_alive()


def test_a_client_that_vanishes_in_mid_training(kernel):
    kernel.value(f"""
    let im = load_image("{PICTURE}").resize(160, 120);
    let model = sequential([dense(50, #{{activation: "tanh", input_shape: 2}}), dense(3)]);
    model.compile();
    """)
    program = """
import os, sys
from jupyter_client import BlockingKernelClient
client = BlockingKernelClient(connection_file=sys.argv[1])
client.load_connection_file()
client.start_channels()
client.wait_for_ready(timeout=100)
client.execute("let history = model.fit(im, #{epochs: 100000})")
while "image/png" not in client.get_iopub_msg(timeout=100)["content"].get("data", {}):
    pass
os._exit(0)  # no goodbye
"""
    file = kernel.manager.connection_file
    subprocess.run([sys.executable, "-c", program, file], check=True, timeout=PATIENCE)
    kernel.manager.interrupt_kernel()
    # What waits behind an interrupted cell isn't run; what comes after it is.
    while (done := kernel.run("model.history().epoch.len()")).status == "aborted":
        pass
    assert int(done.text) >= 0
    assert kernel.is_alive()


@pytest.mark.parametrize(
    "code",
    [
        "loop { }",
        'loop { print("and on") }',
        "let list = []; loop { list = [list] }",
        "for i in 0..9223372036854775807 { let last = i; }",
        "fn f() { loop { } } f()",
        "while true { try { dense(0) } catch { } }",
    ],
)
def test_an_endless_loop_is_interrupted(kernel, code):
    busy = threading.Event()

    def run():
        done.append(kernel.run(code))

    done = []
    thread = threading.Thread(target=run)
    other = kernel.new_client()
    thread.start()
    while not busy.is_set():
        message = other.get_iopub_msg(timeout=PATIENCE)
        if message["msg_type"] == "execute_input" and message["content"]["code"] == code:
            busy.set()
    kernel.manager.interrupt_kernel()
    thread.join(PATIENCE)
    other.stop_channels()
    assert done[0].reply["ename"] == "Interrupted"
    assert kernel.is_alive()


@pytest.mark.parametrize(
    "piece", ["x", "(", "[", "{", "1 + ", "let a = 1;\n", '"', "a.", "/*", "if a { } else ", "é"]
)
def test_a_cell_of_ten_megabytes(shared_kernel, piece):
    code = piece * (10_000_000 // len(piece))
    done = shared_kernel.run(code)
    assert done.status in ("ok", "error")
    for request in ("complete", "inspect"):
        assert shared_kernel.request(request, code, len(code))["status"] == "ok"
    assert shared_kernel.request("is_complete", code)["status"] != "unknown"
    assert shared_kernel.is_alive()


def test_a_text_of_ten_megabytes(shared_kernel):
    code = 'let text = "' + "x" * 10_000_000 + '"; text.len()'
    assert shared_kernel.value(code) == "10000000"
