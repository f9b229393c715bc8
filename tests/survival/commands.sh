#!/bin/bash
# As faults.sh, for what is no plain run: each command below with one call of every way through it failing (FAIL_PATHS), once. It never
# crashes or hangs, says what went wrong, prints nothing wrong with exit code 0, and the next time does what is left of it; retry may
# say that nothing is (66).
#     STRIDE=1  every way; default: one in 40
#     JOBS=2    commands at a time
. "$(dirname "$0")/../lib.sh"
skip_with "faults.sh looks for leaks" address undefined thread
STRIDE=${STRIDE:-40} JOBS=${JOBS:-2}
export FAIL_LOG=calls FAIL_PATHS=1
umask 022
mkdir "$tmp/ready" && cd "$tmp/ready" || exit 1
for i in 1 2 3 4 5 6; do echo "{\"id\":\"d$i\",\"text\":\"call $((i % 4)) or 777 now\",\"url\":\"http://x/$i\"}"; done >in.jsonl
{ cat in.jsonl; echo "no JSON"; } >bad.jsonl
cat >echo.py <<'PY'
import json, sys
for line in sys.stdin: print(json.dumps({"id": json.loads(line)["id"], "metadata": {"n": len(line)}}), flush=True)
PY
config() {      # config NAME STAGES INPUT LINE...: NAME.ini
    printf '[pipeline]\nstages = read, %s, write\nplugin_path = %s\nstate = state.%s\nthreads = 1\n' "$2" "$BUILD/tests/plugins" "$1"
    printf '%s\n' "${@:4}"
    printf '[read]\nplugin = jsonl_reader\npath = %s\n[write]\nplugin = jsonl_writer\npath = out.%s.jsonl\n' "$3" "$1"
}
config edits "redact, same_text" in.jsonl >edits.ini
config program other in.jsonl "[other]" "plugin = exec" "command = $(python3 -c 'import sys; print(sys.executable)'), echo.py" >program.ini
config letters redact bad.jsonl >letters.ini
config daily "tokenizer, deduper" in.jsonl "incremental = yes" "[deduper]" "index = seen" | sed 's/out.daily/out.daily-{run}/' >daily.ini
for name in edits letters daily; do "$P" run -q $name.ini >>log 2>&1; done
sed -i 's/^no JSON$/{"id":"r","text":"repaired"}/' bad.jsonl
echo '{"id":"e1","text":"call 9","url":"http://x/1"}' >>in.jsonl
cd ..

# What a command has left, and what it printed: not times, and not what `forget` lists, which is what is there still.
outcome() { grep -vE 'began|ended|seconds|^    |^published' printed; cat out.*.jsonl; }
attempt() {     # attempt COMMAND KIND N ERRNO
    rm -rf work; cp -a ../ready work; cd work || exit 1
    timeout 120 env FAIL_CALLS="$2" FAIL_AT="$3" FAIL_ERRNO="$4" LD_PRELOAD="$BUILD/survival/fail_nth.so" "$P" $1 >printed 2>log
    code=$?
    cd ..
}
wrong() { echo "FAILED $1 ($(head -1 work/calls 2>/dev/null)): exit $code, $2"; tail -3 work/log; status=1; }
verify() {      # verify COMMAND KIND N WHOLE EXIT-CODE
    local what="$1, $2 $3"
    case $code in
    124) wrong "$what" "it hangs" ;;
    127) [ "$2" = memory ] || wrong "$what" "" ;;       # the loader itself had no memory
    "$5") [ "$(cd work && outcome)" = "$4" ] || grep -q '"dead_letters":[1-9]' work/state.*/last_run || wrong "$what" "another outcome" ;;
    3|64|66|69|70|71|73|74|75|78) [ -s work/log ] || [ $code = 3 ] || wrong "$what" "no message" ;;
    *) wrong "$what" "" ;;
    esac
    if [ "$code" != "$5" ] && [ "$code" != 3 ]; then
        (cd work && rm -f log && "$P" $1 >printed 2>log); code=$?
        { [ "$code" = "$5" ] || [ "${1%% *} $code" = "retry 66" ]; } && [ "$(cd work && outcome)" = "$4" ] || wrong "$what, the second time" "another outcome"
    fi
}
# every KINDS COMMAND: one way after the other fails
every() {
    local kind n errno usual whole tried=0 ways=0
    for kind in ${1//,/ }; do
        attempt "$2" "$kind" 0 0; usual=$code; whole=$(cd work && outcome)
        ways=$((ways + $(sed -n 's/^calls //p' work/calls)))
        for ((n = 1; ; n += STRIDE)); do
            case $kind in memory) errno=12 ;; *) errno=$((n % 2 ? 5 : 28)) ;; esac
            attempt "$2" "$kind" $n $errno
            grep -qv '^calls' work/calls 2>/dev/null || break
            tried=$((tried + 1))
            verify "$2" "$kind" $n "$whole" "$usual"
        done
    done
    [ $tried -gt 0 ] && [ $status = 0 ] && echo "ok $2: exit $usual, and with a failure in $tried of $ways ways"
}
while read -r kinds command; do
    while [ "$(jobs -rp | wc -l)" -ge "$JOBS" ]; do wait -n || status=1; done
    ( mkdir "${command%% *}.$BASHPID" && cd "$_" && every "$kinds" "$command" ) &
done <<'ROWS'
memory,io,process run -q program.ini
memory,io run -q daily.ini
memory,io retry -q letters.ini
memory,io forget daily.ini d2
memory,io explain edits.ini d5
memory,io status letters.ini
memory plugins --json
memory plugins deduper
memory check edits.ini
ROWS
while wait -n; code=$?; [ $code != 127 ]; do [ $code = 0 ] || status=1; done
exit $status
