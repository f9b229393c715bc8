/* block.h: 64 bytes of text at a time, a bit for each byte of a class; bit 0 is the first byte. */
#ifndef CLEANER_BLOCK_H
#define CLEANER_BLOCK_H
#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { BLOCK = 64 };

struct block {
    uint64_t word; /* ASCII letters, digits, underscores */
    uint64_t digit, upper, blank;
    uint64_t wide; /* bytes from 80 on */
};

/* The lowest n bits. */
static inline uint64_t block_low(size_t n) {
    return n < BLOCK ? ((uint64_t)1 << n) - 1 : ~(uint64_t)0;
}

static inline uint32_t block_first(uint64_t bits) { return (uint32_t)__builtin_ctzll(bits); }

/* Bits that are set; where the machine has an instruction for it, the compiler knows this form of it. */
static inline uint32_t block_count(uint64_t v) {
    if (!v) return 0;
    v -= v >> 1 & 0x5555555555555555u;
    v = (v & 0x3333333333333333u) + (v >> 2 & 0x3333333333333333u);
    return (uint32_t)(((v + (v >> 4)) & 0x0f0f0f0f0f0f0f0fu) * 0x0101010101010101u >> 56);
}

/* The high bits of 16 bytes. */
#ifdef __SSE2__
typedef char block_chars __attribute__((vector_size(16)));
#define MASK(v) ((uint64_t)__builtin_ia32_pmovmskb128((block_chars)(v)))
#else
typedef uint64_t block_eights __attribute__((vector_size(16)));
static inline uint64_t block_mask(block_eights v) {
    uint64_t eight[2];
    memcpy(eight, &v, sizeof eight);
    for (int i = 0; i < 2; i++)
        eight[i] = ((le64toh(eight[i]) & 0x8080808080808080u) >> 7) * 0x0102040810204080u >> 56;
    return eight[0] | eight[1] << 8;
}
#define MASK(v) block_mask((block_eights)(v))
#endif
#define WIDTH 16
#define TARGET
#include "block_read.h"

/* The same, 32 bytes at a time: for functions with BLOCK_TARGET, where block_is_wide says so. */
#ifdef __x86_64__
#define BLOCK_WIDE
#define BLOCK_TARGET __attribute__((target("avx2,bmi,bmi2,popcnt")))
typedef char block_wide_chars __attribute__((vector_size(32)));
#define WIDTH 32
#define TARGET BLOCK_TARGET
#define MASK(v) ((uint64_t)(uint32_t)__builtin_ia32_pmovmskb256((block_wide_chars)(v)))
#include "block_read.h"

static inline int block_is_wide(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") &&
           __builtin_cpu_supports("popcnt");
}
#endif
#endif
