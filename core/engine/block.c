/* block.c: how records are written and read: a byte of flags that say what differs, then only that.
 */
#include "engine/block.h"
#include <errno.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "engine/varint.h"

enum { BLOCK_MAGIC = 0x4b424c50, RECORD_HEAD_MAX = 1 + 2 * 8 + 6 * VARINT_MAX };

/* What follows the flags, in this order. Without its flag a value is that of the record before, but
 * for */
enum {
    HAS_KIND = 1,
    HAS_KEY0 = 2,
    HAS_KEY1 = 4, /* without: 0 */
    HAS_FILE = 8,
    HAS_OFFSET = 16,
    HAS_PLACE = 32, /* the ordinal of the position */
    HAS_ORDINAL = 64, /* without: one more than the record before, 0 in another document */
    HAS_LENGTH = 128
};

static bool is_same_position(pl_position a, pl_position b) {
    return a.file == b.file && a.offset == b.offset && a.ordinal == b.ordinal;
}

static uint32_t ordinal_after(const pl_record *last, pl_position position) {
    return is_same_position(last->position, position) ? last->ordinal + 1 : 0;
}

static unsigned flags_of(const pl_record *r, const pl_record *last) {
    unsigned flags = 0;
    if (r->kind != last->kind) flags |= HAS_KIND;
    if (r->key[0] != last->key[0]) flags |= HAS_KEY0;
    if (r->key[1]) flags |= HAS_KEY1;
    if (r->position.file != last->position.file) flags |= HAS_FILE;
    if (r->position.offset != last->position.offset) flags |= HAS_OFFSET;
    if (r->position.ordinal != last->position.ordinal) flags |= HAS_PLACE;
    if (r->ordinal != ordinal_after(last, r->position)) flags |= HAS_ORDINAL;
    if (r->bytes.n != last->bytes.n) flags |= HAS_LENGTH;
    return flags;
}

static char *put_word(char *to, uint64_t v) {
    memcpy(to, &v, sizeof v);
    return to + sizeof v;
}

static char *record_put(char *to, const pl_record *r, unsigned flags, pl_str bytes) {
    *to++ = (char)flags;
    if (flags & HAS_KIND) to = varint_put(to, r->kind);
    if (flags & HAS_KEY0) to = put_word(to, r->key[0]);
    if (flags & HAS_KEY1) to = put_word(to, r->key[1]);
    if (flags & HAS_FILE) to = varint_put(to, r->position.file);
    if (flags & HAS_OFFSET) to = varint_put(to, r->position.offset);
    if (flags & HAS_PLACE) to = varint_put(to, r->position.ordinal);
    if (flags & HAS_ORDINAL) to = varint_put(to, r->ordinal);
    if (flags & HAS_LENGTH) to = varint_put(to, r->bytes.n);
    if (bytes.n) memcpy(to, bytes.p, bytes.n);
    return to + bytes.n;
}

static const char *get_number(const char *p, const char *end, uint32_t *v) {
    uint64_t wide = 0;
    p = varint_get(p, end, &wide);
    *v = (uint32_t)wide;
    return wide <= UINT32_MAX ? p : NULL;
}

static const char *get_word(const char *p, const char *end, uint64_t *v) {
    if ((size_t)(end - p) < sizeof *v) return NULL;
    memcpy(v, p, sizeof *v);
    return p + sizeof *v;
}

/* Forwards NULL; used only here. */
#define GET(flag, call)                                                                            \
    if ((flags & (flag)) && !(p = (call))) return NULL

const char *block_record(const char *p, const char *end, pl_record *r, uint64_t *far) {
    if (p >= end) return NULL;
    const unsigned flags = (unsigned char)*p++;
    const pl_position before = r->position;
    uint64_t length = r->bytes.n;
    GET(HAS_KIND, get_number(p, end, &r->kind));
    GET(HAS_KEY0, get_word(p, end, &r->key[0]));
    r->key[1] = 0;
    GET(HAS_KEY1, get_word(p, end, &r->key[1]));
    GET(HAS_FILE, get_number(p, end, &r->position.file));
    GET(HAS_OFFSET, varint_get(p, end, &r->position.offset));
    GET(HAS_PLACE, get_number(p, end, &r->position.ordinal));
    r->ordinal = is_same_position(before, r->position) ? r->ordinal + 1 : 0;
    GET(HAS_ORDINAL, get_number(p, end, &r->ordinal));
    GET(HAS_LENGTH, varint_get(p, end, &length));
    if (far && length >= FAR_BYTES) {
        r->bytes = (pl_str){NULL, length};
        return get_word(p, end, far);
    }
    if (length > (size_t)(end - p)) return NULL;
    r->bytes = (pl_str){p, length};
    return p + length;
}
#undef GET

/* The last record, and how many, of a block that was cut back. */
static void recount(struct buffer *b, struct block_open *open) {
    const char *p = b->p + sizeof *open, *end = b->p + b->n;
    open->last = (pl_record){0};
    for (open->count = 0; p && p < end; open->count++) p = block_record(p, end, &open->last, NULL);
    open->end = b->n;
}

const struct block_open *block_state(struct buffer *b) {
    if (b->n < sizeof(struct block_open)) return NULL;
    struct block_open *open = (struct block_open *)(void *)b->p;
    if (open->end != b->n) recount(b, open);
    return open;
}

static int no_memory(void) {
    errno = ENOMEM;
    return PL_ESTOP;
}

static int add(struct buffer *b, const pl_record *r, pl_str bytes) {
    static const struct block_open empty = {.end = sizeof empty};
    if (b->n < sizeof empty) {
        b->n = 0;
        if (buffer_append(b, &empty, sizeof empty)) return no_memory();
    }
    char *to = buffer_reserve(b, RECORD_HEAD_MAX + bytes.n);
    if (!to) return no_memory();
    struct block_open *open = (struct block_open *)(void *)b->p;
    if (open->end != b->n) recount(b, open);
    to = record_put(to, r, flags_of(r, &open->last), bytes);
    if ((size_t)(to - b->p) > UINT32_MAX) {
        errno = EOVERFLOW;
        return PL_ESTOP;
    }
    b->n = open->end = (size_t)(to - b->p);
    open->count++;
    open->last = *r;
    return PL_OK;
}

int block_add(struct buffer *b, const pl_record *r) { return add(b, r, r->bytes); }

int block_add_far(struct buffer *b, const pl_record *r, uint64_t at) {
    return add(b, r, (pl_str){(const char *)&at, sizeof at});
}

static uint32_t checksum(const char *records, uint32_t bytes, uint32_t count) {
    return (uint32_t)XXH3_64bits_withSeed(records, bytes, (uint64_t)count << 32 | bytes);
}

struct block_head block_seal(struct buffer *b) {
    const struct block_open *open = block_state(b);
    if (!open) return (struct block_head){0, 0, 0, BLOCK_MAGIC};
    const uint32_t bytes = (uint32_t)(b->n - sizeof *open), count = (uint32_t)open->count;
    return (struct block_head){checksum(b->p + sizeof *open, bytes, count), bytes, count,
                               BLOCK_MAGIC};
}

int block_head_check(const struct block_head *head, uint64_t room) {
    return head->magic == BLOCK_MAGIC && head->bytes <= room ? PL_OK : PL_EDOC;
}

bool block_is_whole(const struct block_head *head, const char *records) {
    return checksum(records, head->bytes, head->count) == head->check;
}

static int damaged(struct blocks *b, uint64_t at) {
    errno = EBADMSG;
    if (!b->file) return PL_ESTOP;
    return append_file_fail(b->file, EBADMSG, "records are damaged at byte %llu",
                            (unsigned long long)at);
}

/* Memory was written by this process: its checksums are not looked at. */
static int block_load(struct blocks *b) {
    struct block_head head;
    const uint64_t at = b->at;
    if (b->end - at < sizeof head) return damaged(b, at);
    if (!b->file)
        memcpy(&head, b->memory + at, sizeof head);
    else if (append_file_read(b->file, &head, sizeof head, at))
        return PL_ESTOP;
    if (block_head_check(&head, b->end - at - sizeof head)) return damaged(b, at);
    b->at += sizeof head + head.bytes;
    if (b->file) {
        buffer_clear(&b->held);
        char *to = buffer_reserve(&b->held, head.bytes);
        if (!to)
            return append_file_fail(b->file, ENOMEM, "out of memory for a block of %u bytes",
                                    head.bytes);
        if (append_file_read(b->file, to, head.bytes, at + sizeof head)) return PL_ESTOP;
        if (!block_is_whole(&head, to)) return damaged(b, at);
        b->p = to;
    } else {
        b->p = b->memory + at + sizeof head;
    }
    b->p_end = b->p + head.bytes;
    b->record = (pl_record){0};
    return PL_OK;
}

static int far_read(struct blocks *b, uint64_t size) {
    buffer_clear(&b->window);
    char *to = buffer_reserve(&b->window, size);
    if (!to)
        return append_file_fail(b->far, ENOMEM, "out of memory for a record of %llu bytes",
                                (unsigned long long)size);
    b->window_at = b->far_at;
    if (append_file_read(b->far, to, size, b->far_at)) return PL_ESTOP;
    b->window.n = size;
    return PL_OK;
}

/* A walk by position goes through the far file in its order: what comes next is read with this one. */
static int far_load(struct blocks *b) {
    enum { AHEAD = 256 << 10, GAP = 32 << 10 };
    const uint64_t n = b->record.bytes.n, at = b->far_at, end = b->far->length,
                   window_end = b->window_at + b->window.n;
    if (at > end || n > end - at)
        return append_file_fail(b->far, EBADMSG, "records are damaged at byte %llu",
                                (unsigned long long)at);
    if (at < b->window_at || at + n > window_end) {
        const bool goes_on = at >= b->window_at && at < window_end + GAP;
        const uint64_t wanted = goes_on && n < AHEAD ? AHEAD : n;
        if (far_read(b, wanted < end - at ? wanted : end - at)) return PL_ESTOP;
    }
    b->record.bytes.p = b->window.p + (at - b->window_at);
    return PL_OK;
}

int blocks_next(struct blocks *b) {
    while (b->p == b->p_end) {
        if (b->at >= b->end) return PL_END;
        if (block_load(b)) return PL_ESTOP;
    }
    b->p = block_record(b->p, b->p_end, &b->record, b->has_far ? &b->far_at : NULL);
    if (!b->p) {
        b->p = b->p_end;
        return damaged(b, b->at);
    }
    return b->has_far && b->far && b->record.bytes.n >= FAR_BYTES ? far_load(b) : PL_OK;
}

void blocks_jump(struct blocks *b, uint64_t at) {
    b->at = at;
    b->p = b->p_end = NULL;
}

void blocks_free(struct blocks *b) {
    buffer_free(&b->held);
    buffer_free(&b->window);
}
