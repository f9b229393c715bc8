#!/bin/bash
# A stage that calls the host right and wrong: every answer is the one that pipeline.h promises, every failure ends the run with its
# reason and its exit code. Its fields and layers are of all types: as records, and as `explain` shows them.
. "$(dirname "$0")/../lib.sh"
cd "$tmp" || exit 1
for i in 1 2 3 4 5 6; do echo "{\"id\":\"d$i\",\"text\":\"A text number $i.\"}"; done >in.jsonl
cat >job.ini <<INI
[pipeline]
stages = read, contract, write
plugin_path = $BUILD/tests/plugins
state = state
checkpoint_documents = 2
threads = 2
report = report.json
[read]
plugin = jsonl_reader
path = in.jsonl
[write]
plugin = jsonl_writer
path = out.jsonl
INI
"$P" run -q job.ini >log 2>&1 &&
    grep -q '"name":"seen","value":6' report.json || grep -q '"seen":6' report.json
check "every answer is as promised" $?
marks='"marks":[{"start":0,"end":1,"small":-3,"choice":"","wide":-5000000000,"name":"","share":0.25,"similarity":0.999,"yes":true,"path":"a/b","json":{},"words":["one","two"]}'
grep -qF "$marks" out.jsonl && grep -qF '"choice":"blue","wide":-5000000000,"name":"green"' out.jsonl && grep -qF '"json":null,"words":[]' out.jsonl
check "members of every type are written by their rows" $?
grep -qF '"is_seen":true' out.jsonl && grep -qF '"depth":{"low":-5,"none":null,"share":0.5}' out.jsonl && grep -qF '"flags":["seen"]' out.jsonl
check "fields of every type are written" $?
"$P" explain job.ini d3 >log 2>&1 && grep -q 'is_seen.*yes' log && grep -q 'depth.low.*-5' log && grep -q 'words.*one.*two' log
check "explain shows fields of every type" $?

# WRONG EXIT-CODE MESSAGE
while read -r wrong code message; do
    rm -rf state out.jsonl*
    "$P" run -q job.ini contract.wrong="$wrong" >log 2>&1
    is $? "$code" && grep -qF -- "$message" log
    check "$wrong ends the run with its reason" $?
    [ ! -e out.jsonl ] || { echo "FAILED $wrong: an output with a final name"; status=1; }
done <<'ROWS'
state_name 78 'a/b' is no name for a state file
output_path 78 an output needs a path
decide_early 78 decide is for resolve only
records_early 78 records may be read in resolve only
empty_command 78 the command is empty or too long
fail_open 78 open fails
fail_thread 70 [contract] thread_open failed: thread_open fails
fail_commit 70 [contract] commit failed: commit fails
emit_late 70 emit_at is for resolve, and for rounds before the last
fail_save 70 failed: save fails
fail_resolve 70 [contract] resolve failed: resolve fails
fail_finish 70 [contract] finish failed: finish fails
stop_document 70 [contract] stopped at document 'd1': this one stops it
ROWS
rm -rf state
"$P" run -q job.ini contract.wrong=fail_silently >log 2>&1
is $? 3 && grep -q '"dead_letters":6' report.json && grep -q 'the stage gave no reason' state/dead_letters.jsonl
check "a document that fails without a reason is a dead letter" $?
rm -rf state
"$P" run -q job.ini contract.wrong=no_program >log 2>&1
is $? 70 && grep -q 'there is no program to call' log
check "no_program ends the run with its reason" $?

# Its sums and its state go on with a run.
for i in $(seq 30); do echo "{\"id\":\"d$i\",\"text\":\"A text number $i.\"}"; done >many.jsonl
sed 's/contract, write/contract, same_text, write/; s/= in.jsonl/= many.jsonl/; s/= state/= stopped/' job.ini >stopped.ini
"$P" run -q stopped.ini same_text.pause=50ms >log 2>&1 & run=$!
for i in $(seq 400); do grep -q '"seq":[1-9]' stopped/checkpoint 2>/dev/null && break; sleep 0.02; done
kill $run; wait $run; is $? 75; check "a run that is stopped between two checkpoints" $?
grep -q '"metric"' stopped/checkpoint && "$P" run -q stopped.ini same_text.pause=50ms >log 2>&1 && is "$(sed 's/.*"name":"seen","value":\([0-9]*\).*/\1/; s/.*"seen":\([0-9]*\).*/\1/' report.json)" 30
check "goes on with what its stages have counted" $?

# The progress line, asked for; 30 documents of 50 ms.
for i in $(seq 30); do echo "{\"id\":\"d$i\",\"text\":\"A text number $i.\"}"; done >in.jsonl
sed -i 's/contract, write/same_text, write/; s/^report.*/progress = yes/' job.ini
echo -e "[same_text]\npause = 100ms" >>job.ini
rm -rf state
"$P" run job.ini >log 2>progress
is $? 0 && grep -q 'phase 1 of 2: [0-9]* documents, [0-9]*/s' progress && grep -q 'phase 2 of 2' progress
check "progress is shown when asked for" $?
exit $status
