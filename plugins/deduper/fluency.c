/* fluency.c: tables of words and bigrams, and the score that they give. */
#define XXH_INLINE_ALL
#include "fluency.h"
#include <math.h>
#include <string.h>
#include <xxhash.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { LEAST_KNOWN = 40 }; /* bigrams without which a score means nothing */
static const float PRIOR = 5; /* how often a bigram of independent words would have been seen */
static const uint16_t times[16] = {1, 2, 3, 4, 6, 9, 14, 22, 35, 60, 100, 200, 400, 1000, 4000};

static uint64_t mix(uint64_t h) {
    h = (h ^ h >> 31) * 0x9fb21c651e98df25u;
    return h ^ h >> 29;
}

/* Slots are searched from the low bits on; the fingerprint is taken from the high ones. */
static uint32_t word_print(uint64_t h) { return (uint32_t)(h >> 40); }
static uint16_t bigram_print(uint64_t h) { return (uint16_t)(h >> 52 << 4); }
static uint64_t bigram_hash(uint64_t first, uint64_t second) { return mix(first * 3 + second * 5); }

uint8_t fluency_code(uint64_t count) { return (uint8_t)(lround(log2((double)count) * 8) + 1); }

uint8_t fluency_times(uint64_t count) {
    uint8_t code = 1;
    while (code < 15 && times[code + 1] <= count) code++;
    return code;
}

void fluency_put_word(uint32_t *slots, uint32_t n, uint64_t word, uint8_t code) {
    const uint64_t h = mix(word);
    uint32_t at = (uint32_t)h & (n - 1);
    while (slots[at]) at = (at + 1) & (n - 1);
    slots[at] = word_print(h) << 8 | code;
}

void fluency_put_bigram(uint16_t *slots, uint32_t n, uint64_t first, uint64_t second,
                        uint8_t code) {
    const uint64_t h = bigram_hash(first, second);
    uint32_t at = (uint32_t)h & (n - 1);
    while (slots[at]) at = (at + 1) & (n - 1);
    slots[at] = bigram_print(h) | code;
}

/* Where the search for a word or bigram ends, in the slot that holds it or in a free one, is a matter of chance: several slots are
 * looked at together, so that there is one branch less to guess wrongly. At the end of the table, and where those do not do, it
 * is slot by slot. */
static uint32_t word_at(const struct fluency *f, uint64_t h) {
    const uint32_t mask = f->head->words - 1, print = word_print(h);
    uint32_t at = (uint32_t)h & mask;
#ifdef __SSE2__
    if (at + 4 <= mask) {
        const __m128i slots = _mm_loadu_si128((const __m128i *)(const void *)(f->words + at));
        const __m128i same = _mm_cmpeq_epi32(_mm_srli_epi32(slots, 8), _mm_set1_epi32((int)print)),
                      free = _mm_cmpeq_epi32(slots, _mm_setzero_si128());
        const int ends = _mm_movemask_ps(_mm_castsi128_ps(_mm_or_si128(same, free)));
        if (ends) return at + (uint32_t)__builtin_ctz((unsigned)ends);
        at += 4;
    }
#endif
    while (f->words[at] && f->words[at] >> 8 != print) at = (at + 1) & mask;
    return at;
}

static uint32_t bigram_at(const struct fluency *f, uint64_t h) {
    const uint32_t mask = f->head->bigrams - 1;
    const uint16_t print = bigram_print(h);
    uint32_t at = (uint32_t)h & mask;
#ifdef __SSE2__
    if (at + 8 <= mask) {
        const __m128i slots = _mm_loadu_si128((const __m128i *)(const void *)(f->bigrams + at)),
                      prints = _mm_and_si128(slots, _mm_set1_epi16((short)0xfff0));
        const __m128i same = _mm_cmpeq_epi16(prints, _mm_set1_epi16((short)print)),
                      free = _mm_cmpeq_epi16(slots, _mm_setzero_si128());
        const int ends = _mm_movemask_epi8(_mm_or_si128(same, free));
        if (ends) return at + (uint32_t)__builtin_ctz((unsigned)ends) / 2;
        at += 8;
    }
#endif
    while (f->bigrams[at] && (f->bigrams[at] & 0xfff0) != print) at = (at + 1) & mask;
    return at;
}

/* The code of the count of the word with this hash; 0 when it is unknown. */
static uint8_t find_word(const struct fluency *f, uint64_t h) {
    return (uint8_t)f->words[word_at(f, h)];
}

static float find_bigram(const struct fluency *f, uint64_t h) {
    return f->times[f->bigrams[bigram_at(f, h)] & 15];
}

static void prepare(struct fluency *f) {
    for (int i = 0; i < 256; i++) {
        const double count = exp2((i - 1) / 8.0);
        f->weight[i] = (float)(f->head->tokens / count);
        f->surprise[i] = (float)log2((i ? count : 0) + (double)PRIOR);
    }
    for (int i = 1; i < 16; i++) f->times[i] = times[i];
    f->times[0] = 0; /* of a free slot */
}

uint64_t fluency_checksum(const char *file, size_t n) {
    return XXH3_64bits(file + sizeof(struct fluency_head), n - sizeof(struct fluency_head));
}

static bool is_power_of_two(uint32_t n) { return n && !(n & (n - 1)); }

const char *fluency_open(struct fluency *f, pl_str bytes) {
    const struct fluency_head *h = f->head = (const void *)bytes.p;
    if (bytes.n < sizeof *h || memcmp(h->magic, FLUENCY_MAGIC, sizeof FLUENCY_MAGIC))
        return "not a file of fluency weights";
    if (!is_power_of_two(h->words) || !is_power_of_two(h->bigrams) ||
        bytes.n - sizeof *h != h->words * sizeof *f->words + h->bigrams * sizeof *f->bigrams)
        return "cut off";
    if (fluency_checksum(bytes.p, bytes.n) != h->checksum) return "damaged";
    f->words = (const void *)(h + 1);
    f->bigrams = (const void *)(f->words + h->words);
    prepare(f);
    return NULL;
}

struct fluency_marks fluency_marks(void) {
    struct fluency_marks m;
    for (int i = 0; i < 6; i++) m.v[i] = XXH3_64bits(&".,;:?!"[i], 1);
    return m;
}

/* Words, numbers as one symbol, and the marks that divide sentences and their parts. */
uint64_t fluency_symbol(const struct fluency_marks *marks, uint8_t kind, uint64_t form) {
    if (kind == PL_WORD) return form;
    if (kind == PL_NUMBER) return FLUENCY_NUMBER;
    for (int i = 0; i < 6 && kind == PL_PUNCTUATION; i++)
        if (form == marks->v[i]) return form;
    return 0;
}

enum { STRIDE = 64 };

/* A stretch of a text: first all slots of words are asked for, then those of bigrams, so that the processor has many look-ups in
 * flight. The ratios are multiplied before the logarithm is taken: each is below 2^35, sixteen of them fit a double. */
static void add_stretch(const struct fluency *f, const uint64_t *symbols, uint32_t n,
                        uint64_t before, struct fluency_sum *sum) {
    uint8_t codes[STRIDE + 1];
    uint64_t words[STRIDE], bigrams[STRIDE];
    for (uint32_t i = 0; i < n; i++) {
        words[i] = mix(symbols[i]);
        __builtin_prefetch(&f->words[(uint32_t)words[i] & (f->head->words - 1)]);
    }
    codes[0] = find_word(f, mix(before));
    for (uint32_t i = 0; i < n; i++) {
        bigrams[i] = bigram_hash(i ? symbols[i - 1] : before, symbols[i]);
        __builtin_prefetch(&f->bigrams[(uint32_t)bigrams[i] & (f->head->bigrams - 1)]);
        codes[i + 1] = find_word(f, words[i]);
    }
    double product = 1;
    for (uint32_t i = 0; i < n; i++) {
        if (!codes[i + 1]) continue;
        const float seen = codes[i] ? find_bigram(f, bigrams[i]) : 0;
        product *= (double)(seen * f->weight[codes[i + 1]] + PRIOR);
        sum->bits -= (double)f->surprise[codes[i]];
        if (++sum->known % 16) continue;
        sum->bits += log2(product);
        product = 1;
    }
    sum->bits += log2(product);
}

/* The sum of log2(P(b | a) / P(b)) with P(b | a) = (n(a, b) + 5 P(b)) / (n(a) + 5). An unknown word has the count 0. */
struct fluency_sum fluency_add(const struct fluency *f, const uint64_t *symbols, uint32_t n) {
    struct fluency_sum sum = {0, 0, n};
    for (uint32_t at = 0; at < n; at += STRIDE)
        add_stretch(f, symbols + at, n - at < STRIDE ? n - at : STRIDE,
                    at ? symbols[at - 1] : FLUENCY_BEGIN, &sum);
    return sum;
}

int32_t fluency_score(struct fluency_sum s) {
    if (s.known < LEAST_KNOWN || s.known < s.all / 2) return INT32_MIN;
    return (int32_t)lround(s.bits / s.known * 1000);
}
