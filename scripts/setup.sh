#!/usr/bin/env bash
# Installs what is missing to build, test and run the notebooks:
#   R and its packages   from apt (as root; otherwise says what to install); Chromium, for a test
#   .venv                a Python environment with scripts/requirements.txt and the kernels
#   .rlib                the R library that the R package is installed into
#   crates               the Rust dependencies of both workspaces, so that builds work offline
# Does nothing, and needs no network, where all of it is there.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

PYTHON=${PYTHON:-python3}
MIN_PYTHON=3.11
R_PACKAGES=(
  testthat IRkernel roxygen2 tidyverse ggplot2 lintr knitr rmarkdown magrittr magick generics
  jsonlite callr
)

main() {
  check_rust
  install_system_packages
  make_venv
  mkdir -p "$RLIB"
  install_r_kernel
  fetch_crates
  say "Set up: Rust, R, .venv and .rlib are ready"
}

check_rust() {
  local minimum version tool
  minimum=$(sed -n 's/^rust-version *= *"\(.*\)"/\1/p' Cargo.toml | head -n 1)
  { command -v cargo && command -v rustc; } >/dev/null ||
    die "Rust ${minimum:+$minimum or later }is needed, with cargo, clippy and rustfmt: see https://rustup.rs"
  version=$(rustc --version | cut -d ' ' -f 2)
  at_least "$version" "${minimum:-0}" ||
    die "Rust $minimum or later is needed, and this is $version: try 'rustup update'"
  for tool in clippy fmt; do
    cargo "$tool" --version >/dev/null 2>&1 ||
      die "cargo $tool is missing: try 'rustup component add clippy rustfmt'"
  done
}

# at_least VERSION MINIMUM
at_least() { [[ $(printf '%s\n' "$1" "$2" | sort -V | head -n 1) == "$2" ]]; }

install_system_packages() {
  local missing
  mapfile -t missing < <(missing_system_packages)
  [[ ${#missing[@]} -eq 0 ]] && return

  command -v apt-get >/dev/null ||
    die "missing, and there is no apt here to install it with; by Debian's names: ${missing[*]}"
  if [[ $(id -u) -ne 0 ]]; then
    printf 'Some system packages are missing. Install them, then try again:\n\n' >&2
    printf '  sudo apt-get update\n' >&2
    printf '  sudo apt-get install --no-install-recommends %s\n\n' "${missing[*]}" >&2
    exit 1
  fi

  say "Installing with apt (some minutes): ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt update
  apt install -y --no-install-recommends "${missing[@]}"
  mapfile -t missing < <(missing_system_packages)
  [[ ${#missing[@]} -eq 0 ]] || die "apt is done, and still missing: ${missing[*]}"
}

# The apt packages behind what cannot be found, one a line.
missing_system_packages() {
  local tool missing=()
  if ! { command -v R && command -v Rscript && command -v cc && command -v make; } >/dev/null; then
    missing+=(r-base-core r-base-dev)
  fi
  command -v pandoc >/dev/null || missing+=(pandoc)
  command -v chromium >/dev/null || missing+=(chromium)
  if ! command -v "$PYTHON" >/dev/null; then
    missing+=(python3 python3-venv)
  elif ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    missing+=(python3-venv)
  fi
  if command -v Rscript >/dev/null; then
    mapfile -t -O "${#missing[@]}" missing < <(
      Rscript --vanilla -e 'x <- commandArgs(TRUE)' \
        -e 'cat(x[!vapply(x, function(p) nzchar(system.file(package = p)), NA)], sep = "\n")' \
        "${R_PACKAGES[@]}" | r_package_to_apt
    )
  else
    mapfile -t -O "${#missing[@]}" missing < <(printf '%s\n' "${R_PACKAGES[@]}" | r_package_to_apt)
  fi
  for tool in "${missing[@]}"; do printf '%s\n' "$tool"; done
}

r_package_to_apt() { tr '[:upper:]' '[:lower:]' | sed -n 's/..*/r-cran-&/p'; }

# apt ARGUMENT...: apt-get with its output in a log and a line now and then in its place.
apt() {
  local log=$ROOT/build/setup/apt-$1.log
  mkdir -p "$(dirname "$log")"
  apt-get -q "$@" </dev/null 2>&1 | tee "$log" | awk '
    /newly installed/ { print "    " $0 }
    /^Get:/ && ++got % 100 == 0 { print "    " got " files downloaded"; fflush() }
    /^Setting up/ && ++set % 50 == 0 { print "    " set " packages installed"; fflush() }' ||
    { tail -n 30 "$log" >&2 && die "apt-get $1 failed; all it said is in $log"; }
}

make_venv() {
  local requirements=(scripts/requirements.txt scripts/constraints.txt) version key
  version=$("$PYTHON" -c 'import platform; print(platform.python_version())')
  at_least "$version" "$MIN_PYTHON" ||
    die "Python $MIN_PYTHON or later is needed, and $PYTHON is $version (set PYTHON to another one)"
  key="$version $ROOT $(fingerprint "${requirements[@]}")"
  if is_stamped "$VENV/.imfit-requirements" "$key" && "$VENV/bin/python" -c ''; then return; fi

  say "Making .venv with Python $version (a minute or two)"
  "$PYTHON" -m venv --clear "$VENV"
  "$VENV/bin/pip" install --quiet --require-virtualenv \
    -r scripts/requirements.txt -c scripts/constraints.txt
  stamp "$VENV/.imfit-requirements" "$key"
}

install_r_kernel() {
  local key
  key="$RLIB $(fingerprint scripts/install_r_kernel.py) $(R --version | head -n 1)"
  is_stamped "$VENV/.imfit-r-kernel" "$key" && return
  "$VENV/bin/python" scripts/install_r_kernel.py "$RLIB"
  stamp "$VENV/.imfit-r-kernel" "$key"
}

fetch_crates() {
  local manifests=(Cargo.toml rpkg/src/rust/Cargo.toml) manifest key
  key=$(fingerprint "${manifests[@]}" "${manifests[@]/%.toml/.lock}")
  is_stamped build/setup/crates "$key" && return
  say "Fetching the Rust dependencies"
  for manifest in "${manifests[@]}"; do
    CARGO_NET_OFFLINE=false cargo fetch --locked --manifest-path "$manifest" ||
      die "if it is the lock file: 'cargo metadata --manifest-path $manifest' brings it up to date"
  done
  stamp build/setup/crates "$key"
}

main
