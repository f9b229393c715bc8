#!/bin/bash
# `pipeline retry`: dead letters once more from their places in the input, into files of their own.
. "$(dirname "$0")/../lib.sh"
export ASAN_OPTIONS=${ASAN_OPTIONS:-}:handle_segv=0   # a stage that crashes is meant here, and no report of it
cd "$tmp" || exit 1
mkdir in
python3 - <<'PY'
import json, zlib, gzip
with open("in/a.jsonl", "w") as f:
    for i in range(3000): f.write("not json at all 1234567890\n" if i in (700, 2500) else json.dumps({"id": f"a{i}", "text": f"text {i}" + " BOOM" * (i == 300)}) + "\n")
with open("in/b.jsonl", "w") as f:
    for i in range(50): f.write(json.dumps({"id": f"b{i}", "text": f"other {i}"}) + "\n")
whole = gzip.compress("".join(json.dumps({"id": f"c{i}", "text": f"third {i} {zlib.crc32(str(i).encode())}"}) + "\n" for i in range(2000)).encode())
open("whole.gz", "wb").write(whole)
open("in/c.jsonl.gz", "wb").write(whole[:len(whole) // 2])
PY
cat >job.ini <<INI
[pipeline]
stages = read, faulty, write
plugin_path = $BUILD/tests/plugins
state = state
dead_letters = dead.jsonl
report = report.json
checkpoint_documents = 100
[read]
plugin = jsonl_reader
path = in
[faulty]
process = BOOM
[write]
plugin = jsonl_writer
path = out.jsonl
rejected = rejected.jsonl
INI
ids() { grep -o '"id":"[^"]*"' "$1" 2>>log | cut -d'"' -f4 | tr '\n' ' '; }
retry() { "$P" retry -q job.ini "$@" >log 2>&1; }

retry; is $? 66; check "nothing to retry before the first run: 66" $?
"$P" run -q job.ini >log 2>&1; is "$? $(grep -c . dead.jsonl)" "3 5"; check "a run with five dead letters: a crash, two records, and of a cut file its last record and its rest" $?
cp out.jsonl first.jsonl; cp dead.jsonl first.dead; got=$(grep -c '"id":"c' out.jsonl)
[ "$got" -gt 100 ] && [ "$got" -lt 1900 ]; check "of a cut file the readable part is there" $?
retry; is "$? $(ids out.retry1.jsonl) $(grep -c . dead.retry1.jsonl)" "3  5"; check "without a repair, all of them are set aside again" $?
retry faulty.process=nothing; is "$? $(ids out.retry2.jsonl)$(grep -c . dead.retry2.jsonl)" "3 a300 4"; check "a stage that was repaired: its document comes through, alone" $?
cmp -s out.jsonl first.jsonl && cmp -s dead.jsonl first.dead; check "what the run wrote is as it was" $?
sed -i 's/^not json at all 1234567890$/{"id":"r","text":"repair"}/' in/a.jsonl
retry faulty.process=nothing; is "$? $(ids out.retry3.jsonl)$(grep -c . dead.retry3.jsonl)" "3 r r#2 2"; check "records that were repaired in place: only those, what came through is not read again" $?
cp whole.gz in/c.jsonl.gz
retry faulty.process=nothing; is "$? $(grep -c . out.retry4.jsonl)" "0 $((2000 - got))"; check "a file that was cut off: what lay behind the cut" $?
is "$(cat first.jsonl out.retry*.jsonl | grep -o '"id":"[abc][^"]*"' | sort | uniq -d)" "" && is "$(cat first.jsonl out.retry*.jsonl | grep -c .)" 5050; check "all together every document is there, once" $?
retry; is $? 66 && grep -q 'nothing is set aside' log; check "then nothing is left: 66" $?
sed -i 's/"exit_code":0/"exit_code":74/' state.retry4/last_run && grep -q 74 state.retry4/last_run && retry; is $? 66; check "nor when the last retry failed behind its last checkpoint: what it published is not written twice" $?
retry --letters first.dead faulty.process=nothing pipeline.threads=1; is "$? $(ids out.retry5.jsonl | cut -c1-12 | tr -d c)" "0 a300 r r#2 "; check "--letters takes those of another run" $?
cp in/a.jsonl whole.jsonl; head -500 whole.jsonl >in/a.jsonl; retry --letters first.dead faulty.process=nothing >log 2>&1; is $? 0; check "what is gone is not made up" $?
grep '"source":"a.jsonl"' first.dead >places.dead; "$P" retry job.ini --letters places.dead faulty.process=nothing >log 2>&1; grep -q '2 of the 3 dead letters are no longer where they were' log; check "and it is said" $?
rm in/a.jsonl; retry --letters places.dead; is $? 66 && grep -q 'no source of the dead letters' log; check "no source left: 66" $?
cp whole.jsonl in/a.jsonl
retry --letters nowhere; is $? 66; check "no such letters: 66" $?
: >empty; retry --letters empty; is $? 66; check "no letters in it: 66" $?
retry pipeline.state=none; is $? 64; check "without a state it is not known what was set aside" $?

# ---- compared with what earlier runs kept ----
python3 - <<'PY'
import json
text = " ".join(f"The harbour council of Port {i} agreed on {i * 7} new berths and a longer quay after a debate of {i} hours." for i in range(3, 12))
first, copy = (json.dumps({"id": i, "text": text}) for i in "xy")
open("pair.jsonl", "w").write(first + "\n" + "#" * len(copy) + "\n")
open("pair.repaired", "w").write(first + "\n" + copy + "\n")
PY
printf '[pipeline]\nstages = read, tokenize, dedup, write\nstate = pair\n[read]\nplugin = jsonl_reader\npath = pair.jsonl\n[tokenize]\nplugin = tokenizer\n[dedup]\nplugin = deduper\nindex = pair.index\n[write]\nplugin = jsonl_writer\npath = pair.out\nrejected = pair.not\n' >pair.ini
"$P" run -q pair.ini >log 2>&1; code=$?; mv pair.repaired pair.jsonl; "$P" retry -q pair.ini >log 2>&1
is "$code $? $(ids pair.retry1.out)" "3 0 " && is "$(ids pair.retry1.not | cut -c1)" y; check "a record that was repaired is found to be a copy of one that the run kept" $?

# ---- of an incremental job: what comes through is known from then on ----
mkdir news; printf '%s\n' '{"id":"n1","text":"BOOM one"}' '{"id":"n2","text":"two"}' >news/1.jsonl
sed 's/= state$/= nightly/; s/^dead_letters.*/incremental = yes/; s/^report.*//; s/^path = in$/path = news/; s/= out.jsonl/= of\/news-{run}.jsonl/; s/= rejected.jsonl/= of\/rejected-{run}.jsonl/; s/^stages/sandbox = auto\n&/' job.ini >nightly.ini
nightly() { "$P" "$1" -q nightly.ini "${@:2}" >log 2>&1; echo $?; }
is "$(nightly run) $(nightly retry faulty.process=nothing) $(ids of/news-00001.retry1.jsonl)" "3 0 n1 "; check "the dead letter of an incremental run" $?
cp news/1.jsonl news/2.jsonl; echo '{"id":"n3","text":"three"}' >>news/2.jsonl
is "$(nightly run) $(ids of/news-00002.jsonl)$(ids of/rejected-00002.jsonl)" "0 n3 n1 n2 "; check "what the retry wrote is not written again" $?
printf '%s\n' '{"id":"n1","text":"one, corrected"}' >news/3.jsonl
is "$(nightly run)" 0 && grep -q '"update_of":"n1"' of/news-00003.jsonl; check "and another text of it is an update" $?
exec 4>>nightly/lock; flock -n 4; is "$(nightly retry --letters nightly/dead_letters-00001.jsonl)" 75; check "while a run of the job goes on there is no retry" $?
exec 4>&-

# ---- killed, going on, in the way of a run ----
sed '/^stages/s/faulty/faulty, same_text/; s/path = in$/path = many.jsonl/; s/= state$/= many/; s/dead.jsonl/many.dead/; s/out.jsonl/many.out/; s/BOOM/none/' job.ini >many.ini
for i in $(seq 900); do echo "not json at all 1234567890"; done >many.jsonl
"$P" run -q many.ini >log 2>&1; is "$? $(grep -c . many.dead)" "3 900"; check "nine hundred dead letters" $?
sed -i 's/.*/{"id":"r","text":"repair"}/' many.jsonl
"$P" retry -q many.ini same_text.pause=5ms >log 2>&1 & pid=$!
for i in $(seq 400); do grep -q '"in":[1-9]' many.retry1/checkpoint 2>/dev/null && break; sleep 0.02; done
kill -9 $pid; wait $pid 2>/dev/null; sleep 0.3
[ ! -e many.retry1.out ] && [ -e many.retry1.out.part ]; check "a retry that was killed has not ended" $?
"$P" status many.retry1 >seen 2>>log; is $? 75; check "status of its state folder" $?
"$P" retry -q many.ini same_text.pause=5ms >log 2>&1; is "$? $(ls many.retry* -d | tr '\n' ' ')" "0 many.retry1 many.retry1.dead many.retry1.out "; check "the next one goes on with it" $?
is "$(grep -c . many.retry1.out)" 1; check "and ends with what there is: nine hundred times one text" $?
"$P" run -q many.ini same_text.pause=5ms >log 2>&1 & pid=$!
for i in $(seq 400); do "$P" status many.ini 2>/dev/null | grep -q running && break; sleep 0.02; done
"$P" retry -q many.ini >log 2>&1; is $? 75 && grep -q 'not finished' log; check "while the run goes on there is no retry" $?
kill $pid; wait $pid 2>/dev/null
exit $status
