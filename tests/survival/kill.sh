#!/bin/bash
# kill -9 of supervisor, worker or process group at any moment of a run, N times (60), and SIGTERM and SIGINT STOPS times (20): the
# bytes are those of the undisturbed run, no file has a final name too early, and a signal ends the run within 5 s.
. "$(dirname "$0")/../lib.sh"
[ -z "${SAN:-}" ] || { echo "skipped kill: its times are not those of a sanitizer"; exit 0; }
N=${N:-60} STOPS=${STOPS:-20}
cd "$tmp" || exit 1
# SCALE=1: a job of 2 s, with 60 checkpoints; SCALE=3: of 6 s
python3 - "${SCALE:-1}" >in.jsonl <<'PY'
import json, random, sys
random.seed(11)
for i in range(3000 * int(sys.argv[1])):
    words = [random.choice(("eins", "zwei", "drei", "é", "日本", "\n")) for _ in range(random.randint(20, 60))]
    print(json.dumps({"id": f"d{i % 2900}", "text": f"text {random.randrange(2000)}" if i % 3 == 0 else " ".join(words), "n": i}))
PY
cat >job.ini <<INI
[pipeline]
stages = read, same_text, write
plugin_path = $BUILD/tests/plugins
state = state
threads = 2
checkpoint_documents = 100
[read]
plugin = jsonl_reader
path = in.jsonl
[same_text]
pause = 200us
[write]
plugin = jsonl_writer
path = out/kept.jsonl
rejected = out/rejected.jsonl.zst
max_part = 4K
INI
"$BUILD/survival/kill" "$BUILD/pipeline" job.ini out KILL "$N" TERM "$((STOPS - STOPS / 4))" INT "$((STOPS / 4))" || status=1
[ $status = 0 ] || tail -20 log
exit $status
