"""The README's examples, run as they stand there: all give the same model."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jupyter_client.manager import start_new_kernel

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "crates" / "imfit" / "examples" / "godwit.rs"


def example(language):
    """The README's block of code in a language."""
    text = (ROOT / "README.md").read_text()
    (block,) = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return block


def run(command, folder):
    environment = os.environ | {"R_LIBS": str(ROOT / ".rlib")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def folder(tmp_path):
    """An empty folder in which the README's paths lead to the repository."""
    tmp_path.joinpath("notebooks").symlink_to(ROOT / "notebooks")
    return tmp_path


def python(folder, _examples):
    script = folder / "example.py"
    script.write_text(example("python") + "\nmodel.save('godwit.safetensors')\n")
    run([sys.executable, script], folder)


def r(folder, _examples):
    script = folder / "example.R"
    script.write_text(example("r") + "\nsave_model(model, 'godwit.safetensors')\n")
    run(["Rscript", "--vanilla", script], folder)


def rust(folder, examples):
    lines = {line.strip() for line in EXAMPLE.read_text().splitlines()}
    assert {line.strip() for line in example("rust").splitlines()} <= lines
    run([examples / "godwit"], folder)


def kernel(folder, _examples):
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    manager, client = start_new_kernel(kernel_name="imfit", cwd=str(folder))
    try:
        code = example("rhai") + "\nmodel.save('godwit.safetensors');\n"
        reply = client.execute_interactive(code.replace("'", '"'), timeout=600)
        assert reply["content"]["status"] == "ok", reply
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


def test_the_examples_give_the_same_model(folder, examples):
    models = []
    for language in (python, r, rust, kernel):
        language(folder, examples)
        models.append(folder.joinpath("godwit.safetensors").read_bytes())
        folder.joinpath("godwit.safetensors").unlink()
    assert all(model == models[0] for model in models)
    assert folder.joinpath("godwit.png").stat().st_size > 10_000
