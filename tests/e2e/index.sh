#!/bin/bash
# Two runs on one index of the deduper: one has it, the other ends with exit code 75 or waits for it.
. "$(dirname "$0")/../lib.sh"
export PIPELINE_PLUGINS=$BUILD/plugins
cd "$tmp" || exit 1
document() { printf '{"id":"%s","text":"%s"}\n' "$1" "The mayor of $2 said on Monday that repairs would take six weeks."; }
config() {
    printf '%s\n' '[pipeline]' 'stages = read, tokenizer, deduper, write' "state = $1.state" '[read]' 'plugin = jsonl_reader' \
        "path = $1.jsonl" '[deduper]' 'index = seen' '[write]' 'plugin = jsonl_writer' "path = $1.out.jsonl" >"$1.ini"
}
for name in first second third; do config $name; done
mkfifo pipe && exec 3<>pipe # the first run is held up at its reader
document second second >second.jsonl
"$P" run -q first.ini read.path=- <pipe >first.log 2>&1 3>&- & first=$!
for i in $(seq 600); do [ -e first.out.jsonl.part ] && break; sleep 0.05; done
"$P" run -q second.ini >log 2>&1; is $? 75; check "a run on an index that is in use ends with 75" $?
grep -q 'another run uses it' log; check "and says why" $?
"$P" check second.ini >log 2>&1; is $? 75; check "so does a check" $?
"$P" run -q --wait-lock 60 second.ini >log 2>&1 3>&- & second=$!
document first first >&3
exec 3>&-
wait $first; check "the first one ends as ever" $?
wait $second; check "one with --wait-lock runs when the index is free" $?
is "$(ls seen)" 000001-000002.seg; check "the index has both, merged" $?
{ document again first; document again2 second; document new third; } >third.jsonl
"$P" run -q third.ini >log 2>&1; check "a third run" $?
is "$(sed 's/.*"id": *"\([a-z0-9]*\)".*/\1/' third.out.jsonl)" new; check "finds copies of what both kept" $?
exit $status
