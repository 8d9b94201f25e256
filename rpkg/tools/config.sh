#!/bin/sh
# Writes src/Makevars. Called by configure and configure.win in the package's folder.
#
# In a checkout the build goes to the repository's own target folder, and stays: installing again
# compiles what changed. In an unpacked tarball it goes to src/rust/target and is removed at the end.
# CARGO_TARGET_DIR, an absolute path, overrides both. With src/rust/vendor.tar.xz (tools/vendor.sh)
# nothing is downloaded.
set -eu
system=$1

fail() {
    printf '\n%s\n\n' "$1" >&2
    exit 1
}

cargo=$(command -v cargo || true)
if [ -z "$cargo" ]; then
    for folder in "${CARGO_HOME:-$HOME/.cargo}/bin" "$HOME/.cargo/bin" /usr/local/bin; do
        if [ -x "$folder/cargo" ]; then
            cargo=$folder/cargo
            PATH=$folder:$PATH
            break
        fi
    done
fi
[ -n "$cargo" ] || fail "imfitr is compiled with Rust, and \`cargo\` was not found.
Install Rust from https://rustup.rs, open a new terminal so that it is on the PATH, and try again."

[ -f src/rust/imfit/Cargo.toml ] || fail "src/rust/imfit is not there.
In a checkout it is a symbolic link to crates/imfit (on Windows: git config core.symlinks true).
Elsewhere install the tarball that \`R CMD build rpkg\` makes."

after="@true"
if [ -n "${CARGO_TARGET_DIR:-}" ]; then
    case $CARGO_TARGET_DIR in
    /* | [A-Za-z]:*) target=$CARGO_TARGET_DIR ;;
    *) fail "CARGO_TARGET_DIR must be an absolute path, not '$CARGO_TARGET_DIR'." ;;
    esac
elif [ -L src/rust/imfit ]; then
    target=$(cd .. && pwd -P)/target
else
    target=$(pwd -P)/src/rust/target
    after='@rm -rf rust/target rust/vendor'
fi

options=
[ -L src/rust/imfit ] || options="--locked"
if [ -f src/rust/vendor.tar.xz ]; then
    rm -rf src/rust/vendor
    "${R_HOME:-$(R RHOME)}/bin/Rscript" --vanilla \
        -e 'utils::untar("src/rust/vendor.tar.xz", exdir = "src/rust", tar = "internal")'
    options="--locked --offline"
    options="$options --config 'source.crates-io.replace-with=\"vendored\"'"
    options="$options --config 'source.vendored.directory=\"vendor\"'"
fi

directory=release
libraries="-lpthread -ldl -lm"
if [ "$system" = windows ]; then
    triple=x86_64-pc-windows-gnu
    options="$options --target $triple"
    directory=$triple/release
    libraries="-lws2_32 -luserenv -lbcrypt -lntdll -ladvapi32"
fi

sed -e "s|@CARGO@|$cargo|" \
    -e "s|@TARGET_DIR@|$target|" \
    -e "s|@LIBRARY_DIR@|$directory|" \
    -e "s|@LIBRARIES@|$libraries|" \
    -e "s|@CARGO_OPTIONS@|$options|" \
    -e "s|@AFTER@|$after|" \
    src/Makevars.in >src/Makevars
