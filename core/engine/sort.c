/* sort.c: external sort of a log by (kind, key, position, ordinal), in bounded memory. Long bytes
 * stay in the log, unless the result is a file to be kept.
 *
 * Chunks of the log are sorted by radix, least significant word first, over indices; each becomes a
 * run, in memory when all fits there, else in a temporary file; runs are merged, at most 256 at a
 * time. A log is in the order of positions already, unless records were emitted in the name of
 * documents: then the positions are sorted, too. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include "support/memory.h"
#include "engine/records.h"
#include "engine/sorted.h"

enum {
    LEAST_MEMORY = 1 << 20,
    MOST_RUNS = 256,
    AHEAD = 12,
    HUGE_PAGE = 2 << 20,
    CHUNK_BYTES = 32 << 20
};

struct item {
    uint64_t word;
    uint32_t i, kind;
}; /* i: of chunk.records */

/* Memory is kept from one chunk to the next. */
struct chunk {
    char *raw; /* blocks as they are in the log, from byte `at` on; records point into it */
    uint64_t at;
    pl_record *records;
    struct item *items, *other;
    uint64_t raw_room, room; /* bytes; records */
    uint32_t n;
    bool in_order; /* by position */
    bool has_key1; /* not 0 everywhere */
};

/* Bytes that sorting n records takes that are `raw` bytes in the log. */
static uint64_t cost(uint64_t raw, uint64_t n) {
    return raw + n * (sizeof(pl_record) + 2 * sizeof(struct item));
}

/* Bytes of their sorted copy, at most about: positions have to be told one by one. */
static uint64_t copy_bytes(uint64_t raw, uint64_t n) { return raw + n * 16; }

/* Finds the end of the blocks from `at` on that can be sorted at once within `room`, one at least,
 * and counts their records. */
static int measure(struct sort_job *job, uint64_t at, uint64_t room, uint64_t *end, uint64_t *n) {
    struct append_file *f = &job->log->file;
    uint64_t count = 0, next = at;
    while (next < f->length) {
        struct block_head head;
        if (f->length - next < sizeof head || append_file_read(f, &head, sizeof head, next) ||
            block_head_check(&head, f->length - next - sizeof head))
            return append_file_fail(f, EBADMSG, "records are damaged at byte %llu",
                                    (unsigned long long)next);
        const uint64_t after = next + sizeof head + head.bytes;
        const bool fits = cost(after - at, count + head.count) <= room;
        if (!fits && next > at) break;
        count += head.count;
        next = after;
        if (!fits) break;
    }
    *end = next;
    *n = count;
    return PL_OK;
}

static void chunk_free(struct chunk *c) {
    free(c->raw);
    free(c->records);
    free(c->items);
    free(c->other);
}

/* Large pages where the system has them: records are read in an order that misses nearly every
 * small one (factor 2). */
static void *space(size_t n, size_t size) {
    const size_t bytes = n * size + 1;
    if (bytes < HUGE_PAGE) return checked(malloc(bytes));
    void *p = checked(aligned_alloc(HUGE_PAGE, (bytes + HUGE_PAGE - 1) & -(size_t)HUGE_PAGE));
    madvise(p, bytes, MADV_HUGEPAGE);
    return p;
}

/* Decodes one block of at most `most` records; false when it is damaged. */
static bool decode(struct chunk *c, const struct block_head *head, const char *p, uint32_t most) {
    const char *end = p + head->bytes;
    pl_record r = {0};
    uint32_t n = 0;
    if (!block_is_whole(head, p) || head->count > most) return false;
    for (; p < end && n < head->count; n++) {
        if (!(p = block_record(p, end, &r, NULL))) return false;
        if (c->n && record_compare_place(&c->records[c->n - 1], &r) > 0) c->in_order = false;
        c->has_key1 = c->has_key1 || r.key[1];
        c->records[c->n++] = r;
    }
    return p == end && n == head->count;
}

static void chunk_reserve(struct chunk *c, uint64_t bytes, uint64_t n) {
    if (bytes > c->raw_room) {
        free(c->raw);
        c->raw = space(bytes, 1);
        c->raw_room = bytes;
    }
    if (n <= c->room) return;
    free(c->records);
    free(c->items);
    free(c->other);
    c->records = space(n, sizeof *c->records);
    c->items = space(n, sizeof *c->items);
    c->other = space(n, sizeof *c->other);
    c->room = n;
}

static int chunk_load(struct sort_job *job, struct chunk *c, uint64_t at, uint64_t end,
                      uint32_t n) {
    struct append_file *f = &job->log->file;
    chunk_reserve(c, end - at, n);
    c->n = 0;
    c->at = at;
    c->in_order = true;
    c->has_key1 = false;
    if (append_file_read(f, c->raw, end - at, at)) return PL_ESTOP;
    for (uint64_t next = at; next < end;) {
        struct block_head head;
        memcpy(&head, c->raw + (next - at), sizeof head);
        if (!decode(c, &head, c->raw + (next - at) + sizeof head, n - c->n))
            return append_file_fail(f, EBADMSG, "records are damaged at byte %llu",
                                    (unsigned long long)next);
        next += sizeof head + head.bytes;
    }
    return PL_OK;
}

enum word { BY_ORDINAL, BY_PLACE, BY_OFFSET, BY_FILE, BY_KEY1, BY_KEY0, WORDS };

static inline uint64_t word_of(const pl_record *r, enum word by) {
    switch (by) {
    case BY_ORDINAL: return r->ordinal;
    case BY_PLACE: return r->position.ordinal;
    case BY_OFFSET: return r->position.offset;
    case BY_FILE: return r->position.file;
    case BY_KEY1: return r->key[1];
    default: return r->key[0];
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
    for (uint32_t i = 0; i < c->n; i++)
        c->other[at[c->items[i].word >> shift & 0xff]++] = c->items[i];
    struct item *const sorted = c->other;
    c->other = c->items;
    c->items = sorted;
}

/* Only bytes that are not the same in all words are looked at: small numbers cost little. */
static void sort_bytes(struct chunk *c) {
    uint64_t differs = 0;
    for (uint32_t i = 0; i < c->n; i++) differs |= c->items[i].word ^ c->items[0].word;
    for (unsigned shift = 0; shift < 64; shift += 8)
        if (differs >> shift & 0xff) sort_byte(c, shift);
}

static void sort_word(struct chunk *c, enum word by) {
    for (uint32_t i = 0; i < c->n; i++) {
        if (i + AHEAD < c->n) __builtin_prefetch(&c->records[c->items[i + AHEAD].i].key);
        c->items[i].word = word_of(&c->records[c->items[i].i], by);
    }
    sort_bytes(c);
}

/* The kind is at hand in the items: kinds are few, and a record out of order costs a miss. */
static void sort_kind(struct chunk *c) {
    for (uint32_t i = 0; i < c->n; i++) c->items[i].word = c->items[i].kind;
    sort_bytes(c);
}

static void chunk_sort(struct chunk *c) {
    const enum word first = !c->in_order ? BY_ORDINAL : c->has_key1 ? BY_KEY1 : BY_KEY0;
    for (uint32_t i = 0; i < c->n; i++) c->items[i] = (struct item){0, i, c->records[i].kind};
    for (enum word by = first; by < WORDS; by++) sort_word(c, by);
    sort_kind(c);
}

/* Records lie all over the chunk: the cache is told which come next. */
static int chunk_write(const struct chunk *c, struct records_sorted *to) {
    for (uint32_t i = 0; i < c->n; i++) {
        if (i + 2 * AHEAD < c->n) __builtin_prefetch(&c->records[c->items[i + 2 * AHEAD].i]);
        if (i + AHEAD < c->n) __builtin_prefetch(c->records[c->items[i + AHEAD].i].bytes.p);
        const pl_record *r = &c->records[c->items[i].i];
        if (sorted_add(to, r, c->at + (uint64_t)(r->bytes.p - c->raw))) return PL_ESTOP;
    }
    return sorted_flush(to);
}

static int sort_chunk(struct sort_job *job, struct chunk *c, uint64_t at, uint64_t end, uint32_t n,
                      struct records_sorted *to) {
    if (chunk_load(job, c, at, end, n)) return PL_ESTOP;
    chunk_sort(c);
    return chunk_write(c, to);
}

struct runs {
    struct run *v;
    size_t n, room;
};

static void runs_add(struct runs *r, uint64_t at, uint64_t end) {
    if (r->n == r->room) {
        r->room = r->room ? 2 * r->room : 64;
        r->v = checked(realloc(r->v, r->room * sizeof *r->v));
    }
    r->v[r->n++] = (struct run){at, end};
}

/* A failure of a temporary file is told as one of the log. */
static int temporary_failed(struct sort_job *job, const struct records_sorted *s) {
    return append_file_fail(&job->log->file, errno, "cannot be sorted: %s",
                            s->file.error[0] ? s->file.error : strerror(errno));
}

static int make_runs(struct sort_job *job, uint64_t room, struct records_sorted *to,
                     struct runs *runs) {
    struct chunk c = {0};
    uint64_t end, n;
    int rc = PL_OK;
    for (uint64_t at = 0; rc == PL_OK && at < job->log->file.length; at = end) {
        const uint64_t begin = to->length;
        rc = measure(job, at, room, &end, &n);
        if (rc == PL_OK) rc = sort_chunk(job, &c, at, end, (uint32_t)n, to);
        to->blocks = 0; /* nobody looks for a key in a run */
        runs_add(runs, begin, to->length);
    }
    chunk_free(&c);
    return rc;
}

/* Merges groups of runs into a new file that takes the place of the old. */
static int merge_pass(struct sort_job *job, struct records_sorted **file, struct runs *runs,
                      size_t at_once) {
    struct records_sorted *to = sorted_new();
    struct runs merged = {0};
    to->has_far = job->to->has_far;
    int rc = append_file_temporary(&to->file, job->folder);
    for (size_t i = 0; rc == PL_OK && i < runs->n; i += at_once) {
        const uint64_t begin = to->length;
        rc = merge_runs(*file, runs->v + i, runs->n - i < at_once ? runs->n - i : at_once, to);
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

/* `room`: bytes for a chunk. With `in_memory` neither the runs nor the result become files. */
static int sort_by_runs(struct sort_job *job, uint64_t room, bool in_memory) {
    const size_t by_memory = job->memory / (2 * BLOCK_BYTES);
    const size_t at_once = by_memory > MOST_RUNS ? MOST_RUNS : by_memory;
    struct records_sorted *file = sorted_new();
    struct runs runs = {0};
    file->has_far = job->to->has_far;
    int rc = in_memory ? PL_OK : append_file_temporary(&file->file, job->folder);
    if (rc == PL_OK) rc = make_runs(job, room, file, &runs);
    if (rc == PL_OK && !in_memory && !job->into_file)
        rc = append_file_temporary(&job->to->file, job->folder);
    while (rc == PL_OK && !in_memory && runs.n > at_once)
        rc = merge_pass(job, &file, &runs, at_once);
    if (rc == PL_OK) rc = merge_runs(file, runs.v, runs.n, job->to);
    if (rc) temporary_failed(job, job->to->file.error[0] ? job->to : file);
    records_sorted_free(file);
    free(runs.v);
    return rc;
}

/* A chunk is as large as the cache likes it, or larger where else there would be more runs than one
 * merge takes. */
static uint64_t chunk_room(const struct sort_job *job, uint64_t all) {
    const uint64_t wanted =
        all / (MOST_RUNS - 1) > CHUNK_BYTES ? all / (MOST_RUNS - 1) : CHUNK_BYTES;
    const uint64_t most = cost(0, UINT32_MAX / 2);
    const uint64_t room = wanted < job->memory ? wanted : job->memory;
    return room < most ? room : most;
}

int sort_records(struct sort_job *job) {
    uint64_t end, n;
    if (job->memory < LEAST_MEMORY) job->memory = LEAST_MEMORY;
    if (measure(job, 0, UINT64_MAX, &end, &n)) return PL_ESTOP;
    const uint64_t all = cost(end, n), copy = job->into_file ? 0 : copy_bytes(end, n),
                   room = chunk_room(job, all);
    if (all > room || all + copy > job->memory)
        return sort_by_runs(job, room, !job->into_file && room + 2 * copy <= job->memory);
    struct chunk c = {0};
    const int rc = sort_chunk(job, &c, 0, end, (uint32_t)n, job->to);
    chunk_free(&c);
    return rc ? temporary_failed(job, job->to) : PL_OK;
}

int records_sort(struct records_log *log, const char *folder, size_t memory,
                 struct records_sorted **sorted) {
    struct sort_job job = {.log = log, .folder = folder, .memory = memory, .to = sorted_new()};
    job.to->has_far = true;
    if (append_file_open(&job.to->far, log->file.path, log->file.length))
        append_file_fail(&log->file, errno, "%s", strerror(errno));
    else if (sort_records(&job) == PL_OK) {
        *sorted = job.to;
        return PL_OK;
    }
    const int error = errno;
    records_sorted_free(job.to);
    *sorted = NULL;
    errno = error;
    return PL_ESTOP;
}
