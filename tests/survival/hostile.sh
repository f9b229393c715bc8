#!/bin/bash
# Hostile input in every reader; see hostile.py. PATIENCE=1: no input may take more than 10 s (default 30 on a shared machine).
set -u
cd "$(dirname "$0")/../.."
here=$PWD
tmp=$(mktemp -d); trap 'chmod -R u+rwx "$tmp"; rm -rf "$tmp"' EXIT
cd "$tmp" || exit 1
python3 "$here/tests/survival/hostile.py" "$BUILD/pipeline" "$BUILD/tests/plugins" ${CASES:-}
