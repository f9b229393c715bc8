#!/bin/bash
# Plugins that crash, hang, overflow the stack, eat memory or leave: each faulting document alone is set aside, before a barrier as a
# dead letter, behind one kept as it stood with `failed`; what has no document ends the run with 70. Every exit code of the table.
. "$(dirname "$0")/../lib.sh"
[ "${SAN:-}" != thread ] || { echo "skipped crashes: the same under another sanitizer"; exit 0; }
cd "$tmp" || exit 1
export ASAN_OPTIONS=detect_leaks=0:log_path=$tmp/asan UBSAN_OPTIONS=log_path=$tmp/ubsan   # their reports are meant here
ids() { grep -o '"id":"[^"]*"' "$1" 2>/dev/null | cut -d'"' -f4 | tr '\n' ' '; }

# 1,200 documents; three in one batch and one elsewhere have the word.
python3 - >in.jsonl <<'PY'
import json
for i in range(1200): print(json.dumps({"id": f"d{i}", "text": f"text {i}" + " BOOM" * (i in (300, 301, 305, 1199))}))
PY
mkdir good; grep -v BOOM in.jsonl >good/in.jsonl
cat >job.ini <<INI
[pipeline]
stages = read, faulty, same_text, write
plugin_path = $BUILD/tests/plugins
dead_letters = dead.jsonl
report = report.json
state = state
threads = 2
memory = 64M
checkpoint_documents = 200
[read]
plugin = jsonl_reader
path = in.jsonl
[write]
plugin = jsonl_writer
path = out.jsonl
INI
bad="d300 d301 d305 d1199 "
run() { rm -rf state out.jsonl dead.jsonl; "$P" run job.ini "$@" >log 2>&1; }
"$P" run -q job.ini read.path=good/in.jsonl >log 2>&1; cp out.jsonl good.out

# ---- before a barrier ----
faults="segv abrt bus fpe ill stack loop sleep leave kill memory"
[ -z "${SAN:-}" ] || faults="segv stack leave"
for fault in $faults; do
    hard=0 limit=60s
    case $fault in memory) hard=600M ;; loop|sleep) limit=1s ;; esac
    run faulty.process=BOOM faulty.fault=$fault pipeline.memory_hard=$hard pipeline.document_timeout=$limit
    is "$? $(ids dead.jsonl)" "3 $bad" && cmp -s out.jsonl good.out; check "$fault before a barrier: four dead letters, all others as without them" $?
done
run faulty.process=BOOM
is "$(grep -c '"stage":"faulty","reason":"crash","message":"crash in faulty (' dead.jsonl)" 4; check "a dead letter says where and how" $?
grep -q '"in":1200,"kept":1196,"dropped":0,"dead_letters":4' report.json; check "and all are counted" $?
[ -n "${SAN:-}" ] || { grep -q '\[faulty\] died in process (SIGSEGV)' log; check "the log names stage, callback and signal" $?; }
cp dead.jsonl first.dead; run faulty.process=BOOM pipeline.threads=4; cmp -s dead.jsonl first.dead && cmp -s out.jsonl good.out; check "the same bytes for 4 threads" $?
run faulty.process=BOOM pipeline.state=none; is "$? $(ids dead.jsonl)" "3 $bad" && cmp -s out.jsonl good.out; check "without state the run begins again, to the same end" $?
run faulty.process=BOOM pipeline.max_crashes=4; is $? 3; check "as many as max_crashes" $?
run faulty.process=BOOM pipeline.max_crashes=3; is $? 70 && [ ! -e out.jsonl ]; check "one more ends with 70, without an output" $?
"$P" run -q job.ini faulty.process=BOOM pipeline.max_crashes=4 >log 2>&1; is "$? $(ids dead.jsonl)" "3 $bad" && cmp -s out.jsonl good.out; check "with more allowed it goes on" $?

# ---- behind a barrier ----
for where in "faulty process read,same_text,faulty,write" "faulty settle read,faulty,write"; do
    set -- $where
    run "pipeline.stages=$3" "faulty.$2=BOOM" "faulty.barrier=$([ "$2" = settle ] && echo yes || echo no)"
    is "$? $(grep '"failed":{' out.jsonl | ids /dev/stdin) $(grep -c . out.jsonl) $(ids dead.jsonl)" "3 $bad 1200 $bad"
    check "behind a barrier, in $2: kept as it stood, \`failed\`, a dead letter" $?
    grep -q '"kept":1200,"dropped":0,"dead_letters":0,"failed_after_barrier":4' report.json; check "counted as kept ($2)" $?
done

# ---- nobody to blame ----
for what in commit=BOOM resolve=yes; do
    run "faulty.$what"; is $? 70 && [ ! -e out.jsonl ] && grep -q "died in ${what%=*}.*twice" log; check "a crash in ${what%=*} is tried again once, then 70" $?
    rm -f once; run "faulty.$what" faulty.once="$tmp/once"; is $? 0 && [ "$(grep -c . out.jsonl)" = 1200 ]; check "one that does not come back is forgotten (${what%=*})" $?
done
run faulty.process=BOOM faulty.once="$tmp/once2"; is $? 0 && [ "$(grep -c . out.jsonl)" = 1200 ]; check "no document is set aside for a crash that does not come back" $?
for i in 1 2 3; do
    run faulty.process=BOOM faulty.fault=heap; code=$?
    [ $code = 70 ] || { [ $code = 0 ] && [ "$(grep -c . out.jsonl)" = 1200 ]; } ||
        { [ $code = 3 ] && [ "$(($(grep -c . out.jsonl) + $(grep -c . dead.jsonl)))" = 1200 ]; }
    check "heap corruption never loses a document ($i)" $?
done
"$P" run -q job.ini --fresh faulty.process=BOOM read.path=- <in.jsonl >log 2>&1; is $? 70 && grep -q 'gone through again' log; check "a crash over standard input is 70" $?

# ---- the worker does not outlive its supervisor; documents under a debugger's stop do not hang ----
worker_of() {       # the newest child of a process
    local p line newest=0
    for p in /proc/[0-9]*; do
        read -r line <"$p/stat" || continue
        set -- "$1" ${line##*) }
        [ "$3" = "$1" ] && [ "${p#/proc/}" -gt $newest ] && newest=${p#/proc/}
    done 2>/dev/null
    [ $newest = 0 ] || echo $newest
}
wait_for_worker() { local i; for i in $(seq 200); do [ -e state/checkpoint ] && break; sleep 0.05; done; worker=$(worker_of "$1"); }
rm -rf state; "$P" run -q job.ini faulty.process=BOOM faulty.fault=sleep pipeline.document_timeout=1h >log 2>&1 & super=$!
wait_for_worker $super
kill -9 $super; wait $super 2>/dev/null
for i in $(seq 100); do [ -e "/proc/$worker" ] || break; sleep 0.05; done
[ -n "$worker" ] && [ ! -e "/proc/$worker" ]; check "kill -9 of the supervisor ends the worker" $?
rm -rf state; "$P" run -q job.ini same_text.pause=500us pipeline.document_timeout=1s >log 2>&1 & super=$!
wait_for_worker $super
kill -STOP "$worker"; sleep 2; kill -CONT "$worker"; wait $super; is $? 0; check "a worker that was stopped has not hung" $?

# ---- the exit codes ----
code() { is "$2" "$1"; check "exit code $1: $3" $?; }
run read.path=good/in.jsonl; code 0 $? "all done"
run faulty.process=BOOM; code 3 $? "done, with dead letters"
"$P" run >log 2>&1; code 64 $? "wrong command line"
run faulty.process=BOOM pipeline.max_dead_letters=2; code 65 $? "too many dead letters"
run read.path=nothing.jsonl; code 66 $? "no input"
run faulty.plugin=unheard_of; code 69 $? "no such plugin"
run faulty.process=BOOM faulty.fault=stop; code 70 $? "a stage stopped"
[ -n "${SAN:-}" ] || { (ulimit -v 60000; run pipeline.threads=64 >log 2>&1); code 71 $? "no memory for threads"; }
if [ "$(id -u)" != 0 ]; then mkdir -p closed; chmod 555 closed; run write.path=closed/out.jsonl; code 78 $? "an output that could be known to fail"; fi
: >file; run pipeline.state=file/state; code 73 $? "the state folder cannot be made"
[ ! -w /dev/full ] || { ln -sf /dev/full full.part; rm -rf state; "$P" run -q job.ini write.path=full >log 2>&1; code 74 $? "a full disk"; }
rm -f full.part; mkdir -p state; (exec 9>state/lock; flock 9; "$P" run -q job.ini >log 2>&1; code 75 $? "the lock is held")
run write.path=in.jsonl; code 78 $? "errors in the config"

# ---- the log ----
run faulty.process=BOOM --log-format=json
python3 -c 'import json, sys; rows = [json.loads(l) for l in open("log") if l.startswith("{")]; sys.exit(not rows or not all({"time", "level", "stage", "message"} <= set(r) for r in rows))'; check "every line of a JSON log is an object with time, level, stage, message" $?
rm -rf state; python3 - "$P" <<'PY'
import os, socket, subprocess, sys
a, b = socket.socketpair()
st = os.fstat(b.fileno())
env = dict(os.environ, JOURNAL_STREAM=f"{st.st_dev}:{st.st_ino}")
r = subprocess.run([sys.argv[1], "run", "-q", "job.ini", "write.path=/proc/nowhere/x"], stderr=b, env=env)
p = subprocess.run([sys.argv[1], "run", "job.ini", "faulty.process=BOOM"], stderr=b, stdout=subprocess.DEVNULL, env=env)
b.close()
text = b"".join(iter(lambda: a.recv(65536), b"")).decode()
lines = [l for l in text.splitlines() if l.startswith("<")]
sys.exit(not any(l.startswith("<4>") for l in lines) or not any(l.startswith("<6>") for l in lines))
PY
check "under journald every line begins with its priority" $?

# ---- SIGKILL at the very beginning, when a child looks at the plugins ----
rm -rf early; mkdir early; echo '{"id":"a","text":"x"}' >early/in.jsonl
printf '[pipeline]\nstages = read, tokenizer, write\nstate = state\n[read]\nplugin = jsonl_reader\npath = in.jsonl\n[write]\nplugin = jsonl_writer\npath = out.jsonl\n' >early/c.ini
bad=0 hits=0
for try in $(seq 100); do       # a child may have ended by itself before it is hit: that try does not count
    rm -rf early/state
    "$P" run -q early/c.ini >log 2>&1 & run=$!
    until child=$(cut -d" " -f1 "/proc/$run/task/$run/children" 2>/dev/null); [ -n "$child" ]; do kill -0 $run 2>/dev/null || break; done
    [ -z "$child" ] || ! kill -9 "$child" 2>/dev/null || hits=$((hits + 1))
    wait $run || { bad=$((bad + 1)); cat log; }
    [ $hits -lt 10 ] || break
done
[ $bad = 0 ] && [ $hits = 10 ]; check "a first child that is killed is started again" $?
exit $status
