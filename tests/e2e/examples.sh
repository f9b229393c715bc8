#!/bin/bash
# Everything in examples/ and configs/ works as it stands: built and run as a reader of README.md would.
. "$(dirname "$0")/../lib.sh"
cp -r configs examples "$tmp/"          # what they write goes beside the copies
if [ -z "${SAN:-}" ]; then
    make -s -C "$tmp/examples/plugin" run CFLAGS="-I$PWD/include" PIPELINE="$BUILD/pipeline" >"$tmp/log" 2>&1
    check "the smallest plugin builds and runs" $?
    [ "$(grep -c '"paragraphs":[1-9]' "$tmp/out/paragraphs.jsonl")" = "$(ls examples/news/wire | wc -l)" ]
    check "and counts in every document" $?
fi
for config in "$tmp"/configs/*.ini "$tmp"/examples/*/exec.ini; do
    name=$(basename "$config")
    "$BUILD/pipeline" check "$config" >"$tmp/log" 2>&1; check "$name passes the check" $?
    [ "$name" = stdin-to-stdout.ini ] && continue
    "$BUILD/pipeline" run -q "$config" >"$tmp/log" 2>&1; code=$?
    [ $code = 0 ] || [ $code = 3 ]; check "$name runs" $?
done
echo '{"id":"a","text":"One line, &amp; no more."}' | "$BUILD/pipeline" run -q "$tmp/configs/stdin-to-stdout.ini" >"$tmp/log" 2>&1
grep -q '"text":"One line, & no more."' "$tmp/log"; check "stdin-to-stdout.ini filters" $?
exit $status
