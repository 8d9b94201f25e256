#!/usr/bin/env bash
# Runs Keras, in an environment of its own; the diff is for reviewing.
#   vectors.sh                 writes the golden cases anew
#   vectors.sh files           writes the files of Keras's that imfit has to read
#   vectors.sh check           loads imfit's files in Keras
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

environment=$ROOT/.venv-vectors
key="$ROOT $(sha256sum <tests/vectors/requirements.txt)"
if ! is_stamped "$environment/.imfit-requirements" "$key"; then
  say "Making .venv-vectors with Keras and TensorFlow (some minutes, about 2 GB)"
  "${PYTHON:-python3}" -m venv --clear "$environment"
  "$environment/bin/pip" install --quiet -r tests/vectors/requirements.txt
  stamp "$environment/.imfit-requirements" "$key"
fi
case ${1:-} in
  files) exec "$environment/bin/python" tests/files/make_keras.py "${@:2}" ;;
  check) exec "$environment/bin/python" tests/files/check_keras.py ;;
  *) exec "$environment/bin/python" tests/vectors/make_vectors.py "$@" ;;
esac
