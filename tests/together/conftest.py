"""What Rust's side of the comparisons runs."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def examples():
    """The folder with imfit's example programs, built as `cargo test` builds them."""
    command = ["cargo", "build", "--locked", "--workspace", "--examples"]
    subprocess.run(command, check=True, cwd=ROOT)
    return ROOT / "target" / "debug" / "examples"
