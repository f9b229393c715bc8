#!/usr/bin/env python3
"""Articles of 4 KB a second on one core, tokens given: CPU time of jobs with and without the summarizer, by turns, the least of each.

    for i in $(seq 17); do zstd -dc medium.jsonl.zst; done | python3 speed.py PIPELINE      so many that the start hardly counts
"""
import json
import os
import resource
import subprocess
import sys
import tempfile

ARTICLES, LEAST, MOST, ROUNDS = 32000, 3600, 4400, 5
CONFIG = """[pipeline]
stages = read, tokenizer, {stage}write
state = none
threads = 1
[read]
plugin = jsonl_reader
path = in.jsonl
[write]
plugin = jsonl_writer
path = out.jsonl
layers = sents
"""


def write_articles(path):
    """The first articles of 3.6 to 4.4 KB; returns how many, and their mean length."""
    lengths = []
    with open(path, "w") as out:
        for line in sys.stdin:
            text = json.loads(line)["text"]
            if not LEAST <= len(text.encode()) <= MOST:
                continue
            lengths.append(len(text.encode()))
            out.write(json.dumps({"id": str(len(lengths)), "text": text}) + "\n")
            if len(lengths) == ARTICLES:
                break
    return len(lengths), sum(lengths) / len(lengths)


def cpu_seconds(program, config):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, "run", "-q", config], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        n, length = write_articles(os.path.join(folder, "in.jsonl"))
        configs = {name: os.path.join(folder, name + ".ini") for name in ("without", "with")}
        for name, path in configs.items():
            open(path, "w").write(CONFIG.format(stage="summarizer, " if name == "with" else ""))
        least = {name: min(times) for name, times in
                 zip(configs, zip(*[[cpu_seconds(program, path) for path in configs.values()]
                                    for _ in range(ROUNDS)]))}
    stage = least["with"] - least["without"]
    print(f"{n} articles of {length:.0f} bytes: {least['without']:.2f} s of CPU time without, {least['with']:.2f} s with the "
          f"summarizer: {n / stage:.0f} articles a second")


main()
