#!/bin/bash
# What the readers take and the writer gives, option by option: folders, patterns, compression, names of members, layers, offsets.
. "$(dirname "$0")/../lib.sh"
skip_with "one file, a few documents" thread
cd "$tmp" || exit 1
config() {      # config READER PATH [OPTION ...]: job.ini
    printf '[pipeline]\nstages = read, tokenizer, write\nstate = none\ndead_letters = dead.jsonl\n[read]\nplugin = %s\npath = %s\n' "$1" "$2"
    shift 2
    for option in "$@"; do echo "$option"; done
    printf '[write]\nplugin = jsonl_writer\npath = out.jsonl\n'
}
run() { "$P" run -q job.ini "$@" >log 2>&1; }
ids() { python3 -c 'import json,sys; print(*[json.loads(l)["id"] for l in open(sys.argv[1])])' "${1:-out.jsonl}"; }
member() { python3 -c 'import json,sys; r=json.loads(open(sys.argv[1]).readline()); print(json.dumps(eval("r"+sys.argv[2])))' out.jsonl "$1"; }

# ---- text_reader ----
mkdir -p news/b/c news/.hidden
echo 'In a.' >news/a.txt; echo 'In b.' >news/b/b.txt; echo 'In c.' >news/b/c/c.text; echo 'No.' >news/.hidden/h.txt
echo 'Packed.' | gzip >news/d.txt.gz; echo 'Packed too.' | zstd -q >news/e.txt.zst
config text_reader news >job.ini
run; is "$? $(ids)" "0 a.txt b/b.txt b/c/c.text d.txt.gz e.txt.zst"; check "a folder: recursively, by name, hidden ones passed over, packed ones opened" $?
run read.suffixes=.txt; is "$(ids)" "a.txt b/b.txt"; check "suffixes" $?
run read.path='news/*.txt, news/b/c'; is "$(ids)" "a.txt c.text"; check "a list of a pattern and a folder" $?
run read.path=news/b/b.txt; is "$(ids)" "b.txt"; check "one file" $?
printf 'Stra\337e und Caf\351 sind W\366rter.' >cp.txt; run read.path=cp.txt; is "$(member '["text"]')" '"Stra\u00dfe und Caf\u00e9 sind W\u00f6rter."'; check "windows-1252 is recognised" $?
run read.path=cp.txt read.encoding=cp1251; is "$(member '["text"]')" '"Stra\u042fe und Caf\u0439 sind W\u0446rter."'; check "encoding = cp1251 is obeyed" $?
printf '<!DOCTYPE html>\n<html><body><p>Hello</p></body></html>' >page.txt
run read.path=page.txt; is $? 3; grep -q '"message":"looks like HTML: no HTML reader in this version"' dead.jsonl; check "HTML is a dead letter" $?
head -c 3000 /dev/zero | tr '\0' x >long.txt; run read.path=long.txt read.max_file=2K; is $? 3; check "max_file" $?
mkfifo pipe.txt; (printf 'From a pipe.' >pipe.txt &) ; run read.path=- <pipe.txt; is "$(member '["text"]')" '"From a pipe."'; check "standard input is one document" $?

# ---- jsonl_reader ----
line() { printf '{"url":"%s","body":{"x":1},"content":"Text %s.","info":{"lang":"en","deep":{"n":1.50}},"k":[1,2]}\n' "$1" "$1"; }
{ line 1 | gzip; line 2 | gzip; } >two.jsonl.gz
{ line 3 | zstd -q; line 4 | zstd -q --long=27 --ultra -22; } >two.jsonl.zst
config jsonl_reader "two.jsonl.gz, two.jsonl.zst" "id = url" "text = content" "metadata = info" >job.ini
run; is "$? $(ids)" "0 1 2 3 4"; check "gzip members and zstd frames, one after the other" $?
is "$(member '["text"]')" '"Text 1."'; check "text = content" $?
is "$(member '["metadata"]["deep"]') $(grep -c '"n":1.50' out.jsonl) $(member '["metadata"]["k"]')" '{"n": 1.5} 4 [1, 2]'; check "metadata = info: nested members, digits as they were, others too" $?
sed -i '/^metadata/d; /^id/d' job.ini
run; is "$(ids | cut -d' ' -f1-2)" "two.jsonl.gz:0 two.jsonl.gz:$(line 1 | wc -c)"; check "without an id: file and byte" $?
mkdir dump; cp two.jsonl.gz dump/; line 9 >dump/x.txt; run read.path=dump; is "$(grep -c . out.jsonl)" 2; check "a folder: files of JSON Lines only" $?
python3 -c 'print("{\"content\":\"" + "x" * 5000 + "\"}"); print("{\"content\":\"short\"}")' >long.jsonl
run read.path=long.jsonl read.max_line=2K; is "$? $(member '["text"]')" '3 "short"'; check "max_line: a dead letter, and on with the next line" $?
zstd -q --long=27 --ultra -22 -c <long.jsonl | cat >long.jsonl.zst; run read.path=long.jsonl.zst; is "$?" 0; check "a long window" $?

# ---- jsonl_writer ----
printf '{"id":"a","text":"\303\211t\303\251 1. Zwei \360\237\230\200!","tags":[1]}\n' >in.jsonl
config jsonl_reader in.jsonl >job.ini
run; is "$(member '["sents"]')" '[{"start": 0, "end": 6}, {"start": 7, "end": 14}]'; check "offsets count code points" $?
run write.offsets=bytes; is "$(member '["sents"]')" '[{"start": 0, "end": 8}, {"start": 9, "end": 19}]'; check "offsets = bytes" $?
is "$(grep -c '"tokens"' out.jsonl)" 0; check "tokens are not written by themselves" $?
run write.layers=tokens; is "$(member '["tokens"][3]')" '{"id": 3, "start": 7, "end": 11}'; check "layers = tokens" $?
is "$(member '["sents"]')" '[]'; check "and no other" $?
run write.layers=none; is "$(member '["sents"]')" '[]'; check "layers = none: the same keys in every row" $?
run write.layers=nonsense; is $? 78; check "an unknown layer ends the run before it begins" $?
run write.metadata=string; python3 -c 'import json; m = json.loads(open("out.jsonl").readline())["metadata"]; assert json.loads(m)["tags"] == [1], m' 2>>log; check "metadata = string" $?
run write.path=out.jsonl.gz && gzip -dc out.jsonl.gz | grep -q '"id":"a"'; check ".gz" $?
run write.path=out.jsonl.zst && zstd -qdc out.jsonl.zst | grep -q '"id":"a"'; check ".zst" $?
exit $status
