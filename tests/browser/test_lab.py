"""What a user of JupyterLab does: open, choose the kernel, run, watch, interrupt, restart, save."""

import nbformat
import pytest
from conftest import SCREENSHOTS
from nbformat.v4 import new_code_cell, new_notebook

PICTURES = """() => [...document.querySelectorAll('.jp-OutputArea img')].map(image => image.src)"""

CELLS = [
    """let im = load_image("notebooks/images/godwit.png").resize(160, 120);
let model = sequential([
    dense(100, #{activation: "tanh", input_shape: 2}),
    dense(3, #{activation: "sigmoid"}),
], #{seed: 7});
model.compile();""",
    'let history = model.fit(im, #{coordinates: "centered", epochs: 1000000})',
]


def test_the_launcher_has_three_kernels(launcher):
    cards = launcher.locator(".jp-LauncherCard[data-category=Notebook]")
    labels = cards.locator(".jp-LauncherCard-label").all_inner_texts()
    names = sorted(" ".join(label.split()) for label in labels)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    launcher.screenshot(path=SCREENSHOTS / "launcher.png")
    assert names == ["Python 3 (ipykernel)", "R", "imfit"]
    cards.filter(has_text="imfit").click()
    launcher.wait_for_selector(".jp-Notebook .jp-CodeCell")
    name = "() => document.querySelector('.jp-NotebookPanel .jp-KernelName')?.textContent"
    launcher.wait_for_function(f"({name})()?.trim() === 'imfit'")


def test_the_picture_is_seen_as_it_is_learnt(lab, open_notebook):
    _, folder = lab
    path = folder / "live.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(code) for code in CELLS]), path)

    notebook = open_notebook("live.ipynb")
    notebook.choose_kernel("imfit")
    notebook.wait_for_status("idle")
    notebook.do("notebook:run-all-cells")

    seen = []
    while len(seen) < 3:
        notebook.page.wait_for_function(
            f"seen => ({PICTURES})().some(source => !seen.includes(source))", arg=seen
        )
        seen = list(dict.fromkeys(seen + notebook.page.evaluate(PICTURES)))
        notebook.screenshot(f"live-{len(seen)}")
    # Redrawn in place: there is one picture, not three.
    assert len(notebook.page.evaluate(PICTURES)) == 1

    notebook.do("notebook:interrupt-kernel")
    notebook.wait_for_text("the model keeps what it has learnt")
    notebook.wait_for_status("idle")
    notebook.screenshot("interrupted")

    notebook.do("docmanager:save")
    notebook.page.wait_for_function(
        "() => !window.jupyterapp.shell.currentWidget.context.model.dirty"
    )
    saved = nbformat.read(path, as_version=4)
    assert saved.metadata.kernelspec.name == "imfit"
    outputs = saved.cells[1].outputs
    assert [output.output_type for output in outputs] == ["display_data", "display_data", "error"]
    assert "Epoch" in outputs[0].data["text/plain"]
    assert outputs[1].data["image/png"]

    notebook.do("notebook:restart-kernel")
    notebook.accept()
    notebook.wait_for_status("idle")
    notebook.do("notebook:run-cell")
    notebook.screenshot("restarted")


@pytest.mark.parametrize("language", ["imfit", "python", "r"])
def test_the_first_cell_of_the_story_shows_the_picture(open_notebook, language):
    notebook = open_notebook(f"notebooks/{language}/01_a_picture_is_a_function.ipynb")
    notebook.wait_for_status("idle")
    first = notebook.page.locator(".jp-CodeCell").first
    first.locator(".cm-content").click()
    notebook.do("notebook:run-cell")
    first.locator(".jp-OutputArea img").wait_for()
    notebook.wait_for_status("idle")
    notebook.screenshot(f"story-{language}")
