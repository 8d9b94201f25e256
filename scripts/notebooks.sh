#!/usr/bin/env bash
# Runs the example notebooks as they are: notebooks.sh [--only PATTERN]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

say "Running the notebooks (long: they train the networks in full)"
exec "$VENV/bin/python" scripts/run_notebooks.py "$@"
