#!/usr/bin/env python3
"""Labels of sentences whose text is not in this repository: makes them, and puts them back into the text.

  standoff.py raw  SET.conll FIRST-LAST... > in.jsonl      sentences of a set as records for the pipeline
  standoff.py mark OUT.jsonl > marked.txt                  what the pipeline found, one "#NUMBER sentence with [LABEL names]" a line
  standoff.py take marked.txt EDITS.txt > labels.tsv       with the edits applied
  standoff.py text SET.conll labels.tsv > gold.txt         as labelled paragraphs, the format of dev.txt

labels.tsv: number of a sentence in the set (from 0), then its mentions, each behind a tab: "BEGIN-END LABEL" or "BEGIN-END LABEL|form",
in bytes of the sentence as ../train_corpus.c puts its tokens together; "?" where the sentence is to be left out.

Edits, one a line: "NUMBER +LABEL text" labels each occurrence of the text (whole words; "text|form" with its form) and takes away what
it overlaps, "NUMBER -text" takes a label away, "@2" behind the text means the second occurrence, "NUMBER ?" leaves the sentence out.
"""
import json, re, subprocess, sys

MARK = re.compile(r'\[([A-Z]+) ([^\]|]*)(?:\|([^\]]*))?\]')
EDIT = re.compile(r'(\d+) (?:(\?)|\+([A-Z]+) (.+?)|-(.+?))(?: @(\d+))?$')
LEANS_LEFT = re.compile(r"""([.,;:!?%)\]}’”…]+|'s|'S|’s|n't|n’t|'re|'ve|'ll|'d|'m|’re|’ve|’ll|’d|’m|')$""")
LEANS_RIGHT = re.compile(r'([(\[{“‘$£€#]|US\$|A\$|C\$)$')


def sentence_text(tokens):
    text, is_open, is_glued = '', False, True
    for token in tokens:
        before, after = not LEANS_LEFT.match(token), not LEANS_RIGHT.match(token)
        if token == '"':
            before, after = not is_open, is_open
            is_open = not is_open
        if text[-1:] in ("'", '’') and token.lower() in ('s', 't', 've', 're', 'll', 'd', 'm'): before = False
        text += (' ' if before and not is_glued else '') + token
        is_glued = not after
    return text


def sentences(path):
    packed = path.endswith('.zst')
    text = subprocess.run(['zstd', '-dcq', path], check=True, stdout=subprocess.PIPE).stdout if packed else open(path, 'rb').read()
    blocks = ([line.split('\t')[0] for line in block.split('\n') if '\t' in line] for block in text.decode().replace('\r', '').split('\n\n'))
    return [sentence_text(tokens) for tokens in blocks if tokens]


def read_marked(line):
    """Brackets -> plain text, [(begin, end, label, form)]."""
    plain, mentions, at = '', [], 0
    for m in MARK.finditer(line):
        plain += line[at:m.start()]
        mentions.append((len(plain), len(plain) + len(m[2]), m[1], m[3]))
        plain += m[2]
        at = m.end()
    return plain + line[at:], mentions


def marked(text, mentions):
    out, at = '', 0
    for begin, end, label, form in sorted(mentions):
        out += '%s[%s %s%s]' % (text[at:begin], label, text[begin:end], '|' + form if form else '')
        at = end
    return out + text[at:]


def raw(path, *ranges):
    all_sentences = sentences(path)
    for first, last in (r.split('-') for r in ranges):
        for n in range(int(first), int(last) + 1): print(json.dumps({'id': str(n), 'text': all_sentences[n]}, ensure_ascii=False))


def mark(path):
    for record in map(json.loads, open(path, encoding='utf-8')):
        text = record['text']
        mentions = [(e['start'], e['end'], e['label'], e['normal'] or (e['canonical'] if e['canonical'] != text[e['start']:e['end']] else ''))
                    for e in record['ents']]
        print('#%s %s' % (record['id'], marked(text, mentions)))


def apply(edit, text, mentions):
    label, name, occurrence = edit[3], edit[4] or edit[5], int(edit[6] or 0)
    name, _, form = name.partition('|')
    places = [(m.start(), m.end()) for m in re.finditer(r'(?<!\w)' + re.escape(name) + r'(?!\w)', text)]
    if len(places) < max(1, occurrence): print('not in the sentence:', edit[0], file=sys.stderr)
    for begin, end in places[occurrence - 1:occurrence] if occurrence else places:
        mentions = [m for m in mentions if m[1] <= begin or m[0] >= end] if label else [m for m in mentions if m[:2] != (begin, end)]
        if label: mentions.append((begin, end, label, form))
    return mentions


def take(path, edits_path):
    edits = {}
    for line in open(edits_path, encoding='utf-8'):
        edit = EDIT.match(line.strip())
        if edit: edits.setdefault(edit[1], []).append(edit)
        elif line.strip() and not line.startswith('//'): print('not understood:', line.strip(), file=sys.stderr)
    for line in open(path, encoding='utf-8'):
        if not line.startswith('#'): continue
        number, _, sentence = line[1:].rstrip('\n').partition(' ')
        text, mentions = read_marked(sentence)
        own = edits.get(number, [])
        for edit in own:
            if not edit[2]: mentions = apply(edit, text, mentions)
        offset = lambda at: len(text[:at].encode())
        fields = ['%d-%d %s%s' % (offset(b), offset(e), label, '|' + form if form else '') for b, e, label, form in sorted(mentions)]
        print('\t'.join([number] + (['?'] if any(edit[2] for edit in own) else fields)))


def text(path, labels_path):
    """Sentences that follow each other are one document."""
    all_sentences, before = sentences(path), None
    for line in open(labels_path, encoding='utf-8'):
        number, *fields = line.rstrip('\n').split('\t')
        if fields == ['?']: continue
        data, mentions = all_sentences[int(number)].encode(), []
        characters = lambda at: len(data[:int(at)].decode())
        for place, _, rest in (f.partition(' ') for f in fields):
            label, _, form = rest.partition('|')
            mentions.append((*map(characters, place.split('-')), label, form))
        print('## created=' if before is None or int(number) != before + 1 else '', marked(data.decode(), mentions), sep='\n')
        before = int(number)


{'raw': raw, 'mark': mark, 'take': take, 'text': text}[sys.argv[1]](*sys.argv[2:])
