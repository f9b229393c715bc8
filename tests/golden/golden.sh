#!/bin/bash
# The main job on examples/news against the files in tests/golden/news. `golden.sh update` writes them anew.
. "$(dirname "$0")/../lib.sh"
"$BUILD/pipeline" run -q configs/news.ini write.path="$tmp/kept.jsonl" write.rejected="$tmp/rejected.jsonl" \
    pipeline.dead_letters="$tmp/failed.jsonl" pipeline.report="$tmp/report.json" pipeline.state=none
[ $? = 3 ] || { echo "FAILED the main job does not end with 3"; exit 1; }
for name in kept rejected failed; do
    [ "${1:-}" = update ] && cp "$tmp/$name.jsonl" tests/golden/news/
    if diff -u "tests/golden/news/$name.jsonl" "$tmp/$name.jsonl" >"$tmp/diff"; then echo "ok $name.jsonl"
    else echo "FAILED $name.jsonl (make golden shows it, make golden-update takes it over)"; head -c 3000 "$tmp/diff"; status=1; fi
done
grep -q '"in":17,"kept":12,"dropped":4,"dead_letters":1' "$tmp/report.json" && echo "ok conservation" || { echo "FAILED conservation"; status=1; }
exit $status
