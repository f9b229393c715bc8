#!/bin/bash
# An unfinished run goes on by itself; what it may not go on with is refused, named, and both ways out are told; a finished one is
# finished. Full disks and limits of file sizes: 74, and on once there is room.
. "$(dirname "$0")/../lib.sh"
trap 'umount "$tmp/small" 2>/dev/null; rm -rf "$tmp"' EXIT
cd "$tmp" || exit 1
mkdir plugins in
cp "$BUILD/tests/plugins/same_text.so" plugins/ && chmod 755 plugins plugins/same_text.so
for i in $(seq 600); do echo "{\"id\":\"d$i\",\"text\":\"text $((i % 500)) $(printf '%0100d' $i)\"}"; done >in/a.jsonl
echo '{"id":"z","text":"the last"}' >in/b.jsonl
cat >job.ini <<INI
[pipeline]
stages = read, same_text, write
plugin_path = plugins
state = state
threads = 2
checkpoint_documents = 50
[read]
plugin = jsonl_reader
path = in
[same_text]
pause = 2ms
[write]
plugin = jsonl_writer
path = out/kept.jsonl
rejected = out/rejected.jsonl
INI
# Stops a new run behind the first checkpoint of its phase 0, or of the one that is given.
interrupt() {
    rm -rf state out
    "$P" run -q job.ini >log 2>&1 & local run=$!
    for i in $(seq 1000); do grep -q "\"phase\":${1:-0},.*\"step\":\"documents\",\"seq\":[1-9]" state/checkpoint 2>/dev/null && break; sleep 0.02; done
    kill -TERM $run; wait $run; is $? 75
}
refused() {     # refused WHAT PATTERN: the run is refused, and says so
    "$P" run -q job.ini >log 2>&1
    is $? 78 && grep -q -- "$2" log && grep -q -- 'Undo that' log && grep -q -- '--fresh' log; check "$1 is refused, named, and both ways out are told" $?
}
"$P" run -q job.ini >log 2>&1; cat out/kept.jsonl out/rejected.jsonl >whole
same() { cat out/kept.jsonl out/rejected.jsonl | cmp -s - whole; }

interrupt; check "SIGTERM gives 75" $?
[ ! -e out/kept.jsonl ] && [ -e out/kept.jsonl.part ]; check "and no output has its name" $?
"$P" run job.ini pipeline.threads=1 pipeline.memory=64M pipeline.document_timeout=9s pipeline.max_crashes=3 pipeline.progress=no >log 2>&1
is $? 0 && same && grep -q 'goes on behind document' log; check "it goes on, with other threads, memory and limits, to the same bytes" $?
"$P" run -q job.ini same_text.pause=0s >log 2>&1; is $? 0 && same; check "a finished run is finished: the next may be another one" $?
grep -q 'goes on' log; [ $? = 1 ]; check "and begins anew" $?

interrupt; cp in/a.jsonl kept; echo '{"id":"new","text":"new"}' >>in/a.jsonl; refused "a changed input" "input .*a.jsonl was '.* bytes.*', is '"
cp -p kept in/a.jsonl; refused "an input with another time" "a.jsonl was"
rm -rf state out; interrupt; cp in/b.jsonl in/c.jsonl; refused "a new input" "c.jsonl is new"
mv in/c.jsonl in/aa.jsonl; refused "a new input between the others" "aa.jsonl is new"
grep -q 'b.jsonl' log; [ $? = 1 ]; check "and of the others nothing is said" $?
for i in 1 2 3 4 5 6 7; do cp in/b.jsonl in/aa$i.jsonl; done; refused "many new inputs" "aa.jsonl is new.*aa4.jsonl is new"
rm in/aa*.jsonl; mv in/a.jsonl a.jsonl; refused "an input that is gone, before another" "a.jsonl is gone"; mv a.jsonl in/
mv in/b.jsonl kept; refused "an input that is gone" "b.jsonl is gone"
mv kept in/b.jsonl; "$P" run -q job.ini >log 2>&1; is $? 0 && same; check "undone, it goes on" $?
interrupt; sed -i 's/^pause = .*/pause = 1ms/' job.ini; refused "a changed option" "pause was '2ms', is '1ms'"
sed -i 's/^checkpoint_documents = .*/checkpoint_documents = 60/' job.ini; refused "two changes" "checkpoint_documents was '50', is '60'.*pause was"
sed -i 's/^pause = .*/pause = 2ms/; s/^checkpoint_documents = .*/checkpoint_documents = 50/' job.ini
cp plugins/same_text.so kept; printf x >>plugins/same_text.so; refused "a plugin with other bytes" "plugin of .same_text. was"
"$P" run -q job.ini --fresh >log 2>&1; is $? 0 && same; check "--fresh begins again" $?
cp kept plugins/same_text.so
interrupt 1; check "SIGTERM behind the barrier" $?
: >out/kept.jsonl.part; "$P" run -q job.ini >log 2>&1; is $? 74 && grep -q 'had written' log; check "an output that lost bytes is refused with 74" $?
interrupt; printf '{"schema":' >state/checkpoint; "$P" run -q job.ini >log 2>&1; is $? 78 && grep -q -- '--fresh' log; check "a checkpoint that cannot be read is refused" $?
interrupt; "$P" run -q job.ini --limit 3 >log 2>&1; is $? 0; check "--limit beside an unfinished run" $?
"$P" run -q job.ini >log 2>&1; is $? 0 && same; check "does not touch it" $?

# ---- limits of the system ----
rm -rf state out; (ulimit -f 20; "$P" run -q job.ini same_text.pause=0s >log 2>&1); is $? 74 && grep -q 'File too large' log; check "a limit of file sizes is 74" $?
"$P" run -q job.ini same_text.pause=0s >log 2>&1; is $? 0 && same; check "without it the run goes on" $?
mkdir small
if mount -t tmpfs -o size=64k none small 2>/dev/null; then
    rm -rf state; "$P" run -q job.ini same_text.pause=0s write.path=small/kept.jsonl >log 2>&1
    is $? 74 && grep -q 'No space left' log; check "a full disk is 74 and says so" $?
    [ ! -e small/kept.jsonl ]; check "and leaves no output" $?
    mount -o remount,size=4m small
    "$P" run -q job.ini same_text.pause=0s write.path=small/kept.jsonl >log 2>&1; is $? 0 && cat small/kept.jsonl out/rejected.jsonl | cmp -s - whole; check "with room it goes on" $?
    rm -f small/*; mount -o remount,size=64k small
    rm -rf state; "$P" run -q job.ini same_text.pause=0s pipeline.state=small/state >log 2>&1; is $? 74; check "a full disk under the state folder is 74" $?
    umount small
else echo "skipped resume: no tmpfs can be mounted here, so no disk was full"; fi
exit $status
