#!/bin/bash
# `retention`: what is remembered of runs goes after so many days, and nothing else does. The days pass by faketime.
. "$(dirname "$0")/../lib.sh"
export PIPELINE_PLUGINS=$BUILD/plugins
faketime=$(ls /usr/lib/*/faketime/libfaketime.so.1 2>/dev/null | head -1)
[ -n "$faketime" ] || { echo "skipped retention: there is no libfaketime (Debian package faketime)"; exit 0; }
cd "$tmp" || exit 1
mkdir in
python3 - <<'PY'
import json
def text(n): return " ".join(f"The harbour council of Port {n} agreed on {i * n} new berths and a longer quay after a debate of {i + n} hours." for i in range(3, 12))
def write(name, *records): open(name, "w").write("".join(json.dumps(r) + "\n" for r in records))
write("1.jsonl", {"id": "a", "text": text(11)})
open("1.jsonl", "a").write("no json\n")
write("2.jsonl", {"id": "b", "text": text(23)})
write("3.jsonl", {"id": "copy-a", "text": text(11)}, {"id": "copy-b", "text": text(23)}, {"id": "a", "text": text(91)}, {"id": "b", "text": text(23)})
write("4.jsonl", {"id": "c", "text": text(37)})
write("5.jsonl", {"id": "copy-c", "text": text(37)}, {"id": "c", "text": text(95)})
PY
cat >job.ini <<INI
[pipeline]
stages = read, tokenizer, deduper, write
state = state
incremental = yes
retention = 30
[read]
plugin = jsonl_reader
path = in
[deduper]
index = seen
[write]
plugin = jsonl_writer
path = out/news-{run}.jsonl
rejected = out/rejected-{run}.jsonl
INI
# on DAY [SETTING]: a run on that day from now
on() { LD_PRELOAD=$faketime NO_FAKE_STAT=1 ASAN_OPTIONS=verify_asan_link_order=0 FAKETIME="$1d" "$P" run -q job.ini "${@:2}" >log 2>&1; echo $?; }
rows() { python3 -c 'import json, sys
for r in map(json.loads, open(sys.argv[1])): print(r["id"] + (":" + r["verdict"]["reason"].split()[0] if "verdict" in r else "<" * bool(r["metadata"]["update_of"])), end=" ")' "$1"; }
runs() { grep '^run' state/inputs | cut -f2 | tr '\n' ' '; }

cp 1.jsonl in; is "$(on -70)" 3 && cp 2.jsonl in && is "$(on -45)" 0 && is "$(runs)" "1 2 "; check "two runs" $?
is "$(on -41 pipeline.retention=0)" 0 && is "$(runs)" "1 2 3 " && [ -e state/dead_letters-00001.jsonl ]; check "without it nothing goes" $?
cp -p in/1.jsonl kept; cp 3.jsonl in; is "$(on -38)" 0 && is "$(runs)" "2 3 4 "; check "the first run is older than 30 days and is forgotten" $?
is "$(rows out/news-00004.jsonl)" "copy-a a "; check "its document is new again, and copies of it are copies of nothing" $?
is "$(rows out/rejected-00004.jsonl)" "copy-b:exact b:run "; check "what is younger is known as ever" $?
[ ! -e state/dead_letters-00001.jsonl ] && [ -e state/dead_letters-00002.jsonl ]; check "so with the dead letters" $?
grep -q '1.jsonl$' state/inputs && is "$(rows out/rejected-00004.jsonl | grep -c '^a')" 0; check "an input that is still there is not read again" $?
[ -e out/news-00001.jsonl ] && [ -e out/rejected-00001.jsonl ]; check "what was written stays" $?
rm in/1.jsonl; is "$(on -37)" 0 && mv kept in/1.jsonl && is "$(on -36)" 0 && is "$(cat out/news-00006.jsonl)" ""; check "one that is gone is known for as long as a run" $?
rm in/1.jsonl; is "$(on -35)" 0; cp 4.jsonl in; is "$(on -2)" 0 && cp 1.jsonl in/one.jsonl && is "$(on -1)" 3 && is "$(rows out/news-00009.jsonl)" "a "; check "and then read anew" $?
cp 5.jsonl in; is "$(on +400)" 0 && is "$(rows out/news-00010.jsonl)" "copy-c c " && is "$(runs)" "9 10 "; check "a clock that is a year ahead forgets all but the newest run" $?
cp 3.jsonl in/three.jsonl; touch in/three.jsonl; is "$(on +401)" 0; check "and the next goes on" $?
exit $status
