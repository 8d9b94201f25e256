"""What scripts/run_notebooks.py promises: progress, the results as files, errors shown in full."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

RUNNER = Path(__file__).parents[2] / "scripts" / "run_notebooks.py"


def write_notebook(path: Path, *code: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [new_markdown_cell("# A story"), *map(new_code_cell, code)]
    nbformat.write(new_notebook(cells=cells), path)


@pytest.fixture
def run(tmp_path):
    """Runs the notebooks of the test's folder; gives the finished process and the output folder."""

    def run(*arguments: str):
        folders = ["--notebooks", str(tmp_path / "notebooks"), "--output", str(tmp_path / "out")]
        command = [sys.executable, str(RUNNER), *folders, *arguments]
        return subprocess.run(command, capture_output=True, text=True), tmp_path / "out"

    return run


def outputs(path: Path) -> str:
    cells = nbformat.read(path, as_version=4).cells
    return "".join(output.get("text", "") for cell in cells for output in cell.get("outputs", []))


def test_a_python_notebook_runs_in_its_own_folder(tmp_path, run):
    code = "import pathlib; print(pathlib.Path('beside.txt').read_text() * 2)", "print(6 * 7)"
    write_notebook(tmp_path / "notebooks/python/fine.ipynb", *code)
    (tmp_path / "notebooks/python/beside.txt").write_text("godwit")

    process, out = run()

    assert process.returncode == 0, process.stdout + process.stderr
    assert "python/fine.ipynb  cell 2/2  0 s" in process.stdout
    assert str(out / "index.html") in process.stdout
    assert outputs(out / "python/fine.ipynb") == "godwitgodwit\n42\n"
    assert "godwitgodwit" in (out / "python/fine.html").read_text(encoding="utf-8")


def test_an_r_notebook_finds_our_library_first(tmp_path, run):
    write_notebook(tmp_path / "notebooks/r/fine.ipynb", "cat(.libPaths()[1])", "stopifnot(TRUE)")

    process, out = run()

    assert process.returncode == 0, process.stdout + process.stderr
    assert "r/fine.ipynb  cell 2/2" in process.stdout
    assert Path(outputs(out / "r/fine.ipynb")).samefile(RUNNER.parents[1] / ".rlib")


def test_an_error_is_shown_in_full_and_the_others_still_run(tmp_path, run):
    write_notebook(tmp_path / "notebooks/python/a.ipynb", "x = 1", "raise KeyError('no such bird')")
    write_notebook(tmp_path / "notebooks/python/b.ipynb", "print('on we go')")
    write_notebook(tmp_path / "notebooks/r/c.ipynb", "stop('the tide is in')")

    process, out = run()

    assert process.returncode == 1
    assert "raise KeyError('no such bird')" in process.stdout
    assert "KeyError: 'no such bird'" in process.stdout
    assert "the tide is in" in process.stdout
    assert "Failed: python/a.ipynb, r/c.ipynb." in process.stdout
    assert outputs(out / "python/b.ipynb") == "on we go\n"
    assert "no such bird" in (out / "python/a.html").read_text(encoding="utf-8")


def test_a_dead_kernel_is_an_error(tmp_path, run):
    write_notebook(tmp_path / "notebooks/python/a.ipynb", "import os; os._exit(3)")

    process, _ = run()

    assert process.returncode == 1
    assert "DeadKernelError" in process.stdout


def test_only_names_some_of_them(tmp_path, run):
    write_notebook(tmp_path / "notebooks/python/one.ipynb", "1")
    write_notebook(tmp_path / "notebooks/python/two.ipynb", "1 / 0")

    process, out = run("--only", "python/o*")

    assert process.returncode == 0, process.stdout
    assert not (out / "python/two.ipynb").exists()


def test_nothing_to_run_is_an_error(run):
    process, _ = run("--only", "nothing like this")

    assert process.returncode == 1
    assert "no notebook" in process.stderr
