"""Recall and precision of title, author and date against metadata.tsv: measure_metadata.py HALF out.jsonl FILE... [show]
out.jsonl is the pipeline's output for the documents of FILE: lines.jsonl.xz, or a corpus as jsonl."""
import json, lzma, os, sys

def fold(s):
    return ' '.join(s.casefold().split())

def rows(path):
    with (lzma.open if path.endswith('.xz') else open)(path, 'rt') as file:
        yield from map(json.loads, file)

def lines_of(row):
    return [l[1] for l in row['lines']] if 'lines' in row else [l for l in row['text'].split('\n') if l.strip()]

def main(half, out, *files):
    show = files[-1] == 'show'
    path = os.path.join(os.path.dirname(__file__), 'metadata.tsv')
    labels = [l.rstrip('\n').split('\t') for l in open(path) if not l.startswith('#')]
    want = {r[0]: r[2:] for r in labels if r[1] == half}
    text = {r['id']: lines_of(r) for f in files if f != 'show' for r in rows(f) if r['id'] in want}
    result = {d['id']: d for d in rows(out) if d['id'] in text}
    for k, field in enumerate(('title', 'author', 'date')):
        right = wrong = labelled = 0
        for i, d in result.items():
            label = want[i][k]
            if label == '?':
                continue
            gold = '' if label == '-' else text[i][int(label)] if k == 0 else label
            got = (d['title'], d['metadata']['author'], d['created'])[k]
            labelled += gold != ''
            right += gold != '' and fold(got) == fold(gold)
            wrong += got != '' and fold(got) != fold(gold)
            if show and fold(got) != fold(gold):
                print(field, i, 'wanted %r, got %r' % (gold[:70], got[:70]))
        print('half %s: %s: recall %d of %d, wrong %d' % (half, field, right, labelled, wrong))

main(*sys.argv[1:])
