#!/bin/bash
# fuzz.sh FUZZER: runs it for SECONDS_EACH (60) on the seeds and on what it has found so far, kept beside it in FUZZER.corpus.
# Seeds without a name are the fewest that reach what a longer run has reached: FUZZER -set_cover_merge=1 -use_counters=0 FOLDER
# FUZZER.corpus seeds. tests/fuzz/NAME.options has flags for one of them. What it prints is shown when it finds something.
name=$(basename "$1")
cd "$(dirname "$0")/../.." || exit 1
mkdir -p "$1.corpus"
if "$1" -max_total_time="${SECONDS_EACH:-60}" -artifact_prefix="$1." -print_final_stats=1 -verbosity=0 $(cat "tests/fuzz/$name.options" 2>/dev/null) \
    "$1.corpus" $(ls -d "tests/fuzz/seeds/$name" 2>/dev/null) >"$1.log" 2>&1
then echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$1.log") inputs, nothing found"
else echo "FAILED $name"; tail -30 "$1.log"; exit 1
fi
