#!/bin/bash
# Speed and memory of the runner, as ratios against wc -w on the same file in the same run. BUILD; CORPUS=file.jsonl takes another file.
set -eu
cd "$(dirname "$0")/../.."
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
BUILD=$(realpath "${BUILD:-build}")
corpus=${CORPUS:-}
if [ -z "$corpus" ]; then corpus=$tmp/corpus.jsonl; python3 tests/bench/corpus.py 100 >"$corpus"; fi
corpus=$(realpath "$corpus")
bytes=$(stat -c %s "$corpus")
config() {      # config NAME STAGES
    printf '[pipeline]\nstages = %s\nstate = %s\nthreads = 2\nplugin_path = %s\n[read]\nplugin = jsonl_reader\npath = %s\n' \
        "$2" "${3:-none}" "$BUILD/tests/plugins" "$corpus" >"$tmp/$1.ini"
    case $2 in *same_text*) printf '[same_text]\ndecide = no\n' >>"$tmp/$1.ini" ;; esac
    printf '[write]\nplugin = jsonl_writer\npath = out.%s.jsonl\nlayers = none\n' "$1" >>"$tmp/$1.ini"
}
config copy "read, write"
config checkpoints "read, write" "$tmp/state"
config clean "read, cleaner, write"
config barrier "read, same_text, write"
seconds() { local s e; s=$(date +%s.%N); "$@" >/dev/null 2>&1; e=$(date +%s.%N); echo "$s $e" | awk '{ print $2 - $1 }'; }
rounds=${ROUNDS:-5}
for i in $(seq "$rounds"); do
    echo "wc $(seconds wc -w "$corpus")"
    for name in copy checkpoints clean barrier; do echo "$name $(seconds "$BUILD/pipeline" run -q "$tmp/$name.ini")"; done
done >"$tmp/times"
median() { grep "^$1 " "$tmp/times" | awk '{ print $2 }' | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
wc=$(median wc) copy=$(median copy)
echo "corpus: $((bytes / 1000000)) MB, 2 threads, medians of $rounds interleaved rounds"
echo
echo "| job | MB/s | x wc -w | x plain copy (time) | peak RSS MB |"
echo "|---|---|---|---|---|"
echo "wc $bytes $wc" | awk '{ printf "| wc -w | %.0f | 1.0 | | |\n", $2 / 1e6 / $3 }'
for name in copy checkpoints clean barrier; do
    rss=$( { /usr/bin/time -f %M "$BUILD/pipeline" run -q "$tmp/$name.ini"; } 2>&1 | tail -1 || true)
    echo "$bytes $(median $name) $wc $copy ${rss:-0}" |
        awk -v n=$name '{ printf "| %s | %.0f | %.1f | %.2f | %.0f |\n", n, $1 / 1e6 / $2, $3 / $2, $2 / $4, $5 / 1024 }'
done
