#!/bin/sh
# Packs the crates that the package needs into src/rust/vendor.tar.xz, so that it installs without a
# network. Run it before `R CMD build`; remove the archive to go back to it.
set -eu
cd "$(dirname "$0")/../src/rust"
rm -rf vendor
cargo --quiet vendor --locked vendor >/dev/null
# The same archive from the same crates.
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cf - vendor | xz -9e >vendor.tar.xz
rm -rf vendor
ls -l vendor.tar.xz
