"""One version, one edition, one toolchain, in every manifest."""

import re
from pathlib import Path

import tomllib

ROOT = Path(__file__).parents[1]
CRATES = ["crates/imfit", "crates/imfit-compute"]


def manifest(path):
    return tomllib.loads((ROOT / path / "Cargo.toml").read_text())


def field(path, name):
    found = re.search(rf"^{name}: *(.+)$", (ROOT / path).read_text(), re.MULTILINE)
    assert found, f"{path} has no {name}"
    return found[1]


def test_the_crates_that_r_reaches_repeat_the_workspace():
    workspace = manifest(".")["workspace"]["package"]
    for crate in CRATES:
        package = manifest(crate)["package"]
        for key in ("version", "edition", "rust-version", "license"):
            assert package[key] == workspace[key], f"{key} of {crate}"


def test_python_and_r_have_the_version_of_the_crates():
    version = manifest(".")["workspace"]["package"]["version"]
    assert field("rpkg/DESCRIPTION", "Version") == version
    python = tomllib.loads((ROOT / "python/pyproject.toml").read_text())["project"]
    assert python.get("version", version) == version
    package = manifest("python")["package"]
    assert package["version"] in (version, {"workspace": True})


def test_both_lock_files_hold_the_same_versions():
    """What Python and R link must be the same code, or the bytes would differ.

    The command and the kernel, which R has nothing of, may bring further versions of something.
    """
    locks = [
        {(p["name"], p["version"]) for p in tomllib.loads((ROOT / path).read_text())["package"]}
        for path in ("Cargo.lock", "rpkg/src/rust/Cargo.lock")
    ]
    names = {name for name, _ in locks[0]}
    assert {(name, version) for name, version in locks[1] if name in names} <= locks[0]


def test_one_ndarray():
    """Two versions of ndarray would mean a copy at every border."""
    for path in ("Cargo.lock", "rpkg/src/rust/Cargo.lock"):
        packages = tomllib.loads((ROOT / path).read_text())["package"]
        assert len([p for p in packages if p["name"] == "ndarray"]) == 1, path
