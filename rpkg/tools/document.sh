#!/bin/sh
# Writes R/extendr-wrappers.R from the native library, then man/ and NAMESPACE from the comments in
# R/. Run it after a change to an exported Rust function or to a roxygen comment.
set -eu
cd "$(dirname "$0")/.."
library=$(mktemp -d)
trap 'rm -rf "$library"' EXIT
R CMD INSTALL --no-test-load --libs-only --library="$library" .
Rscript --vanilla tools/document.R "$library"
