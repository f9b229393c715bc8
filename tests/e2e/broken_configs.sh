#!/bin/bash
# Every kind of broken config, the exact message and exit code. A case is a file in broken_configs/: the config, a line "--- CODE", and
# what `pipeline check` prints. `broken_configs.sh update` writes the expectations anew: read the difference before committing it.
set -u
cd "$(dirname "$0")/broken_configs" || exit 1
cases=$PWD
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 1
mkdir folder; printf 'hello\n' >in.txt
printf '[pipeline]\ninclude = again.ini\n' >again.ini
printf '[write]\npath = out.jsonl\nrejeted = x\n' >included.ini
status=0
for case in "$cases"/*.case; do
    name=$(basename "$case" .case)
    sed '/^--- [0-9]*$/,$d' "$case" >case.ini
    "$BUILD/pipeline" check case.ini >printed 2>&1
    code=$?
    [ "${1:-}" = update ] && { cat case.ini; echo "--- $code"; cat printed; } >"$case"
    { cat case.ini; echo "--- $code"; sed "s|$BUILD|BUILD|g" printed; } >now
    if diff -u "$case" now >difference; then echo "ok broken config: $name"
    else echo "FAILED broken config: $name"; cat difference; status=1; fi
done
exit $status
