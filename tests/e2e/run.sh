#!/bin/bash
# `pipeline run` from outside: streams, limits, locks, overrides, exit codes, reports, exec programs.
. "$(dirname "$0")/../lib.sh"
cd "$tmp" || exit 1

printf '{"id":"a","text":"one 1"}\n{"id":"b","text":"two 22"}\nnot json\n{"id":"c","text":" "}\n{"id":"a","text":"again"}\n' >in.jsonl
cat >copy.ini <<INI
[pipeline]
stages = read, write
report = report.json
dead_letters = dead.jsonl
[read]
plugin = jsonl_reader
path = in.jsonl
[write]
plugin = jsonl_writer
path = out.jsonl
rejected = rejected.jsonl
INI
"$P" run copy.ini >log 2>&1; is $? 3; check "dead letters give exit code 3" $?
is "$(grep -c . out.jsonl) $(grep -c . rejected.jsonl) $(grep -c . dead.jsonl)" "3 1 1"; check "kept, dropped and dead letters are each in their file" $?
grep -q '"in":5,"kept":3,"dropped":1,"dead_letters":1' report.json; check "the report counts all of them" $?
grep -q '"id":"a#2"' out.jsonl && grep -q '"flags":\["repeated_id"\]' out.jsonl; check "a repeated id gets #2 and a flag" $?
grep -q '"source":"in.jsonl","offset":53,"length":8,"stage":"read","reason":"failed","message":"the record is not a JSON object"' dead.jsonl; check "a dead letter says where and why" $?
grep -q '"raw":"not json"' dead.jsonl; check "a dead letter holds the raw record" $?
ls ./*.part >/dev/null 2>&1; is $? 2; check "no .part file is left" $?
cp out.jsonl first.jsonl; "$P" run copy.ini >log 2>&1; cmp -s first.jsonl out.jsonl; check "a finished run starts anew and gives the same bytes" $?
"$P" run copy.ini pipeline.max_dead_letters=1 >log 2>&1; is $? 3; check "as many dead letters as allowed" $?
printf 'x\n' >>in.jsonl; "$P" run copy.ini pipeline.max_dead_letters=1 >log 2>&1; is $? 65; check "one too many ends the run with 65" $?
"$P" run copy.ini write.path=other.jsonl >log 2>&1; is $? 78; check "an unfinished run with another setting is refused" $?
grep -q "\[write\] path was 'out.jsonl', is 'other.jsonl'" log && grep -q -- --fresh log; check "and it is said what changed and both ways out" $?
"$P" run copy.ini >log 2>&1; is $? 3; check "with more dead letters allowed it goes on" $?
"$P" run copy.ini write.path=other.jsonl >log 2>&1; [ -s other.jsonl ]; check "a setting on the command line wins" $?
"$P" run copy.ini --limit 2 >log 2>&1; is "$? $(grep -c . out.limit.jsonl)" "0 2"; check "--limit works on the first documents in files of its own" $?
grep -q 'Estimate for all' log; check "--limit ends with an estimate" $?
"$P" run copy.ini --in-process >log 2>&1; is $? 3; check "--in-process" $?

sed -e 's/path = in.jsonl/path = -/; s/path = out.jsonl/path = -/; /rejected/d; /report/d; /dead/d' copy.ini >stream.ini
"$P" run stream.ini <in.jsonl >out 2>log; is "$? $(grep -c '^{' out)" "3 3"; check "standard input to standard output" $?
grep -q 'no state is kept' log; check "and it is said that no state is kept" $?
zstd -qf in.jsonl -o in.zst && gzip -kf in.jsonl
"$P" run stream.ini -q <in.jsonl.gz >out2 2>log; cmp -s out out2; check "gzip on standard input" $?
"$P" run stream.ini -q read.path=in.zst >out2 2>log; is "$(grep -c '^{' out2)" 3; check "a zstd file" $?
head -c 60 in.zst >cut.zst; "$P" run copy.ini read.path=cut.zst >log 2>&1; is $? 3; grep -q 'cut off after' dead.jsonl; check "a file that is cut off is a dead letter" $?
"$P" run copy.ini read.path="in.jsonl, nowhere.jsonl" >log 2>&1; is $? 66; check "missing input is 66" $?

mkdir -p state && exec 9>state/lock && flock 9
"$P" run copy.ini pipeline.state=state >log 2>&1; is $? 75; check "a held lock is 75" $?
grep -q 'in use by another run' log; check "and says so" $?
( sleep 0.3 & wait; ) ; ( flock -u 9 ) ; exec 9>&-
"$P" run copy.ini pipeline.state=state --wait-lock 5 >log 2>&1; is $? 3; check "--wait-lock" $?

"$P" explain copy.ini nobody >log 2>&1; is $? 66; check "explain: an unknown id is 66" $?
"$P" explain copy.ini b >log 2>&1; grep -q 'two 22' log; check "explain shows a document" $?
"$P" nonsense >log 2>&1; is $? 64; check "an unknown command is 64" $?
"$P" run >log 2>&1; is $? 64; check "a missing config is 64" $?
"$P" run copy.ini --nonsense >log 2>&1; is $? 64; check "an unknown option is 64" $?
"$P" version | grep -q 'plugin ABI 1'; check "version" $?
"$P" help exit-codes | grep -q '^ 75'; check "help exit-codes" $?
if [ -w /dev/full ]; then
    ln -sf /dev/full full; "$P" run stream.ini -q <in.jsonl >/dev/full 2>log; is $? 74; check "a full disk is 74" $?
fi

# ---- exec ----
python=$(python3 -c 'import sys; print(sys.executable)')   # itself: a wrapper in front may be slow to start
cat >echo.py <<'PY'
import json, sys, time
for line in sys.stdin:
    r = json.loads(line)
    if "die" in r["text"]: sys.exit(1)
    if "hang" in r["text"]: time.sleep(60)
    if "twice" in r["text"]: sys.stdout.write("{}\n{}\n"); sys.stdout.flush(); continue
    if "garbage" in r["text"]: print("garbage", flush=True); continue
    print(json.dumps({"id": r["id"], "metadata": {"n": len(r["text"])}, "edits": [{"start": 0, "end": 1, "with": "X", "why": "t"}]}), flush=True)
PY
python3 - >many.jsonl <<'PY'
import json
for i in range(300):
    text = {7: "die", 40: "hang", 90: "garbage", 91: "twice"}.get(i, f"text {i} é")
    print(json.dumps({"id": str(i), "text": text}))
PY
cat >exec.ini <<INI
[pipeline]
stages = read, program, write
dead_letters = dead.jsonl
state = none
[read]
plugin = jsonl_reader
path = many.jsonl
[program]
plugin = exec
command = $python, echo.py
timeout = 12s
[write]
plugin = jsonl_writer
path = exec.jsonl
INI
"$P" run exec.ini >log 2>&1; is $? 3; check "exec: a bad document is a dead letter" $?
is "$(grep -c . exec.jsonl) $(grep -o '"id":"[0-9]*"' dead.jsonl | tr -dc '0-9\n' | sort -n | tr '\n' ' ')" "296 7 40 90 91 "; check "exec: only those four" $?
cat >tell.py <<'PY'
import json, os, sys
for line in sys.stdin:
    print(json.dumps({"id": json.loads(line)["id"], "metadata": {"tunables": os.environ.get("GLIBC_TUNABLES", "none")}}), flush=True)
PY
for given in none glibc.malloc.check=0; do
    (unset GLIBC_TUNABLES; [ $given = none ] || export GLIBC_TUNABLES=$given
     "$P" run exec.ini --limit 1 --fresh program.command="$python, tell.py" >log 2>&1)
    grep -q "\"tunables\":\"$given\"" exec.limit.jsonl; check "exec: the environment is the one that was given: $given" $?
done
is "$(grep -o '"id":"[0-9]*"' exec.jsonl | tr -dc '0-9\n' | sort -nc 2>&1)" ""; check "exec: order is kept" $?
grep -q '"id":"5","text":"Xext 5 é".*"n":8' exec.jsonl; check "exec: edits and fields are taken over" $?
grep '"id":"40"' dead.jsonl | grep -q 'did not answer in time'; check "exec: a time-out is said" $?
grep '"id":"7"' dead.jsonl | grep -q 'ended without an answer'; check "exec: a death is said" $?
cp exec.jsonl one.jsonl; "$P" run exec.ini pipeline.threads=4 >log 2>&1; cmp -s one.jsonl exec.jsonl; check "exec: the same bytes for 4 threads" $?
left_behind() { local p; for p in /proc/[0-9]*; do [ "$(readlink "$p/cwd" 2>/dev/null)" = "$tmp" ] && grep -aq echo.py "$p/cmdline" 2>/dev/null && return 0; done; return 1; }
for i in 1 2 3 4 5 6 7 8 9 10; do left_behind || break; sleep 0.1; done
! left_behind; check "exec: no program is left behind" $?
exit $status
