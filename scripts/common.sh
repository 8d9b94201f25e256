# shellcheck shell=bash
# What the scripts share; each begins with: source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
VENV=$ROOT/.venv
RLIB=$ROOT/.rlib
cd "$ROOT"

# R looks in .rlib first. R and Rust's build scripts write UTF-8 whatever the machine is set to.
export R_LIBS=$RLIB${R_LIBS:+:$R_LIBS}
export TZ=${TZ:-UTC} LANG=${LANG:-C.UTF-8}
# One interpreter for every build of the Python crate, so that no build undoes another's work.
export PYO3_PYTHON=$VENV/bin/python
# setup.sh alone goes to the network; whatever needs it later is an error, seen at once.
export CARGO_NET_OFFLINE=${CARGO_NET_OFFLINE:-true}
export PIP_DISABLE_PIP_VERSION_CHECK=1

if [[ -t 1 ]]; then BOLD=$'\e[1m' PLAIN=$'\e[0m'; else BOLD='' PLAIN=''; fi

say() { printf '%s==>%s %s\n' "$BOLD" "$PLAIN" "$*"; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# fingerprint PATH...: one hash of the names and contents of all sources under the paths.
fingerprint() {
  find "$@" \( -name target -o -name vendor -o -name tests -o -name benches -o -name examples \
    -o -name __pycache__ -o -name '.*_cache' \) -prune \
    -o -xtype f ! -name '*.o' ! -name '*.a' ! -name '*.so' ! -name '*.pyc' ! -name Makevars -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

# is_stamped FILE KEY, stamp FILE KEY: whether the step behind FILE was last done for KEY.
is_stamped() { [[ -f $1 && $(<"$1") == "$2" ]]; }

stamp() {
  mkdir -p "$(dirname "$1")"
  printf '%s\n' "$2" >"$1"
}
