/* train_labels.c: reads a file of labels that stand apart from their text. */
#include "train_labels.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(struct labels *l, uint32_t sentence, const char *fields) {
    if (sentence >= l->n) {
        const uint32_t n = 2 * sentence + 64;
        l->of = realloc(l->of, n * sizeof *l->of);
        if (!l->of) exit(1);
        memset(l->of + l->n, 0, (n - l->n) * sizeof *l->of);
        l->n = n;
    }
    l->of[sentence] = fields;
}

static char *read_file(const char *path) {
    FILE *in = fopen(path, "r");
    char *bytes = NULL;
    size_t room = 0;
    if (!in || getdelim(&bytes, &room, 0, in) < 0 || fclose(in)) perror(path), exit(1);
    return bytes;
}

void labels_read(struct labels *l, const char *path) {
    *l = (struct labels){.lines = read_file(path)};
    for (char *p = l->lines; *p;) {
        char *end, *stop = strchrnul(p, '\n');
        const unsigned long number = strtoul(p, &end, 10);
        if (end == p || number > 1u << 24) fprintf(stderr, "%s: wrong\n", path), exit(1);
        put(l, (uint32_t)number, end);
        p = stop + (*stop != 0);
        *stop = 0;
    }
}

void labels_free(struct labels *l) {
    free(l->lines);
    free(l->of);
    *l = (struct labels){0};
}

int labels_leave_out(const struct labels *l, uint32_t sentence) {
    return labels_have(l, sentence) && !strcmp(l->of[sentence], "\t?");
}

int labels_next(const char **at, struct label *label) {
    int n = 0;
    if (sscanf(*at, "\t%u-%u %7[A-Z]%n", &label->begin, &label->end, label->name, &n) != 3)
        return 0;
    *at += n;
    *at += strcspn(*at, "\t");
    return 1;
}
