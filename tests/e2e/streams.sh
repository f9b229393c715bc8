#!/bin/bash
# Outputs that are no plain files: pipes and devices get the bytes and stay what they are, links are followed.
. "$(dirname "$0")/../lib.sh"
cd "$tmp" || exit 1
echo '{"id":"a","text":"One line."}' >in.jsonl
echo 'no JSON' >>in.jsonl
printf '%s\n' '[pipeline]' 'stages = read, write' '[read]' 'plugin = jsonl_reader' 'path = in.jsonl' '[write]' 'plugin = jsonl_writer' 'path = out.jsonl' >c.ini
run() { "$P" run c.ini "$@" >log 2>&1; echo $?; }
has_document() { grep -q '"id":"a"' "$1"; }

mkfifo pipe
timeout 20 cat pipe >got & reader=$!
is "$(run write.path=pipe)" 3; check "a run writes to a pipe" $?
wait $reader
has_document got && [ -p pipe ] && [ ! -e pipe.part ]; check "its reader has the documents, and it is a pipe still" $?

ln -s /dev/stdout way_out
echo "first line" >all
"$P" run -q c.ini write.path=way_out >>all 2>log
[ "$(head -1 all)" = "first line" ] && has_document all && [ -L way_out ]; check "a name of the standard output adds to what is there" $?

"$P" run -q c.ini pipeline.report=- write.path=- >both 2>log
has_document both && grep -q '"dead_letters": *1' both; check "a dash is the standard output, for the report too" $?

mkdir elsewhere
echo old >elsewhere/real.jsonl
echo old >elsewhere/report.json
ln -s elsewhere/real.jsonl link.jsonl
ln -s elsewhere/report.json link.json
is "$(run write.path=link.jsonl pipeline.report=link.json)" 3; check "a run writes where links lead" $?
[ -L link.jsonl ] && [ -L link.json ] && has_document elsewhere/real.jsonl && grep -q '"dead_letters": *1' elsewhere/report.json
check "links stay, the files they lead to are replaced" $?
[ -z "$(find . -name '*.part' -o -name '*.tmp')" ]; check "nothing half-written stays" $?

if mknod null c 1 3 2>log && : 2>log >null; then
    is "$(run write.path=null pipeline.report=null pipeline.dead_letters=null)" 3; check "a run writes to a device" $?
    [ -c null ] && [ ! -e null.part ]; check "it is a device still" $?
    is "$(run --limit 1 write.path=null)" 0; check "a trial run writes to it, too" $?
    [ -c null ] && [ ! -e null.limit ]; check "and not beside it" $?
else
    echo "skipped: devices (cannot make one here)"
fi
exit $status
