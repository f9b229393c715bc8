#!/bin/bash
# `pipeline forget`: a withdrawn document goes from all that is kept, and stays out. Kills: tests/survival/forget.sh.
. "$(dirname "$0")/../lib.sh"
export ASAN_OPTIONS=${ASAN_OPTIONS:-}:handle_segv=0   # a stage that crashes is meant here, and no report of it
cd "$tmp" || exit 1
mkdir in
python3 - <<'PY'
import json
def text(n): return " ".join(f"The harbour council of Port {n} agreed on {i * n} new berths and a longer quay after a debate of {i + n} hours." for i in range(3, 12))
def write(name, *records): open(name, "w").write("".join(json.dumps(r) + "\n" for r in records))
write("in/1.jsonl", {"id": "alpha", "text": text(11), "url": "http://x/a"}, {"id": "beta", "text": text(23)}, {"id": "gamma", "text": "BOOM " + text(31)})
write("2.jsonl", {"id": "alpha", "text": text(11) + " Corrected."}, {"id": "beta", "text": text(23)})
write("3.jsonl", {"id": "copy", "text": text(11)}, {"id": "moved", "text": text(51), "url": "http://x/a"}, {"id": "alpha", "text": text(61)}, {"id": "alpha", "text": text(71)}, {"id": "beta2", "text": text(23)})
write("4.jsonl", {"id": "alpha", "text": text(81)})
PY
cat >c.ini <<INI
[pipeline]
stages = read, faulty, tokenize, dedup, write
plugin_path = $BUILD/tests/plugins, $BUILD/plugins
state = state
incremental = yes
[read]
plugin = jsonl_reader
path = in
[faulty]
process = BOOM
[tokenize]
plugin = tokenizer
[dedup]
plugin = deduper
index = seen
[write]
plugin = jsonl_writer
path = out/news-{run}.jsonl
rejected = out/rejected-{run}.jsonl.zst
INI
run() { "$P" run -q c.ini "$@" >log 2>&1; echo $?; }
forget() { "$P" forget "$@" >log 2>&1; echo $?; }
rows() { python3 -c 'import json, sys
for r in map(json.loads, sys.stdin): print(r["id"] + (":" + r["verdict"]["reason"].split()[0] if "verdict" in r else ""), end=" ")'; }

is "$(forget c.ini alpha)" 66 && grep -q 'no run has left anything in' log; check "before the first run there is nothing to forget: 66" $?
is "$(run)" 3 && mv 2.jsonl in && is "$(run)" 0; check "two nights, one with a dead letter" $?
mv in kept-in; is "$(forget state alhpa)" 66 && grep -q "no document has the id 'alhpa' in state, its dead letters, what \[dedup\] keeps (did you mean 'alpha'?)" log
check "an id that nobody knows: 66, with what was searched, and what it may have been; no input is needed" $?
[ ! -e state/withdrawn ]; check "and nothing is changed" $?
is "$(forget state)" 64 && is "$(forget nowhere alpha)" 78 && is "$(forget out alpha)" 66; check "no id, no config, no state folder" $?
"$P" run -q c.ini read.path=- <<<'{"id":"x","text":"held"}' >/dev/null 2>&1; exec 4>>state/lock; flock -n 4
is "$(forget c.ini alpha)" 75; check "while a run goes on: 75" $?
exec 4>&-; mv kept-in in
zstd -dcq out/rejected-00002.jsonl.zst | rows >rejected; is "$(cat rejected)" "beta:run "; check "the second night rejected what it knew" $?
is "$(forget state gamma)" 0 && grep -q 'state/dead_letters-00001.jsonl: 1 lines' log && is "$(cat state/dead_letters-00001.jsonl)" ""; check "a dead letter goes" $?
is "$(forget state beta)" 0 && grep -q 'state/known: 2 entries' log && grep -q '\[dedup\]: 1 kept' log && grep -q 'out/rejected-00002.jsonl.zst: 1 lines' log && is "$(zstd -dcq out/rejected-00002.jsonl.zst | rows)" ""
check "what was known, kept and rejected goes" $?
tail -1 log | grep -q '/out/news-00001.jsonl$' && grep -q '"id":"beta"' out/news-00001.jsonl; check "what was published stays, and is named" $?
is "$(forget c.ini alpha)" 0 && grep -q '\[dedup\]: 2 kept' log && is "$(tail -2 log | grep -c 'out/news-0000[12]')" 2; check "with a document goes what it was an update of" $?
is "$(grep -rlaE 'alpha|beta|gamma' state seen)" ""; check "no id is left" $?
is "$(forget c.ini alpha)" 0; check "once more: there is nothing left to do" $?
"$P" status state >seen.status 2>>log; is $? 0 && grep -q '^withdrawn: 3 documents' seen.status; check "status counts them" $?
mv 3.jsonl in; is "$(run)" 0 && is "$(rows <out/news-00003.jsonl)" "copy beta2 "; check "copies of what was withdrawn are copies of nothing" $?
is "$(zstd -dcq out/rejected-00003.jsonl.zst | rows)" "moved:withdrawn alpha:withdrawn alpha:withdrawn "; check "it stays out by its id, and by its url" $?
zstd -dcq out/rejected-00003.jsonl.zst | grep -q 'Port' ; is $? 1; check "and without its text" $?
grep -aq moved state/known; is $? 1; check "of what is withdrawn nothing is remembered" $?
is "$(forget c.ini alpha --readmit)" 0 && is "$(forget c.ini alpha --readmit)" 66 && mv 4.jsonl in && is "$(run)" 0 && is "$(rows <out/news-00004.jsonl)" "alpha "; check "--readmit takes it back" $?

# ---- without incremental: the id is out of every later run ----
sed 's/^incremental.*//; s/-{run}//; s/^index.*//; s/= state/= plain/; s/= BOOM/= none/' c.ini >plain.ini
plain() { "$P" run -q plain.ini "$@" >log 2>&1; echo $?; }
is "$(plain)" 0 && is "$(forget plain.ini gamma)" 0 && grep -q 'plain: read by its last run' log && grep -q 'out/news.jsonl$' log; check "a run that keeps nothing: its last ids are known" $?
is "$(plain --limit 3)" 0 && is "$(rows <out/news.limit.jsonl)" "alpha beta " && is "$(plain)" 0 && ! grep -q '"id":"gamma"' out/news.jsonl; check "later runs, and trials, leave it out" $?
printf '%s\n' '{"id":"twice","text":"one"}' '{"id":"twice","text":"two"}' '{"id":"twice","text":"three"}' >in/6.jsonl
is "$(plain)" 0 && is "$(forget plain.ini 'twice#2')" 0 && is "$(plain)" 0 && is "$(grep -o '"id":"twice[^"]*"' out/news.jsonl | tr '\n' ' ')" '"id":"twice" "id":"twice#3" '; check "one of equal ids, by the name that it was given" $?
exit $status
