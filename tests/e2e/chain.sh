#!/bin/bash
# All stages over a small made-up corpus with odd documents among it: the same bytes for any number of threads and for little
# memory, nothing lost, offsets that fit the text, and nothing that two runs could disagree on.
. "$(dirname "$0")/../lib.sh"
megabytes=${SAN:+0.3}           # a sanitizer sees the same in less
python3 tests/bench/corpus.py "${CHAIN_MEGABYTES:-${megabytes:-1}}" >"$tmp/in.jsonl"
python3 - >>"$tmp/in.jsonl" <<'PY'
import json
import random

random.seed(11)
OTHERS = {
    "de": "Der Stadtrat hat am Montag beschlossen, die alte Brücke für 4,5 Mio. Euro zu sanieren. Die Arbeiten beginnen im März. ",
    "fr": "Le conseil municipal a décidé lundi de rénover le vieux pont pour 4,5 millions d'euros. Les travaux débutent en mars. ",
    "es": "El ayuntamiento decidió el lunes renovar el viejo puente por 4,5 millones de euros. Las obras empiezan en marzo. ",
    "ru": "Городской совет решил в понедельник отремонтировать старый мост за 4,5 млн евро. Работы начнутся в марте. ",
    "zh": "市议会星期一决定花四百五十万欧元修复旧桥。工程将于三月开始。", "ja": "市議会は月曜日、古い橋を450万ユーロで修復することを決めた。",
    "th": "สภาเมืองมีมติเมื่อวันจันทร์ให้ซ่อมสะพานเก่าด้วยงบ 4.5 ล้านยูโร ", "ar": "قرر مجلس المدينة يوم الاثنين ترميم الجسر القديم بتكلفة 4.5 مليون يورو. ",
    "hi": "नगर परिषद ने सोमवार को पुराने पुल की मरम्मत का निर्णय लिया। ", "ko": "시의회는 월요일 낡은 다리를 450만 유로에 보수하기로 결정했다. "}
odd = ["", " \n ", "a", ".", "\u0000x\u0001", "\ufeffBOM", "x" * 200000, "word " * 40000, "\n" * 5000 + "end", "(" * 30000, "1" * 50000, "é" * 30000,
       "A. " * 20000, "\"" * 20000, "e\u0301" * 20000, "😀" * 5000, "Mr. " * 9999 + "Smith", "$" * 9999, "http://" + "a/" * 30000,
       "\u202e\u200b\u00ad mixed \u2028 separators \u2029 here", "Ã©" * 5000, "&amp;" * 9999, "2024-01-01 " * 5000, "| a | b |\n" * 3000]
odd += [s * n for s in OTHERS.values() for n in (1, 40)]
odd += ["".join(chr(random.choice((random.randrange(32, 127), random.randrange(0xA0, 0x2FFF), random.randrange(0x1F300, 0x1F700)))) for _ in range(3000)) for _ in range(20)]
for i, text in enumerate(odd): print(json.dumps({"id": f"odd/{i}", "text": text}))
PY
cat >"$tmp/chain.ini" <<INI
[pipeline]
stages = read, cleaner, tokenizer, deduper, entity_extractor, summarizer, write
state = none
dead_letters = dead.jsonl
report = report.json
[read]
plugin = jsonl_reader
path = in.jsonl
[write]
plugin = jsonl_writer
path = kept.jsonl
rejected = rejected.jsonl
layers = sents, tokens, ents, entities, keyphrases, summary, zones, duplicates, duplicate_of, passages
INI
outputs="kept rejected dead"
run() { (cd "$tmp" && rm -f $(printf '%s.jsonl ' $outputs) && "$P" run -q chain.ini "$@" >log 2>&1); }
same() { local f; for f in $outputs; do cmp -s "$tmp/$f.jsonl" "$tmp/one/$f.jsonl" || return 1; done; }
run pipeline.threads=1; check "all stages get through" $?
mkdir "$tmp/one"; cp "$tmp"/*.jsonl "$tmp/one"
python3 - "$tmp" <<'PY' >"$tmp/log" 2>&1
import json, sys
folder = sys.argv[1]
d = json.load(open(folder + "/report.json"))["documents"]
lines = sum(1 for _ in open(folder + "/in.jsonl", encoding="utf-8"))
assert d["in"] == lines == d["kept"] + d["dropped"] + d["dead_letters"], (d, lines)
assert d["dead_letters"] == 0, d
for name in ("kept", "rejected"):
    for row in open(f"{folder}/{name}.jsonl", encoding="utf-8"):
        r = json.loads(row)
        text, at = r["text"], 0
        for t in r["tokens"]:
            assert t["start"] >= at and t["end"] > t["start"], (r["id"], t)
            at = t["end"]
        covered = "".join(text[t["start"]:t["end"]] for t in r["tokens"])
        assert not r["tokens"] or "".join(covered.split()) == "".join(text.split()), r["id"]
        for layer in ("sents", "ents", "keyphrases", "passages"):
            assert all(0 <= e["start"] < e["end"] <= len(text) for e in r[layer]), (r["id"], layer)
        assert all(text[e["start"]:e["end"]] == e["text"] for e in r["ents"]), r["id"]
        for s in r["summary"]["sents"]:
            assert text[s["start"]:s["end"]].replace("\n", " ") in r["summary"]["text"].split("\n"), r["id"]
            assert any(w["start"] <= s["start"] and s["end"] <= w["end"] for w in r["sents"]), r["id"]
        assert len(r["summary"]["sents"]) <= 3, r["id"]
PY
check "nothing is lost, every offset fits" $?
for threads in 2 4 8; do
    run pipeline.threads=$threads && same; check "$threads threads: the same bytes" $?
done
run pipeline.threads=2 pipeline.memory=16M && same; check "16 MB of memory: the same bytes" $?
exit $status
