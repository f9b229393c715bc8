"""Share of the words of labelled leftovers that are gone, and of content: measure_leftovers.py lines.jsonl.xz out.jsonl HALF [show]
out.jsonl is the pipeline's output for the documents of lines.jsonl.xz, one text line for each of their lines."""
import json, lzma, os, re, sys

def numbers(s):
    out = set()
    for part in s.split() if s != '-' else []:
        first, _, last = part.partition('-')
        out |= set(range(int(first), int(last or first) + 1))
    return out

def labels(half):
    path = os.path.join(os.path.dirname(__file__), 'leftovers.tsv')
    rows = [l.rstrip('\n').split('\t') for l in open(path) if not l.startswith('#')]
    return {r[0]: (numbers(r[2]), numbers(r[3])) for r in rows if r[1] == half}

def share_gone(begin, end, removed):
    gone = sum(max(0, min(end, r['end']) - max(begin, r['start'])) for r in removed)
    return gone / (end - begin) if end > begin else 0

def main(lines, out, half, show):
    want = labels(half)
    result = {}
    for l in open(out):
        d = json.loads(l)
        if d['id'] in want:
            result[d['id']] = d
    words = {'leftover': [0, 0], 'content': [0, 0]}
    for l in lzma.open(lines, 'rt'):
        row = json.loads(l)
        if row['id'] not in want or row['id'] not in result:
            continue
        left, unscored = want[row['id']]
        at = 0
        for i, (_, text) in enumerate(row['lines']):
            begin, end = at, at + len(text)
            at = end + 1
            if i in unscored:
                continue
            kind = 'leftover' if i in left else 'content'
            n = len(re.findall(r'\w+', text))
            gone = share_gone(begin, end, result[row['id']]['removed']) > 0.5
            words[kind][0] += n
            words[kind][1] += n * gone
            if show and n and gone != (kind == 'leftover'):
                print(kind, row['id'], i, text[:110])
    for kind, (n, gone) in words.items():
        print('half %s: %s: %d of %d words gone, %.2f %%' % (half, kind, gone, n, 100 * gone / max(1, n)))

main(sys.argv[1], sys.argv[2], sys.argv[3], len(sys.argv) > 4)
