#!/bin/bash
# NIGHTS (1) times thirty nights of an incremental job, with kills, updates and clocks that jump.
. "$(dirname "$0")/../lib.sh"
for seed in $(seq "${NIGHTS:-1}"); do
    mkdir "$tmp/$seed" && cd "$tmp/$seed" || exit 1
    python3 "$root/tests/survival/nights.py" "$P" "$seed" || { status=1; tail -3 log; }
done
exit $status
