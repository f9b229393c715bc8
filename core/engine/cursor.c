/* cursor.c: walks over one kind of sorted records, of one sorted log or of several as if they were
 * one. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "support/memory.h"
#include "engine/records.h"
#include "engine/sorted.h"

struct part {
    struct records_sorted *sorted;
    struct blocks blocks;
    bool has; /* blocks.record is the next of this part */
};

struct records_cursor {
    uint32_t kind, n;
    uint64_t low, high;
    struct part *newest; /* gave the record that was handed out; moves on at the next call */
    const char *error;
    bool begun;
    struct part parts[];
};

struct records_cursor *records_cursor_over(struct records_sorted *const *sorted, uint32_t n,
                                           uint32_t kind, uint64_t low, uint64_t high) {
    struct records_cursor *c = checked(calloc(1, sizeof *c + n * sizeof c->parts[0]));
    c->kind = kind;
    c->n = n;
    c->low = low;
    c->high = high;
    c->error = "";
    for (uint32_t i = 0; i < n; i++) {
        c->parts[i].sorted = sorted[i];
        sorted_walk(sorted[i], &c->parts[i].blocks);
    }
    return c;
}

struct records_cursor *records_cursor(struct records_sorted *sorted, uint32_t kind, uint64_t low,
                                      uint64_t high) {
    return records_cursor_over(&sorted, 1, kind, low, high);
}

/* Takes note of what blocks_next or sorted_find said about a part. */
static int part_is(struct records_cursor *c, struct part *p, int rc) {
    const pl_record *r = &p->blocks.record;
    p->has = rc == PL_OK && r->kind == c->kind && r->key[0] <= c->high;
    if (rc != PL_ESTOP) return PL_OK;
    c->error = "sorted records in memory are damaged";
    if (p->blocks.file) c->error = append_file_error(p->blocks.file);
    if (p->blocks.far && append_file_error(p->blocks.far)[0])
        c->error = append_file_error(p->blocks.far);
    return PL_ESTOP;
}

static int begin(struct records_cursor *c, const uint64_t key[2]) {
    c->begun = true;
    for (uint32_t i = 0; i < c->n; i++) {
        struct part *p = &c->parts[i];
        if (part_is(c, p, sorted_find(p->sorted, &p->blocks, c->kind, key, true))) return PL_ESTOP;
    }
    return PL_OK;
}

static int advance(struct records_cursor *c) {
    const uint64_t first[2] = {c->low, 0};
    if (!c->begun) return begin(c, first);
    struct part *p = c->newest;
    c->newest = NULL;
    return p ? part_is(c, p, blocks_next(&p->blocks)) : PL_OK;
}

int records_next(struct records_cursor *c, pl_record *r) {
    if (c->error[0] || advance(c)) return PL_ESTOP;
    struct part *least = NULL;
    for (uint32_t i = 0; i < c->n; i++) {
        struct part *p = &c->parts[i];
        if (p->has && (!least || record_compare(&p->blocks.record, &least->blocks.record) < 0))
            least = p;
    }
    if (!least) return PL_END;
    *r = least->blocks.record;
    c->newest = least;
    return PL_OK;
}

int records_seek(struct records_cursor *c, const uint64_t key[2]) {
    const uint64_t target[2] = {key[0] < c->low ? c->low : key[0], key[0] < c->low ? 0 : key[1]};
    if (c->error[0]) return PL_ESTOP;
    if (!c->begun) return begin(c, target);
    if (advance(c)) return PL_ESTOP;
    for (uint32_t i = 0; i < c->n; i++) {
        struct part *p = &c->parts[i];
        if (!p->has || record_compare_key(&p->blocks.record, c->kind, target[0], target[1]) >= 0)
            continue;
        if (part_is(c, p, sorted_find(p->sorted, &p->blocks, c->kind, target, false)))
            return PL_ESTOP;
    }
    return PL_OK;
}

const char *records_cursor_error(const struct records_cursor *c) { return c->error; }

void records_cursor_close(struct records_cursor *c) {
    if (!c) return;
    for (uint32_t i = 0; i < c->n; i++) blocks_free(&c->parts[i].blocks);
    free(c);
}
