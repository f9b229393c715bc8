#!/bin/bash
# A night goes wrong: a full disk under the outputs, the state or the index, a bad input file, a machine that is killed. It ends with
# the right exit code, metrics and status; the nights behind it repair it without hands: what is published in the end is what
# undisturbed nights publish.
. "$(dirname "$0")/../lib.sh"
trap 'umount "$tmp"/*/small 2>/dev/null; rm -rf "$tmp"' EXIT
export PIPELINE_PLUGINS=$BUILD/plugins
cd "$tmp" || exit 1
python3 - <<'PY'
import gzip, json, random
rng = random.Random(7)
def words(n): return " ".join(rng.choice("bcdfglmnprst") + rng.choice("aeiou") + rng.choice("lmnrst") + rng.choice("aeiou") + rng.choice("dkmnprs") for _ in range(n))
first = [{"id": f"a{i}", "text": words(150)} for i in range(10)]
second = [{"id": f"b{i}", "text": words(150)} for i in range(180)] + [{"id": "copy-a3", "text": first[3]["text"]}]
third = [{"id": f"c{i}", "text": words(150)} for i in range(10)] + [{"id": "copy-b7", "text": second[7]["text"]}, {"id": "b9", "text": words(150)}]
lines = lambda records: "".join(json.dumps(r) + "\n" for r in records).encode()
for name, records in ("1", first), ("2", second), ("3", third): open(name + ".jsonl", "wb").write(lines(records))
whole = gzip.compress(lines(second), mtime=0)
open("2.whole.gz", "wb").write(whole)
open("2.cut.gz", "wb").write(whole[:len(whole) // 2])
PY
config() { cat <<'INI'
[pipeline]
stages = read, tokenizer, deduper, write
state = state
incremental = yes
checkpoint_documents = 20
metrics = node/job.prom
[read]
plugin = jsonl_reader
path = in
[deduper]
keep = first
index = index
passages = no
[write]
plugin = jsonl_writer
path = out/news-{run}.jsonl
rejected = out/rejected-{run}.jsonl
INI
}
# begin NAME: a job of its own, after one good night
begin() { cd "$tmp" && mkdir -p "$1/in" && cd "$1" && config >job.ini && echo "== $1" >log && cp ../1.jsonl in && run; }
run() { "$P" run job.ini >>log 2>&1; }
night() { cp "../$1.jsonl" in; run; }
metric() { sed -n "s/^pipeline_$1{config=\"job\"} //p" node/job.prom; }
# says CODE METRIC WHAT...: what the metrics and the status say, and that the status has each WHAT
says() {
    local code=$1 got what; "$P" status job.ini >seen 2>>log; got="$? $(metric last_exit_code)"
    is "$got" "$code $2" || return 1
    for what in "${@:3}"; do grep -q -- "$what" seen || { echo "status lacks '$what':" >>log; cat seen >>log; return 1; }; done
}
kept() { python3 -c 'import json, sys
rows = [json.loads(line) for p in sys.argv[1:] for line in open(p)]
for r in sorted((r["id"], r["metadata"]["update_of"], r["text"]) for r in rows): print(*r)' out/news-*.jsonl; }
# repaired CODE: the next nights, of which the first ends what is there, have done what undisturbed ones do
repaired() {
    local first second
    run; first=$?; night 3; second=$?
    is "$first $second" "0 0" && says 0 0 'stands: *finished' 'next: *nothing' && is "$(ls out | grep -v '^\(news\|rejected\)-0000[0-9].jsonl$')" "" &&
        is "$(kept | md5sum)" "$(cat ../whole.md5)"
}
begin whole && night 2 && night 3; check "three good nights" $?
kept | md5sum >../whole.md5
is "$(kept | wc -l) $(kept | grep -c copy)" "201 0"; check "publish everything once, and no copy" $?

# ---- full disks ----
if mkdir small && mount -t tmpfs -o size=64k none small 2>/dev/null; then
    umount small
    for what in out state index; do
        cd "$tmp" && mkdir -p "$what.full/small/$what" && cd "$what.full" && mount -t tmpfs -o size=128k none small && mkdir "small/$what" && ln -s "small/$what" "$what"
        begin "$what.full"; check "the disk under $what: a good night" $?
        before=$(metric last_success_timestamp_seconds); sleep 1
        night 2; is $? 74 && grep -q 'No space left on device' log; check "a night on which it is full: exit code 74, and which file" $?
        says 74 74 'stands: *failed' 'exit code 74' 'No space left' 'next: *make room on the disk' && is "$(metric last_success_timestamp_seconds)" "$before"; check "so say metrics and status; the last success is that of the night before" $?
        run; is $? 74 && says 74 74; check "while it is full, every night ends so" $?
        mount -o remount,size=16m small
        repaired; check "when there is room the nights behind it repair everything" $?
        cd "$tmp" && umount "$what.full/small"
    done
else echo "skipped broken_nights: no tmpfs can be mounted here, so no disk was full"; fi

# ---- a bad file ----
begin bad
cp ../2.cut.gz in/2.jsonl.gz; run; is $? 3; check "a file that is cut off, on its way: exit code 3" $?
says 3 3 'stands: *finished' '2 in .*dead_letters-00002.jsonl' 'next: *less .*dead_letters-00002.jsonl'; check "so say metrics and status, and where to look" $?
cp ../2.whole.gz in/2.jsonl.gz
repaired; check "when it has come whole, what was missing is read, and nothing twice" $?

# ---- a killed machine ----
killed() {   # killed CALL NUMBER: power goes at that call of that kind; a worker in its sandbox could not kill the others
    cp ../2.jsonl in
    setsid env FAIL_CALLS="$1" FAIL_AT="$2" FAIL_ERRNO=kill LD_PRELOAD="$BUILD/survival/fail_nth.so" "$P" run -q job.ini pipeline.sandbox=no >>log 2>&1
}
for at in "rename 3" "rename 8" "renameat 1" "fsync 30" "fsync 60" "rename 15" "unlink 3"; do
    begin "killed at $at"; before=$(metric last_success_timestamp_seconds)
    killed $at; code=$?; "$P" status job.ini >seen 2>>log; stood=$?
    # A run whose last word was written is over: what comes behind it is tidying up.
    if [ $code = 0 ]; then is $stood 0; else is "$code $stood $(metric last_exit_code) $(metric last_success_timestamp_seconds)" "137 75 0 $before" && grep -q 'was killed' seen && grep -q 'next: *pipeline run' seen; fi
    check "power goes at $at: status 75, killed; the metrics are those of the night before" $?
    repaired; check "the nights behind it repair everything" $?
done

# ---- and before the next night something changes ----
begin grown; killed rename 8; cp ../3.jsonl kept; head -3 ../3.jsonl >>in/1.jsonl; tail -n +4 ../3.jsonl >../3.rest; cp ../3.rest in/3.jsonl; touch -d '+9 seconds' in/2.jsonl
run; is $? 0 && grep -q 'since then input .*2.jsonl was .*' log && grep -q 'begun anew' log; check "an input that changed since the kill: the run is begun anew, and says so" $?
run; is $? 0 && is "$(kept | md5sum)" "$(cat ../whole.md5)"; check "and the next one reads what has arrived" $?
mkdir -p ../plugins && cp -r "$BUILD"/plugins/* ../plugins
cd "$tmp" && export PIPELINE_PLUGINS=$tmp/plugins
begin upgraded; killed rename 8; printf x >>../plugins/tokenizer/tokenizer.so
repaired && grep -q 'since then plugin of .tokenizer. was' log; check "a plugin that was upgraded since the kill: the run is begun anew" $?
begin renamed; killed rename 8; sed -i 's/^keep = first/keep = longest/' job.ini
run; is $? 78 && grep -q "keep was 'first', is 'longest'" log; check "a setting that was changed: somebody is there to ask" $?
for n in $(seq 60); do   # a kill between the two outputs; how many checkpoints there were before is up to a thread
    begin "publishing $n"; killed rename $((10 + n % 6))
    [ -e out/news-00002.jsonl ] && [ -e out/rejected-00002.jsonl.part ] && break
    cd .. && rm -rf "publishing $n"
done
cat ../3.jsonl >>in/2.jsonl; run; one=$?; run; is "$one $?" "0 0" && is "$(kept | md5sum)" "$(cat ../whole.md5)"; check "an input that grew since a kill while it was published: it is published as it is, and the rest is read by the next" $?
exit $status
