"""Measures whether hard-wrapped documents get the verdicts that they get unwrapped, in per cent of characters.

    measure_wrapped.py raw documents.tsv WIDTH STYLE >in.jsonl     records for the pipeline; WIDTH 0: not wrapped; STYLE: blank lines
                                                                   between paragraphs, indent of their first lines, or plain
    measure_wrapped.py score in.jsonl out.jsonl wrapped.jsonl wrapped_out.jsonl
"""
import json, sys, textwrap

STYLES = {'blank': ('\n\n', ''), 'indent': ('\n', '    '), 'plain': ('\n', '')}

def documents(path):
    for number, block in enumerate(open(path, encoding='utf-8').read().split('\n\n')):
        rows = [l.split('\t', 1)[1] for l in block.split('\n') if l and l[0] not in '#=']
        if rows: yield '%03d' % number, rows

def raw(path, width, style):
    between, indent = STYLES[style]
    for name, rows in documents(path):
        lines = [textwrap.fill(r, width, initial_indent=indent) if width else indent + r for r in rows]
        print(json.dumps({'id': name, 'text': between.join(lines)}, ensure_ascii=False))

def records(path): return {d['id']: d for d in map(json.loads, open(path, encoding='utf-8'))}

def verdicts(text, removed):
    gone = bytearray(len(text))
    for r in removed: gone[r['start']:r['end']] = b'\1' * (r['end'] - r['start'])
    return [g for g, c in zip(gone, text) if not c.isspace()]

def score(*paths):
    texts, found, wrapped_texts, wrapped_found = map(records, paths)
    equal = n = 0
    for name, d in texts.items():
        a = verdicts(d['text'], found[name]['removed'])
        b = verdicts(wrapped_texts[name]['text'], wrapped_found[name]['removed'])
        equal, n = equal + sum(x == y for x, y in zip(a, b)), n + len(a)
    print('%.2f %% of %d characters in %d documents' % (100 * equal / n, n, len(texts)))

if sys.argv[1] == 'raw': raw(sys.argv[2], int(sys.argv[3]), sys.argv[4])
else: score(*sys.argv[2:])
