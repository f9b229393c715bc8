#!/bin/bash
# The n-th call to the operating system fails, or the n-th allocation: never a wrong output with exit code 0, never a wrong file with
# a final name, always a message, always a run that can go on. N (default 60) values of n, spread over all calls of the run; KIND=io or
# memory, default both. Every n: N=all.
. "$(dirname "$0")/../lib.sh"
[ -z "${SAN:-}" ] || { echo "skipped faults: the preloaded library and a sanitizer both replace malloc"; exit 0; }
N=${N:-60}
cd "$tmp" || exit 1
export FAIL_LOG=$tmp/calls
preload=$BUILD/survival/fail_nth.so
python3 - <<'PY' >in.jsonl
import json
for i in range(120): print(json.dumps({"id": f"d{i % 100}", "text": f"text {i % 40} " + "word " * (i % 9), "n": i}))
PY
zstd -q in.jsonl
cat >job.ini <<INI
[pipeline]
stages = read, same_text, write
plugin_path = $BUILD/tests/plugins
state = state
threads = 2
checkpoint_documents = 30
report = out/report.json
[read]
plugin = jsonl_reader
path = in.jsonl, in.jsonl.zst
[write]
plugin = jsonl_writer
path = out/kept.jsonl
rejected = out/rejected.jsonl.gz
INI
wrongs=0
sum() { cat out/kept.jsonl out/rejected.jsonl.gz 2>/dev/null | sha1sum; }
run() { timeout 60 "$BUILD/pipeline" run -q job.ini >log 2>&1; }
wrong() { echo "FAILED $1"; tail -3 log; status=1 wrongs=$((wrongs + 1)); }

# What is there under final names is what the undisturbed run wrote.
finals_are_right() {
    local f
    for f in kept.jsonl rejected.jsonl.gz; do [ ! -e "out/$f" ] || cmp -s "out/$f" "whole/$f" || return 1; done
}
# try KIND N ERRNO REST: one run with a failure, then one without that goes on
try() {
    rm -rf state out calls; mkdir out
    FAIL_CALLS=$1 FAIL_AT=$2 FAIL_ERRNO=$3 FAIL_REST=$4 LD_PRELOAD=$preload timeout 60 "$BUILD/pipeline" run -q job.ini >log 2>&1
    local code=$?
    local what="$1 $2 ($(head -1 calls 2>/dev/null)), errno $3, rest $4: exit $code"
    case $code in
    0) [ "$(sum)" = "$whole" ] || wrong "$what, other bytes" ;;
    66|69|70|71|73|74|78) [ -s log ] || wrong "$what, no message" ;;
    3) ;;                                        # an input could not be read: its dead letter says so
    127) [ "$1" = memory ] || wrong "$what" ;;   # the loader itself had no memory
    *) wrong "$what" ;;
    esac
    grep -E 'SIG(SEGV|ABRT|BUS|FPE|ILL)' log >/dev/null && wrong "$what, a crash"
    if [ $code = 3 ]; then
        grep -q '"dead_letters":[1-9]' out/report.json && [ -s state/dead_letters.jsonl ] || wrong "$what, without a dead letter"
        return
    fi
    finals_are_right || wrong "$what, a wrong file with a final name"
    [ $code = 0 ] && return
    run || { wrong "$what, and no way on"; cat log; return; }
    [ "$(sum)" = "$whole" ] || wrong "$what, other bytes after going on"
}
run || wrong "the undisturbed run"
mv out whole; mkdir out
whole=$(cat whole/kept.jsonl whole/rejected.jsonl.gz | sha1sum)
for kind in ${KIND:-io memory}; do
    rm -rf state out calls; mkdir out
    FAIL_CALLS=$kind FAIL_AT=0 LD_PRELOAD=$preload "$BUILD/pipeline" run -q job.ini >log 2>&1
    calls=$(sed -n 's/^calls //p' calls | tail -1)
    step=1; [ "$N" = all ] || step=$(((calls + N - 1) / N)); [ $step -gt 0 ] || step=1
    n=1 tried=0
    while [ $n -le "$calls" ] && [ $wrongs -lt 10 ]; do
        case $((tried % 5)) in 0) errno=5 rest=0 ;; 1) errno=28 rest=1 ;; 2) errno=4 rest=0 ;; 3) errno=short rest=0 ;; 4) errno=28 rest=0 ;; esac
        try "$kind" $n $errno $rest
        n=$((n + step)) tried=$((tried + 1))
    done
    [ $status != 0 ] || echo "ok $kind: $tried of $calls calls failed one at a time, never a wrong output"
done
exit $status
