#!/usr/bin/env bash
# Times imfit beside its peers and beside what the machine can do at most: bench.sh [--quick]
# [--only PART,..] [--peers PEER,..]; `bench.sh --help` lists the parts.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

say "Building what is timed"
cargo build --release --locked -p imfit --example bench
cargo build --release --locked -p imfit-compute --example peak
say "Measuring (about eleven minutes with all peers; let nothing else run)"
PYTHONPATH=$ROOT/scripts exec "$VENV/bin/python" -m bench "$@"
