"""Measures the cleaner on written documents: what goes of leftovers (b), metadata (m) and content (c), and the fields that are found.

    measure_documents.py raw documents_held.tsv >in.jsonl          records for the pipeline
    measure_documents.py score documents_held.tsv out.jsonl [show] of its output, by language
"""
import collections, json, re, sys

def documents(path):
    for number, block in enumerate(open(path, encoding='utf-8').read().split('\n\n')):
        rows = [l for l in block.split('\n') if l and not l.startswith('#')]
        if not rows: continue
        head = rows.pop(0)[2:].split('\t') if rows[0].startswith('= ') else []
        if not head: continue
        yield '%03d' % number, dict(zip(('language', 'title', 'author', 'date'), head)), [r.split('\t', 1) for r in rows]

def fold(s): return ' '.join(s.casefold().split())

def score(path, output, show):
    found = {d['id']: d for d in map(json.loads, open(output, encoding='utf-8'))}
    words, fields = collections.defaultdict(lambda: [0, 0]), collections.Counter()
    for name, want, lines in documents(path):
        got, at = found[name], 0
        for label, text in lines:
            begin, end = at, at + len(text)
            at = end + 1
            gone = sum(max(0, min(end, r['end']) - max(begin, r['start'])) for r in got['removed'])
            is_gone, n = 2 * gone > end - begin, len(re.findall(r'\w+', text))
            for language in want['language'], 'all':
                words[language, label][0] += n
                words[language, label][1] += n * is_gone
            if show and n and is_gone == (label in 'ct'): print(label, name, text[:120])
        for field, value in ('title', got['title']), ('author', got['metadata']['author']), ('date', got['created'][:10]):
            fields[field, 'wanted'] += want[field] != ''
            fields[field, 'right'] += want[field] != '' and fold(value) == fold(want[field])
            fields[field, 'wrong'] += value != '' and fold(value) != fold(want[field])
    for language in dict.fromkeys(('all', *(l for l, _ in words))):
        print(language, ' '.join('%s %.2f %%' % (l, 100 * words[language, l][1] / max(1, words[language, l][0])) for l in 'bmc'))
    print(' '.join('%s %s %d' % (*k, n) for k, n in sorted(fields.items())))

if sys.argv[1] == 'raw':
    for name, _, lines in documents(sys.argv[2]):
        print(json.dumps({'id': name, 'text': '\n'.join(t for _, t in lines)}, ensure_ascii=False))
else:
    score(sys.argv[2], sys.argv[3], len(sys.argv) > 4)
