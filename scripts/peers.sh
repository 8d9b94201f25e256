#!/usr/bin/env bash
# Installs what `make bench` measures imfit beside, each in an environment of its own, so that none
# chooses another's versions:
#   peers.sh [jax] [keras] [torch]      .venv-peers/<name>; all three where none is named
# Does nothing, and needs no network, where all of it is there.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

PYTHON=${PYTHON:-python3}
PEERS=$ROOT/.venv-peers

install_peer() {
  local peer=$1 environment=$PEERS/$1 requirements=scripts/bench/peers/requirements-$1.txt key
  [[ -f $requirements ]] || die "there is no peer '$peer': jax, keras, torch"
  key="$("$PYTHON" --version) $environment $(fingerprint "$requirements")"
  if is_stamped "$environment/.imfit-requirements" "$key"; then
    say "$peer is there"
    return
  fi
  say "Installing $peer into .venv-peers/$peer"
  "$PYTHON" -m venv --clear "$environment"
  "$environment/bin/pip" install --quiet --no-cache-dir --require-virtualenv -r "$requirements"
  stamp "$environment/.imfit-requirements" "$key"
}

if [[ $# -eq 0 ]]; then
  say "The peers: about 8 GB all together, 5.5 of them PyTorch, and some minutes"
  set -- jax keras torch
fi
for peer in "$@"; do install_peer "$peer"; done
