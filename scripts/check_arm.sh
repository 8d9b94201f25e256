#!/usr/bin/env bash
# The instructions of 64-bit Arm processors (NEON), emulated on another one: the tests of the arithmetic, the golden
# cases and the tests of training, and whether a training writes the same file as on this processor.
# It takes an emulator, a linker and a nightly toolchain, which builds the standard library as well:
#   apt-get install qemu-user gcc-aarch64-linux-gnu
#   rustup toolchain install nightly --component rust-src
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

TARGET=aarch64-unknown-linux-gnu
BUILD=target/arm
EMULATOR=(qemu-aarch64 -L /usr/aarch64-linux-gnu)
PICTURE=notebooks/images/godwit.png

case $(uname -m) in
  x86_64) ;;
  *) die "this holds Arm's instructions against those of x86_64, and this processor is $(uname -m)" ;;
esac
for tool in qemu-aarch64 aarch64-linux-gnu-gcc; do
  command -v "$tool" >/dev/null || die "there is no $tool: apt-get install qemu-user gcc-aarch64-linux-gnu"
done
cargo +nightly --version &>/dev/null ||
  die "there is no nightly toolchain: rustup toolchain install nightly --component rust-src"

export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER=${EMULATOR[*]}
# What the standard library is made of isn't in anybody's lock file but its own.
export CARGO_NET_OFFLINE=false
# The standard library counts as a dependency here, and in an emulator it is worth optimising.
on_arm=(--target "$TARGET" --target-dir "$BUILD" --locked "-Zbuild-std=std,test"
  --config 'profile.dev.package."*".opt-level=2')

say "the arithmetic"
cargo +nightly test "${on_arm[@]}" -p imfit-compute

say "the golden cases and trainings"
cargo +nightly test "${on_arm[@]}" -p imfit \
  --test instruction_sets --test golden --test threads --test training

say "the same file"
cargo +nightly build "${on_arm[@]}" -p imfit --example same_bytes
cargo build --locked -p imfit --example same_bytes
"${EMULATOR[@]}" "$BUILD/$TARGET/debug/examples/same_bytes" "$PICTURE" "$BUILD/there.safetensors"
target/debug/examples/same_bytes "$PICTURE" "$BUILD/here.safetensors"
cmp "$BUILD/there.safetensors" "$BUILD/here.safetensors" || die "the files differ"
printf '\nAll tests passed, and the files are the same\n'
