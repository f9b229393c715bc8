#!/bin/bash
# Speed and memory: the runner as ratios against wc -w on the same file in the same run, each stage in MB/s per core.
# BUILD; CORPUS=file.jsonl takes another file; ROUNDS=5.
set -eu
cd "$(dirname "$0")/../.."
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
BUILD=$(realpath "${BUILD:-build}")
corpus=${CORPUS:-}
if [ -z "$corpus" ]; then corpus=$tmp/corpus.jsonl; python3 tests/bench/corpus.py 100 >"$corpus"; fi
corpus=$(realpath "$corpus")
bytes=$(stat -c %s "$corpus")
rounds=${ROUNDS:-5}
config() {      # config NAME THREADS STATE STAGES
    printf '[pipeline]\nstages = %s\nstate = %s\nthreads = %s\nplugin_path = %s\nreport = %s.json\n[read]\nplugin = jsonl_reader\npath = %s\n' \
        "$4" "$3" "$2" "$BUILD/tests/plugins" "$1" "$corpus" >"$tmp/$1.ini"
    case $4 in *same_text*) printf '[same_text]\ndecide = no\n' >>"$tmp/$1.ini" ;; esac
    printf '[write]\nplugin = jsonl_writer\npath = out.%s.jsonl\n' "$1" >>"$tmp/$1.ini"
}
all_stages="read, cleaner, tokenizer, deduper, entity_extractor, summarizer, write"
config copy 2 none "read, write"
config checkpoints 2 "$tmp/state" "read, write"
config barrier 2 none "read, same_text, write"
config chain 2 none "$all_stages"
config chain-1 1 none "$all_stages"
seconds() { local s e; s=$(date +%s.%N); "$@" >/dev/null 2>&1; e=$(date +%s.%N); echo "$s $e" | awk '{ print $2 - $1 }'; }
for i in $(seq "$rounds"); do
    echo "wc $(seconds wc -w "$corpus")"
    for name in copy checkpoints barrier; do echo "$name $(seconds "$BUILD/pipeline" run -q "$tmp/$name.ini")"; done
done >"$tmp/times"
for i in $(seq $(((rounds + 2) / 3))); do
    for name in chain chain-1; do echo "$name $(seconds "$BUILD/pipeline" run -q "$tmp/$name.ini")"; done
done >>"$tmp/times"
median() { grep "^$1 " "$tmp/times" | awk '{ print $2 }' | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
wc=$(median wc) copy=$(median copy)
echo "corpus: $((bytes / 1000000)) MB, medians of $rounds interleaved rounds ($(((rounds + 2) / 3)) of the whole chain)"
echo
echo "| job | threads | MB/s | x wc -w | x plain copy (time) | peak RSS MB |"
echo "|---|---|---|---|---|---|"
echo "$bytes $wc" | awk '{ printf "| wc -w | 1 | %.0f | 1.0 | | |\n", $1 / 1e6 / $2 }'
for name in copy checkpoints barrier chain chain-1; do
    rss=$( { /usr/bin/time -f %M "$BUILD/pipeline" run -q "$tmp/$name.ini"; } 2>&1 | tail -1 || true)
    threads=$(sed -n 's/^threads = //p' "$tmp/$name.ini")
    echo "$bytes $(median $name) $wc $copy ${rss:-0}" |
        awk -v n=$name -v t="$threads" '{ printf "| %s | %s | %.0f | %.2f | %.2f | %.0f |\n", n, t, $1 / 1e6 / $2, $3 / $2, $2 / $4, $5 / 1024 }'
done
echo
echo "Each stage of the chain on one core (the last run; a barrier stage with what it does behind the barrier):"
echo
python3 - "$tmp/chain-1.json" <<'PY'
import json, sys
report = json.load(open(sys.argv[1]))
print("| stage | seconds | MB/s | documents/s |\n|---|---|---|---|")
for s in report["stages"]:
    seconds = s["process_seconds"] + s["commit_seconds"]
    print(f"| {s['plugin']} | {seconds:.2f} | {s['bytes'] / 1e6 / max(seconds, 1e-9):.0f} | {s['documents'] / max(seconds, 1e-9):.0f} |")
PY
