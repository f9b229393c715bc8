/* treebank_test.c: F1 of tokens and sentences on Universal Dependencies, where the data are at hand: $PIPELINE_SHARED or ../shared. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "text-pipeline/pipeline_test.h"

struct spans {
    pl_span *v;
    uint32_t n, room;
};

/* One document of a treebank: its raw text, and the units that annotators found in it. */
struct gold {
    char name[64], *text;
    uint32_t n, room;
    struct spans tokens, sentences;
};

struct treebank {
    struct gold *v;
    uint32_t n;
};

static void *grow(void *p, uint32_t *room, uint32_t needed, size_t size) {
    if (needed <= *room) return p;
    *room = needed * 2 + 64;
    p = realloc(p, *room * size);
    cr_assert(p != NULL);
    return p;
}

static void add_span(struct spans *s, uint32_t begin, uint32_t end) {
    s->v = grow(s->v, &s->room, s->n + 1, sizeof *s->v);
    s->v[s->n++] = (pl_span){begin, end};
}

static void add_text(struct gold *g, const char *p, size_t n) {
    g->text = grow(g->text, &g->room, g->n + (uint32_t)n + 1, 1);
    memcpy(g->text + g->n, p, n);
    g->n += (uint32_t)n;
}

static struct gold *add_document(struct treebank *t, const char *name) {
    t->v = realloc(t->v, (t->n + 1) * sizeof *t->v);
    cr_assert(t->v != NULL);
    t->v[t->n] = (struct gold){0};
    snprintf(t->v[t->n].name, sizeof t->v->name, "%.60s", name);
    return &t->v[t->n++];
}

static void end_paragraph(struct gold *g) {
    while (g->n && g->text[g->n - 1] == ' ') g->n--;
    if (g->n) add_text(g, "\n\n", 2);
}

/* A row of CoNLL-U. A token of several words stands before its words, "3-4"; these are passed over. */
static void add_row(struct gold *g, char *row, int *covered, int *first) {
    char *column[10], *p = row;
    int n = 0, from, to;
    while (n < 10 && (column[n] = strsep(&p, "\t")) != NULL) n++;
    if (n < 10 || strchr(column[0], '.')) return;
    if (sscanf(column[0], "%d-%d", &from, &to) == 2)
        *covered = to;
    else if (atoi(column[0]) <= *covered)
        return;
    const uint32_t begin = g->n;
    add_text(g, column[1], strlen(column[1]));
    add_span(&g->tokens, begin, g->n);
    if (*first) add_span(&g->sentences, begin, g->n);
    g->sentences.v[g->sentences.n - 1].end = g->n;
    *first = 0;
    if (!strstr(column[9], "SpaceAfter=No")) add_text(g, " ", 1);
}

static void read_treebank(FILE *f, struct treebank *t) {
    char *line = NULL;
    size_t room = 0;
    int covered = 0, first = 1;
    for (ssize_t n; (n = getline(&line, &room, f)) > 0;) {
        line[strcspn(line, "\r\n")] = 0;
        if (!strncmp(line, "# newdoc", 8)) {
            const char *const name = strchr(line, '=');
            add_document(t, name ? name + 2 : "");
        } else if (!strncmp(line, "# newpar", 8))
            end_paragraph(&t->v[t->n - 1]);
        else if (!*line)
            covered = 0, first = 1;
        else if (*line != '#')
            add_row(&t->v[t->n - 1], line, &covered, &first);
    }
    free(line);
}

static uint32_t count_equal(const struct spans *gold, const pl_array *found) {
    uint32_t equal = 0, i = 0;
    for (uint32_t j = 0; j < found->n; j++) {
        const pl_span *s = pl_at(*found, j);
        while (i < gold->n && gold->v[i].begin < s->begin) i++;
        equal += i < gold->n && gold->v[i].begin == s->begin && gold->v[i].end == s->end;
    }
    return equal;
}

static double f1_of(const struct treebank *t, const pl_test *test, const char *layer,
                    const char *only) {
    double gold = 0, found = 0, right = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        if (strncmp(t->v[i].name, only, strlen(only)) != 0) continue;
        const pl_array units = pl_test_layer(test, i, layer);
        const struct spans *const want =
            strcmp(layer, "tokens") ? &t->v[i].sentences : &t->v[i].tokens;
        gold += want->n;
        found += units.n;
        right += count_equal(want, &units);
    }
    return 200 * right / (gold + found);
}

static FILE *open_data(const char *name) {
    char path[512], command[600];
    const char *const shared = getenv("PIPELINE_SHARED");
    snprintf(path, sizeof path, "%s/data/nlp/segmentation/%s", shared ? shared : "../shared", name);
    snprintf(command, sizeof command, "zstd -dcq '%s'", path);
    if (access(path, R_OK) != 0) {
        cr_log_warn("%s is not there", path);
        cr_skip_test("no data");
    }
    return popen(command, "r");
}

struct goal {
    const char *only;
    double tokens, sentences;
};

static void check(const char *name, const struct goal *goals) {
    struct treebank t = {0};
    FILE *f = open_data(name);
    read_treebank(f, &t);
    cr_assert_eq(pclose(f), 0);
    pl_test *test = pl_test_open("[pipeline]\nstages = tokenizer\n");
    for (uint32_t i = 0; i < t.n; i++) pl_test_add_bytes(test, t.v[i].name, t.v[i].text, t.v[i].n);
    cr_assert_eq(pl_test_run(test), PL_OK, "%s", pl_test_error(test));
    for (; goals->only; goals++) {
        const double tokens = f1_of(&t, test, "tokens", goals->only);
        const double sentences = f1_of(&t, test, "sents", goals->only);
        fprintf(stderr, "%s %s: tokens %.2f, sentences %.2f\n", name, goals->only, tokens,
                sentences);
        cr_expect_geq(tokens, goals->tokens);
        cr_expect_geq(sentences, goals->sentences);
    }
    pl_test_close(test);
    for (uint32_t i = 0; i < t.n; i++)
        free(t.v[i].text), free(t.v[i].tokens.v), free(t.v[i].sentences.v);
    free(t.v);
}

Test(treebank, english_web) {
    static const struct goal goals[] = {{"", 99.3, 83}, {NULL, 0, 0}};
    check("ewt-dev.conllu.zst", goals);
}

Test(treebank, english_of_many_kinds) {
    static const struct goal goals[] = {{"", 99.7, 96}, {"GUM_news", 100, 100}, {NULL, 0, 0}};
    check("gum-dev.conllu.zst", goals);
}
