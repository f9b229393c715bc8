"""Recall and precision of title, author and date against metadata.tsv: measure_metadata.py lines.jsonl.xz out.jsonl HALF [show]
out.jsonl is the pipeline's output for the documents of lines.jsonl.xz."""
import json, lzma, os, sys

def fold(s):
    return ' '.join(s.casefold().split())

def main(lines, out, half, show):
    path = os.path.join(os.path.dirname(__file__), 'metadata.tsv')
    rows = [l.rstrip('\n').split('\t') for l in open(path) if not l.startswith('#')]
    want = {r[0]: r[2:] for r in rows if r[1] == half}
    text = {r['id']: r['lines'] for r in map(json.loads, lzma.open(lines, 'rt')) if r['id'] in want}
    result = {}
    for l in open(out):
        d = json.loads(l)
        if d['id'] in want:
            result[d['id']] = d
    for k, field in enumerate(('title', 'author', 'date')):
        right = wrong = labelled = 0
        for i, label in want.items():
            if label[k] == '?' or i not in result:
                continue
            d = result[i]
            gold = '' if label[k] == '-' else text[i][int(label[k])][1] if k == 0 else label[k]
            got = (d['title'], d['metadata']['author'], d['created'])[k]
            labelled += gold != ''
            right += gold != '' and fold(got) == fold(gold)
            wrong += got != '' and fold(got) != fold(gold)
            if show and fold(got) != fold(gold):
                print(field, i, 'wanted %r, got %r' % (gold[:70], got[:70]))
        print('half %s: %s: recall %d of %d, wrong %d' % (half, field, right, labelled, wrong))

main(sys.argv[1], sys.argv[2], sys.argv[3], len(sys.argv) > 4)
