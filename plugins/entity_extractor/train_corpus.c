/* train_corpus.c: reads labelled texts; the spacing of CoNLL tokens is put back by rule. */
#include "train_corpus.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "text-pipeline/pipeline_test.h"

enum { UNKNOWN_SPAN = -2 }; /* a sentence that is not to be learnt */

/* A text that is being put together, with the spans that are labelled in it. */
struct draft {
    char *text;
    size_t n, room;
    struct span {
        uint32_t begin, end;
        int type;
        enum type place;
    } * spans;
    uint32_t spans_n, spans_room;
    int quote_open, is_glued;
};

static void *must(void *p) {
    if (!p) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return p;
}

static void put(struct draft *d, const char *p, size_t n) {
    if (d->n + n + 1 > d->room) d->text = must(realloc(d->text, d->room = 2 * (d->n + n) + 4096));
    memcpy(d->text + d->n, p, n);
    d->n += n;
    d->text[d->n] = 0;
}

static void put_span(struct draft *d, uint32_t begin, uint32_t end, int type, enum type place) {
    if (d->spans_n == d->spans_room)
        d->spans =
            must(realloc(d->spans, (d->spans_room = 2 * d->spans_room + 64) * sizeof *d->spans));
    d->spans[d->spans_n++] = (struct span){begin, end, type, place};
}

/* -1 for labels that the model does not give. */
static int type_of(const char *name, size_t n) {
    static const struct {
        const char *name;
        int type;
    } types[] = {{"PER", 0}, {"PERSON", 0}, {"ORG", 1}, {"LOC", 2},
                 {"GPE", 2}, {"FAC", 2},    {"NORP", 3}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strlen(types[i].name) == n && !memcmp(types[i].name, name, n)) return types[i].type;
    return -1;
}

/* A name labelled by hand, which tells kinds of places apart; in the CoNLL sets they are one. */
static void put_name(struct draft *d, uint32_t begin, uint32_t end, const char *label, size_t n) {
    const int type = type_of(label, n);
    if (type < 0) return;
    const enum type place = type != 2 ? TYPE_NONE : *label == 'G' ? GPE : *label == 'L' ? LOC : FAC;
    put_span(d, begin, end, type, place);
}

static void label_span(struct sample *s, const struct span *span) {
    uint32_t first = 0, last;
    while (first < s->words.n && s->words.v[first].begin < span->begin) first++;
    for (last = first; last < s->words.n && s->words.v[last].end <= span->end; last++) {}
    if (last == first || s->words.v[first].begin != span->begin ||
        s->words.v[last - 1].end != span->end)
        return;
    if (span->type == UNKNOWN_SPAN) {
        memset(s->gold + first, LABEL_UNKNOWN, last - first);
        return;
    }
    if (span->type == 3) {
        if (last == first + 1) s->gold[first] = LABEL_NORP;
        return;
    }
    memset(s->places + first, (int)span->place, last - first);
    for (uint32_t i = first; i < last; i++)
        s->gold[i] = (uint8_t)label_of(span->type, last == first + 1 ? SPAN_ONLY
                                                   : i == first      ? SPAN_FIRST
                                                   : i + 1 == last   ? SPAN_LAST
                                                                     : SPAN_INSIDE);
}

/* A file that is being read: its documents so far. */
struct reading {
    pl_test *test;
    struct draft *done;
    uint32_t n, room;
};

static void finish(struct reading *r, struct draft *d) {
    if (!d->n) return;
    if (r->n == r->room)
        r->done = must(realloc(r->done, (r->room = 2 * r->room + 64) * sizeof *r->done));
    pl_test_add_bytes(r->test, "x", d->text, d->n);
    r->done[r->n++] = *d;
    *d = (struct draft){0};
}

static void add_sample(struct corpus *c, struct draft *d, pl_array tokens, int share) {
    if (c->n == c->room) c->v = must(realloc(c->v, (c->room = 2 * c->room + 64) * sizeof *c->v));
    struct sample *s = &c->v[c->n++];
    *s = (struct sample){.text = d->text, .share = share};
    if (words_read(&s->words, (pl_str){s->text, d->n}, tokens)) must(NULL);
    s->gold = must(calloc(s->words.n + 1, 1));
    s->places = must(calloc(s->words.n + 1, 1));
    for (uint32_t i = 0; i < d->spans_n; i++) label_span(s, &d->spans[i]);
    free(d->spans);
}

static int is_one_of(const char *token, const char *list) {
    char key[24];
    if (strlen(token) > 16) return 0;
    snprintf(key, sizeof key, " %s ", token);
    return strstr(list, key) != NULL;
}

static int leans_left(const char *t) {
    return strspn(t, ".,;:!?%)]}") == strlen(t) ||
           is_one_of(t, " 's 'S n't 're 've 'll 'd 'm ' \xe2\x80\x99s \xe2\x80\x99 \xe2\x80\x9d "
                        "\xe2\x80\xa6 ");
}
static int leans_right(const char *t) {
    return is_one_of(t, " ( [ { \xe2\x80\x9c \xe2\x80\x98 $ \xc2\xa3 \xe2\x82\xac # US$ A$ C$ ");
}

/* Appends a token with the blank that belongs before it. */
static void put_token(struct draft *d, const char *token) {
    static const char *const marks[][2] = {{"``", "\""},   {"''", "\""},   {"-LRB-", "("},
                                           {"-RRB-", ")"}, {"-LSB-", "["}, {"-RSB-", "]"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (!strcmp(token, marks[i][0])) token = marks[i][1];
    int before = !leans_left(token), after = !leans_right(token);
    if (!strcmp(token, "\"")) {
        before = !d->quote_open;
        after = d->quote_open;
        d->quote_open = !d->quote_open;
    }
    if (d->n && d->text[d->n - 1] == '\'' && is_one_of(token, " s t ve re ll d m S ")) before = 0;
    if (before && !d->is_glued && d->n) put(d, " ", 1);
    put(d, token, strlen(token));
    d->is_glued = !after;
}

/* One line of CoNLL; `open` is the span that may go on. */
static void read_tag(struct draft *d, char *line, int *open) {
    char *tag = strrchr(line, '\t');
    *tag++ = 0;
    *strchrnul(line, '\t') = 0;
    put_token(d, line);
    const uint32_t end = (uint32_t)d->n, begin = end - (uint32_t)strlen(line);
    const int type = tag[0] == 'O' ? -1 : type_of(tag + 2, strlen(tag + 2));
    if (type >= 0 && tag[0] == 'I' && *open == type)
        d->spans[d->spans_n - 1].end = end;
    else if (type >= 0)
        put_span(d, d->text[end - 1] == '"' ? end - 1 : begin, end, type, TYPE_NONE);
    *open = type;
}

/* The labels of a sentence, which begins at `begin` with its first span at `span`, by the hands that read it. Of a set with such labels
 * either those sentences are taken or all the others. */
static void take_by_hand(struct draft *d, uint32_t begin, uint32_t span, uint32_t sentence,
                         const struct selection *s) {
    const int is_read = labels_have(s->labels, sentence);
    if (!is_read && s->which == UNREAD) return;
    d->spans_n = span;
    if (is_read != (s->which == READ) || labels_leave_out(s->labels, sentence)) {
        put_span(d, begin, (uint32_t)d->n, UNKNOWN_SPAN, TYPE_NONE);
        return;
    }
    struct label label;
    for (const char *at = s->labels->of[sentence]; labels_next(&at, &label);) {
        put_name(d, begin + label.begin, begin + label.end, label.name, strlen(label.name));
    }
}

static void read_conll(struct reading *r, FILE *in, const struct selection *s) {
    struct draft d = {0};
    char *line = NULL;
    size_t room = 0;
    int open = -1, tokens = 0;
    uint32_t sentences = 0, begin = 0, span = 0;
    for (ssize_t n; (n = getline(&line, &room, in)) >= 0;) {
        while (n && (line[n - 1] == '\n' || line[n - 1] == '\r')) line[--n] = 0;
        if (strchr(line, '\t')) {
            if (tokens++ == 0 && d.n) put(&d, "\n\n", 2);
            if (tokens == 1) {
                d.is_glued = 1, d.quote_open = 0;
                begin = (uint32_t)d.n, span = d.spans_n;
            }
            read_tag(&d, line, &open);
        } else if (n == 0 && tokens) {
            open = -1;
            tokens = 0;
            if (s->labels) take_by_hand(&d, begin, span, sentences, s);
            if (++sentences % 20 == 0) finish(r, &d);
        }
    }
    finish(r, &d);
    free(line);
}

/* "[LABEL text|form]" becomes a span of "text". */
static void read_marked(struct draft *d, const char *p) {
    while (*p) {
        const char *mark = strchrnul(p, '[');
        put(d, p, (size_t)(mark - p));
        if (!*mark) return;
        const char *blank = strchr(mark, ' '), *end = strchr(mark, ']');
        if (!blank || !end || blank > end) return;
        const char *bar = memchr(blank, '|', (size_t)(end - blank));
        const uint32_t begin = (uint32_t)d->n;
        put(d, blank + 1, (size_t)((bar ? bar : end) - blank - 1));
        put_name(d, begin, (uint32_t)d->n, mark + 1, (size_t)(blank - mark - 1));
        p = end + 1;
    }
}

static void read_paragraphs(struct reading *r, FILE *in) {
    struct draft d = {0};
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, in) >= 0) {
        if (!strncmp(line, "## ", 3))
            finish(r, &d);
        else
            read_marked(&d, line);
    }
    finish(r, &d);
    free(line);
}

static int has_end(const char *path, const char *end) {
    const size_t n = strlen(path), k = strlen(end);
    return n > k && !strcmp(path + n - k, end);
}

static FILE *open_file(const char *path, int is_packed) {
    char command[4096];
    snprintf(command, sizeof command, "zstd -dcq '%s'", path);
    FILE *in = is_packed ? popen(command, "r") : fopen(path, "r");
    if (!in) perror(path), exit(1);
    return in;
}

void corpus_read(struct corpus *c, const char *path, int share, struct selection s) {
    const int is_packed = has_end(path, ".zst");
    FILE *in = open_file(path, is_packed);
    struct reading r = {
        .test =
            pl_test_open("[pipeline]\nstages = tokenizer\n[tokenizer]\nline_breaks = paragraph\n")};
    if (has_end(path, ".txt"))
        read_paragraphs(&r, in);
    else
        read_conll(&r, in, &s);
    if (is_packed ? pclose(in) : fclose(in)) perror(path), exit(1);
    if (pl_test_run(r.test) != PL_OK || !r.n)
        fprintf(stderr, "%s: %s\n", path, r.n ? pl_test_error(r.test) : "no documents"), exit(1);
    for (uint32_t i = 0; i < r.n; i++)
        add_sample(c, &r.done[i], pl_test_layer(r.test, i, "tokens"), share);
    free(r.done);
    pl_test_close(r.test);
}

static int model_type(const struct name *name) {
    switch (name->type) {
    case PERSON: return 0;
    case ORG: return 1;
    case GPE:
    case LOC:
    case FAC: return 2;
    case NORP: return 3;
    default: return -1;
    }
}

static void correct(struct sample *s, const struct gazetteer *g) {
    for (uint32_t i = 0; i < s->words.n; i++) {
        uint32_t end;
        const struct name *name = gazetteer_find(g, &s->words, i, &end);
        const int type = name && name->level == NAME_SURE ? model_type(name) : -1,
                  label = s->gold[i];
        if (type < 0 || label == LABEL_UNKNOWN) continue;
        if (type == 3 && end == i + 1 && (label == LABEL_NONE || label == LABEL_NORP)) {
            s->gold[i] = LABEL_NORP;
        } else if (type < 3 && label != LABEL_NONE && label_type(label) < 3 &&
                   (label_place(label) == SPAN_ONLY
                        ? end == i + 1
                        : label_place(label) == SPAN_FIRST &&
                              label_place(s->gold[end - 1]) == SPAN_LAST)) {
            for (uint32_t k = i; k < end; k++)
                if (s->gold[k] && label_type(s->gold[k]) < 3)
                    s->gold[k] = (uint8_t)label_of(type, label_place(s->gold[k]));
        }
        i = end - 1;
    }
}

void corpus_look_up(struct corpus *c, const struct phrases *p) {
    for (uint32_t i = 0; i < c->n; i++) phrases_look_up(p, &c->v[i].words);
}

void corpus_correct(struct corpus *c, const struct gazetteer *g) {
    for (uint32_t i = 0; i < c->n; i++) correct(&c->v[i], g);
}
