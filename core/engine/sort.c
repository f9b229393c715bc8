/* sort.c: external sort of a log by (kind, key, position, ordinal), in bounded memory.
 *
 * Chunks of the log that fit in memory are sorted by radix, least significant word first, over indices; each becomes a run in
 * a temporary file; runs are merged, at most 256 at a time. A log that fits as a whole is sorted into memory or into its
 * file at once. A log is in the order of positions already, unless records were emitted in the name of documents: then the
 * positions are sorted, too. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "engine/records.h"
#include "engine/sorted.h"

enum { LEAST_MEMORY = 1 << 20, MOST_RUNS = 256, AHEAD = 12 };

struct item { uint64_t word; uint32_t i; };        /* i: of chunk.records */

struct chunk {
    char *raw;                 /* blocks as they are in the log; records point into it */
    pl_record *records;
    struct item *items, *other;
    uint32_t n;
    bool in_order;             /* by position */
};

/* Bytes that sorting n records takes that are `raw` bytes in the log: with their sorted copy in memory, or without. */
static uint64_t cost(uint64_t raw, uint64_t n, bool copy) {
    const uint64_t each = sizeof(pl_record) + 2 * sizeof(struct item);
    return copy ? 2 * raw + n * (each + 24) : raw + n * each;
}

/* Finds the end of the blocks from `at` on that can be sorted at once within `memory`, one at least, and counts their records. */
static int measure(struct sort_job *job, uint64_t at, bool copy, uint64_t *end, uint32_t *n) {
    struct append_file *f = &job->log->file;
    uint64_t count = 0, next = at;
    while (next < f->length) {
        struct block_head head;
        if (f->length - next < sizeof head || append_file_read(f, &head, sizeof head, next) ||
            block_head_check(&head, f->length - next - sizeof head))
            return append_file_fail(f, EBADMSG, "records are damaged at byte %llu", (unsigned long long)next);
        const uint64_t after = next + sizeof head + head.bytes;
        const bool fits = cost(after - at, count + head.count, copy) <= job->memory && count + head.count < UINT32_MAX;
        if (!fits && next > at) break;
        count += head.count;
        next = after;
        if (!fits) break;
    }
    *end = next;
    *n = (uint32_t)count;
    return PL_OK;
}

static void chunk_free(struct chunk *c) {
    free(c->raw);
    free(c->records);
    free(c->items);
    free(c->other);
}

static void *room(size_t n, size_t size) {
    void *p = malloc(n * size + 1);
    if (!p) arena_exhausted(n * size);
    return p;
}

/* Decodes one block of at most `most` records; false when it is damaged. */
static bool decode(struct chunk *c, const struct block_head *head, const char *p, uint32_t most) {
    const char *end = p + head->bytes;
    pl_record r = {0};
    uint32_t n = 0;
    if (!block_is_whole(head, p) || head->count > most) return false;
    for (; p < end && n < head->count; n++) {
        if (!(p = block_record(p, end, &r))) return false;
        if (c->n && record_compare_place(&c->records[c->n - 1], &r) > 0) c->in_order = false;
        c->records[c->n++] = r;
    }
    return p == end && n == head->count;
}

static int chunk_load(struct sort_job *job, struct chunk *c, uint64_t at, uint64_t end, uint32_t n) {
    struct append_file *f = &job->log->file;
    *c = (struct chunk){.in_order = true, .raw = room(end - at, 1), .records = room(n, sizeof(pl_record))};
    if (append_file_read(f, c->raw, end - at, at)) return PL_ESTOP;
    for (uint64_t next = at; next < end;) {
        struct block_head head;
        memcpy(&head, c->raw + (next - at), sizeof head);
        if (!decode(c, &head, c->raw + (next - at) + sizeof head, n - c->n))
            return append_file_fail(f, EBADMSG, "records are damaged at byte %llu", (unsigned long long)next);
        next += sizeof head + head.bytes;
    }
    return PL_OK;
}

enum word { BY_ORDINAL, BY_PLACE, BY_OFFSET, BY_FILE, BY_KEY1, BY_KEY0, BY_KIND, WORDS };

static inline uint64_t word_of(const pl_record *r, enum word by) {
    switch (by) {
    case BY_ORDINAL: return r->ordinal;
    case BY_PLACE: return r->position.ordinal;
    case BY_OFFSET: return r->position.offset;
    case BY_FILE: return r->position.file;
    case BY_KEY1: return r->key[1];
    case BY_KEY0: return r->key[0];
    default: return r->kind;
    }
}

/* Orders the items by one byte of their word; stable. */
static void sort_byte(struct chunk *c, unsigned shift) {
    uint32_t at[256] = {0}, sum = 0;
    for (uint32_t i = 0; i < c->n; i++) at[c->items[i].word >> shift & 0xff]++;
    for (unsigned d = 0; d < 256; d++) {
        const uint32_t n = at[d];
        at[d] = sum;
        sum += n;
    }
    for (uint32_t i = 0; i < c->n; i++) c->other[at[c->items[i].word >> shift & 0xff]++] = c->items[i];
    struct item *const sorted = c->other;
    c->other = c->items;
    c->items = sorted;
}

/* Only bytes that are not the same in all words are looked at: small numbers cost little. */
static void sort_word(struct chunk *c, enum word by) {
    uint64_t differs = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        if (i + AHEAD < c->n) __builtin_prefetch(&c->records[c->items[i + AHEAD].i].key);
        c->items[i].word = word_of(&c->records[c->items[i].i], by);
        differs |= c->items[i].word ^ c->items[0].word;
    }
    for (unsigned shift = 0; shift < 64; shift += 8)
        if (differs >> shift & 0xff) sort_byte(c, shift);
}

static void chunk_sort(struct chunk *c) {
    c->items = room(c->n, sizeof *c->items);
    c->other = room(c->n, sizeof *c->other);
    for (uint32_t i = 0; i < c->n; i++) c->items[i] = (struct item){0, i};
    for (enum word by = c->in_order ? BY_KEY1 : BY_ORDINAL; by < WORDS; by++) sort_word(c, by);
}

/* Records lie all over the chunk: the cache is told which come next. */
static int chunk_write(const struct chunk *c, struct records_sorted *to) {
    for (uint32_t i = 0; i < c->n; i++) {
        if (i + 2 * AHEAD < c->n) __builtin_prefetch(&c->records[c->items[i + 2 * AHEAD].i]);
        if (i + AHEAD < c->n) __builtin_prefetch(c->records[c->items[i + AHEAD].i].bytes.p);
        if (sorted_add(to, &c->records[c->items[i].i])) return PL_ESTOP;
    }
    return sorted_flush(to);
}

static int sort_chunk(struct sort_job *job, uint64_t at, uint64_t end, uint32_t n, struct records_sorted *to) {
    struct chunk c;
    int rc = chunk_load(job, &c, at, end, n);
    if (rc == PL_OK) {
        chunk_sort(&c);
        rc = chunk_write(&c, to);
    }
    chunk_free(&c);
    return rc;
}

struct runs { struct run *v; size_t n, room; };

static void runs_add(struct runs *r, uint64_t at, uint64_t end) {
    if (r->n == r->room) {
        r->room = r->room ? 2 * r->room : 64;
        r->v = realloc(r->v, r->room * sizeof *r->v);
        if (!r->v) arena_exhausted(r->room * sizeof *r->v);
    }
    r->v[r->n++] = (struct run){at, end};
}

/* A failure of a temporary file is told as one of the log. */
static int temporary_failed(struct sort_job *job, const struct records_sorted *s) {
    return append_file_fail(&job->log->file, errno, "cannot be sorted: %s",
                            s->file.error[0] ? s->file.error : strerror(errno));
}

static int make_runs(struct sort_job *job, struct records_sorted *to, struct runs *runs) {
    uint64_t end;
    uint32_t n;
    for (uint64_t at = 0; at < job->log->file.length; at = end) {
        const uint64_t begin = to->length;
        if (measure(job, at, false, &end, &n) || sort_chunk(job, at, end, n, to)) return PL_ESTOP;
        to->blocks = 0;        /* nobody looks for a key in a run */
        runs_add(runs, begin, to->length);
    }
    return PL_OK;
}

/* Merges groups of runs into a new file that takes the place of the old. */
static int merge_pass(struct sort_job *job, struct records_sorted **file, struct runs *runs, size_t at_once) {
    struct records_sorted *to = sorted_new();
    struct runs merged = {0};
    int rc = append_file_temporary(&to->file, job->folder);
    for (size_t i = 0; rc == PL_OK && i < runs->n; i += at_once) {
        const uint64_t begin = to->length;
        rc = merge_runs(&(*file)->file, runs->v + i, runs->n - i < at_once ? runs->n - i : at_once, to);
        to->blocks = 0;
        runs_add(&merged, begin, to->length);
    }
    if (rc) temporary_failed(job, to->file.error[0] ? to : *file);
    records_sorted_free(*file);
    *file = to;
    free(runs->v);
    *runs = merged;
    return rc;
}

static int sort_by_runs(struct sort_job *job) {
    const size_t by_memory = job->memory / (2 * BLOCK_BYTES);
    const size_t at_once = by_memory > MOST_RUNS ? MOST_RUNS : by_memory;
    struct records_sorted *file = sorted_new();
    struct runs runs = {0};
    int rc = append_file_temporary(&file->file, job->folder);
    if (rc == PL_OK) rc = make_runs(job, file, &runs);
    if (rc == PL_OK && !job->into_file) {
        rc = append_file_temporary(&job->to->file, job->folder);
        if (rc) temporary_failed(job, job->to);
    }
    while (rc == PL_OK && runs.n > at_once) rc = merge_pass(job, &file, &runs, at_once);
    if (rc == PL_OK) rc = merge_runs(&file->file, runs.v, runs.n, job->to);
    if (rc) temporary_failed(job, job->to->file.path && job->to->file.error[0] ? job->to : file);
    records_sorted_free(file);
    free(runs.v);
    return rc;
}

int sort_records(struct sort_job *job) {
    uint64_t end;
    uint32_t n;
    if (job->memory < LEAST_MEMORY) job->memory = LEAST_MEMORY;
    if (measure(job, 0, true, &end, &n)) return PL_ESTOP;
    if (end < job->log->file.length) return sort_by_runs(job);
    const int rc = sort_chunk(job, 0, end, n, job->to);
    return rc ? temporary_failed(job, job->to) : PL_OK;
}

int records_sort(struct records_log *log, const char *folder, size_t memory, struct records_sorted **sorted) {
    struct sort_job job = {.log = log, .folder = folder, .memory = memory, .to = sorted_new()};
    if (sort_records(&job) == PL_OK) {
        *sorted = job.to;
        return PL_OK;
    }
    const int error = errno;
    records_sorted_free(job.to);
    *sorted = NULL;
    errno = error;
    return PL_ESTOP;
}
