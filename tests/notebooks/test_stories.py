"""The notebooks as they are committed: the same stories in each language, and nothing executed."""

from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"
LANGUAGES = ["python", "r"]
NOTEBOOKS = sorted(FOLDER.glob("*/*.ipynb"))


def headings(path):
    """The headings of a notebook, in their order."""
    cells = nbformat.read(path, as_version=4).cells
    lines = [
        line for cell in cells if cell.cell_type == "markdown" for line in cell.source.split("\n")
    ]
    return [line for line in lines if line.startswith("#")]


def test_python_and_r_tell_the_same_stories():
    stories = [
        {path.name: headings(path) for path in sorted((FOLDER / language).glob("*.ipynb"))}
        for language in LANGUAGES
    ]
    assert len(stories[0]) >= 2
    assert all(story == stories[0] for story in stories)


def test_the_kernel_tells_the_first_of_them_and_its_own():
    first, *own = sorted((FOLDER / "imfit").glob("*.ipynb"))
    assert headings(first) == headings(FOLDER / "python" / first.name)
    assert own


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_notebooks_are_committed_without_output(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
