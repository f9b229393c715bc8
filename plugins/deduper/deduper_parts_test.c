/* Tests of the parts of the deduper, each against its definition or a brute force. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "evidence.h"
#include "field.h"
#include "fluency.h"
#include "grams.h"
#include "pairs.h"
#include "passages.h"
#include "record.h"

static uint64_t state;
static uint32_t draw(uint32_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % below;
}

/* ---- grams ---- */

Test(grams, equal_runs_have_equal_hashes_wherever_they_stand) {
    uint32_t v[40];
    uint64_t h[40];
    for (uint32_t i = 0; i < 40; i++) v[i] = i % 10 << 2;
    cr_assert_eq(grams_hash(v, 40, 5, h), 36u);
    for (uint32_t i = 0; i + 10 < 36; i++) cr_expect_eq(h[i], h[i + 10]);
    for (uint32_t i = 0; i < 10; i++)
        for (uint32_t k = 0; k < i; k++) cr_expect_neq(h[i], h[k]);
    cr_expect_eq(grams_hash(v, 0, 5, h), 0u);
    cr_expect_eq(grams_hash(v, 3, 5, h), 1u, "a short text is one gram");
}

static int ascending(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static const struct {
    const char *name;
    uint32_t n, different, k;
} bottoms[] = {{"few", 10, 10, 64},          {"as many", 64, 64, 64},
               {"many", 5000, 5000, 64},     {"one value", 5000, 1, 64},
               {"few values", 5000, 30, 64}, {"63 values", 5000, 63, 64},
               {"65 values", 5000, 65, 64},  {"300 values", 20000, 300, 128},
               {"none", 0, 1, 64},           {"one", 1, 1, 128}};

Test(grams, bottom_is_the_smallest_k) {
    for (size_t c = 0; c < sizeof bottoms / sizeof *bottoms; c++)
        for (uint32_t seed = 0; seed < 20; seed++) {
            const uint32_t n = bottoms[c].n, k = bottoms[c].k;
            uint64_t *grams = malloc((n + 1) * sizeof *grams);
            uint32_t *all = malloc((n + 1) * sizeof *all), out[2 * 128 + BOTTOM_SPARE + 1],
                     want = 0;
            state = seed;
            for (uint32_t i = 0; i < n; i++) {
                grams[i] = (draw(bottoms[c].different) + 1) * 0x9e3779b97f4a7c15u;
                all[i] = gram_sample(grams[i]);
            }
            qsort(all, n, sizeof *all, ascending);
            for (uint32_t i = 0; i < n; i++)
                if (!want || all[i] != all[want - 1]) all[want++] = all[i];
            if (want > k) want = k;
            const uint32_t found = grams_bottom(grams, n, k, out);
            cr_assert_eq(found, want, "%s: %u, not %u", bottoms[c].name, found, want);
            cr_expect(!memcmp(out, all, want * sizeof *out), "%s, seed %u", bottoms[c].name, seed);
            free(grams);
            free(all);
        }
}

Test(grams, winnowing_takes_the_smallest_of_each_window) {
    uint64_t grams[300];
    uint32_t out[300];
    for (uint32_t seed = 0; seed < 50; seed++) {
        const uint32_t n = seed * 6;
        bool taken[300] = {false};
        state = seed;
        for (uint32_t i = 0; i < n; i++) grams[i] = draw(seed % 5 ? 1000000 : 4);
        const uint32_t found = grams_winnow(grams, n, out);
        for (uint32_t i = 0; i < found; i++) {
            taken[out[i]] = true;
            cr_expect(!i || out[i] > out[i - 1]);
        }
        for (uint32_t i = 0; i + 4 <= n; i++) {
            uint32_t least = i;
            for (uint32_t k = i; k < i + 4; k++)
                if (grams[k] <= grams[least]) least = k;
            cr_expect(taken[least], "seed %u, window %u", seed, i);
        }
        cr_expect(n == 0 || found > 0);
    }
}

Test(grams, sets) {
    uint64_t a[500], b[500];
    struct gram_set x = {0}, y = {0};
    for (uint32_t round = 0; round < 20; round++) {
        state = round;
        for (uint32_t i = 0; i < 500; i++) a[i] = draw(300), b[i] = draw(300) + 100;
        bool in_a[400] = {false}, in_b[400] = {false};
        uint32_t of_a = 0, both = 0;
        for (uint32_t i = 0; i < 500; i++) in_a[a[i] ? a[i] : 1] = in_b[b[i]] = true;
        for (uint32_t i = 0; i < 400; i++) of_a += in_a[i], both += in_a[i] && in_b[i];
        cr_assert(!gram_set_fill(&x, a, 500) && !gram_set_fill(&y, b, 500));
        cr_expect_eq(x.n, of_a);
        cr_expect_eq(gram_set_shared(&x, &y), both);
        cr_expect_eq(gram_set_shared(&y, &x), both);
    }
    cr_assert(!gram_set_fill(&x, a, 0));
    cr_expect_eq(gram_set_shared(&x, &y), 0u);
    gram_set_free(&x);
    gram_set_free(&y);
}

/* ---- pairs ---- */

enum { DOCUMENTS = 90 };
static uint32_t counted[DOCUMENTS][DOCUMENTS];

static int add_up(void *calls, uint64_t pair, uint32_t count) {
    ++*(uint32_t *)calls;
    counted[pair_low(pair)][pair_high(pair)] += count;
    return 0;
}

Test(pairs, counts_add_up_however_often_they_are_spilled) {
    for (uint32_t documents = 10; documents <= DOCUMENTS; documents += 80) {
        uint32_t calls = 0, want[DOCUMENTS][DOCUMENTS] = {{0}};
        struct pairs p = {.spill = add_up, .to = &calls};
        memset(counted, 0, sizeof counted);
        cr_assert_eq(pairs_open(&p, 0), 0);
        state = documents;
        for (uint32_t i = 0; i < 30000; i++) {
            const uint32_t a = draw(documents), b = draw(documents);
            if (a == b) continue;
            want[a < b ? a : b][a < b ? b : a]++;
            cr_assert_eq(pairs_add(&p, a, b), 0);
        }
        cr_assert_eq(pairs_finish(&p, 1), 0);
        cr_expect_eq(p.spilled, documents == DOCUMENTS);
        for (uint32_t a = 0; a < documents; a++)
            for (uint32_t b = a + 1; b < documents; b++)
                cr_expect_eq(counted[a][b], want[a][b], "%u, %u: %u, not %u", a, b, counted[a][b],
                             want[a][b]);
        pairs_free(&p);
    }
}

static int last_pair(void *last, uint64_t pair, uint32_t count) {
    uint32_t *const v = last;
    v[0] = pair_low(pair), v[1] = pair_high(pair), v[2] += count;
    return 0;
}

Test(pairs, the_highest_numbers_of_documents_are_kept_apart) {
    const uint32_t most = ((uint32_t)1 << PAIR_BITS) - 1;
    uint32_t last[3] = {0};
    struct pairs p = {.spill = last_pair, .to = last};
    cr_assert_eq(pairs_open(&p, 0), 0);
    for (int i = 0; i < 100; i++) pairs_add(&p, most, most - 1);
    cr_assert_eq(pairs_finish(&p, 2), 0);
    cr_expect_eq(last[0], most - 1);
    cr_expect_eq(last[1], most);
    cr_expect_eq(last[2], 100u);
    pairs_free(&p);
}

Test(pairs, few_are_left_out_only_when_nothing_was_spilled) {
    uint32_t calls = 0;
    struct pairs p = {.spill = add_up, .to = &calls};
    cr_assert_eq(pairs_open(&p, 0), 0);
    pairs_add(&p, 1, 2), pairs_add(&p, 2, 1), pairs_add(&p, 3, 4);
    cr_assert_eq(pairs_finish(&p, 2), 0);
    cr_expect_eq(calls, 1u);
    pairs_free(&p);
}

/* ---- bodies ---- */

Test(record, a_body_comes_back) {
    static const pl_span spans[] = {{0, 1}, {2, 66}, {66, 70}, {74, 300}, {100000, 100001}};
    enum { N = sizeof spans / sizeof *spans };
    uint32_t v[N] = {4, 8, 1, 2, UINT32_MAX};
    pl_span copy[N], got[N];
    memcpy(copy, spans, sizeof copy);
    const struct units u = {.v = v, .spans = copy, .n = N};
    const pl_str id = {"id", 2}, text = {"some text", 9};
    char bytes[256];
    cr_assert_leq(body_size(&u, id, text), sizeof bytes);
    const size_t n = body_write(&u, id, text, bytes);
    cr_expect_leq(n, body_size(&u, id, text));
    const struct body b = body_read(bytes);
    const struct about about = body_about(&b);
    cr_assert_eq(b.n, N);
    cr_assert_eq(about.text.p + about.text.n, bytes + n);
    cr_expect(!memcmp(b.v, v, sizeof v));
    cr_expect(about.id.n == 2 && !memcmp(about.id.p, "id", 2));
    cr_expect(about.text.n == 9 && !memcmp(about.text.p, "some text", 9));
    body_spans(&b, got);
    cr_expect(!memcmp(got, spans, sizeof got));
}

/* ---- passages ---- */

static struct reading view(uint32_t document, const uint32_t *v, uint32_t n) {
    struct reading r = {.document = UINT32_MAX};
    reading_set(&r, document, (struct body){.v = v, .n = n});
    return r;
}

Test(passages, every_long_run_is_found) {
    enum { N = 400 };
    uint32_t a[N], b[N];
    struct passages p = {.of = UINT32_MAX};
    for (uint32_t round = 0; round < 60; round++) {
        state = round;
        for (uint32_t i = 0; i < N; i++) a[i] = draw(100000) << 2, b[i] = draw(100000) << 2;
        const uint32_t length = 15 + draw(60), from = draw(N - length), to = draw(N - length);
        memcpy(b + to, a + from, length * sizeof *b);
        struct reading one = view(2 * round, a, N), other = view(2 * round + 1, b, N);
        cr_assert_eq(passages_find(&p, &one, &other, 15), 0);
        cr_assert_eq(p.n, 1u, "round %u: %u runs", round, p.n);
        cr_expect_eq(p.v[0].a, from);
        cr_expect_eq(p.v[0].b, to);
        cr_expect_eq(p.v[0].n, length);
        reading_free(&one);
        reading_free(&other);
    }
    passages_free(&p);
}

Test(passages, runs_are_equal_apart_and_long_enough) { /* few different words: everything repeats */
    enum { N = 3000 };
    uint32_t a[N], b[N];
    struct passages p = {.of = UINT32_MAX};
    for (uint32_t words = 1; words < 6; words++) {
        state = words;
        for (uint32_t i = 0; i < N; i++) a[i] = draw(words) << 2, b[i] = draw(words) << 2;
        struct reading one = view(2 * words, a, N), other = view(2 * words + 1, b, N);
        cr_assert_eq(passages_find(&p, &one, &other, 11), 0);
        for (uint32_t i = 0, end = 0; i < p.n; end = p.v[i].b + p.v[i].n, i++) {
            cr_expect_geq(p.v[i].n, 11u);
            cr_expect_geq(p.v[i].b, end);
            cr_assert(p.v[i].a + p.v[i].n <= N && p.v[i].b + p.v[i].n <= N);
            cr_expect(!memcmp(a + p.v[i].a, b + p.v[i].b, p.v[i].n * sizeof *a));
        }
        reading_free(&one);
        reading_free(&other);
    }
    passages_free(&p);
}

/* ---- fields ---- */

static const struct {
    const char *a, *b;
    bool same;
} fields[] = {{"https://example.org/a", "http://www.example.org/a/", true},
              {"https://example.org/a#x", "https://example.org/a", true},
              {"https://example.org/a?utm_source=m", "https://example.org/a", true},
              {"https://example.org/a?b=1&fbclid=2&c=3", "https://example.org/a?b=1&c=3", true},
              {"https://example.org/a?b=1", "https://example.org/a", false},
              {"https://example.org/a?b=1", "https://example.org/a?b=2", false},
              {"https://example.org/a", "https://example.org/b", false},
              {"https://example.org/a", "https://example.com/a", false},
              {"17", "17", true},
              {"17", "18", false},
              {"a#b", "a", false},
              {"https://", "http://", true}};

Test(field, keys) {
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        uint64_t a[2], b[2];
        field_key((pl_str){fields[i].a, strlen(fields[i].a)}, a);
        field_key((pl_str){fields[i].b, strlen(fields[i].b)}, b);
        cr_expect_eq(!memcmp(a, b, sizeof a), fields[i].same, "%s and %s", fields[i].a,
                     fields[i].b);
        cr_expect(a[0] | a[1]);
    }
    uint64_t none[2] = {1, 1};
    field_key((pl_str){"", 0}, none);
    cr_expect(!none[0] && !none[1]);
}

/* ---- fluency ---- */

/* A model of two words that always follow each other. */
static char *make_model(size_t *n) {
    enum { WORDS = 1024, BIGRAMS = 1024 };
    *n = sizeof(struct fluency_head) + WORDS * sizeof(uint32_t) + BIGRAMS * sizeof(uint16_t);
    char *bytes = calloc(1, *n);
    struct fluency_head *h = (void *)bytes;
    memcpy(h->magic, FLUENCY_MAGIC, sizeof FLUENCY_MAGIC);
    h->words = WORDS, h->bigrams = BIGRAMS, h->tokens = 2000;
    uint32_t *words = (void *)(h + 1);
    fluency_put_word(words, WORDS, 77, fluency_code(1000));
    fluency_put_word(words, WORDS, 88, fluency_code(1000));
    fluency_put_bigram((void *)(words + WORDS), BIGRAMS, 77, 88, fluency_times(1000));
    fluency_put_bigram((void *)(words + WORDS), BIGRAMS, 88, 77, fluency_times(1000));
    h->checksum = fluency_checksum(bytes, *n);
    return bytes;
}

Test(fluency, words_in_order_score_higher) {
    size_t n;
    char *bytes = make_model(&n);
    struct fluency f;
    cr_assert_null(fluency_open(&f, (pl_str){bytes, n}));
    uint64_t good[200], bad[200], unknown[200];
    for (uint32_t i = 0; i < 200; i++)
        good[i] = i % 2 ? 88 : 77, bad[i] = 77, unknown[i] = 1000 + i;
    const int32_t high = fluency_score(fluency_add(&f, good, 200)),
                  low = fluency_score(fluency_add(&f, bad, 200));
    cr_expect(high > 900 && high < 1000, "P(b|a) / P(b) is nearly 2: %d", high);
    cr_expect_lt(low, -5000);
    cr_expect_eq(fluency_score(fluency_add(&f, unknown, 200)), INT32_MIN);
    cr_expect_eq(fluency_score(fluency_add(&f, good, 20)), INT32_MIN, "too short");
    free(bytes);
}

Test(fluency, damaged_files_are_refused) {
    size_t n;
    char *bytes = make_model(&n);
    struct fluency f;
    cr_expect_not_null(fluency_open(&f, (pl_str){bytes, n - 2}));
    cr_expect_not_null(fluency_open(&f, (pl_str){bytes, 10}));
    bytes[n - 5] ^= 1;
    cr_expect_not_null(fluency_open(&f, (pl_str){bytes, n}));
    bytes[n - 5] ^= 1;
    bytes[0] ^= 1;
    cr_expect_not_null(fluency_open(&f, (pl_str){bytes, n}));
    free(bytes);
}
