#!/usr/bin/env python3
"""Writes data/tokenizer/en-openers.txt: words that begin sentences and are hardly ever written with a capital inside one.

  python3 make_openers.py FOLDER/nlp > data/tokenizer/en-openers.txt     (reads ner/gmbfix-train.conll.zst, segmentation/ewt-train.conllu.zst)
"""
import collections, subprocess, sys


def lines(path):
    return subprocess.run(['zstd', '-dcq', path], check=True, stdout=subprocess.PIPE).stdout.decode('utf-8').split('\n')


def sentences(folder):
    """Lists of words."""
    words = []
    for line in lines(folder + '/ner/gmbfix-train.conll.zst'):
        if line:
            words.append(line.split('\t')[0])
        elif words:
            yield words
            words = []
    for line in lines(folder + '/segmentation/ewt-train.conllu.zst'):
        column = line.split('\t')
        if len(column) > 1 and column[0].isdigit():
            words.append(column[1])
        elif not line and words:
            yield words
            words = []


def main():
    first, small, capital = collections.Counter(), collections.Counter(), collections.Counter()
    for words in sentences(sys.argv[1]):
        if sum(w[:1].isupper() for w in words) * 2 > len(words): continue      # a headline
        if words[0].istitle(): first[words[0].lower()] += 1
        for before, word in zip(words, words[1:]):
            if before in '"\'`:-``' or not word.isalpha(): continue
            if word.islower(): small[word] += 1
            elif word.istitle(): capital[word.lower()] += 1
    found = [w for w in small if len(w) > 2 and small[w] >= 5 and capital[w] * 16 <= small[w] and (first[w] or small[w] >= 60)]
    print('# Made by make_openers.py from the Groningen Meaning Bank and UD English EWT; see NOTICE.\n[opener]')
    line = ''
    for word in sorted(found):
        if len(line) + len(word) > 140:
            print(line)
            line = ''
        line += (' ' if line else '') + word
    print(line)


if __name__ == '__main__':
    main()
