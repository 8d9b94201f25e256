"""A JupyterLab with the three kernels, and a browser that has it open."""

import os
import shutil
import socket
import subprocess
import time
import urllib.request
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "build" / "browser"
PATIENCE = 120  # seconds
TOKEN = "a-token-for-the-tests"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until_up(url, server):
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return urllib.request.urlopen(f"{url}/api?token={TOKEN}", timeout=5).close()
        except OSError:
            assert server.poll() is None and time.monotonic() < end, "JupyterLab doesn't start"
            time.sleep(0.2)


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """The address of a JupyterLab, started as `make lab` does, and its folder: a copy of ours."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    own = {
        name: str(tmp_path_factory.mktemp(name.lower()))
        for name in (
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
            "JUPYTERLAB_SETTINGS_DIR",
            "JUPYTERLAB_WORKSPACES_DIR",
        )
    }
    port = free_port()
    command = [ROOT / "scripts/lab.sh", "--no-browser"]
    command += ["--expose-app-in-browser", f"--ServerApp.root_dir={folder}"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    command += [f"--IdentityProvider.token={TOKEN}", "--LabApp.news_url=None"]
    environment = os.environ | own
    with (folder / "lab.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_up(url, server)
        yield url, folder
    finally:
        server.terminate()
        server.wait(PATIENCE)


@pytest.fixture(scope="session")
def browser():
    """Chromium: Debian's where it is installed, else Playwright's own."""
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium)
        yield browser
        browser.close()


class Notebook:
    """A notebook that is open in the browser."""

    def __init__(self, page, url, path):
        self.page = page
        page.set_default_timeout(1000 * PATIENCE)
        # A workspace of its own: JupyterLab would open again what an earlier test left open.
        page.goto(f"{url}/lab/workspaces/{uuid.uuid4().hex}/tree/{path}?token={TOKEN}")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell")

    def do(self, command):
        """Runs a command of JupyterLab, as its menus do, without waiting for its end."""
        self.page.evaluate("name => void window.jupyterapp.commands.execute(name)", command)

    def choose_kernel(self, name):
        """Answers the dialog that asks for a kernel."""
        self.page.wait_for_selector(".jp-Dialog select")
        self.page.select_option(".jp-Dialog select", label=name)
        self.accept()

    def accept(self):
        self.page.click(".jp-Dialog .jp-mod-accept")

    def wait_for_status(self, status):
        session = "window.jupyterapp.shell.currentWidget?.sessionContext?.session"
        self.page.wait_for_function(f"{session}?.kernel?.status === '{status}'")

    def wait_for_text(self, text):
        self.page.wait_for_function(
            "text => document.querySelector('.jp-Notebook').textContent.includes(text)", arg=text
        )

    def screenshot(self, name):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")


@pytest.fixture
def launcher(lab, browser):
    """A page of the lab that shows what can be started."""
    url, _ = lab
    page = browser.new_page(viewport={"width": 1200, "height": 1000})
    page.set_default_timeout(1000 * PATIENCE)
    page.goto(f"{url}/lab/workspaces/{uuid.uuid4().hex}?token={TOKEN}")
    page.wait_for_selector(".jp-Launcher .jp-LauncherCard")
    yield page
    page.close()


@pytest.fixture
def open_notebook(lab, browser):
    """Opens a notebook of the lab's folder."""
    url, _ = lab
    pages = []

    def open_(path):
        pages.append(browser.new_page(viewport={"width": 1200, "height": 1000}))
        return Notebook(pages[-1], url, path)

    yield open_
    for page in pages:
        page.close()
