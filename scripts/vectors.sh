#!/usr/bin/env bash
# Runs Keras, in an environment of its own; the diff is for reviewing.
#   vectors.sh                 writes the golden cases anew
#   vectors.sh files           writes the files of Keras's that imfit has to read
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

environment=$ROOT/.venv-vectors
key="$ROOT $(sha256sum <tests/vectors/requirements.txt)"
if ! is_stamped "$environment/.imfit-requirements" "$key"; then
  say "Making .venv-vectors with Keras and TensorFlow (some minutes, about 2 GB)"
  "${PYTHON:-python3}" -m venv --clear "$environment"
  "$environment/bin/pip" install --quiet -r tests/vectors/requirements.txt
  stamp "$environment/.imfit-requirements" "$key"
fi
script=tests/vectors/make_vectors.py
if [[ ${1:-} == files ]]; then
  script=tests/files/make_keras.py
  shift
fi
exec "$environment/bin/python" "$script" "$@"
