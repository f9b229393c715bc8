#!/bin/bash
# `pipeline forget`, killed at each of its calls that change a file: either all is as before, or the next run ends the forgetting
# before it looks at anything, or the same command does. STRIDE=1: every call; default: every third.
. "$(dirname "$0")/../lib.sh"
export PIPELINE_PLUGINS=$BUILD/plugins
STRIDE=${STRIDE:-3}
cd "$tmp" || exit 1
mkdir base && cd base || exit 1
mkdir in
python3 - <<'PY'
import json
def text(n): return " ".join(f"The harbour council of Port {n} agreed on {i * n} new berths and a longer quay after a debate of {i + n} hours." for i in range(3, 12))
def write(name, *records): open(name, "w").write("".join(json.dumps(r) + "\n" for r in records))
write("in/1.jsonl", {"id": "withdrawn-a", "text": text(11), "url": "http://x/a"}, {"id": "b", "text": text(23)})
write("in/2.jsonl", {"id": "c", "text": text(37)}, {"id": "withdrawn-a", "text": text(11)})
write("3.jsonl", {"id": "withdrawn-a", "text": text(11) + " More."}, *({"id": f"d{i}", "text": text(41 + i)} for i in range(40)))
write("4.jsonl", {"id": "again", "text": text(11)[:-40] + " years."},  # nearly the same, but for its end
       {"id": "e", "text": text(91)})
PY
cat >job.ini <<'INI'
[pipeline]
stages = read, tokenizer, deduper, write
state = state
incremental = yes
threads = 1
checkpoint_documents = 5
[read]
plugin = jsonl_reader
path = in
[deduper]
index = seen
passages = no
[write]
plugin = jsonl_writer
path = out/news-{run}.jsonl
rejected = out/rejected-{run}.jsonl
INI
rm -f log; mv in/2.jsonl .
"$P" run -q job.ini >../log 2>&1 && mv 2.jsonl in && "$P" run -q job.ini >>../log 2>&1; check "two nights" $?
echo '{"id":"withdrawn-a","source":"1.jsonl","offset":0,"length":3,"stage":"x","reason":"x","message":"","raw":""}' >>state/dead_letters-00002.jsonl
cp -a "$tmp/base" "$tmp/unbegun"
mv 3.jsonl in
# A third that is killed behind its barrier: its spool, its records and its segment hold the document.
for at in $(seq 10 300); do
    setsid env FAIL_CALLS=rename,renameat,fsync FAIL_AT=$at FAIL_ERRNO=kill LD_PRELOAD="$BUILD/survival/fail_nth.so" "$P" run -q job.ini >>../log 2>&1
    ls seen/new.* >/dev/null 2>&1 && break
done
grep -q withdrawn-a state/spool.0 out/*.part && ls seen/new.* >/dev/null; check "and one that was killed" $?
cd ..
python3 - <<'PY'
import glob
data = next(d for d in (open(p, "rb").read() for p in glob.glob("base/seen/*.seg")) if b"withdrawn-a" in d)
at = data.index(b"withdrawn-a")
open("units", "wb").write(data[at - 64:at])   # the end of its grams
PY
# Nothing of it is left but hashes of its id and url: neither id nor text nor grams.
traces() {
    grep -rlaF -e withdrawn-a -e "berths and a longer quay after a debate of 22 hours" state seen 2>/dev/null
    grep -la '"id":"withdrawn-a"' out/rejected-* out/*.part 2>/dev/null | while read -r f; do grep -q '"id":"withdrawn-a","text":"[^"]' "$f" && echo "$f"; done
    python3 -c 'import glob, sys
units = open("../units", "rb").read()
for p in glob.glob("seen/*") + glob.glob("state/*"):
    if units in open(p, "rb").read(): print(p)'
}
kept() { python3 -c 'import json, sys
print(" ".join(r["id"] for p in sys.argv[1:] for r in map(json.loads, open(p))))' "$@"; }
# after BASE WHAT: the folder as it was, with the command that is killed at call n; then a run, or the command again
after() {
    local base=$1 then=$2 n=1 tries=0 before=0 bad=
    while :; do
        rm -rf now && cp -a "$base" now && cd now || exit 1
        setsid env FAIL_CALLS=write,rename,renameat,unlink,unlinkat,fsync FAIL_AT=$n FAIL_ERRNO=kill FAIL_LOG=calls LD_PRELOAD="$BUILD/survival/fail_nth.so" \
            "$P" forget job.ini withdrawn-a >log 2>&1
        local code=$? gone=no
        [ "$code" = 0 ] || [ "$code" = 137 ] || bad="$bad $n:exit$code"
        [ -s state/withdrawn ] && gone=yes
        [ $gone = no ] && before=$((before + 1))
        if [ "$then" = command ]; then "$P" forget job.ini withdrawn-a >>log 2>&1 || bad="$bad $n:again"; gone=yes; fi
        cp ../"$base"/4.jsonl in
        "$P" run -q job.ini >>log 2>&1 || bad="$bad $n:run"
        local part; part=$(ls out/news-*.jsonl | tail -1)
        if [ $gone = yes ]; then
            [ -z "$(traces)" ] || bad="$bad $n:traces($(traces | tr '\n' ' '))"
            case " $(kept "$part") " in *" again "*) ;; *) bad="$bad $n:still-a-copy" ;; esac
        else
            case " $(kept out/news-*.jsonl) " in *" again "*) bad="$bad $n:no-copy-any-more" ;; esac
        fi
        cd ..; tries=$((tries + 1))
        [ "$code" = 0 ] && break
        n=$((n + STRIDE))
    done
    echo "$bad" >>log
    [ -z "$bad" ] && [ $tries -gt 3 ] && [ $before -gt 0 ]; check "$base, killed at $((tries - 1)) places, then the $then: as before ($before times) or forgotten" $?
}
after unbegun run
after unbegun command
after base run
after base command
exit $status
