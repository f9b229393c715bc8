#!/bin/bash
# The same bytes for 1, 2, 4, 8 threads, with and without barrier and state, in every compression; nothing is lost.
. "$(dirname "$0")/../lib.sh"
cd "$tmp" || exit 1
documents=${SAN:+1200}          # a sanitizer sees the same in less
documents=${documents:-4000}
python3 - $documents >in.jsonl <<'PY'
import json, random, sys
random.seed(3)
n = int(sys.argv[1])
for i in range(n):
    kind = random.random()
    text = " ".join(random.choice(("eins 1", "zwei 22", "drei", "é", "日本", "\n")) for _ in range(random.randint(1, 300)))
    if kind < .1: text = "the same text 7"
    elif kind < .15: text = " "
    elif kind < .2: print('{"id": broken'); continue
    elif kind < .25: text += " BAD"
    print(json.dumps({"id": f"d{i % (n - 300)}", "text": text, "n": i}))
PY
config() {      # config NAME STAGES OUTPUT
    cat >"$1.ini" <<INI
[pipeline]
stages = $2
plugin_path = $BUILD/tests/plugins
dead_letters = $1.dead.jsonl
report = $1.report.json
checkpoint_documents = 350
[read]
plugin = jsonl_reader
path = in.jsonl
[write]
plugin = jsonl_writer
path = $1.$3
rejected = $1.rejected.jsonl
INI
    case $2 in *redact*) printf '[redact]\nfail_on = BAD\n' >>"$1.ini" ;; esac
}
run() { "$BUILD/pipeline" run -q "$@" >log 2>&1; [ $? = 3 ]; }
conserved() {
    python3 - "$1.report.json" $documents <<'PY'
import json, sys
d = json.load(open(sys.argv[1]))["documents"]
sys.exit(d["in"] != int(sys.argv[2]) or d["in"] != d["kept"] + d["dropped"] + d["dead_letters"])
PY
}
for job in "plain:read, redact, write" "barrier:read, redact, same_text, write" "behind:read, same_text, redact, write"; do
    name=${job%%:*}
    config "$name" "${job#*:}" jsonl
    run "$name.ini" pipeline.threads=1 pipeline.state=none; check "$name: runs" $?
    for f in jsonl rejected.jsonl dead.jsonl; do cp "$name.$f" "$name.$f.1"; done
    conserved "$name"; check "$name: nothing is lost" $?
    for threads in 2 4 8; do
        for state in none "state.$name"; do
            run "$name.ini" pipeline.threads=$threads "pipeline.state=$state"; same=$?
            for f in jsonl rejected.jsonl dead.jsonl; do cmp -s "$name.$f" "$name.$f.1" || same=1; done
            check "$name: $threads threads, state $state: the same bytes" $same
        done
    done
done
[ -e state.barrier/same_text.decisions ] && [ ! -e state.barrier/same_text.log ] && [ ! -e state.barrier/same_text.records ]
check "a finished run leaves its decisions, but neither records nor state files" $?
[ -s behind.dead.jsonl ] && grep -q '"failed":{"stage":"redact"' behind.jsonl; check "behind a barrier a failing document is kept as it stood, with a dead letter" $?
config gz "read, redact, same_text, write" jsonl.gz
config zst "read, redact, same_text, write" jsonl.zst
for name in gz zst; do
    run $name.ini pipeline.threads=3
    { [ $name = gz ] && gzip -dc gz.jsonl.gz || zstd -qdc zst.jsonl.zst; } | cmp -s - barrier.jsonl.1; check "$name holds the same bytes" $?
done
run barrier.ini write.max_part=100K; cat barrier.?????.jsonl | cmp -s - barrier.jsonl.1 && [ -e barrier.00002.jsonl ]; check "parts hold the same bytes" $?
run barrier.ini write.max_part=100M; [ -e barrier.00000.jsonl ] && [ ! -e barrier.00001.jsonl ]; check "parts of an earlier run do not stay" $?
exit $status
