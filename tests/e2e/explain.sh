#!/bin/bash
# `pipeline explain`: what a reader sees of one document: changes with their rules, elements with their members, a copy beside its
# original, also when the original is not at hand.
. "$(dirname "$0")/../lib.sh"
skip_with "one thread" thread
has() { grep -qF -- "$1" "$tmp/log"; }
cp -r configs examples "$tmp/"
cd "$tmp" || exit 1
"$P" run -q configs/news.ini >log 2>&1; [ $? = 3 ]; check "the main job runs" $?
"$P" explain configs/news.ini web/004.txt >log 2>&1; check "a copy is explained" $?
has 'boilerplate:about-author'; check "an edit is shown with its rule" $?
has '[-'; check "and marked in the text" $?
has '{"kind":"title"}'; check "an element is shown with its members" $?
has '"rule":"spun","evidence":[{"original":'; check "the decision of the last run is shown with its evidence" $?
has '== verdict: dropped by dedup: spun copy of '; check "the verdict is said" $?
grep -q '^== web/004.txt beside .*003.txt' log && grep -q 'lengthier pier .* | .*longer quay' log; check "the copy stands beside its original" $?

# Two runs with one index: the original was in the first one's input.
for day in 1 2; do
    {
        printf '[pipeline]\nstages = read, tokenizer, deduper, write\nstate = state%s\n[read]\nplugin = text_reader\npath = day%s\n' $day $day
        printf '[deduper]\nindex = index\n[write]\nplugin = jsonl_writer\npath = out%s.jsonl\nrejected = rejected%s.jsonl\n' $day $day
    } >day$day.ini
done
mkdir day1 day2 index; cp examples/news/001.txt day1/monday.txt; cp examples/news/001.txt day2/tuesday.txt
"$P" run -q day1.ini >log 2>&1 && "$P" run -q day2.ini >log 2>&1; check "two days with one index" $?
"$P" explain day2.ini tuesday.txt >log 2>&1; check "a copy of an earlier day is explained" $?
has 'exact copy of monday.txt' && has 'monday.txt is not in this input'; check "and it is said that its original is not at hand" $?
"$P" explain day2.ini monday.txt >log 2>&1; [ $? = 66 ]; check "an unknown id is 66 all the same" $?

# A stage that replaces and inserts; one that fails; a barrier whose decisions are not there.
for text in "call 555 or 777 now" "bad text" "call 1" "call 1"; do n=$((${n:-0} + 1)); echo "{\"id\":\"d$n\",\"text\":\"$text\"}"; done >lines.jsonl
cat >edits.ini <<INI
[pipeline]
stages = read, redact, same_text, write
plugin_path = $BUILD/tests/plugins
state = state3
[read]
plugin = jsonl_reader
path = lines.jsonl
[redact]
fail_on = bad
[write]
plugin = jsonl_writer
path = edits.jsonl
INI
"$P" explain edits.ini d1 >log 2>&1; has 'no finished run has left its decisions in'; check "decisions that are not there yet" $?
"$P" run -q edits.ini >log 2>&1; [ $? = 3 ]; check "a run with edits" $?
"$P" explain edits.ini d1 >log 2>&1; has '{+Redacted.' && has '[-555-]{+#+} or [-777-]{+#+} now'; check "what was put in is marked" $?
has 'decisions of the last run'; check "decisions are those of the last run" $?
"$P" explain edits.ini d2 >log 2>&1; has 'dead letter by redact: found what it was told to fail on'; check "a dead letter is explained" $?
"$P" explain edits.ini d4 >log 2>&1; has 'dropped by same_text'; check "a copy is explained by its decision" $?
sed -i 's/^state = .*/state = none/' edits.ini
"$P" explain edits.ini d1 >log 2>&1; has 'this config keeps no state'; check "no state, no decisions" $?
exit $status
