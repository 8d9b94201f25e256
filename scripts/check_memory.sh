#!/usr/bin/env bash
# Looks for undefined behaviour in crates/imfit-compute, the only unsafe code:
#   check_memory.sh [miri] [sanitizer] [valgrind]
# Without arguments, all that this machine has the tools for. What each one sees:
#   miri       the portable path, threads in lockstep and their messages: bounds, aliasing, data races
#   sanitizer  every instruction set of this processor: bounds
#   valgrind   AVX2 (it doesn't know AVX-512): bounds, uninitialised memory
# The first two take a nightly toolchain: rustup toolchain install nightly --component miri
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

HOST=$(rustc -vV | sed -n 's/^host: //p')
# Not the sweeps over millions of numbers: they touch no memory that the others don't.
TESTS=(-p imfit-compute --locked --lib)
for name in kernels activations losses largest layers batch_norm bf16 lockstep; do
  TESTS+=(--test "$name")
done

has_miri() { cargo +nightly miri --version &>/dev/null; }
has_sanitizer() { cargo +nightly --version &>/dev/null; }
has_valgrind() { command -v valgrind >/dev/null; }

# The interpreter is some thousand times slower than the processor, so it runs one random case of
# each kind. It goes through the threads' meetings in several orders.
run_miri() {
  local miri=(cargo +nightly miri test --target-dir target/miri) seed
  MIRIFLAGS=-Zmiri-env-set=PROPTEST_CASES=1 "${miri[@]}" "${TESTS[@]}"
  for seed in 1 2 3; do
    MIRIFLAGS=-Zmiri-seed=$seed "${miri[@]}" -p imfit-compute --locked --lib --test lockstep
  done
}

# With --target, the flags don't reach build scripts.
run_sanitizer() {
  RUSTFLAGS=-Zsanitizer=address cargo +nightly test "${TESTS[@]}" --target "$HOST" \
    --target-dir target/sanitizer
}

run_valgrind() {
  local runner=CARGO_TARGET_$(tr 'a-z-' 'A-Z_' <<<"$HOST")_RUNNER
  env "$runner=valgrind --quiet --error-exitcode=9 --fair-sched=yes" PROPTEST_CASES=16 \
    cargo test "${TESTS[@]}"
}

checks=("$@")
[[ $# -gt 0 ]] || checks=(miri sanitizer valgrind)
done=()
for check in "${checks[@]}"; do
  case $check in
    miri | sanitizer | valgrind) ;;
    *) die "there is no check '$check': miri, sanitizer, valgrind" ;;
  esac
  if "has_$check"; then
    say "$check"
    "run_$check"
    done+=("$check")
  elif [[ $# -gt 0 ]]; then
    die "$check isn't installed"
  else
    say "$check isn't installed: left out"
  fi
done
[[ ${#done[@]} -gt 0 ]] || die "none of the tools is installed: ${checks[*]}"
printf '\nNothing wrong was found by: %s\n' "${done[*]}"
