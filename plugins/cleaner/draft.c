/* draft.c: passes over a text and the list of patches that leads back to the source. */
#include "draft.h"
#include <stdlib.h>
#include <string.h>

void draft_open(struct draft *d, const char *text, size_t n) {
    d->text = d->source = text;
    d->n = d->source_n = n;
    d->patches.n = d->made.n = 0;
    d->into = 0;
    d->failed = 0;
}

void draft_begin(struct draft *d) {
    d->made.n = 0;
    d->out = d->copied = 0;
}

static int reserve(struct draft *d, size_t n) {
    const int b = d->into;
    if (n <= d->rooms[b]) return 1;
    const size_t room = n + n / 2 + 4096;
    char *p = realloc(d->buffers[b], room);
    if (!p) return d->failed = 1, 0;
    d->buffers[b] = p;
    d->rooms[b] = room;
    return 1;
}

static void append(struct draft *d, const char *s, size_t n) {
    if (!n || !reserve(d, d->out + n)) return;
    memcpy(d->buffers[d->into] + d->out, s, n);
    d->out += n;
}

static void push(struct draft *d, struct patch_list *l, struct patch p) {
    if (l->n == l->room) {
        const size_t room = l->room * 2 + 256;
        struct patch *v = realloc(l->v, room * sizeof *v);
        if (!v) {
            d->failed = 1;
            return;
        }
        l->v = v;
        l->room = room;
    }
    l->v[l->n++] = p;
}

void draft_replace(struct draft *d, size_t begin, size_t end, const char *with, size_t n,
                   const char *why) {
    if (d->failed) return;
    append(d, d->text + d->copied, begin - d->copied);
    const size_t at = d->out;
    append(d, with, n);
    d->copied = end;
    push(d, &d->made,
         (struct patch){(uint32_t)begin, (uint32_t)end, (uint32_t)at, (uint32_t)d->out, why});
}

/* One step of the merge: a stretch of the middle text that old and new patches cover together. */
struct stretch {
    int64_t begin, end; /* in the middle text */
    int64_t source,
        target; /* source = middle + source, up to the begin of the stretch; target likewise */
    const char *why_old, *why_new;
};

static int touches(const struct stretch *s, int64_t begin, int64_t end) {
    return begin < s->end && (end > s->begin || begin > s->begin);
}

/* Joins `old` (source to middle) and `made` (middle to text) to one list (source to text). */
static void compose(struct draft *d) {
    const struct patch *o = d->patches.v, *o_end = o + d->patches.n;
    const struct patch *m = d->made.v, *m_end = m + d->made.n;
    int64_t to_source = 0, to_target = 0;
    d->merged.n = 0;
    while (o < o_end || m < m_end) {
        const int old_first = m == m_end || (o < o_end && o->at <= m->begin);
        struct stretch s = {old_first ? o->at : m->begin,
                            old_first ? o->at : m->begin,
                            to_source,
                            to_target,
                            NULL,
                            NULL};
        for (int first = 1;; first = 0) {
            if (o < o_end && ((first && old_first) || touches(&s, o->at, o->at_end))) {
                if (o->at_end > s.end) s.end = o->at_end;
                to_source = (int64_t)o->end - o->at_end;
                s.why_old = s.why_old ? s.why_old : o->why;
                o++;
            } else if (m < m_end && ((first && !old_first) || touches(&s, m->begin, m->end))) {
                if (m->end > s.end) s.end = m->end;
                to_target = (int64_t)m->at_end - m->end;
                s.why_new = m->why;
                m++;
            } else
                break;
        }
        const struct patch p = {(uint32_t)(s.begin + s.source), (uint32_t)(s.end + to_source),
                                (uint32_t)(s.begin + s.target), (uint32_t)(s.end + to_target),
                                NULL};
        push(d, &d->merged, p);
        if (d->failed) return;
        d->merged.v[d->merged.n - 1].why =
            s.why_new && (p.at == p.at_end || !s.why_old) ? s.why_new : s.why_old;
    }
}

static void swap_lists(struct patch_list *a, struct patch_list *b) {
    const struct patch_list t = *a;
    *a = *b;
    *b = t;
}

int draft_end(struct draft *d) {
    if (!d->made.n || d->failed) return d->failed ? -1 : 0;
    append(d, d->text + d->copied, d->n - d->copied);
    if (!reserve(d, d->out + 1)) return -1;
    if (d->patches.n) {
        compose(d);
        swap_lists(&d->patches, &d->merged);
    } else
        swap_lists(&d->patches, &d->made);
    d->text = d->buffers[d->into];
    d->n = d->out;
    d->into ^= 1;
    return d->failed ? -1 : 0;
}

uint32_t draft_source(const struct draft *d, uint32_t at, int end) {
    size_t low = 0, high = d->patches.n; /* the first patch that ends behind `at` */
    while (low < high) {
        const size_t mid = (low + high) / 2;
        if (d->patches.v[mid].at_end <= at)
            low = mid + 1;
        else
            high = mid;
    }
    /* With `end`, a deletion right at `at` stays outside: step back over it. */
    while (end && low && d->patches.v[low - 1].at == at) low--;
    if (low < d->patches.n && d->patches.v[low].at < at)
        return end ? d->patches.v[low].end : d->patches.v[low].begin;
    return low ? at - d->patches.v[low - 1].at_end + d->patches.v[low - 1].end : at;
}

void draft_free(struct draft *d) {
    free(d->buffers[0]);
    free(d->buffers[1]);
    free(d->patches.v);
    free(d->made.v);
    free(d->merged.v);
}
