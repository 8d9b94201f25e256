#!/usr/bin/env bash
# Builds and installs what people import, where its sources have changed.
#   build.sh python   the wheel, into .venv
#   build.sh r        the R package, into .rlib
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

build_python() {
  local key
  key="$(fingerprint Cargo.toml Cargo.lock crates python) $(rustc --version)"
  if is_stamped "$VENV/.imfit-wheel" "$key"; then
    say "The wheel is up to date"
    return
  fi
  say "Building the wheel"
  rm -f "$VENV/.imfit-wheel"
  PATH=$VENV/bin:$PATH MATURIN_PEP517_ARGS=--locked "$VENV/bin/pip" install --verbose \
    --no-index --no-build-isolation --no-deps --force-reinstall ./python
  stamp "$VENV/.imfit-wheel" "$key"
}

build_r() {
  local key
  key="$(fingerprint crates rpkg) $(rustc --version) $(R --version | head -n 1)"
  if is_stamped "$RLIB/.imfit-package" "$key"; then
    say "The R package is up to date"
    return
  fi
  say "Building the R package"
  rm -f "$RLIB/.imfit-package"
  R CMD INSTALL --preclean --library="$RLIB" rpkg
  stamp "$RLIB/.imfit-package" "$key"
}

[[ $# -gt 0 ]] || die "usage: build.sh [python] [r]"
for part in "$@"; do
  case $part in
    python) build_python ;;
    r) build_r ;;
    *) die "there is no part '$part': python, r" ;;
  esac
done
