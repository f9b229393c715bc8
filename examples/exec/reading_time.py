#!/usr/bin/env python3
"""A stage over `exec`: one JSON record a line comes in, one line with the changed keys goes out.

It puts the number of words and the minutes they take to read into the metadata, and shows an edit: "!!!" becomes "!".
Each record stands alone: the program may be ended and started again between any two."""
import json
import re
import sys

WORDS_PER_MINUTE = 230

for line in sys.stdin:
    record = json.loads(line)
    text = record["text"]
    words = len(text.split())
    edits = [{"start": m.start(), "end": m.end(), "with": "!", "why": "exclamation"} for m in re.finditer("!!+", text)]
    answer = {
        "id": record["id"],                                   # the same id
        "metadata": {"words": words, "reading_minutes": -(-words // WORDS_PER_MINUTE)},
        "edits": edits,                                       # offsets count code points, as Python does
    }
    print(json.dumps(answer), flush=True)                     # one line, at once: the runner waits for it
