#!/bin/bash
# Hostile input in every reader; see hostile.py. PATIENCE=1: no input may take more than 10 s (default 30 on a shared machine).
. "$(dirname "$0")/../lib.sh"
cd "$tmp" || exit 1
python3 "$root/tests/survival/hostile.py" "$BUILD/pipeline" "$BUILD/tests/plugins" ${CASES:-}
