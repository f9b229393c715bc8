#!/bin/bash
# N (default 100) starts of one job that overlap: exactly one runs, all others exit 75 and name it. Half of them share only the
# output: there the lock on the .part decides. A run that was killed gives its lock back at once.
. "$(dirname "$0")/../lib.sh"
[ -z "${SAN:-}" ] || { echo "skipped starts: nothing in it that another test under a sanitizer does not run"; exit 0; }
N=${N:-100}
cd "$tmp" || exit 1
for i in $(seq 400); do echo "{\"id\":\"d$i\",\"text\":\"text $i\"}"; done >in.jsonl
cat >job.ini <<INI
[pipeline]
stages = read, same_text, write
plugin_path = $BUILD/tests/plugins
state = state
threads = 1
checkpoint_documents = 50
[read]
plugin = jsonl_reader
path = in.jsonl
[same_text]
pause = 1ms
[write]
plugin = jsonl_writer
path = out.jsonl
INI
"$P" run -q job.ini same_text.pause=0s 2>log; cp out.jsonl whole.jsonl

# overlap WHAT SETTING...: N starts, while the first is held up at its reader, a pipe, until the last has ended
overlap() {
    local what=$1 i ran=0 refused=0 named=0
    shift
    rm -rf state* out.jsonl codes logs; mkdir codes logs
    "$P" run -q job.ini "same_text.pause=500ms" >logs/0 2>&1 & first=$!
    for i in $(seq 1200); do [ -e out.jsonl.part ] && break; sleep 0.05; done
    i=1
    while [ $i -lt "$N" ]; do
        for _ in 1 2 3 4 5 6 7 8; do
            [ $i -lt "$N" ] || break
            ("$P" run -q job.ini "same_text.pause=500ms" ${1:+"$1$i"} >logs/$i 2>&1; echo $? >codes/$i) &
            i=$((i + 1))
        done
        for job in $(jobs -p); do [ "$job" = $first ] || wait "$job"; done
    done
    kill -0 $first 2>/dev/null; check "$what: the first still runs when the last has ended" $?
    kill -TERM $first; wait $first; [ $? = 75 ]; check "$what: and stops when it is told" $?
    refused=$(cat codes/* | grep -c '^75$') named=$(grep -l 'another run' logs/* | wc -l)
    [ "$refused" = $((N - 1)) ]; check "$what: $refused of $((N - 1)) others exit 75" $?
    [ "$named" = $((N - 1)) ]; check "$what: and say why" $?
}
overlap "one state folder"
"$P" run -q job.ini same_text.pause=500ms >log 2>&1 & run=$!
sleep 0.3; kill -9 $run; wait $run 2>/dev/null
"$P" run -q job.ini same_text.pause=0s >log 2>&1; code=$?
[ $code = 78 ]; check "after kill -9 the lock is free at once" $?      # 78: another pause is another config
"$P" run -q job.ini same_text.pause=0s --fresh >log 2>&1 && cmp -s out.jsonl whole.jsonl; check "and a run gives the right bytes" $?
overlap "one output, many state folders" pipeline.state=state.
"$P" run -q job.ini same_text.pause=0s --fresh >log 2>&1 && cmp -s out.jsonl whole.jsonl; check "the output that all wanted is whole" $?

# Starts at the same moment, none held up: the lock decides between equals.
rm -rf state out.jsonl codes; mkdir codes
for i in $(seq 16); do ("$P" run -q job.ini same_text.pause=500ms >/dev/null 2>&1; echo $? >codes/$i) & done
for i in $(seq 2400); do [ "$(ls codes | wc -l)" -ge 15 ] && break; sleep 0.05; done
[ "$(cat codes/* | tr '\n' ' ')" = "75 75 75 75 75 75 75 75 75 75 75 75 75 75 75 " ]; check "16 starts at one moment: one runs" $?
kill -TERM "$(tr -dc '0-9' <state/lock)"; wait
rm -rf state out.jsonl codes; mkdir codes
for i in 1 2 3; do ("$P" run -q job.ini --wait-lock 60 $([ $i = 3 ] && echo pipeline.state=state.3) >/dev/null 2>&1; echo $? >codes/$i) & done; wait
[ "$(cat codes/* | sort -u)" = 0 ]; check "with --wait-lock one runs after the other, also for a lock on an output" $?
cmp -s out.jsonl whole.jsonl; check "to the same bytes" $?
exit $status
