/* siblings.c: one date of a tour, one name of a roster, one of several quotations is no leftover if the others are none. */
#include "siblings.h"
#include <string.h>

/* Do two lines look like items of one list: as long, with the same begin and end? */
static int is_sibling(const struct line *a, const struct line *b) {
    enum {
        KIND = LINE_STOP | LINE_DOTS | LINE_COLON | LINE_BRACKET | LINE_QUOTE | LINE_BULLET |
               LINE_URL | LINE_MAIL | LINE_LOWER | LINE_LABEL,
        SPARE = 2
    };
    if ((a->marks & KIND) != (b->marks & KIND) || !b->words) return 0;
    return a->words <= 2 * b->words + SPARE && b->words <= 2 * a->words + SPARE;
}

/* Does a sibling of line i stay among the next two lines in that direction? */
static int stays(const struct judge *j, uint32_t i, int step) {
    enum { FAR = 2 };
    for (int k = 1; k <= FAR; k++) {
        const int64_t at = (int64_t)i + k * step;
        if (at < 0 || at >= j->words->lines) return 0;
        const struct verdict *v = &j->verdict[at];
        if (!v->why && !v->zone && is_sibling(judge_line(j, i), judge_line(j, (uint32_t)at)))
            return 1;
    }
    return 0;
}

void siblings_spare(struct judge *j) {
    for (uint32_t i = 0; i < j->words->lines; i++) {
        const char *const why = j->verdict[i].why;
        if (why && !strncmp(why, "model:", 6) && stays(j, i, -1) && stays(j, i, 1))
            j->verdict[i].why = NULL;
    }
}
