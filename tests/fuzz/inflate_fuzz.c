/* inflate_fuzz.c: any gzip or zstd bytes inflate to their end or to their damage, the same bytes in large steps and in small ones. */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include "support/buffer.h"
#include "support/inflate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 64 << 10 }; /* of what a bomb gives */

/* Feeds `step` bytes at a time; returns the last result. */
static enum inflate_result inflate_all(const uint8_t *data, size_t size, size_t step,
                                       struct buffer *to) {
    struct inflater *f = inflater_new(inflate_is_zstd(data, size));
    enum inflate_result r = INFLATE_MORE;
    const unsigned char *p = data, *const end = data + size;
    assert(f);
    for (bool moved = true; r == INFLATE_MORE && moved && to->n < MOST;) {
        size_t n = (size_t)(end - p) < step ? (size_t)(end - p) : step, made = 0;
        const unsigned char *const before = p;
        r = inflater_run(f, &p, &n, buffer_reserve(to, step), step, &made);
        assert(p <= end && made <= step);
        to->n += made;
        moved = made || p != before;
    }
    if (r == INFLATE_DAMAGED) assert(*inflater_why(f));
    inflater_free(f);
    return r;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct buffer large = {0}, small = {0};
    const enum inflate_result r = inflate_all(data, size, MOST, &large);
    if (large.n < MOST) {
        assert(inflate_all(data, size, 61, &small) == r);
        assert(large.n == small.n && (!large.n || !memcmp(large.p, small.p, large.n)));
    }
    buffer_free(&large);
    buffer_free(&small);
    return 0;
}
