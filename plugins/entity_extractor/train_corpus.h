/* train_corpus.h: labelled texts, cut into words as at run time. */
#ifndef ENTITY_TRAIN_CORPUS_H
#define ENTITY_TRAIN_CORPUS_H
#include "model.h"
#include "train_labels.h"
#include "types.h"

enum { LABEL_UNKNOWN = 255 };

struct sample {
    char *text;
    struct words words;
    uint8_t *gold; /* a label per word */
    uint8_t *
        places; /* what kind of place a word is part of: GPE, LOC, FAC, or TYPE_NONE where nobody says */
    int share; /* percent: how often a pass sees it */
};

struct corpus {
    struct sample *v;
    uint32_t n, room;
};

/* The sentences of a set that is partly labelled by hand: those or the others; the rest has LABEL_UNKNOWN. */
struct selection {
    const struct labels *labels; /* NULL: all */
    enum { UNREAD, READ } which;
};

/* Appends the documents of a file: CoNLL (token TAB tag, sentences by empty lines, 20 a document; .zst too) or
 * labelled paragraphs ("## " begins a document, [LABEL text|form]). Exits with a message when it cannot. */
void corpus_read(struct corpus *, const char *path, int share, struct selection);
/* Sets `slot` of all words. */
void corpus_look_up(struct corpus *, const struct phrases *);
/* What the lists are sure of overrules labels: GMB calls the U.N. a place. */
void corpus_correct(struct corpus *, const struct gazetteer *);
#endif
