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


def linked(lock):
    """Name and version of imfit and all that it needs, by a lock file."""
    packages = tomllib.loads((ROOT / lock).read_text())["package"]
    found, waiting = set(), ["imfit"]
    while waiting:
        # The version stands beside a name that is there more than once.
        name, version = (*waiting.pop().split(" "), None)[:2]
        for package in packages:
            here = package["name"], package["version"]
            if package["name"] == name and version in (None, here[1]) and here not in found:
                found.add(here)
                waiting += package.get("dependencies", [])
    return found


def test_both_lock_files_hold_the_same_versions():
    """What Python and R link must be the same code, or the bytes would differ."""
    ours, of_r = linked("Cargo.lock"), linked("rpkg/src/rust/Cargo.lock")
    both = {name for name, _ in ours} & {name for name, _ in of_r}
    assert {"imfit", "imfit-compute", "ndarray"} <= both
    assert {p for p in ours if p[0] in both} == {p for p in of_r if p[0] in both}


def test_one_ndarray():
    """Two versions of ndarray would mean a copy at every border."""
    for path in ("Cargo.lock", "rpkg/src/rust/Cargo.lock"):
        packages = tomllib.loads((ROOT / path).read_text())["package"]
        assert len([p for p in packages if p["name"] == "ndarray"]) == 1, path
