/* block_fuzz.c: the records of any block are read or refused; those that were read are written and read again as they were. */
#include <assert.h>
#include <string.h>
#include "engine/block.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RECORDS = 256 };

static uint32_t read_all(const char *p, size_t n, pl_record *to) {
    const char *const end = p + n;
    pl_record r = {0};
    uint32_t count = 0;
    while (p && p != end && count < RECORDS) {
        p = block_record(p, end, &r, NULL);
        if (!p) break;
        assert(p <= end && (!r.bytes.n || (r.bytes.p + r.bytes.n <= end)));
        to[count++] = r;
    }
    return count;
}

static bool is_same(const pl_record *a, const pl_record *b) {
    return !record_compare(a, b) && a->bytes.n == b->bytes.n &&
           (!a->bytes.n || !memcmp(a->bytes.p, b->bytes.p, a->bytes.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static pl_record first[RECORDS], second[RECORDS];
    const uint32_t n = read_all((const char *)data, size, first);
    struct buffer b = {0};
    for (uint32_t i = 0; i < n; i++) assert(!block_add(&b, &first[i]));
    if (n) {
        const struct block_head head = block_seal(&b);
        const char *records = b.p + sizeof(struct block_open);
        assert(head.count == n && block_is_whole(&head, records));
        assert(read_all(records, head.bytes, second) == n);
        for (uint32_t i = 0; i < n; i++) assert(is_same(&first[i], &second[i]));
    }
    buffer_free(&b);
    return 0;
}
