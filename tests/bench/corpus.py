"""Writes a JSON Lines corpus of about N megabytes with news-like lengths, the same in every run: corpus.py MEGABYTES >file"""
import json
import random
import sys

random.seed(7)
SYLLABLES = "ba be bi bo da de di do ka ke ki ko la le li lo ma me mi mo na ne ni no ra re ri ro sa se si so ta te ti to va ve".split()
WORDS = ["".join(random.choice(SYLLABLES) for _ in range(random.choice((1, 2, 2, 3, 3, 4)))) for _ in range(20000)]
WORDS[:12] = "the of and to in a is that for on said with".split()
WEIGHTS = [1 / (i + 2) for i in range(len(WORDS))]


def sentence():
    words = random.choices(WORDS, WEIGHTS, k=random.randint(6, 28))
    return " ".join(words).capitalize() + random.choice(("...?!"[2:3], ".", ".", ".", "?"))


def document(i):
    paragraphs = [" ".join(sentence() for _ in range(random.randint(1, 5))) for _ in range(random.randint(2, 12))]
    return {"id": f"doc/{i}", "text": " ".join(random.choices(WORDS, k=8)).title() + "\n\n" + "\n\n".join(paragraphs),
            "date": f"20{i % 24:02}-0{i % 9 + 1}-1{i % 10}", "url": None}


size, i = int(float(sys.argv[1]) * 1e6), 0
pool = [json.dumps(document(k)) for k in range(2000)]
while size > 0:
    line = pool[i % len(pool)].replace(f'"doc/{i % len(pool)}"', f'"doc/{i}"', 1)
    sys.stdout.write(line + "\n")
    size -= len(line) + 1
    i += 1
