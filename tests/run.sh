#!/bin/bash
# Runs the test binaries given as arguments, then the shell tests, and ends with one line "N passed, N failed".
# A binary that dies before its Synthesis line counts as a failure; so does a sanitizer report.
# Environment: BUILD, SAN, ONLY=unit|e2e|survival. The time limit only ends what hangs: a loaded machine is not a failure.
set -u
BUILD=${BUILD:-build}
passed=0 failed=0
mkdir -p "$BUILD/tmp" "$BUILD/tests"
export TMPDIR=$PWD/$BUILD/tmp
rm -f "$BUILD"/san.*
export ASAN_OPTIONS=log_path=$PWD/$BUILD/san:detect_stack_use_after_return=1:strict_string_checks=1
export UBSAN_OPTIONS=print_stacktrace=1

log_of() { echo "$BUILD/tests/$(basename "$1" .sh).log"; }

# Leaves the log of a test and beside it its exit code and its seconds.
run() {
    local log start=$SECONDS
    log=$(log_of "$1")
    case $1 in
    *.sh) BUILD=$PWD/$BUILD bash "$1" ;;
    *_test) PIPELINE_PLUGINS=$PWD/$BUILD/tests/plugins:$PWD/$BUILD/plugins "$1" -j2 --timeout 1200 ;;
    *) "$1" ;;
    esac >"$log" 2>&1
    echo "$? $((SECONDS - start))" >"$log.end"
}

# Adds a test to the sums: of a Criterion binary the counts of its last line, of another one its lines "ok". Criterion's exit code is 1
# also when data are not there and all is skipped.
count() {
    local log code=1 seconds=0 good bad
    log=$(log_of "$1")
    read -r code seconds <"$log.end"
    case $1 in
    *_test) read -r good bad < <(awk '/Synthesis/ { print $7, $10 }' "$log" | tail -1); code=0 ;;
    *) good=$(grep -c '^ok' "$log") bad=0 ;;
    esac
    : "${good:=0}" "${bad:=1}"
    [ "$code" = 0 ] || [ "$bad" != 0 ] || bad=1
    passed=$((passed + good)) failed=$((failed + bad))
    if [ "$bad" != 0 ]; then
        echo "FAILED $(basename "$1" .sh)"
        grep -a -E '^FAILED|FAIL\]|CRASH|----' "$log" | head -20; tail -15 "$log"
    fi
    grep -a '^skipped' "$log"
    [ "$seconds" -lt 5 ] || echo "$(basename "$1" .sh): $seconds s"
}

# run_all WIDTH TEST...: at most WIDTH of them at once
run_all() {
    local t width=$1
    shift
    for t in "$@"; do
        while [ "$(jobs -rp | wc -l)" -ge "$width" ]; do wait -n; done
        run "$t" &
    done
    wait
    for t in "$@"; do count "$t"; done
}

[ "${ONLY:-unit}" = unit ] && run_all "$(nproc)" "$@"
if [ "${ONLY:-e2e}" = e2e ]; then
    mapfile -t tests < <(ls -S tests/{api,e2e,golden}/*.sh)     # a large one at the end would be alone
    run_all $(($(nproc) + 1)) $(find "$BUILD/stress" -type f -executable) "${tests[@]}"
fi
# These mostly sleep: all at once they take as long as the longest of them. Under a sanitizer by hand: make crash-test SAN=address.
[ "${ONLY:-survival}" = survival ] && [ -z "${SAN:-}" ] && run_all 99 tests/survival/*.sh
for report in "$BUILD"/san.*; do
    [ -e "$report" ] || continue
    echo "FAILED sanitizer report $report"; head -20 "$report"; failed=$((failed + 1))
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
