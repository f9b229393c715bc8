/* sorted.c: writes sorted blocks, keeps their index, finds keys by it. */
#include "support/memory.h"
#include "engine/sorted.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "engine/records.h"

struct index_foot {
    uint64_t check, count, blocks, at;
    char magic[8];
};
static const char foot_magic[8] = "plindex1";

struct records_sorted *sorted_new(void) {
    struct records_sorted *s = checked(calloc(1, sizeof *s));
    s->file.fd = -1;
    return s;
}

void records_sorted_free(struct records_sorted *s) {
    if (!s) return;
    if (s->file.path) append_file_close(&s->file);
    if (s->far.path) append_file_close(&s->far);
    buffer_free(&s->memory);
    buffer_free(&s->block);
    free(s->index);
    free(s);
}

uint64_t records_count(const struct records_sorted *s) { return s->count; }

const char *records_sorted_error(const struct records_sorted *s) {
    return s->file.path ? append_file_error(&s->file) : "";
}

/* The first record of a block has to be known by key only. */
static void index_add(struct records_sorted *s, const pl_record *r) {
    if (s->blocks == s->room) {
        s->room = s->room ? 2 * s->room : 64;
        s->index = checked(realloc(s->index, s->room * sizeof *s->index));
    }
    s->index[s->blocks++] =
        (struct sorted_entry){.key = {r->key[0], r->key[1]}, .at = s->length, .kind = r->kind};
}

int sorted_flush(struct records_sorted *s) {
    const struct block_head head = block_seal(&s->block);
    if (!head.count) return PL_OK;
    const char *records = s->block.p + sizeof(struct block_open);
    if (s->file.fd >= 0) {
        if (append_file_write(&s->file, &head, sizeof head, records, head.bytes)) return PL_ESTOP;
    } else if (buffer_append(&s->memory, &head, sizeof head) ||
               buffer_append(&s->memory, records, head.bytes)) {
        errno = ENOMEM;
        return PL_ESTOP;
    }
    s->length += sizeof head + head.bytes;
    s->block.n = 0;
    return PL_OK;
}

int sorted_add(struct records_sorted *s, const pl_record *r, uint64_t far) {
    const bool is_far = s->has_far && r->bytes.n >= FAR_BYTES;
    if (!s->block.n) index_add(s, r);
    s->count++;
    if (is_far ? block_add_far(&s->block, r, far) : block_add(&s->block, r)) return PL_ESTOP;
    return s->block.n >= BLOCK_BYTES ? sorted_flush(s) : PL_OK;
}

int sorted_save_index(struct records_sorted *s) {
    const size_t bytes = s->blocks * sizeof *s->index;
    struct index_foot foot = {.count = s->count, .blocks = s->blocks, .at = s->length};
    memcpy(foot.magic, foot_magic, sizeof foot.magic);
    foot.check = XXH3_64bits_withSeed(s->index, bytes, s->count);
    return append_file_write(&s->file, s->index, bytes, &foot, sizeof foot);
}

static int not_finished(struct append_file *f) {
    return append_file_fail(f, EBADMSG, "not a finished file of sorted records");
}

static int load(struct records_sorted *s, const char *path) {
    struct stat st;
    if (append_file_open(&s->file, path, 0)) return PL_ESTOP;
    if (fstat(s->file.fd, &st)) return append_file_fail(&s->file, errno, "%s", strerror(errno));
    struct index_foot foot;
    const uint64_t size = (uint64_t)st.st_size;
    if (size < sizeof foot) return not_finished(&s->file);
    if (append_file_read(&s->file, &foot, sizeof foot, size - sizeof foot)) return PL_ESTOP;
    const uint64_t rest = size - sizeof foot;
    if (memcmp(foot.magic, foot_magic, sizeof foot.magic) || foot.at > rest)
        return not_finished(&s->file);
    if ((rest - foot.at) % sizeof *s->index || (rest - foot.at) / sizeof *s->index != foot.blocks)
        return not_finished(&s->file);
    s->index = checked(malloc(rest - foot.at + 1));
    if (append_file_read(&s->file, s->index, rest - foot.at, foot.at)) return PL_ESTOP;
    if (XXH3_64bits_withSeed(s->index, rest - foot.at, foot.count) != foot.check)
        return not_finished(&s->file);
    s->blocks = s->room = foot.blocks;
    s->count = foot.count;
    s->length = foot.at;
    return PL_OK;
}

struct records_sorted *sorted_load(const char *path) {
    struct records_sorted *s = sorted_new();
    if (load(s, path) == PL_OK) return s;
    const int error = errno;
    records_sorted_free(s);
    errno = error;
    return NULL;
}

void sorted_walk(struct records_sorted *s, struct blocks *b) {
    b->file = s->file.fd >= 0 ? &s->file : NULL;
    b->memory = s->memory.p;
    b->has_far = s->has_far;
    b->far = s->far.path ? &s->far : NULL;
    b->end = s->length;
    blocks_jump(b, 0);
}

/* Where the search for a key begins: the last block whose first key is smaller, else the first
 * block. */
static uint64_t find_block(const struct records_sorted *s, uint32_t kind, const uint64_t key[2]) {
    size_t low = 0, high = s->blocks;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const struct sorted_entry *e = &s->index[middle];
        const pl_record first = {.kind = e->kind, .key = {e->key[0], e->key[1]}};
        if (record_compare_key(&first, kind, key[0], key[1]) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? s->index[low - 1].at : 0;
}

int sorted_find(struct records_sorted *s, struct blocks *b, uint32_t kind, const uint64_t key[2],
                bool anew) {
    const uint64_t at = find_block(s, kind, key);
    if (anew || at >= b->at) blocks_jump(b, at);
    int rc;
    while ((rc = blocks_next(b)) == PL_OK)
        if (record_compare_key(&b->record, kind, key[0], key[1]) >= 0) return PL_OK;
    return rc;
}
