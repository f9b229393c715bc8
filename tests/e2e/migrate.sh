#!/bin/bash
# `pipeline migrate`: what an older version has left is refused by name, and becomes readable.
. "$(dirname "$0")/../lib.sh"
cd "$tmp" || exit 1
python3 - <<'PY'
import json
def text(n): return " ".join(f"The harbour council of Port {n} agreed on {i * n} new berths and a longer quay after a debate of {i + n} hours." for i in range(3, 12))
with open("in.jsonl", "w") as f:
    for i in range(60): f.write(json.dumps({"id": f"a{i}", "text": text(i + 11)}) + "\n")
open("copy.jsonl", "w").write(json.dumps({"id": "copy", "text": text(17)}) + "\n")
PY
cat >job.ini <<INI
[pipeline]
stages = read, tokenizer, same_text, deduper, write
plugin_path = $BUILD/tests/plugins, $BUILD/plugins
state = state
threads = 1
checkpoint_documents = 5
[read]
plugin = jsonl_reader
path = in.jsonl
[deduper]
index = seen
[write]
plugin = jsonl_writer
path = out.jsonl
INI
run() { "$P" run -q job.ini "$@" >log 2>&1; echo $?; }
migrate() { "$P" migrate "$@" >log 2>&1; echo $?; }

is "$(migrate job.ini)" 66; check "before the first run there is nothing: 66" $?
is "$(run)" 0 && is "$(migrate job.ini)" 0 && grep -q 'everything is of this version' log; check "what this version wrote needs nothing" $?
printf 2 | dd of=seen/000001-000001.seg bs=1 seek=13 conv=notrunc 2>>log
is "$(run)" 78 && grep -q 'index .*seen/000001-000001.seg was written by an older version: `pipeline migrate`' log; check "an index of an older version is refused, with what to type" $?
"$P" check job.ini >log 2>&1; is $? 78 && is "$("$P" forget job.ini a6 >log 2>&1; echo $?)" 78; check "by check and forget, too" $?
cp -r seen seen.old; ln in.jsonl kept; rm in.jsonl
is "$(migrate state)" 0 && grep -q '\[deduper\]: 1 files brought up to date' log; check "migrate: the index is written anew, no input is needed" $?
mv kept in.jsonl
is "$(run read.path=copy.jsonl write.path=copy.out)" 0 && is "$(cat copy.out)" ""; check "and finds what the older version kept" $?

"$P" run -q job.ini same_text.pause=20ms read.path=in.jsonl write.path=out2.jsonl pipeline.state=begun deduper.index= >log 2>&1 & pid=$!
for i in $(seq 400); do grep -q '"in":[1-9]' begun/checkpoint 2>/dev/null && break; sleep 0.02; done
kill -9 $pid; wait $pid 2>/dev/null; sleep 0.3
sed -i 's/"schema":[0-9]*/"schema":1/' begun/checkpoint
begun="same_text.pause=20ms write.path=out2.jsonl pipeline.state=begun deduper.index="
is "$(run $begun)" 78 && grep -q 'schema 1, here.*`pipeline migrate`' log; check "an unfinished run of another version is refused, with what to type" $?
"$P" migrate job.ini $begun >log 2>&1; is $? 0 && grep -q 'begun: an unfinished run of another version was given up' log && ! ls begun | grep -q -e spool -e records; check "migrate gives it up" $?
is "$(run $begun)" 0 && is "$(grep -c . out2.jsonl)" 60; check "and the next run begins it anew" $?
sed -i 's/"schema":[0-9]*/"schema":1/' begun/checkpoint
is "$(run $begun)" 0; check "a finished run of another version is finished" $?
exit $status
