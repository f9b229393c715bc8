/* utf8_fuzz.c: any bytes decode to valid UTF-8, by guess and by name; valid UTF-8 comes back as it is; counts agree. */
#include <assert.h>
#include <string.h>
#include "document/codepoints.h"
#include "document/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The slow way: byte by byte. */
static size_t valid_slowly(const uint8_t *p, size_t n) {
    size_t i = 0;
    while (i < n) {
        const unsigned length = utf8_sequence(p + i, n - i);
        if (!length) break;
        i += length;
    }
    return i;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const names[] = {"auto",      "utf-8",   "windows-1252", "utf-16le",
                                        "shift_jis", "gb18030", "windows-1258", "utf-32be"};
    const pl_str in = {(const char *)data, size};
    const size_t valid = utf8_valid(in.p, in.n);
    assert(valid == valid_slowly(data, size));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct arena arena = {0};
        struct decoded d;
        assert(!decode_text(in, names[i], &arena, &d));
        assert(utf8_valid(d.text.p, d.text.n) == d.text.n);
        if (i < 2 && valid == size && !memchr(data, 0, size) &&
            (size < 2 || (data[0] != 0xff && data[0] != 0xfe)))
            assert(d.text.p + d.text.n == in.p + in.n && !d.stray);
        if (!strcmp(names[i], "windows-1252") && memcmp(data, "\xef\xbb\xbf", size < 3 ? size : 3))
            assert(utf8_count(d.text.p, d.text.n) == size); /* a character per byte, none lost */
        size_t points = 0;
        for (size_t k = 0; k < d.text.n; k++) points += ((unsigned char)d.text.p[k] & 0xc0) != 0x80;
        assert(points == utf8_count(d.text.p, d.text.n));
        uint32_t point;
        const char *p = d.text.p, *const end = p + d.text.n;
        size_t steps = 0;
        for (unsigned n; (n = utf8_next(p, end, &point)); steps++) p += n;
        assert(p == end && steps == points);
        struct codepoints c;
        codepoints_open(&c, d.text.p, d.text.n);
        assert(codepoints_at(&c, (uint32_t)d.text.n) == points);
        arena_free(&arena);
    }
    return 0;
}
