#!/usr/bin/env python3
"""Writes unicode_tables.c: one record of properties for each code point, as a two-stage table.

  python3 make_tables.py [/usr/share/unicode] > unicode_tables.c      (Debian package unicode-data)
"""
import sys

WORD = ['Other', 'CR', 'LF', 'Newline', 'Extend', 'ZWJ', 'Format', 'Katakana', 'Hebrew_Letter', 'ALetter', 'Single_Quote',
        'Double_Quote', 'MidNumLet', 'MidLetter', 'MidNum', 'Numeric', 'ExtendNumLet', 'WSegSpace', 'Regional_Indicator']
SENTENCE = ['Other', 'CR', 'LF', 'Sep', 'Extend', 'Format', 'Sp', 'Lower', 'Upper', 'OLetter', 'Numeric', 'ATerm', 'SContinue',
            'STerm', 'Close']
CLASS = ['SYMBOL', 'SPACE', 'BREAK', 'LOWER', 'UPPER', 'LETTER', 'IDEOGRAPH', 'HIRAGANA', 'KATAKANA', 'COMPLEX', 'DIGIT', 'MARK',
         'PUNCTUATION', 'OPEN', 'CLOSE', 'DASH', 'TERMINATOR', 'CURRENCY', 'EMOJI', 'APOSTROPHE', 'ELLIPSIS']
BLOCK = 128


def ranges(path):
    """(first, last, value) of each line of a UCD property file."""
    for line in open(path, encoding='utf-8'):
        parts = [p.strip() for p in line.split('#')[0].split(';')]
        if len(parts) >= 2:
            first, _, last = parts[0].partition('..')
            yield int(first, 16), int(last or first, 16), parts[1]


def fill(table, path, number=lambda value: value):
    for first, last, value in ranges(path):
        value = number(value)
        if value is not None:
            table[first:last + 1] = [value] * (last + 1 - first)
    return table


def wanted(*names):
    return lambda value: value if value in names else None


def news_class(cp, category, script, line_break, sentence, pictographic, ignorable):
    """What the scanner of mode = news needs to know of a code point."""
    if cp in (0x0A, 0x0D, 0x0B, 0x0C, 0x85, 0x2028, 0x2029): return 'BREAK'
    if category == 'Zs' or cp == 9: return 'SPACE'
    if cp in (0x27, 0x2019, 0x02BC, 0xFF07): return 'APOSTROPHE'
    if cp == 0x2026: return 'ELLIPSIS'
    if category[0] == 'M' or ignorable or category in ('Cf', 'Cc', 'Cn', 'Co', 'Cs'):
        return 'EMOJI' if pictographic else 'MARK'
    if category[0] in 'LN' and category not in ('Nd', 'No'):
        if line_break == 'SA': return 'COMPLEX'
        if script == 'Han': return 'IDEOGRAPH'
        if script == 'Hiragana' and category == 'Lo': return 'HIRAGANA'
        if script == 'Katakana' or cp in (0x30FC, 0xFF70): return 'KATAKANA'
        return 'UPPER' if sentence == 'Upper' else 'LOWER' if sentence == 'Lower' else 'LETTER'
    if category in ('Nd', 'No'): return 'DIGIT'
    if sentence == 'STerm' or (sentence == 'ATerm' and cp != 0x2E): return 'TERMINATOR'
    if category in ('Ps', 'Pi') or cp in (0x201E, 0x201A, 0xBF, 0xA1): return 'OPEN'
    if category in ('Pe', 'Pf'): return 'CLOSE'
    if category == 'Pd' or cp == 0x2212: return 'DASH'
    if category == 'Sc': return 'CURRENCY'
    if category[0] == 'P': return 'PUNCTUATION'
    if 0x1F1E6 <= cp <= 0x1F1FF or (pictographic and cp > 0x203C and cp not in (0x2122, 0x2139)): return 'EMOJI'
    if 0x1F3FB <= cp <= 0x1F3FF: return 'MARK'
    return 'SYMBOL'


def records(root):
    size = 0x110000
    word = fill([0] * size, root + '/auxiliary/WordBreakProperty.txt', WORD.index)
    sentence = fill([0] * size, root + '/auxiliary/SentenceBreakProperty.txt', SENTENCE.index)
    category = fill(['Cn'] * size, root + '/extracted/DerivedGeneralCategory.txt')
    script = fill([''] * size, root + '/Scripts.txt', wanted('Han', 'Hiragana', 'Katakana'))
    complex_ = fill([''] * size, root + '/LineBreak.txt', wanted('SA'))
    pictographic = fill([''] * size, root + '/emoji/emoji-data.txt', wanted('Extended_Pictographic'))
    ignorable = fill([''] * size, root + '/DerivedCoreProperties.txt', wanted('Default_Ignorable_Code_Point'))
    for cp in range(size):
        name = news_class(cp, category[cp], script[cp], complex_[cp], SENTENCE[sentence[cp]], bool(pictographic[cp]),
                          bool(ignorable[cp]))
        yield word[cp], sentence[cp], CLASS.index(name), int(bool(pictographic[cp]))


def rows(values, per_line):
    for i in range(0, len(values), per_line):
        print('    ' + ','.join(map(str, values[i:i + per_line])) + ',')


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else '/usr/share/unicode'
    version = open(root + '/ReadMe.txt').read().split('Version ')[1].split(' ')[0].rstrip('.')
    all_records, kinds, plane = {}, [], []
    for record in records(root):
        if record not in all_records:
            all_records[record] = len(kinds)
            kinds.append(record)
        plane.append(all_records[record])
    blocks, index = {}, []
    for i in range(0, len(plane), BLOCK):
        block = tuple(plane[i:i + BLOCK])
        index.append(blocks.setdefault(block, len(blocks)))
    while len(index) > 2 and index[-1] == index[-2]: index.pop()     # the table ends where one block repeats for ever
    print('/* unicode_tables.c: properties of code points. Made by make_tables.py from Unicode %s; do not edit. */' % version)
    print('/* clang-format off */\n#include "unicode.h"\n')
    print('const char unicode_version[] = "%s";\n' % version)
    print('const struct unicode_record unicode_records[] = {   /* word break, sentence break, class, pictographic */')
    rows(['{%d,%d,%d,%d}' % record for record in kinds], 8)
    print('};\nconst uint32_t unicode_index_n = %d;\nconst uint16_t unicode_index[] = {' % len(index))
    rows(index, 48)
    print('};\nconst uint8_t unicode_blocks[][%d] = {' % BLOCK)
    rows(['{' + ','.join(map(str, block)) + '}' for block in blocks], 2)
    print('};')


if __name__ == '__main__':
    main()
