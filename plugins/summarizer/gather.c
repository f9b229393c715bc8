/* gather.c: the two rounds of resolve. The same record goes through both; in the second its key is (story, order in it). */
#include "gather.h"
#include <stdlib.h>
#include <xxhash.h>
#include "digest.h"
#include "page.h"
#include "stories.h"

enum { REPORTS = 1, TOLD = 2, COPIES = 3 };

int gather_emit(const struct gathering *g, pl_batch *batch, pl_document *doc,
                const struct report *r, struct pack *k) {
    report_pack(r, k);
    if (k->failed) return g->host->fail(g->context, PL_ESTOP, "out of memory");
    const uint64_t key[2] = {(uint64_t)((int64_t)r->day - NO_DAY), XXH3_64bits(r->id.p, r->id.n)};
    return g->host->emit(batch, doc, REPORTS, key, (pl_str){k->p, k->n});
}

/* ---- round 0 ---- */

static int assign(const struct gathering *g, struct stories *stories, const pl_record *record,
                  struct report *r, uint64_t number) {
    int is_copy;
    report_unpack_head(record->bytes, r);
    const uint32_t story = stories_add(stories, r, &is_copy);
    if (story == UINT32_MAX) return g->host->fail(g->context, PL_ESTOP, "out of memory");
    const uint64_t key[2] = {story, number};
    return g->host->emit_at(g->context, record->position, is_copy ? COPIES : TOLD, key,
                            is_copy ? (pl_str){"", 0} : record->bytes);
}

static int find_stories(const struct gathering *g, pl_cursor *c, struct stories *stories,
                        struct report *r) {
    pl_record record;
    uint64_t number = 0;
    int rc;
    while ((rc = g->host->next(c, &record)) == PL_OK)
        if ((rc = assign(g, stories, &record, r, number++))) break;
    return rc == PL_END ? PL_OK : rc;
}

static int resolve_stories(const struct gathering *g, uint64_t low, uint64_t high) {
    struct stories *stories = stories_new(g->at, g->days);
    struct report *r = malloc(sizeof *r);
    pl_cursor *c = g->host->records(g->context, REPORTS, low, high);
    int rc = PL_ESTOP;
    if (c && (!stories || !r)) rc = g->host->fail(g->context, PL_ESTOP, "out of memory");
    if (c && stories && r) rc = find_stories(g, c, stories, r);
    if (c) g->host->close_cursor(c);
    stories_free(stories);
    free(r);
    return rc;
}

/* ---- round 1 ---- */

struct telling {
    const struct gathering *g;
    pl_cursor *copies;
    pl_record copy; /* the next one that is not counted yet */
    int copy_rc;
    struct digest digest;
    struct report reports[MOST_TOLD];
    struct pack bytes[MOST_TOLD], out;
};

static int keep(struct telling *t, const pl_record *record) {
    struct digest *d = &t->digest;
    d->documents++;
    if (d->n == MOST_TOLD) return PL_OK;
    struct pack *bytes = &t->bytes[d->n];
    bytes->n = 0;
    pack_bytes(bytes, record->bytes.p, record->bytes.n);
    if (bytes->failed) return t->g->host->fail(t->g->context, PL_ESTOP, "out of memory");
    report_unpack((pl_str){bytes->p, bytes->n}, &t->reports[d->n]);
    d->copies += t->reports[d->n++].copies;
    return PL_OK;
}

static void count_copies(struct telling *t, uint64_t story) {
    while (t->copy_rc == PL_OK && t->copy.key[0] <= story) {
        t->digest.copies += t->copy.key[0] == story;
        t->copy_rc = t->g->host->next(t->copies, &t->copy);
    }
}

static int append(struct telling *t, pl_output *to,
                  void (*write)(const struct digest *, struct pack *)) {
    if (!to) return PL_OK;
    t->out.n = 0;
    write(&t->digest, &t->out);
    if (t->out.failed) return t->g->host->fail(t->g->context, PL_ESTOP, "out of memory");
    return t->g->host->output_append(to, NULL, (pl_str){t->out.p, t->out.n});
}

/* A document alone, without copies, is no story. */
static int end_story(struct telling *t, uint64_t story) {
    struct digest *d = &t->digest;
    int rc = PL_OK;
    count_copies(t, story);
    if (d->documents + d->copies > 1) {
        digest_make(d, t->g->sentences);
        rc = append(t, t->g->lines, page_json);
        if (rc == PL_OK) rc = append(t, t->g->page, page_markdown);
    }
    *d = (struct digest){.reports = t->reports};
    return rc;
}

static int tell_stories(struct telling *t, pl_cursor *c) {
    pl_record record;
    uint64_t story = 0;
    int rc, end;
    t->digest = (struct digest){.reports = t->reports};
    t->copy_rc = t->g->host->next(t->copies, &t->copy);
    while ((rc = t->g->host->next(c, &record)) == PL_OK) {
        if (record.key[0] != story && (rc = end_story(t, story))) return rc;
        story = record.key[0];
        if ((rc = keep(t, &record))) return rc;
    }
    end = t->digest.documents ? end_story(t, story) : PL_OK;
    return rc == PL_END ? end : rc;
}

static int write_stories(const struct gathering *g, uint64_t low, uint64_t high) {
    struct telling *t = calloc(1, sizeof *t);
    int rc = PL_ESTOP;
    if (!t) return g->host->fail(g->context, PL_ESTOP, "out of memory");
    t->g = g;
    t->copies = g->host->records(g->context, COPIES, low, high);
    pl_cursor *c = t->copies ? g->host->records(g->context, TOLD, low, high) : NULL;
    if (c) rc = tell_stories(t, c);
    if (c) g->host->close_cursor(c);
    if (t->copies) g->host->close_cursor(t->copies);
    for (uint32_t i = 0; i < MOST_TOLD; i++) free(t->bytes[i].p);
    free(t->out.p);
    free(t);
    return rc;
}

int gather_resolve(const struct gathering *g, uint32_t round, uint64_t low, uint64_t high) {
    if (!g->lines && !g->page) return PL_OK;
    return round ? write_stories(g, low, high) : resolve_stories(g, low, high);
}
