"""docs/reference.md is what the core declares, and the names that it tells exist."""

import re
import subprocess
import sys
from functools import reduce
from pathlib import Path

import imfit

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/reference.md").read_text(encoding="utf-8")


def test_the_page_is_up_to_date():
    code = "import write_reference; print(write_reference.page(), end='')"
    run = [sys.executable, "-X", "utf8", "-c", code]
    written = subprocess.run(run, cwd=ROOT / "docs", capture_output=True, check=True).stdout
    assert written.decode() == PAGE, "run docs/write_reference.py"


def test_python_has_all_that_the_page_names():
    names = re.findall(r"^Python `([\w.]+)`", PAGE, re.M)
    assert len(names) > 90
    for name in names:
        assert callable(reduce(getattr, name.split("."), imfit)), name


def test_r_has_all_that_the_page_names():
    exports = re.findall(r"^export\((\w+)\)$", (ROOT / "rpkg/NAMESPACE").read_text(), re.M)
    names = re.findall(r" · R `(\w+)`", PAGE)
    assert len(names) == len(re.findall(r"^Python `", PAGE, re.M))
    assert not set(names) - set(exports)
