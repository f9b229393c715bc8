#!/bin/bash
# How a run is watched: metrics, `pipeline status`, the service manager; after good ends, bad ends and none.
. "$(dirname "$0")/../lib.sh"
export ASAN_OPTIONS=${ASAN_OPTIONS:-}:handle_segv=0   # a stage that crashes is meant here, and no report of it
cd "$tmp" || exit 1

python3 - >in.jsonl <<'PY'
import json
for i in range(600): print(json.dumps({"id": f"d{i}", "text": f"text {i}" + " BOOM" * (i == 300)}))
print("not json")
PY
cat >job.ini <<INI
[pipeline]
stages = read, faulty, same_text, write
plugin_path = $BUILD/tests/plugins
dead_letters = dead.jsonl
report = report.json
metrics = node/job.prom
state = state
threads = 2
checkpoint_documents = 100
max_crashes = 1
[read]
plugin = jsonl_reader
path = in.jsonl
[write]
plugin = jsonl_writer
path = out.jsonl
INI
run() { "$P" run -q job.ini "$@" >log 2>&1; }
metric() { sed -n "s/^pipeline_$1{config=\"job\"${2:+,$2}} //p" node/job.prom; }
status() { "$P" status "${@:-job.ini}" >seen 2>>log; }
json() { "$P" status --json job.ini 2>>log | python3 -c 'import json, sys; s = json.load(sys.stdin); print(eval(sys.argv[1], {"s": s}))' "$1"; }

# ---- nothing yet ----
status; is $? 66 && grep -q 'next: *pipeline run job.ini' seen; check "status before the first run: 66, and what to type" $?
status "$tmp"; is $? 66; check "status of a folder that is none of ours: 66" $?
status job.ini pipeline.state=none; is $? 66; check "status of a config that keeps no state: 66" $?

# ---- a good night ----
before=$(date +%s); run; is "$? $(metric last_exit_code)" "3 3"; check "the metrics say the exit code" $?
[ "$(metric last_success_timestamp_seconds)" -ge "$before" ]; check "the time of the success" $?
is "$(metric documents 'outcome="kept"') $(metric documents 'outcome="dropped"') $(metric documents 'outcome="dead_letter"')" "600 0 1"; check "the documents" $?
[ "$(metric bytes 'direction="in"')" -gt 19000 ] && [ "$(metric bytes 'direction="out"')" -gt 100000 ]; check "the bytes" $?
[ -n "$(metric stage_seconds 'stage="faulty"')" ] && [ "$(metric peak_rss_bytes)" -gt 1000000 ]; check "seconds of stages, memory" $?
is "$(ls node)" job.prom; check "the file is put in place as a whole, nothing is left beside it" $?
if command -v promtool >/dev/null; then promtool check metrics <node/job.prom >log 2>&1; check "promtool finds nothing" $?
else echo "skipped promtool check metrics: there is no promtool (Debian package prometheus)"; fi
status; is $? 3; check "status: the exit code of the last run" $?
grep -q 'stands: *finished' seen && grep -q '601 in: 600 kept' seen && grep -q '1 x read: failed' seen && grep -q "next: *less $tmp/dead.jsonl" seen
check "status says what it did, what is set aside, what is next" $?
status state; is $? 3; check "status of the state folder" $?
is "$(json '(s["stands"], s["exit_code"], s["documents"]["kept"], s["set_aside"], s["checkpoint"])')" "('finished', 3, 600, [{'stage': 'read', 'reason': 'failed', 'documents': 1}], None)"; check "status --json" $?
(cd / && "$P" status "$tmp/state" | grep -q "1 in $tmp/dead.jsonl"); check "status from another folder finds the dead letters" $?
cp node/job.prom good.prom; run --limit 10; cmp -s good.prom node/job.prom; check "a trial run with --limit leaves the metrics alone" $?

sed "s/^report.*/incremental = yes/; s/^state = .*/state = daily/; s/dead.jsonl/dead-{run}.jsonl/; s/out.jsonl/out-{run}.jsonl/" job.ini >daily.ini
for n in 1 2; do cp in.jsonl "in$n.jsonl"; echo "no json either $n" >>"in$n.jsonl"; "$P" run -q daily.ini pipeline.metrics= "read.path=in$n.jsonl" >log 2>&1; status daily.ini; is $? 3 && grep -q "set aside: 2 in $tmp/dead-0000$n.jsonl" seen || break; done
check "status knows the files of an incremental run by their names" $?

# ---- bad nights ----
success=$(metric last_success_timestamp_seconds); sleep 1.1
is_bad() { is "$2 $(metric last_exit_code) $(metric last_success_timestamp_seconds)" "$1 $1 $success"; check "$3: exit code and metric say $1, the success stays" $?
    status; is $? "$1" && grep -q 'stands: *failed' seen && grep -q "$4" seen; check "$3: so does status, with the reason" $?; }
run faulty.nonsense=1; is_bad 78 $? "an error in the config" "unknown option 'nonsense'"
run faulty.plugin=unheard_of; is_bad 69 $? "a plugin that is missing" unheard_of
run read.path=nothing.jsonl; is_bad 66 $? "no input" nothing.jsonl
grep -q 'next: *put the input' seen; check "and status says what to do" $?
run faulty.resolve=yes; is_bad 70 $? "a crash without a document" 'died in resolve'
run --fresh pipeline.max_dead_letters=1 faulty.process=BOOM; is_bad 65 $? "too many dead letters" 'max_dead_letters'
if [ -w /dev/full ]; then
    ln -s /dev/full full.part; run --fresh write.path=full; is_bad 74 $? "a full disk" "before a checkpoint"
    grep -q 'next: *make room' seen; check "a full disk: status says to make room" $?
fi
run --fresh; is "$? $(metric last_exit_code)" "3 3" && [ "$(metric last_success_timestamp_seconds)" -gt "$success" ]; check "the next good night repairs the metrics" $?

# ---- interrupted, killed, going on ----
wait_for() { local i; for i in $(seq 400); do grep -q "$1" state/checkpoint 2>/dev/null && return; sleep 0.02; done; return 1; }
slow() { rm -rf state; "$P" run -q job.ini same_text.pause=5ms >log 2>&1 & super=$!; wait_for '"in":[1-9]'; }
slow; status; is $? 75 && grep -q "stands: *running, process $super" seen && grep -q 'goes on' seen; check "status of a run that goes on: 75, and who holds the lock" $?
kill -TERM $super; wait $super; is "$? $(metric last_exit_code)" "75 75"; check "a run that was stopped: 75, the metric too" $?
status; is $? 75 && grep -Eq 'stands: *unfinished; checkpoint: behind document [1-9].*phase 1 of 2 .documents., [0-9]+ % of its input' seen; check "status says where it stands" $?
grep -q 'next: *pipeline run job.ini' seen; check "and that the same line goes on with it" $?
is "$(json 's["stands"], s["checkpoint"]["phase"], 0 < s["checkpoint"]["share"] < 1')" "('unfinished', 1, True)"; check "the same in JSON" $?
slow; kill -9 $super; wait $super 2>/dev/null; status; is $? 75 && grep -q 'was killed' seen; check "status of a killed run" $?
exec 9<state/lock; flock 9; sleep 0.5 & exec 9<&-
status; is $? 75 && grep -q 'was killed' seen; check "also while its worker is not quite dead: the lock is held, but the process that it names is gone" $?
wait
run same_text.pause=5ms; is $? 3; status; is $? 3 && grep -q 'stands: *finished' seen; check "it goes on, and is finished" $?
( exec 9>state/lock; flock 9; cp node/job.prom held.prom; cp state/last_run held.last; "$P" run -q job.ini >log 2>&1; is $? 75 && cmp -s held.prom node/job.prom && cmp -s held.last state/last_run )
check "a start that another run forbids tells nothing: metrics and status are that run's" $?
for i in 1 2 3 4; do (while [ ! -e enough ]; do "$P" status state >/dev/null 2>&1; done) & done
bad=0; for i in 1 2 3 4 5 6; do run; [ $? = 3 ] || bad=$((bad + 1)); done; touch enough; wait
is $bad 0; check "status never keeps a run from starting" $?
mkdir closed; chmod 555 closed; [ "$(id -u)" = 0 ] && chmod 755 closed && : >closed/x && set -- closed/x/job.prom || set -- closed/job.prom
run "pipeline.metrics=$1"; is $? 78; check "metrics that cannot be written are an error of the config" $?
run pipeline.metrics=out.jsonl; is $? 78 && grep -q 'metrics have the same path' log; check "metrics in the place of an output are refused" $?

# ---- the report: what exactly has run ----
"$P" run -q "$root/configs/clean-only.ini" "read.path=$root/examples/news" pipeline.state=none pipeline.report=clean.json pipeline.dead_letters=clean.dead write.path=clean.jsonl >log 2>&1
cat >hashes.py <<'PY'
import ctypes, ctypes.util, json, sys
xxh = ctypes.CDLL(ctypes.util.find_library("xxhash")).XXH3_64bits
xxh.restype = ctypes.c_uint64
def is_of(row, path):
    data = open(path, "rb").read()
    return row["xxh3"] == "%016x" % xxh(data, ctypes.c_size_t(len(data))) and ("path" not in row or row["bytes"] == len(data))
r = json.load(open("clean.json"))
plugins = [is_of(s, f"{sys.argv[1]}/plugins/{s['plugin']}/{s['plugin']}.so") and s["version"] for s in r["stages"]]
files = [is_of(f, f["path"]) for f in r["data_files"] if f["stage"] == "clean"]
print(r["program"], r["abi"], len(plugins), all(plugins), len(files) > 3, all(files))
PY
is "$(python3 hashes.py "$BUILD" 2>>log)" "$("$P" version | sed 's/pipeline \([^,]*\), plugin ABI \([0-9]*\).*/\1 \2/') $(grep -c '^plugin' "$root/configs/clean-only.ini") True True True"; check "the report names versions and hashes of program, plugins and data files" $?

# ---- the service manager ----
cat >manager.py <<'PY'
import os, socket, subprocess, sys
name, wanted, command = sys.argv[1], sys.argv[2], sys.argv[3:]
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind("\0" + name[1:] if name[0] == "@" else name)
p = subprocess.run(command, env=dict(os.environ, NOTIFY_SOCKET=name), stdout=subprocess.DEVNULL)
s.setblocking(False)
seen = []
try:
    while True: seen.append(s.recv(4096).decode())
except BlockingIOError: pass
print("\n".join(seen))
sys.exit(p.returncode != int(wanted))
PY
rm -rf state; python3 manager.py "$tmp/notify" 3 "$P" run -q job.ini same_text.pause=3ms >seen 2>log; check "with a socket to tell: the same exit code" $?
is "$(head -1 seen)" READY=1; check "READY comes first" $?
grep -q '^STATUS=phase [12] of 2: [0-9]* documents' seen; check "STATUS says how far it is" $?
is "$(tail -2 seen | head -1)" STOPPING=1 && tail -1 seen | grep -q '^STATUS=exit code 3: 601 documents in: 600 kept'; check "STOPPING comes last, with the outcome" $?
python3 manager.py "@pipeline.test.$$" 78 "$P" run -q job.ini faulty.nonsense=1 >seen 2>log && ! grep -q READY seen && grep -q "^STATUS=exit code 78: .*nonsense" seen; check "an abstract socket; no READY when the config is wrong" $?
NOTIFY_SOCKET=$tmp/nobody "$P" run -q job.ini >log 2>&1; is $? 3; check "a socket that nobody listens to is no error" $?
exit $status
