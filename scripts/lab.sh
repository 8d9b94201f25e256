#!/usr/bin/env bash
# Opens JupyterLab on the example notebooks; arguments go to `jupyter lab`.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

options=()
if [[ $(id -u) -eq 0 ]]; then options+=(--allow-root); fi
# As the folder it starts in, which an argument may change: --ServerApp.root_dir can't be given twice.
cd notebooks
exec "$VENV/bin/jupyter" lab ${options[@]+"${options[@]}"} "$@"
