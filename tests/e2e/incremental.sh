#!/bin/bash
# Incremental runs: each reads what is new, drops what is known, names updates; each writes files of its own.
. "$(dirname "$0")/../lib.sh"
cd "$tmp" || exit 1
mkdir in
cat >c.ini <<'INI'
[pipeline]
stages = read, write
state = state
incremental = yes
[read]
plugin = jsonl_reader
path = in
[write]
plugin = jsonl_writer
path = out/news-{run}.jsonl
rejected = out/rejected-{run}.jsonl
INI
run() { "$P" run c.ini "$@" >log 2>&1; echo $?; }
ids() { python3 -c 'import json, sys
print(" ".join(r["id"] + ("<" + r["metadata"]["update_of"] if r["metadata"]["update_of"] else "") for r in map(json.loads, open(sys.argv[1]))))' "$1" 2>>log; }

printf '{"id":"a","text":"alpha","url":"http://x/a"}\n{"id":"b","text":"beta"}\n' >in/1.jsonl
is "$(run)" 0 && is "$(ids out/news-00001.jsonl)" "a b"; check "the first run reads everything" $?
is "$(run)" 0 && is "$(ids out/news-00002.jsonl)" "" && is "$(ids out/news-00001.jsonl)" "a b"
check "the second finds nothing new, and leaves what the first wrote" $?
printf '{"id":"c","text":"gamma"}\n{"id":"a","text":"alpha, corrected","url":"http://x/a"}\n' >in/2.jsonl
is "$(run)" 0 && is "$(ids out/news-00003.jsonl)" "c a<a"; check "a known id with another text is an update" $?
printf '{"id":"d","text":"alpha, moved","url":"http://x/a"}\n' >in/3.jsonl
is "$(run)" 0 && is "$(ids out/news-00004.jsonl)" "d<a"; check "a known url with another text is an update, named by the id" $?
cp in/2.jsonl in/2-again.jsonl
is "$(run)" 0 && grep -q '^run.*: 0 of 4' <(sed 's/^pipeline: //' log); check "content under another name is not read again" $?
printf '{"id":"e","text":"delta"}\n' >>in/1.jsonl
is "$(run)" 0 && is "$(ids out/news-00006.jsonl)" "e"; check "of a file that grew the new documents come out" $?
is "$(ids out/rejected-00006.jsonl)" "a b"; check "the others are rejected as known, also one that was updated since" $?
touch in/*
is "$(run)" 0 && is "$(ids out/news-00007.jsonl)" ""; check "a new time alone changes nothing" $?
echo 'no JSON' >in/bad.jsonl
is "$(run)" 3 && [ -s state/dead_letters-00008.jsonl ] && is "$(run)" 0 && [ -s state/dead_letters-00008.jsonl ]
check "dead letters are of one run, and stay" $?
printf '{"id":"f","text":"epsilon"}\n' >in/4.jsonl
is "$(run --limit 1)" 0 && is "$(run)" 0 && is "$(ids out/news-00010.jsonl)" "f"; check "a trial run remembers nothing" $?
printf '{"id":"g","text":"zeta"}\n{"id":"g","text":"zeta, corrected"}\n{"id":"g","text":"zeta, corrected"}\n{"id":"b","text":"beta, corrected"}\n{"id":"b","text":"beta"}\n' >in/5.jsonl
is "$(run)" 0 && is "$(ids out/news-00011.jsonl)" "g g<g b<b" && is "$(ids out/rejected-00011.jsonl)" "g b"; check "a document and its update in one run: the later is an update of the earlier, the same text is known" $?
sed 's/= read, write/= read, tokenizer, deduper, write/; s/^state = .*/state = both/; s/^path = in/path = both.jsonl/; s/news/both/; s/rejected-/bothr-/; $a[deduper]\nindex = both.index' c.ini >both.ini
python3 - <<'PY'
import json
text = " ".join(f"The harbour council of Port {i} agreed on {i * 7} new berths and a longer quay after a debate of {i} hours." for i in range(3, 12))
rows = [("h", text), ("copy", text), ("h", text + " Corrected."), ("i", text + " Once more.")]
open("both.jsonl", "w").write("".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in rows))
PY
PIPELINE_PLUGINS=$BUILD/plugins "$P" run -q both.ini >log 2>&1; is "$? $(ids out/both-00001.jsonl)" "0 h h<h" && is "$(ids out/bothr-00001.jsonl)" "copy i"; check "both stay, and copies are copies of one of them" $?
rm -rf empty && mkdir empty
is "$(run read.path=empty)" 0; check "an empty folder is no error" $?

is "$(run write.path=out/news.jsonl)" 78 && grep -q '{run}' log; check "an output that the next run would replace is refused" $?
is "$(run pipeline.state=none)" 78 && grep -q 'c.ini:4:.*state' log; check "so is a run without a state" $?
is "$(run write.path=out/{date}.jsonl)" 0 && [ -e "out/$(date +%F).jsonl" ]; check "{date} is the day of the start" $?
is "$(run write.path=out/{date}.jsonl)" 73 && grep -q 'earlier run' log; check "a second run of that day does not replace its file" $?
printf x | dd of=state/known bs=1 seek=50 conv=notrunc 2>>log
is "$(run)" 74 && grep -q damaged log; check "a damaged memory stops the run" $?
exit $status
