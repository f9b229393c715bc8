/* draft.h: a text under repair that remembers where every byte came from.
 *
 * Passes rewrite the text one after the other; each says what it replaces, in ascending order:
 *
 *     draft_begin(d);
 *     draft_replace(d, at, at + 5, "&", 1, "entity");     positions of the text as the pass sees it
 *     draft_end(d);                                       d->text is the new text now
 *
 * In the end `patches` is one sorted list without overlaps that leads from the source to the text. */
#ifndef CLEANER_DRAFT_H
#define CLEANER_DRAFT_H
#include <stddef.h>
#include <stdint.h>

/* Source bytes [begin, end) became text bytes [at, at_end). Between two patches source and text are equal. */
struct patch {
    uint32_t begin, end, at, at_end;
    const char *why; /* of a rule: lives as long as the stage, or in the batch */
};

struct patch_list {
    struct patch *v;
    size_t n, room;
};

struct draft {
    const char *text; /* the source itself until the first replacement */
    size_t n;
    struct patch_list patches;
    /* private */
    const char *source;
    size_t source_n;
    char *buffers[2];
    size_t rooms[2];
    int into; /* the buffer that the pass writes */
    size_t out, copied;
    struct patch_list made, merged;
    int failed;
};

/* Begins with an unchanged text; buffers of earlier texts are used again. */
void draft_open(struct draft *, const char *text, size_t n);
void draft_begin(struct draft *);
void draft_replace(struct draft *, size_t begin, size_t end, const char *with, size_t n,
                   const char *why);
/* Makes the replacements of the pass the current text. 0, or -1 when memory is gone. */
int draft_end(struct draft *);
/* The source byte that byte `at` of the text came from; inside a patch, where the patch begins (or ends, with `end`). */
uint32_t draft_source(const struct draft *, uint32_t at, int end);
void draft_free(struct draft *);
#endif
