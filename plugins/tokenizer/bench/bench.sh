#!/bin/bash
# Speed of the tokenizer beside ICU and wc on the same text in the same run: bench.sh TEXT   (needs libicu-dev; run `make` first)
set -e
cd "$(dirname "$0")/../../.."
parts=$(ls build/plugins/tokenizer/*.o | grep -v -e '/tokenizer.o' -e '_test.o')
mkdir -p build/bench
${CC:-gcc} -std=c11 -D_GNU_SOURCE -O2 -Iinclude -o build/bench/tokenizer plugins/tokenizer/bench/bench.c $parts -lxxhash -lutf8proc -lstemmer -licuuc
build/bench/tokenizer "$1" plugins/tokenizer/data/tokenizer/common.txt plugins/tokenizer/data/tokenizer/en.txt plugins/tokenizer/data/tokenizer/en-openers.txt
seconds=$( { TIMEFORMAT=%U; time wc -w "$1" >/dev/null; } 2>&1 )
echo "$(stat -c %s "$1") $seconds" | awk '{ printf "%-44s %8.1f MB/s\n", "wc -w", $1 / ($2 + 0.0005) / 1e6 }'
