/* stories.c: one pass: a document joins the story whose sum of vectors is nearest, or begins one. Candidates come from an inverted
 * list that keeps the last stories of each term only, so that the work per document is bounded. */
#include "stories.h"
#include <math.h>

enum { CENTRE = 64, RECENT = 64, LEAST_COMMON = 3 };

struct story {
    struct sign centre[CENTRE]; /* sum of the documents' vectors, by stem; unit length */
    uint32_t n, documents;
    double cohesion; /* length of that sum / documents: how alike they are among themselves */
    int32_t last_day;
    uint32_t seen, common; /* the last document that met it, terms in common with that */
};

struct posting {
    uint64_t stem;
    uint32_t n; /* ever added: the last one stands at (n - 1) % RECENT */
    uint32_t room;
    uint32_t *story;
};

struct copy {
    uint64_t text_hash;
    uint32_t story;
};

struct stories {
    double at;
    uint32_t days, documents;
    struct story *v;
    uint32_t n, room;
    struct posting *postings;
    uint32_t postings_n, postings_mask;
    struct copy *copies;
    uint32_t copies_n, copies_mask;
    uint32_t *met, met_n, met_room;
};

/* ---- tables ---- */

static struct posting *find_posting(struct posting *v, uint32_t mask, uint64_t stem) {
    uint32_t i = (uint32_t)(stem >> 7) & mask;
    while (v[i].stem && v[i].stem != stem) i = (i + 1) & mask;
    return &v[i];
}

static struct copy *find_copy(struct copy *v, uint32_t mask, uint64_t hash) {
    uint32_t i = (uint32_t)hash & mask;
    while (v[i].text_hash && v[i].text_hash != hash) i = (i + 1) & mask;
    return &v[i];
}

static int grow_postings(struct stories *s) {
    if (s->postings && 2 * s->postings_n < s->postings_mask) return 0;
    const uint32_t mask = s->postings ? 2 * s->postings_mask + 1 : 4095;
    struct posting *v = calloc((size_t)mask + 1, sizeof *v);
    if (!v) return -1;
    for (uint32_t i = 0; s->postings && i <= s->postings_mask; i++)
        if (s->postings[i].stem) *find_posting(v, mask, s->postings[i].stem) = s->postings[i];
    free(s->postings);
    s->postings = v;
    s->postings_mask = mask;
    return 0;
}

static int grow_copies(struct stories *s) {
    if (s->copies && 2 * s->copies_n < s->copies_mask) return 0;
    const uint32_t mask = s->copies ? 2 * s->copies_mask + 1 : 4095;
    struct copy *v = calloc((size_t)mask + 1, sizeof *v);
    if (!v) return -1;
    for (uint32_t i = 0; s->copies && i <= s->copies_mask; i++)
        if (s->copies[i].text_hash) *find_copy(v, mask, s->copies[i].text_hash) = s->copies[i];
    free(s->copies);
    s->copies = v;
    s->copies_mask = mask;
    return 0;
}

/* ---- meeting ---- */

static int meet_story(struct stories *s, uint32_t number) {
    struct story *story = &s->v[number];
    if (story->seen != s->documents) {
        story->seen = s->documents;
        story->common = 0;
        if (room_for(&s->met, &s->met_room, s->met_n + 1, sizeof *s->met)) return -1;
        s->met[s->met_n++] = number;
    }
    story->common++;
    return 0;
}

static int meet_all(struct stories *s, const struct report *r) {
    s->met_n = 0;
    for (uint32_t i = 0; i < r->signs_n; i++) {
        const struct posting *p = find_posting(s->postings, s->postings_mask, r->signs[i].stem);
        const uint32_t kept = p->stem && p->n > RECENT ? RECENT : p->stem ? p->n : 0;
        for (uint32_t k = 0; k < kept; k++)
            if (meet_story(s, p->story[k])) return -1;
    }
    return 0;
}

static int is_open(const struct stories *s, const struct story *story, int32_t day) {
    return day == NO_DAY || story->last_day == NO_DAY ||
           (int64_t)day - story->last_day <= (int64_t)s->days;
}

/* The nearest open story, the older of equals; s->n when none is near enough. */
static uint32_t nearest(const struct stories *s, const struct report *r) {
    uint32_t best = s->n;
    double most = s->at;
    for (uint32_t i = 0; i < s->met_n; i++) {
        const struct story *story = &s->v[s->met[i]];
        if (story->common < LEAST_COMMON || !is_open(s, story, r->day)) continue;
        const double c =
            story->cohesion * signs_cosine(r->signs, r->signs_n, story->centre, story->n);
        if (c > most || (c >= most && s->met[i] < best)) most = c, best = s->met[i];
    }
    return best;
}

/* ---- joining ---- */

static int by_weight(const void *x, const void *y) {
    const struct sign *a = x, *b = y;
    if (a->weight > b->weight || a->weight < b->weight) return a->weight > b->weight ? -1 : 1;
    return (a->stem > b->stem) - (a->stem < b->stem);
}

static double square_of(const struct sign *v, uint32_t n) {
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) sum += v[i].weight * v[i].weight;
    return sum;
}

static void join(struct story *story, const struct report *r) {
    struct sign sum[CENTRE + MOST_SIGNS];
    uint32_t n = 0;
    const double old = story->documents * story->cohesion;
    for (uint32_t i = 0; i < story->n; i++)
        sum[n++] = (struct sign){story->centre[i].stem, old * story->centre[i].weight};
    for (uint32_t i = 0; i < r->signs_n; i++) {
        uint32_t k = 0;
        while (k < story->n && sum[k].stem != r->signs[i].stem) k++;
        if (k == story->n) sum[k = n++] = (struct sign){r->signs[i].stem, 0};
        sum[k].weight += r->signs[i].weight;
    }
    qsort(sum, n, sizeof *sum, by_weight);
    story->n = n < CENTRE ? n : CENTRE;
    memcpy(story->centre, sum, story->n * sizeof *sum);
    story->documents++;
    story->cohesion = sqrt(square_of(story->centre, story->n)) / story->documents;
    signs_finish(story->centre, story->n);
    if (r->day != NO_DAY) story->last_day = r->day;
}

static int post(struct stories *s, uint64_t stem, uint32_t story) {
    struct posting *p = find_posting(s->postings, s->postings_mask, stem);
    s->postings_n += !p->stem;
    p->stem = stem;
    const uint32_t kept = p->n < RECENT ? p->n : RECENT;
    for (uint32_t i = 0; i < kept; i++)
        if (p->story[i] == story) return 0;
    if (p->n < RECENT && room_for(&p->story, &p->room, p->n + 1, sizeof *p->story)) return -1;
    p->story[p->n++ % RECENT] = story;
    return 0;
}

static int begin_story(struct stories *s) {
    if (room_for(&s->v, &s->room, s->n + 1, sizeof *s->v)) return -1;
    s->v[s->n++] = (struct story){.last_day = NO_DAY};
    return 0;
}

uint32_t stories_add(struct stories *s, const struct report *r, int *is_copy) {
    if (grow_copies(s)) return UINT32_MAX;
    struct copy *copy = find_copy(s->copies, s->copies_mask, r->text_hash);
    if ((*is_copy = copy->text_hash != 0)) return copy->story;
    s->documents++;
    if (meet_all(s, r)) return UINT32_MAX;
    const uint32_t number = nearest(s, r);
    if (number == s->n && begin_story(s)) return UINT32_MAX;
    join(&s->v[number], r);
    for (uint32_t i = 0; i < r->signs_n; i++)
        if (grow_postings(s) || post(s, r->signs[i].stem, number)) return UINT32_MAX;
    *copy = (struct copy){r->text_hash, number};
    s->copies_n++;
    return number;
}

struct stories *stories_new(double at, uint32_t days) {
    struct stories *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->at = at;
    s->days = days;
    if (!grow_postings(s)) return s;
    free(s);
    return NULL;
}

void stories_free(struct stories *s) {
    if (!s) return;
    for (uint32_t i = 0; i <= s->postings_mask; i++) free(s->postings[i].story);
    free(s->postings);
    free(s->copies);
    free(s->met);
    free(s->v);
    free(s);
}
