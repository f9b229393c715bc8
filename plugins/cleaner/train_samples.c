/* train_samples.c: a pattern is drawn from as a grammar: one of the alternatives, an option or not, nothing for words of any kind. */
#include "train_samples.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "model.h"
#include "train_common.h"

enum { DRAWS = 6, LONGEST = 2000, DEFINITIONS = 64 };

/* Own lines count most, for there are few; each line of a page comes in the outputs of several extractors. */
static const double own = 2, drawn = 0.7, page_content = 3, sentence = 2;

static uint32_t chance(struct samples *s, uint32_t of) {
    return (uint32_t)(next_random(&s->random) >> 20) % of;
}

static void add(struct samples *s, const struct words *w, const struct line *l, struct sample one) {
    uint32_t cells[MODEL_WORD_FEATURES];
    if (!(one.n = model_word_features(w, l, cells))) return;
    if (s->n == s->room) s->v = check(realloc(s->v, (s->room = s->room * 2 + 1024) * sizeof *s->v));
    one.cells = check(malloc(one.n * sizeof *cells));
    memcpy(one.cells, cells, one.n * sizeof *cells);
    s->v[s->n++] = one;
}

static void add_text(struct samples *s, const char *text, size_t n, struct sample one) {
    struct words w = {0};
    check(words_scan(&w, text, n) ? NULL : &w);
    for (uint32_t i = 0; i < w.lines; i++) add(s, &w, &w.line[i], one);
    words_free(&w);
}

void samples_add_lines(struct samples *s, const char *file, size_t n) {
    for (const char *p = file, *end = file + n, *stop; p < end; p = stop + 1) {
        if (!(stop = memchr(p, '\n', (size_t)(end - p)))) stop = end;
        const char *tab = memchr(p, '\t', (size_t)(stop - p));
        tab = tab ? memchr(tab + 1, '\t', (size_t)(stop - tab - 1)) : NULL;
        if (tab && *p != '#')
            add_text(s, tab + 1, (size_t)(stop - tab - 1),
                     (struct sample){.weight = own, .fold = -1, .is_boilerplate = *p == 'b'});
    }
}

void samples_add_page(struct samples *s, const struct words *w, const char *text, const char *label,
                      int fold, double rest) {
    for (uint32_t i = 0; i < w->lines; i++) {
        const struct line *l = &w->line[i];
        const int is_content = label[i] == 'c';
        if (label[i] == 't') continue;
        add(s, w, l,
            (struct sample){.weight = is_content ? page_content : rest,
                            .fold = fold,
                            .is_boilerplate = !is_content});
        for (const char *p = text + l->begin, *end = text + l->end, *dot; is_content && p < end;
             p = dot + 2) {
            if (!(dot = memmem(p, (size_t)(end - p), ". ", 2))) break;
            add_text(s, p, (size_t)(dot + 1 - p),
                     (struct sample){.weight = sentence, .fold = fold});
        }
    }
}

/* ---- lines drawn from patterns ---- */

struct definition {
    const char *name, *text, *end;
    size_t name_n;
};

struct drawing {
    struct samples *samples;
    struct definition known[DEFINITIONS];
    int n;
    char line[LONGEST];
    size_t used;
};

static void draw(struct drawing *, const char *p, const char *end);

static void write_word(struct drawing *d, const char *p, size_t n) {
    if (d->used + n + 1 > LONGEST) return;
    memcpy(d->line + d->used, p, n);
    d->used += n;
    d->line[d->used++] = ' ';
}

/* The separator at p's own depth, or the end. */
static const char *part_end(const char *p, const char *end, char separator) {
    for (int depth = 0; p < end; p++) {
        if (!depth && *p == separator) return p;
        depth += *p == '{' ? 1 : *p == '}' ? -1 : 0;
    }
    return end;
}

/* One of the parts between separators. */
static void draw_one(struct drawing *d, const char *p, const char *end, char separator) {
    uint32_t n = 1;
    for (const char *q = part_end(p, end, separator); q < end; q = part_end(q + 1, end, separator))
        n++;
    for (uint32_t k = chance(d->samples, n); k; k--) p = part_end(p, end, separator) + 1;
    draw(d, p, part_end(p, end, separator));
}

static void draw_token(struct drawing *d, const char *p, size_t n) {
    if (*p == '*') return;
    if (*p == '#') {
        write_word(d, "7", 1);
        return;
    }
    for (int i = 0; (*p == '$' || *p == '@') && i < d->n; i++)
        if (d->known[i].name_n == n && !memcmp(d->known[i].name, p, n)) {
            draw_one(d, d->known[i].text, d->known[i].end, *p == '$' ? '|' : ' ');
            return;
        }
    write_word(d, p, n);
}

static void draw(struct drawing *d, const char *p, const char *end) {
    while (p < end) {
        if (*p == ' ') {
            p++;
            continue;
        }
        const int skipped = *p == '?' && chance(d->samples, 2);
        p += *p == '?';
        if (p < end && *p == '{') {
            const char *close = part_end(p + 1, end, '}');
            if (!skipped) draw_one(d, p + 1, close, '|');
            p = close + 1;
            if (p < end && *p == '+') p++;
            continue;
        }
        size_t n = 0;
        while (p + n < end && !strchr(" {|}", p[n])) n++;
        if (!skipped && n) draw_token(d, p, n);
        p += n ? n : 1;
    }
}

static void draw_pattern(struct drawing *d, const char *p, const char *end) {
    while (p + 1 < end && p[1] == ' ' && strchr("[(>:|", *p)) p += 2;
    for (int i = 0; i < DRAWS; i++) {
        d->used = 0;
        draw(d, p, end);
        if (d->used)
            add_text(d->samples, d->line, d->used - 1,
                     (struct sample){.weight = drawn, .fold = -1, .is_boilerplate = 1});
    }
}

static int drops(const char *action, size_t n) {
    return (n == 4 && (!memcmp(action, "drop", n) || !memcmp(action, "edge", n))) ||
           (n == 7 && !memcmp(action, "section", n));
}

void samples_add_lexicon(struct samples *s, const char *file, size_t n) {
    static struct drawing d;
    d = (struct drawing){.samples = s};
    for (const char *p = file, *end = file + n, *stop; p < end; p = stop + 1) {
        if (!(stop = memchr(p, '\n', (size_t)(end - p)))) stop = end;
        const char *tab = memchr(p, '\t', (size_t)(stop - p));
        if (!tab || *p == '#') continue;
        const char *tab2 = memchr(tab + 1, '\t', (size_t)(stop - tab - 1));
        if ((*p == '$' || *p == '@') && d.n < DEFINITIONS)
            d.known[d.n++] = (struct definition){p, tab + 1, stop, (size_t)(tab - p)};
        else if (tab2 && drops(tab + 1, (size_t)(tab2 - tab - 1)))
            draw_pattern(&d, tab2 + 1, stop);
    }
}
