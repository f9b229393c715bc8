#!/bin/bash
# The sandbox: what a hostile stage gets done with it and without it, what an honest one still can, and kernels that have none.
. "$(dirname "$0")/../lib.sh"
cd "$tmp" || exit 1

deeds="read_passwd read_root read_beside list_beside write_beside make_beside write_input open_input_mode make_link make_device
    open_device connect_inet connect_unix connect_pair spawn fork_child exec exec_at trace type_on_terminal call_x32 ring read_parent
    read_parent_memory signal_parent own_signal ask_broker link_beside move_beside cut_input unlink_input"
honest="start_thread convert read_listed read_input write_made fill_kept map_again use_null"
tell() { for deed in $honest $deeds; do printf '{"id":"%s","text":"%s"}\n' $deed $deed; done; }
cat >job.ini <<INI
[pipeline]
stages = read, red_team, write
plugin_path = $BUILD/tests/plugins
state = state
report = reports/report.json
threads = 1
[read]
plugin = jsonl_reader
path = in
[red_team]
victim = $tmp/in/victim.jsonl
beside = $tmp/beside
listed = listed/honest
made = made/file
kept = kept
[write]
plugin = jsonl_writer
path = out/new/done.jsonl
INI
prepare() {
    rm -rf in beside listed made kept out state reports; mkdir in beside listed made kept
    tell >in/deeds.jsonl; echo '{"id":"v","text":"v"}' >in/victim.jsonl
    echo secret >beside/secret; echo honest >listed/honest; echo data >data.txt
}
run() { prepare; "$P" run job.ini "$@" >log 2>&1; }
# results: NAME=RESULT, a line each
results() { sed -E 's/.*"id":"([^"]*)".*"result":"([^"]*)".*/\1=\2/' out/new/done.jsonl; }
succeeded() { results | grep '=done$' | cut -d= -f1 | grep -xF "$(printf '%s\n' $1)" | tr '\n' ' '; }

# Seccomp filters are inherited: under one that answers for these calls as an older kernel would, the program finds that kernel.
without() {         # without landlock|seccomp|both COMMAND...
    python3 - "$@" <<'PY'
import ctypes, os, platform, struct, sys
x86 = platform.machine() == "x86_64"
arch = 0xc000003e if x86 else 0xc00000b7
hidden = {"landlock": [444], "seccomp": [317 if x86 else 277]}
calls = hidden.get(sys.argv[1]) or hidden["landlock"] + hidden["seccomp"]
code = [(0x20, 0, 0, 0)]                                        # the number of the call
for n in calls: code += [(0x15, 0, 1, n), (6, 0, 0, 0x50000 | 38)]  # is it this one? ENOSYS
code += [(6, 0, 0, 0x7fff0000)]
buffer = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *c) for c in code))
libc = ctypes.CDLL(None, use_errno=True)
class Program(ctypes.Structure): _fields_ = [("n", ctypes.c_ushort), ("p", ctypes.c_void_p)]
program = Program(len(code), ctypes.addressof(buffer))
libc.prctl(38, 1, 0, 0, 0)
if libc.prctl(22, 2, ctypes.byref(program), 0, 0): sys.exit("no filter: %d" % ctypes.get_errno())
os.execvp(sys.argv[2], sys.argv[2:])
PY
}

run pipeline.sandbox=no; is "$? $(results | wc -l)" "0 40"; check "no: the run ends well" $?
is "$(succeeded "$honest" | wc -w)" 8; check "no: honest work is done" $?
denied=$(results | grep -v '=done$\|=unknown$')
[ "$(cat /proc/sys/kernel/yama/ptrace_scope 2>/dev/null || echo 0)" = 0 ] || denied=$(grep -v '^read_parent' <<<"$denied")
[ "$(id -u)" = 0 ] || denied=$(grep -v '^link_beside\|^open_device' <<<"$denied")
is "$denied" ""; check "no: so is every harm, or this test could not fail" $?

if [ -n "${SAN:-}" ] || grep -q DPL_INSTRUMENTED <<<"${CFLAGS:-}"; then
    run pipeline.sandbox=auto; is $? 0 && grep -q 'without a whole sandbox: this build is instrumented' log; check "auto: an instrumented build has none, and says so" $?
    run pipeline.sandbox=require; is $? 78; check "require: an instrumented build is refused" $?
    exit $status
fi

# ---- auto, which is the default ----
run; is "$? $(results | wc -l)" "0 40"; check "auto: the run ends well" $?
is "$(succeeded "$deeds")" ""; check "auto: none of $(wc -w <<<"$deeds") harms is done" $?
is "$(results | grep -v '=done$\|=unknown$' | cut -d= -f2 | sort -u | tr '\n' ' ')" "EACCES ENOENT EPERM EXDEV "; check "auto: each ends in an ordinary error" $?
is "$(succeeded "$honest" | wc -w)" 8; check "auto: honest work is done" $?
is "$(cat beside/secret in/victim.jsonl | wc -l) $(ls beside)" "2 secret"; check "auto: nothing was harmed" $?
! grep -q sandbox log; check "auto: there is nothing to say" $?
[ -s reports/report.json ] && [ -s out/new/done.jsonl ] && [ ! -e state/checkpoint.tmp ]; check "auto: report and output are in folders that were not there" $?
mkdir -p t; export TMPDIR=$tmp/t
run pipeline.state=none pipeline.threads=2; is "$? $(succeeded "$deeds")" "0 "; check "the same with 2 threads, without state" $?
is "$(ls t)" ""; check "and no temporary folder is left" $?

# ---- require ----
run pipeline.sandbox=require; is "$? $(succeeded "$deeds")" "0 "; check "require: none is done" $?
run pipeline.sandbox=require --in-process; is $? 78; check "require: refused with --in-process" $?
run --in-process; is "$? $(succeeded "$honest" | wc -w)" "0 8"; check "auto: --in-process has none" $?
run pipeline.sandbox=require red_team.thread=yes; is $? 78 && grep -q 'started threads in open' log; check "require: refused when a stage has threads already" $?
run red_team.thread=yes; is $? 0 && grep -q 'started threads in open' log; check "auto: it is said that a stage has threads already" $?

# ---- the process that watches trusts no worker ----
prepare; echo '{"id":"s","text":"spoil_shared"}' >in/deeds.jsonl
"$P" run job.ini pipeline.metrics=reports/metrics.prom >log 2>&1; is $? 70 && grep -q 'pipeline_last_exit_code.* 70' reports/metrics.prom; check "what it shares with its worker is spoilt: the run ends, in order" $?

# ---- other kernels ----
for gone in landlock seccomp both; do
    prepare; without $gone "$P" run job.ini pipeline.sandbox=require >log 2>&1; is $? 78 && grep -q '\[pipeline\] sandbox = require, but this kernel has n' log; check "require: refused without $gone" $?
    [ ! -e out/new/done.jsonl ]; check "before anything is written ($gone)" $?
    prepare; without $gone "$P" run job.ini >log 2>&1; is "$? $(grep -c 'without a whole sandbox' log)" "0 1"; check "auto: goes on without $gone, and says so once" $?
    prepare; without $gone "$P" run -q job.ini >log 2>&1; is "$? $(wc -c <log)" "0 0"; check "which -q leaves out ($gone)" $?
done
prepare; without landlock "$P" run job.ini >log 2>&1; succeeded "$deeds" | grep -q 'read_passwd' && ! succeeded "$deeds" | grep -q 'connect\|exec\|spawn'; check "without Landlock the calls are still limited" $?
prepare; without seccomp "$P" run job.ini >log 2>&1; succeeded "$deeds" | grep -q 'exec' && ! succeeded "$deeds" | grep -q 'passwd\|beside\|write_input\|cut\|unlink'; check "without seccomp files are still limited" $?
exit $status
