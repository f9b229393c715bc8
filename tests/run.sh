#!/bin/bash
# Runs the test binaries given as arguments, then the shell tests, and ends with one line "N passed, N failed".
# A binary that dies before its Synthesis line counts as a failure; so does a sanitizer report.
# Environment: BUILD, SAN, ONLY=unit|e2e|survival. The time limit only ends what hangs: a loaded machine is not a failure.
set -u
BUILD=${BUILD:-build}
passed=0 failed=0
mkdir -p "$BUILD/tmp"
export TMPDIR=$PWD/$BUILD/tmp
rm -f "$BUILD"/san.*
export ASAN_OPTIONS=log_path=$PWD/$BUILD/san:detect_stack_use_after_return=1:strict_string_checks=1
export UBSAN_OPTIONS=print_stacktrace=1

run_unit() {
    local name log
    name=$(basename "$1")
    log=$BUILD/tests/$name.log
    PIPELINE_PLUGINS=$PWD/$BUILD/tests/plugins:$PWD/$BUILD/plugins "$1" -j2 --timeout 1200 >"$log" 2>&1
    local line
    line=$(grep -a Synthesis "$log" | tail -1)
    if [ -z "$line" ]; then
        echo "FAILED $name: no result"; tail -5 "$log"; failed=$((failed + 1)); return
    fi
    local good bad
    good=$(echo "$line" | awk '{ print $7 }'); bad=$(echo "$line" | awk '{ print $10 }')
    passed=$((passed + good)); failed=$((failed + bad))
    [ "$bad" = 0 ] || { echo "FAILED $name"; grep -a -E 'FAIL|CRASH|----' "$log" | head -20; }
}

script_log() { echo "$BUILD/tests/$(basename "$1" .sh).log"; }

count_script() {    # count_script SCRIPT EXIT-CODE
    local log
    log=$(script_log "$1")
    passed=$((passed + $(grep -c '^ok' "$log")))
    [ "$2" = 0 ] || { echo "FAILED $(basename "$1" .sh)"; grep '^FAILED' "$log"; tail -15 "$log"; failed=$((failed + 1)); }
    grep '^skipped' "$log"
}

run_script() {
    BUILD=$PWD/$BUILD bash "$1" >"$(script_log "$1")" 2>&1
    count_script "$1" $?
}

# These mostly sleep: all at once they take as long as the longest of them.
run_together() {
    local t pids=()
    for t in "$@"; do BUILD=$PWD/$BUILD bash "$t" >"$(script_log "$t")" 2>&1 & pids+=($!); done
    for t in "$@"; do wait "${pids[0]}"; count_script "$t" $?; pids=("${pids[@]:1}"); done
}

mkdir -p "$BUILD/tests"
if [ "${ONLY:-unit}" = unit ] && [ "${SAN:-}" != thread ]; then       # Criterion does not run under ThreadSanitizer
    for t in "$@"; do run_unit "$t"; done
fi
if [ "${ONLY:-e2e}" = e2e ]; then
    for t in tests/api/*.sh tests/e2e/*.sh tests/golden/*.sh; do [ -e "$t" ] && run_script "$t"; done
    for t in "$BUILD"/stress/*; do
        [ -x "$t" ] && [ ! -d "$t" ] || continue
        case $t in *.d) continue ;; esac
        if "$t" >"$BUILD/tests/$(basename "$t").log" 2>&1; then passed=$((passed + 1))
        else echo "FAILED $(basename "$t")"; tail -15 "$BUILD/tests/$(basename "$t").log"; failed=$((failed + 1)); fi
    done
fi
# Under a sanitizer by hand: make crash-test SAN=address.
[ "${ONLY:-survival}" = survival ] && [ -z "${SAN:-}" ] && run_together tests/survival/*.sh
for report in "$BUILD"/san.*; do
    [ -e "$report" ] || continue
    echo "FAILED sanitizer report $report"; head -20 "$report"; failed=$((failed + 1))
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
