"""Gives this environment's Jupyter the kernel `ir`: R, looking for packages in our library first.

Usage: install_r_kernel.py LIBRARY
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path


def main(library: str) -> None:
    spec = {
        "argv": [
            *["R", "--no-echo", "--no-save", "--no-restore"],
            *["-e", "IRkernel::main()", "--args", "{connection_file}"],
        ],
        "display_name": "R",
        "language": "R",
        "env": {"R_LIBS": library, "TZ": "UTC", "IMFIT_PYTHON": sys.executable},
    }
    folder = Path(sys.prefix, "share", "jupyter", "kernels", "ir")
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath("kernel.json").write_text(json.dumps(spec, indent=2) + "\n")

    show_folder = 'cat(system.file("kernelspec", package = "IRkernel"))'
    shipped = subprocess.run(
        ["Rscript", "--vanilla", "-e", show_folder], check=True, capture_output=True, text=True
    )
    for file in Path(shipped.stdout).iterdir():
        if file.name != "kernel.json":
            shutil.copy(file, folder)


if __name__ == "__main__":
    main(sys.argv[1])
