/* train_labels.h: labels made by hand for sentences of a set whose text is elsewhere (gold/standoff.py has the format). */
#ifndef ENTITY_TRAIN_LABELS_H
#define ENTITY_TRAIN_LABELS_H
#include <stdint.h>

struct label {
    uint32_t begin, end; /* bytes of the sentence */
    char name[8];
};

struct labels {
    char *lines; /* the file; ends of lines are zeros */
    const char **of; /* behind the number of each sentence; NULL: nobody has read it */
    uint32_t n;
};

/* Exits with a message when it cannot. */
void labels_read(struct labels *, const char *path);
void labels_free(struct labels *);
/* Was the sentence read by a person? */
static inline int labels_have(const struct labels *l, uint32_t sentence) {
    return sentence < l->n && l->of[sentence];
}
/* Was it read and left out? */
int labels_leave_out(const struct labels *, uint32_t sentence);
/* The label at *at, which begins as of[sentence] and moves on; 0 behind the last one. */
int labels_next(const char **at, struct label *);
#endif
