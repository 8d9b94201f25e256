#!/usr/bin/env bash
# Opens JupyterLab on the example notebooks; arguments go to `jupyter lab`.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

options=(--ServerApp.root_dir="$ROOT/notebooks")
if [[ $(id -u) -eq 0 ]]; then options+=(--allow-root); fi
exec "$VENV/bin/jupyter" lab "${options[@]}" "$@"
