#!/usr/bin/env python3
"""Finds the stories of stories.txt again, among all BBC, CNN and Daily Mail articles of a corpus: B-cubed.

    zstd -dc medium.jsonl.zst | python3 score_stories.py PIPELINE
"""
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict

CONFIG = """[pipeline]
stages = read, tokenizer, entity_extractor, summarizer, write
state = none
[read]
plugin = jsonl_reader
path = in.jsonl
[summarizer]
stories = stories.jsonl
[write]
plugin = jsonl_writer
path = out.jsonl
layers = summary
"""


def labels():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "stories.txt")
    lines = [line.split() for line in open(path) if not line.startswith("#")]
    return {article: story for story, articles in enumerate(lines) for article in articles}


def write_articles(path):
    """BBC texts begin with their headline; no article has a date."""
    with open(path, "w") as out:
        for line in sys.stdin:
            row = json.loads(line)
            if row["source"] not in ("bbc", "cnndm"):
                continue
            head, _, body = row["text"].partition("\n\n") if row["source"] == "bbc" else (None, "", row["text"])
            out.write(json.dumps({"id": row["id"], "title": head, "text": body}) + "\n")


def find_stories(program):
    with tempfile.TemporaryDirectory() as folder:
        write_articles(os.path.join(folder, "in.jsonl"))
        open(os.path.join(folder, "run.ini"), "w").write(CONFIG)
        subprocess.run([program, "run", "-q", os.path.join(folder, "run.ini")], check=True)
        lines = [json.loads(line) for line in open(os.path.join(folder, "stories.jsonl"))]
    return {source["id"]: number for number, line in enumerate(lines) for source in line["sources"]}


def main():
    gold, found = labels(), find_stories(os.path.abspath(sys.argv[1]))
    story, cluster, size = defaultdict(set), defaultdict(set), Counter(found.values())
    for article, number in gold.items():
        story[number].add(article)
        cluster[found.get(article, article)].add(article)
    precision = recall = strict = 0
    for article, number in gold.items():
        own = found.get(article, article)
        right = len(cluster[own] & story[number])
        precision += right / len(cluster[own]) / len(gold)
        recall += right / len(story[number]) / len(gold)
        strict += right / max(size[own], len(cluster[own])) / len(gold)
    print(f"{len(gold)} articles, {len(story)} stories: precision {precision:.3f} recall {recall:.3f} "
          f"F {2 * precision * recall / (precision + recall):.3f}; with every other article in their stories "
          f"as an error: precision {strict:.3f} F {2 * strict * recall / (strict + recall):.3f}")


main()
