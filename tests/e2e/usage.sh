#!/bin/bash
# Command lines that are wrong, each with its message and 64; and what the list of plugins says to programs.
. "$(dirname "$0")/../lib.sh"
skip_with "nothing runs" thread
cd "$tmp" || exit 1
printf '[pipeline]\nstages = read, write\n[read]\nplugin = jsonl_reader\npath = in.jsonl\n[write]\nplugin = jsonl_writer\npath = out.jsonl\n' >job.ini
echo '{"id":"a","text":"one"}' >in.jsonl
while IFS='|' read -r line message; do
    "$P" $line >log 2>&1 </dev/null; code=$?
    is $code 64 && grep -qF -- "$message" log; check "pipeline $line: 64" $?
done <<'ROWS'
run|which config?
run job.ini --limit|its value is missing
run job.ini --limit 0|--limit wants a number from 1 on, not '0'
run job.ini --limit=many|not 'many'
run job.ini --limits=3|no option '--limits=3'
run job.ini --wait-lock -1|--wait-lock wants seconds, not '-1'
run job.ini --wait-lock soon|not 'soon'
run job.ini --log-format xml|--log-format is text or json, not 'xml'
run job.ini second|'second' is one argument too many
check|which config?
explain job.ini|which document?
explain job.ini a b|'b' is one argument too many
forget job.ini|which document?
status --jsn|no option '--jsn'
retry job.ini --letters|its value is missing
plugins tokenizer deduper|plugins wants a name at most
plugins --yaml|plugins wants a name at most
plugins --trust-plugins|plugins wants a name at most
new-plugin|new-plugin wants one name
new-plugin one two|new-plugin wants one name
ROWS
for format in text json; do "$P" run job.ini --log-format=$format >log 2>&1; is $? 0; check "--log-format=$format" $?; done
"$P" run job.ini --wait-lock=0.5 --limit=1 >log 2>&1; is $? 0; check "values behind =" $?

# ---- for programs ----
"$P" plugins --json >all.json 2>log && python3 - all.json >names 2>log <<'PY'
import json, sys
plugins = json.load(open(sys.argv[1]))
for p in plugins: assert set(p) == {"name", "kind", "version", "license", "summary", "needs", "gives", "path", "options"}, p
print(*(p["name"] for p in plugins if p["path"].endswith(p["name"] + ".so")), sep="\n")
PY
is "$(sort names | tr '\n' ' ')" "$(ls "$BUILD/plugins" | sort | tr '\n' ' ')"; check "plugins --json lists each with its path" $?
"$P" plugins deduper --json 2>log | python3 -c 'import json, sys; p = json.load(sys.stdin); assert p["kind"] == "stage" and any(o["name"] == "index" for o in p["options"]) and "duplicate_of" in p["gives"], p' 2>>log; check "plugins NAME --json has its options" $?
mkdir broken && echo "no program" >broken/odd.so && chmod 755 broken broken/odd.so
PIPELINE_PLUGINS=$tmp/broken "$P" plugins >out 2>log; is $? 69 && grep -q '^pipeline: odd: ' log && grep -q '^tokenizer' out; check "one that cannot be loaded is named with exit 69, and the others are listed" $?
PIPELINE_PLUGINS=$tmp/broken "$P" plugins odd >log 2>&1; is $? 69; check "asked for by name it is 69" $?
PIPELINE_PLUGINS=$tmp/nowhere "$P" plugins unheard_of >log 2>&1; is $? 69; check "so is one that there is not" $?
for name in "" 9lives Upper with-dash "$(printf 'x%.0s' {1..61})"; do "$P" new-plugin "$name" >log 2>&1; is $? 64; check "new-plugin '$name': 64" $?; done
mkdir -p taken; "$P" new-plugin taken >log 2>&1; is $? 73; check "new-plugin does not write into a folder that is there" $?
exit $status
