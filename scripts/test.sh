#!/usr/bin/env bash
# Runs all checks of the parts that are named, also after one has failed, and sums them up:
#   test.sh [rust] [python] [r] [together]
# A build, a linter, a formatter counts as one; a test as one; a skipped or ignored test as failed.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

WORK=$ROOT/build/test
export IMFIT_COUNTS=$WORK/counts
failures=()

# check NAME COMMAND...: one check, passed or failed.
check() {
  say "$1"
  if "${@:2}"; then
    echo 1 0 >>"$IMFIT_COUNTS"
  else
    echo 0 1 >>"$IMFIT_COUNTS"
    failures+=("$1")
  fi
}

# suite NAME COMMAND...: many tests; the command adds their sum to $IMFIT_COUNTS itself.
suite() {
  local before after
  say "$1"
  before=$(failed_so_far)
  "${@:2}" && return
  after=$(failed_so_far)
  [[ $before -ne $after ]] || echo 0 1 >>"$IMFIT_COUNTS"
  failures+=("$1")
}

failed_so_far() { awk '{ n += $2 } END { print n + 0 }' "$IMFIT_COUNTS"; }

test_rust() {
  local r=(--manifest-path rpkg/src/rust/Cargo.toml)
  check "rustfmt" cargo fmt --all --check
  check "rustfmt, the R package" cargo fmt "${r[@]}" --check
  check "clippy" cargo clippy --locked --workspace --all-targets -- -D warnings
  # Its dependencies aren't checked again where they are to be compiled as those of the workspace.
  check "clippy, the R package" env CARGO_PROFILE_DEV_DEBUG=false \
    cargo clippy --locked "${r[@]}" --target-dir target --all-targets -- -D warnings
  suite "cargo test" cargo_test --workspace
  every_instruction_set
}

# The golden cases and the tests of training once more, on each set of instructions that this
# processor has; `cargo test` alone uses the best.
every_instruction_set() {
  local set sets
  if ! sets=$(cargo run --quiet --locked -p imfit --example instruction_sets); then
    check "the instruction sets" false
    return
  fi
  for set in $sets; do
    IMFIT_ISA=$set suite "cargo test, $set" \
      cargo_test -p imfit --test instruction_sets --test golden --test training
  done
}

# cargo_test ARGUMENTS...: cargo test, with its tests counted.
cargo_test() {
  local log=$WORK/cargo.log status=0
  cargo test --locked --no-fail-fast "$@" 2>&1 | tee "$log" || status=1
  awk '/^test result:/ { passed += $4; failed += $6 + $8 } END { print passed + 0, failed + 0 }' \
    "$log" >>"$IMFIT_COUNTS"
  if grep '^test .* \.\.\. ignored' "$log" >"$WORK/ignored"; then
    echo "An ignored test counts as a failure here:"
    cat "$WORK/ignored"
    status=1
  fi
  return "$status"
}

test_python() {
  local sources=(python notebooks tests scripts docs)
  check "ruff check" "$VENV/bin/ruff" check --config scripts/ruff.toml "${sources[@]}"
  check "ruff format" "$VENV/bin/ruff" format --config scripts/ruff.toml --check "${sources[@]}"
  check "the wheel" scripts/build.sh python
  suite "pytest, the Python package" run_pytest python/tests
  suite "pytest, what is shared" run_pytest tests \
    --ignore=tests/together --ignore=tests/browser
}

run_pytest() {
  PYTHONPATH=$ROOT/scripts "$VENV/bin/pytest" -p pytest_strict --timeout 600 -q --durations 5 "$@"
}

test_r() {
  check "the R package" scripts/build.sh r
  check "lintr" Rscript scripts/lint.R
  suite "testthat" Rscript scripts/test.R
  check "the R package from its tarball" test_tarball
}

# The tarball has to do without the rest of the repository; it shares only compiled dependencies.
test_tarball() {
  local folder=$WORK/tarball
  rm -rf "$folder" && mkdir -p "$folder/library" &&
    (cd "$folder" && R CMD build --no-build-vignettes --no-manual "$ROOT/rpkg") &&
    tar -xf "$folder"/imfitr_*.tar.gz -C "$folder" &&
    CARGO_TARGET_DIR=$ROOT/target R CMD INSTALL --library="$folder/library" "$folder/imfitr" &&
    Rscript -e 'library(imfitr, lib.loc = commandArgs(TRUE)); packageVersion("imfitr")' \
      "$folder/library"
}

test_together() {
  check "the wheel" scripts/build.sh python
  check "the R package" scripts/build.sh r
  suite "pytest, the languages together" run_pytest tests/together
  suite "pytest, JupyterLab in a browser" run_pytest tests/browser
}

[[ $# -gt 0 ]] || die "usage: test.sh [rust] [python] [r] [together]"
mkdir -p "$WORK"
: >"$IMFIT_COUNTS"
for part in "$@"; do
  case $part in
    rust | python | r | together) "test_$part" ;;
    *) die "there is no part '$part': rust, python, r, together" ;;
  esac
done

if [[ ${#failures[@]} -gt 0 ]]; then
  printf '\nFailed:\n'
  printf '  %s\n' "${failures[@]}"
fi
awk '{ passed += $1; failed += $2 } END { printf "\n%d passed, %d failed\n", passed, failed }' \
  "$IMFIT_COUNTS"
[[ ${#failures[@]} -eq 0 ]]
