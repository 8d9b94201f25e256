"""The notebooks in full: a story has the same losses and pictures in every language.

What they have to be stands in notebooks.json. `IMFIT_BLESS=1` writes that anew, from Python's
notebooks and from the kernel's own story.
"""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import imfit

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).with_name("notebooks.json")
STORY = "01_a_picture_is_a_function.ipynb"
PHOTOGRAPH = "02_a_photograph.ipynb"
SWEEP = "02_a_sweep_over_widths.ipynb"
BLESS = os.environ.get("IMFIT_BLESS") == "1"


def execute(name, output):
    """Runs a notebook as `make notebooks` does, and returns it."""
    command = [
        sys.executable,
        ROOT / "scripts/run_notebooks.py",
        "--only",
        name,
        "--output",
        output,
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return nbformat.read(output / name, as_version=4)


def is_picture(data):
    """Whether an output is a picture of imfit, by what it says of itself, and not a drawn curve."""
    words = data.get("text/plain", "")
    return "image/png" in data and words.startswith(("Image(", "Image: ", "picture of "))


def found(notebook):
    """The last loss and accuracy of each training, the distances in dB, the pictures' hashes."""
    texts, pictures = [], []
    # A cell's value; IRkernel displays it. What else is displayed was drawn while a model learnt.
    result = "display_data" if notebook.metadata.kernelspec.name == "ir" else "execute_result"
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            texts.append(output.get("text", "") + data.get("text/plain", ""))
            if output.output_type == result and is_picture(data):
                png = base64.b64decode(data["image/png"])
                pictures.append(hashlib.sha256(png).hexdigest())
    text = "\n".join(texts)
    last = re.findall(r"^Epoch +(\d+)/\1 .* - (loss: .*)$", text, re.MULTILINE)
    return {
        "trainings": [f"{epochs} epochs - {logs.strip()}" for epochs, logs in last],
        "dB": re.findall(r"([\d.]+) dB", text),
        "pictures": pictures,
    }


def check(name, values, bless):
    """Compares with the golden values of a notebook, or makes golden what was found."""
    golden = json.loads(GOLDEN.read_text())
    if BLESS and bless:
        golden[name] = values
        GOLDEN.write_text(json.dumps(golden, indent=2) + "\n")
    expected = dict(golden[name])
    # The bytes are promised within the instruction sets that fuse.
    if imfit.instruction_set() == "portable":
        expected["pictures"] = values["pictures"]
    assert values == expected


@pytest.mark.parametrize("language", ["python", "imfit", "r"])
def test_the_story_is_the_same_in_every_language(tmp_path, language):
    values = found(execute(f"{language}/{STORY}", tmp_path))
    assert len(values["trainings"]) == 4 and len(values["dB"]) == 4
    assert len(values["pictures"]) == 5
    check(STORY, values, bless=language == "python")


@pytest.mark.parametrize("language", ["python", "r"])
def test_the_photograph_is_the_same_in_python_and_r(tmp_path, language):
    values = found(execute(f"{language}/{PHOTOGRAPH}", tmp_path))
    assert len(values["trainings"]) == 3 and len(values["dB"]) == 1
    assert len(values["pictures"]) == 4
    check(PHOTOGRAPH, values, bless=language == "python")


def test_the_sweep_is_the_golden_one(tmp_path):
    notebook = execute(f"imfit/{SWEEP}", tmp_path)
    values = found(notebook)
    assert len(values["dB"]) == 6 and len(values["pictures"]) == 2
    # The recipe's picture is the loop's, as the text says: no distance between them.
    assert notebook.cells[-1].outputs[0].data["text/plain"] == "inf"
    check(SWEEP, values, bless=True)
