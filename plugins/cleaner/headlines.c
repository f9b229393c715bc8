/* headlines.c: lists of other articles behind the body, without a marker. */
#include "headlines.h"
#include "shapes.h"

/* Counts of the lines behind the body that no rule has taken. */
struct tail {
    uint32_t lines, words;
    uint32_t headings; /* of 6 to 30 words */
    uint32_t ends, figures,
        parts; /* lines with a full stop, that begin with a figure, of a sentence or list */
    uint32_t colons; /* lines that announce something */
    struct shared shared;
};

static struct tail measure_tail(const struct judge *j) {
    struct tail t = {0};
    for (uint32_t i = j->last_body + 1; i < j->words->lines; i++) {
        const struct line *l = judge_line(j, i);
        if (j->verdict[i].why || !l->words) continue;
        const struct shared *const s = judge_shared(j, i);
        const char first = j->text[l->begin];
        t.shared.n += s->n;
        t.shared.of += s->of;
        t.shared.stops += s->stops;
        t.words += l->words;
        t.headings += l->words >= 6 && l->words <= 30;
        t.ends += (l->marks & LINE_STOP) || shape_is_speech(j->text, l);
        t.figures += first >= '0' && first <= '9';
        t.parts += (l->marks & (LINE_LOWER | LINE_BULLET)) != 0;
        t.colons += (l->marks & LINE_COLON) != 0;
        t.lines++;
    }
    return t;
}

/* Many lines, hardly a full stop, little of what the body speaks of. */
static int is_long_list(const struct tail *t) {
    enum { LINES = 6 };
    return t->lines >= LINES && 2 * t->headings >= t->lines && 4 * t->ends < t->lines &&
           4 * t->parts < t->lines && 10 * t->figures < 3 * t->lines &&
           10 * t->shared.n <= 4 * t->shared.of;
}

/* Two lines or more, every one of them as long as a headline and without an end. */
static int is_short_list(const struct tail *t) {
    return t->lines >= 2 && t->headings == t->lines && !t->ends && !t->parts &&
           2 * t->figures <= t->lines && 20 * t->shared.n <= 11 * t->shared.of;
}

/* Headlines of other articles behind the body, without a marker: they speak in sentences, and no colon announces them as a list. */
void headlines_drop(struct judge *j) {
    enum { BODIES = 4 };
    if (j->bodies[j->words->lines] < BODIES) return;
    const struct tail t = measure_tail(j);
    if (t.colons || (judge_line(j, j->last_body)->marks & LINE_COLON)) return;
    if (5 * t.words > 4 * j->before[j->last_body + 1] || 10 * t.shared.stops < t.words) return;
    if (!is_long_list(&t) && !is_short_list(&t)) return;
    for (uint32_t i = j->last_body + 1; i < j->words->lines; i++) {
        judge_drop(j, i, "structure:headlines");
        j->verdict[i].section = 1;
    }
}
