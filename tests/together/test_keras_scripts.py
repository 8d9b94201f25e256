"""Scripts of Keras's users run with nothing but the import changed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "tests" / "keras"


def run(command, folder):
    environment = {**os.environ, "R_LIBS": str(ROOT / ".rlib")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]


def changed(name, old, new, folder):
    text = (SCRIPTS / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return folder / name


@pytest.mark.parametrize("name", ["regression.py", "image.py"])
def test_a_script_in_python(tmp_path, name):
    script = changed(name, "import keras\n", "import imfit as keras\n", tmp_path)
    text = script.read_text(encoding="utf-8")
    script.write_text(text.replace("from keras import", "from imfit import"), encoding="utf-8")
    run([sys.executable, script], tmp_path)


def test_a_script_in_r(tmp_path):
    script = changed("regression.R", "library(keras)", "library(imfitr)", tmp_path)
    run(["Rscript", script], tmp_path)
