#!/bin/bash
# `pipeline explain`: what a reader sees of one document: changes with their rules, elements with their members, a copy beside its
# original, also when the original is not at hand.
. "$(dirname "$0")/../lib.sh"
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
exit $status
