/* block_read.h: reads a block WIDTH bytes at a time. block.h includes it once for each width, with TARGET, the processors that have it,
 * and MASK, which gathers the high bits of so many bytes. */
#define PASTE(a, b) a##b
#define JOIN(a, b) PASTE(a, b)
#define NAME(name) JOIN(name, WIDTH)

/* Signed, as processors compare them; unsigned where a sum may wrap round. */
typedef signed char NAME(block_bytes) __attribute__((vector_size(WIDTH)));
typedef unsigned char NAME(block_sums) __attribute__((vector_size(WIDTH)));

/* Bytes of v that are `least` to `least` + n - 1; all ASCII. */
#define RANGE(v, least, n)                                                                         \
    ((NAME(block_bytes))((NAME(block_sums))(v) + (unsigned char)(128 - (n) - (least))) >           \
     (signed char)(127 - (n)))

/* Reads the 64 bytes at p. */
TARGET static inline struct block NAME(block_read)(const unsigned char *p) {
    struct block b = {0};
    for (int i = 0; i < BLOCK; i += WIDTH) {
        NAME(block_bytes) v;
        memcpy(&v, p + i, sizeof v);
        const NAME(block_bytes) letter = RANGE(v | 0x20, 'a', 26), digit = RANGE(v, '0', 10);
        b.word |= MASK(letter | digit | (v == '_')) << i;
        b.digit |= MASK(digit) << i;
        b.upper |= MASK(letter & ((v & 0x20) == 0)) << i;
        b.blank |= MASK(v == ' ') << i;
        b.wide |= MASK(v) << i;
    }
    return b;
}

/* Bytes among the 64 at p that may begin a change of layout: white space, controls, lead bytes of odd spaces and marks.
 * `plain`: those of them that are blanks or line ends. */
TARGET static inline uint64_t NAME(block_white)(const unsigned char *p, uint64_t *plain) {
    uint64_t white = 0;
    *plain = 0;
    for (int i = 0; i < BLOCK; i += WIDTH) {
        NAME(block_bytes) v;
        memcpy(&v, p + i, sizeof v);
        white |= MASK(RANGE(v, 0, 33) | (v == 0x7f) | (v == (signed char)0xc2) |
                      (v == (signed char)0xef) | ((v & (signed char)0xfe) == (signed char)0xe2))
                 << i;
        *plain |= MASK((v == ' ') | (v == '\n')) << i;
    }
    return white;
}

#undef NAME
#undef JOIN
#undef PASTE
#undef RANGE
#undef WIDTH
#undef TARGET
#undef MASK
