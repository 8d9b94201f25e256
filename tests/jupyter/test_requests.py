"""What the protocol's test suite doesn't ask for: control, comms, queues, inspection in full."""

import json
import queue
import re
import threading

import pytest
from conftest import PATIENCE, ROOT


def ask_control(kernel, kind):
    """Sends a request on control, and returns the reply."""
    message = kernel.client.session.msg(kind, {})
    kernel.client.control_channel.send(message)
    reply = kernel.client.get_control_msg(timeout=PATIENCE)
    assert reply["parent_header"]["msg_id"] == message["header"]["msg_id"]
    return reply


def wait_for_a_cell(kernel):
    """Returns when a cell runs: an interrupt that overtook it would be for the one before."""
    while kernel.client.get_iopub_msg(timeout=PATIENCE)["msg_type"] != "execute_input":
        pass


def test_control_answers_while_a_cell_runs(kernel):
    kernel.client.execute("loop { }")
    wait_for_a_cell(kernel)
    info = ask_control(kernel, "kernel_info_request")
    assert info["msg_type"] == "kernel_info_reply"
    assert info["content"]["implementation"] == "imfit"
    assert ask_control(kernel, "interrupt_request")["content"] == {"status": "ok"}
    reply = kernel.client.get_shell_msg(timeout=PATIENCE)
    while reply["msg_type"] != "execute_reply":
        reply = kernel.client.get_shell_msg(timeout=PATIENCE)
    assert reply["content"]["ename"] == "Interrupted"


def test_there_are_no_comms(kernel):
    assert kernel.request("comm_info") == {"status": "ok", "comms": {}}


def test_cells_behind_an_error_are_not_run(kernel):
    first = kernel.client.execute("let n = 0; while n < 3000000 { n += 1 } dense(0)")
    second = kernel.client.execute("print(1)")
    replies = {}
    while len(replies) < 2:
        reply = kernel.client.get_shell_msg(timeout=PATIENCE)
        if reply["msg_type"] == "execute_reply":
            replies[reply["parent_header"]["msg_id"]] = reply["content"]["status"]
    assert replies == {first: "error", second: "aborted"}
    assert kernel.is_alive()


def test_a_restart_forgets(kernel):
    kernel.value("let a = 1")
    kernel.manager.restart_kernel()
    kernel.client.wait_for_ready(timeout=PATIENCE)
    assert "there is no variable `a`" in kernel.error("a")


def test_shutdown_ends_a_training(kernel):
    kernel.client.execute("loop { }")
    kernel.manager.shutdown_kernel(now=False)
    assert not kernel.manager.is_alive()


@pytest.mark.parametrize(
    ("name", "signatures"),
    [
        ("gelu", ["gelu(#{approximate: false})"]),
        ("save", ["picture.save(path)", "model.save(filepath, #{overwrite: true})"]),
        ("get_layer", ["model.get_layer(#{name: (), index: ()})"]),
    ],
)
def test_inspection_tells_signatures(kernel, name, signatures):
    text = kernel.request("inspect", name, len(name))["data"]["text/plain"]
    lines = [line for line in text.splitlines() if re.match(rf"(\w+\.)?{name}\(", line)]
    assert lines == signatures


@pytest.mark.parametrize(
    ("kind", "name"), [("methods", "fit"), ("layers", "Dense"), ("optimizers", "Adam")]
)
def test_inspection_tells_all_arguments_that_are_declared(kernel, kind, name):
    declarations = json.loads((ROOT / "tests/vectors/api.json").read_text(encoding="utf-8"))[kind]
    declared = next(each for each in declarations if name in each.values())
    text = kernel.request("inspect", name.lower(), len(name))["data"]["text/plain"]
    assert declared["doc"] in text and declared["source"] in text
    for argument in declared["arguments"]:
        assert f"\n  {argument['name']}: " in text
        assert argument["doc"] in text


def test_inspection_knows_variables_and_own_functions(kernel):
    kernel.value("let width = 12; fn twice(x) { 2 * x }")
    assert "12" in kernel.request("inspect", "width", 3)["data"]["text/plain"]
    assert "twice(x)" in kernel.request("inspect", "twice(1)", 2)["data"]["text/plain"]
    assert kernel.request("inspect", "nothing", 3)["found"] is False


def test_inside_of_brackets_the_function_is_inspected(kernel):
    text = kernel.request("inspect", "dense(3, ", 9)["data"]["text/plain"]
    assert "dense(units" in text


def test_completion_knows_variables_and_their_types(kernel):
    kernel.value("let picture_of_mine = image(1, 1, [[0.5]]); let net = sequential()")
    names = kernel.request("complete", "pict", 4)
    assert names["matches"] == ["picture_of_mine"]
    assert (names["cursor_start"], names["cursor_end"]) == (0, 4)
    of_picture = kernel.request("complete", "picture_of_mine.", 16)["matches"]
    assert {"pixels", "width", "psnr"} <= set(of_picture)
    assert "fit" not in of_picture
    assert "fit" in kernel.request("complete", "net.", 4)["matches"]


def test_two_clients_see_the_same_outputs(kernel):
    other = kernel.new_client()
    seen = queue.Queue()

    def listen():
        while True:
            message = other.get_iopub_msg(timeout=PATIENCE)
            if message["msg_type"] == "stream":
                seen.put(message["content"]["text"])
                return

    listener = threading.Thread(target=listen)
    listener.start()
    kernel.value('print("for all")')
    assert seen.get(timeout=PATIENCE) == "for all\n"
    listener.join()
    other.stop_channels()
