#!/usr/bin/env python3
"""Measures the entity extractor on the labelled paragraphs of this folder.

  score.py raw   GOLD.txt > input.jsonl                  records for the pipeline
  score.py score GOLD.txt OUTPUT.jsonl [--errors] [--types A,B]

Mentions: micro F1 over (begin, end, label). Normal forms: of the rule mentions found, how many are as in the gold. Canonical names: of
the pairs of name mentions found in one document, wrong merges (one name, two entities in the gold) and wrong splits.
"""
import collections, itertools, json, re, sys

NAMES = {'PERSON', 'ORG', 'GPE', 'LOC', 'NORP', 'FAC', 'EVENT'}
MARK = re.compile(r'\[([A-Z]+) ([^\]|]*)(?:\|([^\]]*))?\]')


def documents(path):
    text = open(path, encoding='utf-8').read()
    for number, part in enumerate(text.split('## created=')[1:]):
        created, body = part.split('\n', 1)
        body = body.strip()
        plain, mentions, at = '', [], 0
        for m in MARK.finditer(body):
            plain += body[at:m.start()]
            mentions.append((len(plain), len(plain) + len(m.group(2)), m.group(1), m.group(3)))
            plain += m.group(2)
            at = m.end()
        yield {'id': '%03d' % number, 'text': plain + body[at:], 'created': created.strip()}, mentions


def score(path, output, errors, types):
    found = {r['id']: r for r in map(json.loads, open(output, encoding='utf-8'))}
    count = collections.defaultdict(collections.Counter)
    normal, pairs, wrong = collections.Counter(), collections.Counter(), []
    for document, gold in documents(path):
        record = found[document['id']]
        assert record['text'] == document['text'], document['id']
        got = {(e['start'], e['end'], e['label']): e for e in record['ents']}
        want = {m[:3]: m[3] for m in gold}
        for k in want: count[k[2]]['gold'] += 1
        for k in got: count[k[2]]['found'] += 1
        for k in want:
            if k in got: count[k[2]]['right'] += 1
        for k, side in [(k, '-') for k in want if k not in got] + [(k, '+') for k in got if k not in want]:
            wrong.append((document['id'], k[0], side, k[2], document['text'][k[0]:k[1]]))
        names = []
        for k, form in want.items():
            if k not in got: continue
            if k[2] in NAMES:
                names.append((form or document['text'][k[0]:k[1]], got[k]['canonical'], k[2]))
            else:
                expect = form or (document['text'][k[0]:k[1]] if k[2] in ('CARDINAL', 'DATE') and re.fullmatch(r'[\d.]+', document['text'][k[0]:k[1]]) else None)
                if expect:
                    same = got[k]['normal'] == expect or number(got[k]['normal']) == number(expect) is not None
                    normal[k[2], same] += 1
                    if not same: wrong.append((document['id'], k[0], '=', k[2], '%s: %s, not %s' % (document['text'][k[0]:k[1]], got[k]['normal'], expect)))
        for a, b in itertools.combinations(names, 2):
            if a[2] != b[2]: continue
            if a[0] == b[0]:
                pairs['same'] += 1
                if a[1] != b[1]: pairs['split'] += 1; wrong.append((document['id'], 0, 's', a[2], '%s / %s' % (a[1], b[1])))
            else:
                pairs['other'] += 1
                if a[1] == b[1]: pairs['merged'] += 1; wrong.append((document['id'], 0, 'm', a[2], '%s / %s' % (a[0], b[0])))
    if errors:
        for w in sorted(wrong): print('%s:%-4d %s %-8s %s' % w)
    rules = sum((count[t] for t in count if t not in NAMES), collections.Counter())
    total = sum(count.values(), collections.Counter())
    for name, c in sorted(count.items()) + [('rules', rules), ('all', total)]:
        p, r = c['right'] / max(1, c['found']), c['right'] / max(1, c['gold'])
        print('%-9s gold %4d  P %.3f  R %.3f  F1 %.3f' % (name, c['gold'], p, r, 2 * p * r / max(1e-9, p + r)))
    good, bad = (sum(v for (t, same), v in normal.items() if same == s) for s in (True, False))
    print('normal forms of those found: %d of %d right' % (good, good + bad))
    print('pairs of one name: %(same)d, split %(split)d; pairs of two: %(other)d, merged %(merged)d' % collections.defaultdict(int, pairs))


def number(s):
    """Money and numbers are compared by value."""
    m = re.fullmatch(r'(-?[\d.]+(?:e\d+)?)( \S+)?', s)
    return (float(m.group(1)), m.group(2)) if m else None


if sys.argv[1] == 'raw':
    for document, _ in documents(sys.argv[2]): print(json.dumps(document, ensure_ascii=False))
else:
    score(sys.argv[2], sys.argv[3], '--errors' in sys.argv, None)
