#!/bin/bash
# The n-th call to the operating system fails, or the n-th allocation: never a wrong output with exit code 0, never a wrong file with
# a final name, never a crash or a leak, always a message, always a run that can go on. KIND=io or memory, default both.
#     N=200       every n up to that, then every STRIDE-th; the ways to fail take turns
#     N=all       every n in every way, until a run in which nothing failed
#     PATHS=1     one call of every way through the program is counted, and fails once: short, and reaches every place
#     JOBS=2      tries at a time
# Leaks are seen with SAN=address alone; what a sanitizer allocates by itself (strdup) does not fail there.
. "$(dirname "$0")/../lib.sh"
N=${N:-200} STRIDE=${STRIDE:-25} JOBS=${JOBS:-2} PATHS=${PATHS:-0}
export FAIL_LOG=calls ASAN_OPTIONS=verify_asan_link_order=0:log_path=san LSAN_OPTIONS=print_suppressions=0
preload=$BUILD/survival/fail_nth.so
io_ways=("5 0" "28 1" "4 0" "short 0" "28 0")   # errno and whether all calls behind it fail too
memory_ways=("12 0" "12 1")
cd "$tmp" || exit 1
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
run() { timeout 300 "$P" run -q job.ini >log 2>&1; }
# run_with_fault KIND N ERRNO REST
run_with_fault() {
    rm -rf state out calls san.*; mkdir out
    timeout 300 env FAIL_CALLS="$1" FAIL_AT="$2" FAIL_ERRNO="$3" FAIL_REST="$4" FAIL_PATHS="$PATHS" LD_PRELOAD="$preload" "$P" run -q job.ini >log 2>&1
}
wrong() { echo "FAILED $1"; tail -3 log; status=1 wrongs=$((wrongs + 1)); }

# What is there under final names is what the undisturbed run wrote.
finals_are_right() {
    local f
    for f in kept.jsonl rejected.jsonl.gz; do [ ! -e "out/$f" ] || cmp -s "out/$f" "../whole/$f" || return 1; done
}
# try KIND N ERRNO REST: one run with a failure, then one without that goes on
try() {
    run_with_fault "$@"
    local code=$?
    local what="$1 $2 ($(head -1 calls 2>/dev/null)), errno $3, rest $4: exit $code"
    case $code in
    0) [ "$(sum)" = "$whole" ] || wrong "$what, other bytes" ;;
    66|69|70|71|73|74|78) [ -s log ] || wrong "$what, no message" ;;
    3) ;;                                        # an input could not be read: its dead letter says so
    127) [ "$1" = memory ] || wrong "$what" ;;   # the loader itself had no memory
    *) wrong "$what" ;;
    esac
    grep -qE 'SIG(SEGV|ABRT|BUS|FPE|ILL)' log && wrong "$what, a crash"
    cat san.* >>log 2>/dev/null && wrong "$what, $(grep -m1 -oE '(ERROR|SUMMARY): .*' log)"
    if [ $code = 3 ]; then
        grep -q '"dead_letters":[1-9]' out/report.json && [ -s state/dead_letters.jsonl ] || wrong "$what, without a dead letter"
        return
    fi
    finals_are_right || wrong "$what, a wrong file with a final name"
    [ $code = 0 ] && return
    run || { wrong "$what, and no way on"; cat log; return; }
    [ "$(sum)" = "$whole" ] || wrong "$what, other bytes after going on"
}
nothing_failed() { ! grep -qv '^calls' calls 2>/dev/null; }

# tries KIND FIRST: this job's share of all n, in a folder of its own
tries() {
    local kind=$1 n=${FIRST:-1} turn=0 tried=0 w ways
    mkdir "$2" && cp -p job.ini in.jsonl in.jsonl.zst "$2" && cd "$2" || exit 1
    if [ "$kind" = io ]; then ways=("${io_ways[@]}"); else ways=("${memory_ways[@]}"); fi
    for (( ; wrongs < 10; turn++)); do
        if [ $((turn % JOBS)) = "$2" ]; then
            for ((w = 0; w < ${#ways[@]}; w++)); do
                [ "$N" = all ] || [ $w = $((turn / JOBS % ${#ways[@]})) ] || continue
                try "$kind" $n ${ways[w]}
                tried=$((tried + 1))
            done
            [ $n -le "$calls" ] || ! nothing_failed || break
        fi
        if [ "$N" = all ] || [ $n -lt "$N" ]; then n=$((n + 1)); else n=$((n + STRIDE)); fi
    done
    echo $tried >tried
    exit $status
}
mkdir 0 && run || wrong "the undisturbed run"
mv out whole
whole=$(cat whole/kept.jsonl whole/rejected.jsonl.gz | sha1sum)
for kind in ${KIND:-io memory}; do
    run_with_fault $kind 0 0 0
    calls=$(sed -n 's/^calls //p' calls | tail -1) failed=0 jobs=()
    rm -rf [0-9]*
    for ((i = 0; i < JOBS; i++)); do (tries $kind $i) >said.$i 2>&1 & jobs+=($!); done
    for job in "${jobs[@]}"; do wait "$job" || failed=1; done
    cat said.*
    tried=$(cat [0-9]*/tried | awk '{ n += $1 } END { print n }')
    if [ $failed = 0 ]; then echo "ok $kind: $tried runs with a failure, $calls calls: never a wrong output, always a way on"
    else status=1; fi
done
exit $status
