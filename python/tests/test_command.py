"""The command that the wheel brings: the scripts that pip has made, not the crate's own binary."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pexpect
import pytest
from conftest import ELSEWHERE, python
from jupyter_client.manager import start_new_kernel
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

import imfit

SCRIPT = Path(sys.executable).with_name("imfit")


def run(*arguments, status=0, start=(SCRIPT,), **options):
    """Runs the command, and returns its output and its messages."""
    options = {"cwd": ELSEWHERE, "capture_output": True, "text": True, "timeout": 120, **options}
    result = subprocess.run([*start, *map(str, arguments)], **options)
    assert result.returncode == status, result.stderr
    return result.stdout, result.stderr


@pytest.fixture
def photo(picture, tmp_path):
    """A picture in a file."""
    path = tmp_path / "photo.png"
    picture.save(path)
    return path


@pytest.mark.parametrize("module", [None, "imfit", "imfit_command"])
def test_the_command_can_be_started_in_three_ways(module):
    start = (SCRIPT,) if module is None else (sys.executable, "-m", module)
    assert run("--version", start=start) == (f"imfit {imfit.__version__}\n", "")
    _, message = run("learn", status=2, start=start)
    assert "unrecognized subcommand 'learn'" in message


def test_a_fit_by_the_command_is_one_by_the_package(photo, tmp_path):
    path = tmp_path / "photo.safetensors"
    options = ["--recipe", "post-two-hidden", "--seed", 7, "--json", "--quiet"]
    output, message = run("fit", photo, "-o", path, *options)
    report = json.loads(output)
    assert message == "" and report["epochs"] == 20

    model = imfit.Sequential(seed=7)
    for units in (10, 10, 3):
        model.add(imfit.layers.Dense(units, activation="sigmoid"))
    model.compile("adam", "mse", ["accuracy"])
    image = imfit.load_image(photo)
    model.fit(image, batch_size=128, epochs=20, verbose=0)
    loaded = imfit.load_model(path)
    for weight, expected in zip(loaded.get_weights(), model.get_weights(), strict=True):
        assert (weight == expected).all()

    rendered = tmp_path / "out.png"
    run("render", path, "-o", rendered, "--scale", 2)
    large = model.render(2 * image.width, 2 * image.height, of=image)
    large.save(tmp_path / "expected.png")
    assert rendered.read_bytes() == (tmp_path / "expected.png").read_bytes()


def test_a_model_of_the_package_is_rendered_by_the_command(picture, model, tmp_path):
    model.fit(picture, coordinates="centered", verbose=0)
    model.save(tmp_path / "m")
    learnt = json.loads(run("info", tmp_path / "m", "--json")[0])["learnt"]
    assert learnt == {"width": 24, "height": 16, "coordinates": "centered"}
    run("render", tmp_path / "m", "-o", tmp_path / "out.png")
    model.render(24, 16, "centered").save(tmp_path / "expected.png")
    assert (tmp_path / "out.png").read_bytes() == (tmp_path / "expected.png").read_bytes()


def test_similarity_is_that_of_scikit_image(photo, picture, tmp_path):
    other = tmp_path / "other.png"
    picture.resize(12, 8).resize(24, 16).save(other)
    found = json.loads(run("compare", photo, other, "--json")[0])
    first, second = (np.array(imfit.load_image(path), np.float64) for path in (photo, other))
    options = {"gaussian_weights": True, "use_sample_covariance": False, "channel_axis": 2}
    expected = structural_similarity(first, second, data_range=1, **options)
    assert found["ssim"] == pytest.approx(expected, abs=1e-9)
    expected = peak_signal_noise_ratio(first, second, data_range=1)
    assert found["psnr"] == pytest.approx(expected, abs=1e-9)


def test_ctrl_c_stops_the_command_and_keeps_what_was_learnt(photo, tmp_path):
    path = tmp_path / "m"
    command = [SCRIPT, "fit", photo, "-o", path, "--epochs", "1000000000"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ELSEWHERE)
    assert process.stderr.readline().startswith("Epoch ")
    process.send_signal(signal.SIGINT)
    _, message = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "Traceback" not in message and "stopped after " in message
    assert imfit.load_model(path).history.epoch


def test_in_a_terminal_the_picture_appears_as_it_is_learnt(photo, tmp_path):
    path = tmp_path / "m"
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    fit = ["fit", str(photo), "-o", str(path), "--epochs", "1000000000"]
    options = {"env": environment, "dimensions": (24, 80), "timeout": 120}
    # The terminal echoes "^C" wherever it is just then, between two bytes of a character as well.
    options |= {"encoding": "utf-8", "codec_errors": "replace"}
    terminal = pexpect.spawn(str(SCRIPT), fit, **options)
    terminal.expect("▀.*epoch .* - loss: ")
    terminal.sendintr()
    terminal.expect("stopped after .* epochs; .*m has what was learnt until then")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert imfit.load_model(path).built


def test_ctrl_c_ends_other_commands_without_a_traceback():
    command = [SCRIPT, "info", "-"]
    pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:
        # More than a pipe holds: when all of it is written, the command is there and reads it.
        process.stdin.write(bytes(1 << 20))
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=120) == -signal.SIGINT
        assert process.stderr.read() == b""


def test_the_kernel_is_where_jupyter_looks():
    spec = Path(sys.prefix, "share", "jupyter", "kernels", "imfit", "kernel.json")
    argv = json.loads(spec.read_text(encoding="utf-8"))["argv"]
    # Jupyter puts its own interpreter in the place of "python".
    assert argv == ["python", "-m", "imfit_command", "kernel", "run", "{connection_file}"]


def test_jupyter_starts_the_kernel():
    manager, client = start_new_kernel(kernel_name="imfit", startup_timeout=120)
    try:
        told = []
        reply = client.execute_interactive("6 * 7", timeout=120, output_hook=told.append)
        assert reply["content"]["status"] == "ok"
        shown = [m["content"]["data"] for m in told if m["msg_type"] == "execute_result"]
        assert [data["text/plain"] for data in shown] == ["42"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_an_installed_kernel_is_started_by_this_python(tmp_path):
    output, _ = run("kernel", "install", "--prefix", tmp_path)
    spec = json.loads(Path(output.strip(), "kernel.json").read_text(encoding="utf-8"))
    own = [sys.executable, "-m", "imfit_command", "kernel", "run", "{connection_file}"]
    assert spec["argv"] == own
    packed = Path(sys.prefix, "share", "jupyter", "kernels", "imfit", "kernel.json")
    packed = json.loads(packed.read_text(encoding="utf-8"))
    assert spec | {"argv": None} == packed | {"argv": None}
    run("kernel", "uninstall", "--prefix", tmp_path)
    assert not Path(output.strip()).exists()


def test_the_command_does_without_numpy():
    """Importing it would take longer than an answer of the command."""
    code = "import sys, imfit_command; imfit_command.native(); print(*sys.modules)"
    loaded = python(code).stdout.split()
    assert "imfit_command" in loaded and not {"numpy", "imfit"} & set(loaded)
