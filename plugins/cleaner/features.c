/* features.c: what the line model sees of a line: its form, its words, its place, its neighbours. */
#include <string.h>
#include "dates.h"
#include "feature_set.h"
#include "language.h"
#include "shapes.h"

static uint32_t length_class(const struct line *l) {
    static const uint16_t bounds[] = {1, 2, 3, 4, 5, 7, 10, 15, 25, 40, 80, 0};
    return bucket(l->words, bounds);
}

/* Four classes: a word or two, a heading, a sentence, a paragraph. */
static uint32_t coarse_class(const struct line *l) {
    static const uint16_t bounds[] = {3, 8, 20, 0};
    return bucket(l->words, bounds);
}

static uint32_t end_class(const struct line *l) {
    return l->marks & (LINE_STOP | LINE_DOTS | LINE_COLON | LINE_COMMA);
}

/* Before, in or behind the body, and how far from it. */
static uint32_t place(const struct judge *j, uint32_t i) {
    static const uint16_t bounds[] = {2, 3, 5, 9, 17, 0};
    if (!j->verdict[j->first_body].body) return 20;
    if (i < j->first_body) return bucket(j->first_body - i, bounds);
    if (i > j->last_body) return 10 + bucket(i - j->last_body, bounds);
    return j->verdict[i].body ? 21 : 22;
}

int model_is_deep(const struct judge *j, uint32_t i) {
    return j->bodies[i] >= 3 && j->bodies[j->words->lines] - j->bodies[i] > 3;
}

/* What a neighbour looks like; lines before the first and behind the last are of a kind of their own. */
static uint32_t sketch(const struct judge *j, int64_t i) {
    if (i < 0 || i >= j->words->lines) return 99;
    const struct line *l = &j->words->line[i];
    return coarse_class(l) * 8 + (l->marks & LINE_STOP ? 1 : 0) + (j->verdict[i].why ? 2 : 0) +
           (j->verdict[i].body ? 4 : 0);
}

static void put_form(const struct judge *j, uint32_t i, struct set *s) {
    const struct line *l = &j->words->line[i];
    const uint32_t length = length_class(l), coarse = coarse_class(l), end = end_class(l),
                   where = place(j, i);
    put(s, 1, length);
    put(s, 2, length * 16 + end);
    put(s, 3, (length * 16 + end) * 32 + where);
    put(s, 4, where);
    put(s, 5, coarse * 8 + share(l->capitals, l->words));
    put(s, 6, coarse * 8 + share(l->digits, l->digits + l->letters));
    put(s, 8, coarse * 8 + share(l->shouts, l->words));
    put(s, 9, coarse * 8 + share(l->symbols, l->symbols + l->letters));
    for (uint32_t bit = 16; bit <= LINE_LABEL; bit *= 2)
        if (l->marks & bit) put(s, 12, bit * 4 + coarse);
}

static void put_place(const struct judge *j, uint32_t i, struct set *s) {
    static const uint16_t behind[] = {5, 20, 50, 100, 200, 0}, lines[] = {4, 10, 25, 60, 150, 0};
    const struct line *l = &j->words->line[i];
    const uint32_t coarse = coarse_class(l), all = j->before[j->words->lines];
    const uint32_t left = all - j->before[i] - l->words;
    put(s, 20, coarse * 16 + (uint32_t)(all ? 10 * (uint64_t)j->before[i] / all : 0));
    put(s, 21, coarse * 8 + bucket(j->before[i] < 60000 ? j->before[i] : 60000, behind));
    put(s, 22, coarse * 8 + bucket(left < 60000 ? left : 60000, behind));
    put(s, 23, bucket(j->words->lines < 60000 ? j->words->lines : 60000, lines) * 32 + place(j, i));
    put(s, 24, coarse * 8 + (i < 5 ? i : 7));
    put(s, 25, coarse * 8 + (j->words->lines - 1 - i < 5 ? j->words->lines - 1 - i : 7));
}

static void put_neighbours(const struct judge *j, uint32_t i, struct set *s) {
    const uint32_t coarse = coarse_class(&j->words->line[i]);
    const uint32_t before = sketch(j, (int64_t)i - 1), behind = sketch(j, (int64_t)i + 1);
    put(s, 30, coarse * 128 + before);
    put(s, 31, coarse * 128 + behind);
    put(s, 32, (coarse * 128 + before) * 128 + behind);
}

/* Words of the line that the title has too, function words left out: none, one, more. */
static uint32_t shared_with_title(const struct judge *j, uint32_t i) {
    const struct line *l = &j->words->line[i], *t = &j->words->line[j->title];
    const uint32_t *const word = j->words->word, *const title = word + t->first_word;
    uint64_t some = 0; /* a bit for each word of the title */
    uint32_t n = 0;
    for (uint32_t m = 0; m < t->words; m++) some |= (uint64_t)1 << (title[m] & 63);
    for (uint32_t k = l->first_word; k < l->first_word + l->words && n < 2; k++) {
        if (!(some >> (word[k] & 63) & 1)) continue;
        uint32_t m = 0;
        while (m < t->words && title[m] != word[k]) m++;
        n += m < t->words && !language_is_stop(j->stops, word[k]);
    }
    return n;
}

static int has_date(const struct judge *j, const struct line *l) {
    struct date d;
    return l->digits && l->words < 25 &&
           dates_find(j->text + l->begin, l->end - l->begin, DATE_DAY_FIRST, &d);
}

static void put_content(const struct judge *j, uint32_t i, struct set *s) {
    const struct line *l = &j->words->line[i];
    const uint32_t coarse = coarse_class(l), where = place(j, i);
    const struct piece all = {l->begin, l->end};
    const struct shared *const shared = judge_shared(j, i);
    const uint32_t overlap = l->words ? 10 * shared->all / l->words : 0;
    put(s, 7, coarse * 8 + share(shared->stops, l->words));
    const uint32_t known = shared->of ? 1 + 8 * shared->n / shared->of : 0;
    put(s, 40, coarse * 16 + overlap);
    put(s, 46, coarse * 16 + known);
    put(s, 48, (coarse * 16 + known) * 32 + where);
    put(s, 49, (coarse * 8 + (shared->n < 7 ? shared->n : 7)) * 32 + where);
    put(s, 10, (uint32_t)has_date(j, l) * 4 + coarse);
    put(s, 42, (uint32_t)(l->words <= 6 && shape_is_name(j->text, &all)) * 32 + where);
    if (j->entry[i]) put(s, 43, (uint32_t)j->entry[i]->action * 32 + where);
    if (j->title >= 0 && (uint32_t)j->title != i) {
        put(s, 44, where * 2 + (j->words->line[j->title].hash == l->hash));
        put(s, 11, (shared_with_title(j, i) * 4 + coarse) * 32 + where);
    }
}

static uint32_t pair(uint32_t a, uint32_t b) { return a * 0x9e3779b1u ^ b; }

/* The first and the last two words; all words in between would fit the sites of the training data, and no others. */
static void put_words(const struct judge *j, uint32_t i, struct set *s) {
    const struct line *l = &j->words->line[i];
    const uint32_t *w = j->words->word + l->first_word, n = l->words;
    if (!n) return;
    put(s, 50, w[0]);
    put(s, 51, w[n - 1]);
    if (n > 1) put(s, 52, pair(w[0], w[1]));
    if (n > 1) put(s, 53, pair(w[n - 2], w[n - 1]));
}

uint32_t model_features(const struct judge *j, uint32_t i, uint32_t *cells, uint8_t *groups) {
    struct set s = {cells, 0, 0, groups};
    put_form(j, i, &s);
    put_place(j, i, &s);
    put_neighbours(j, i, &s);
    put_content(j, i, &s);
    put_words(j, i, &s);
    return s.n;
}

uint32_t model_word_features(const struct words *words, const struct line *l, uint32_t *cells) {
    enum { LONGEST = 44, EDGE = 2 /* no word has this hash */ };
    const uint32_t *w = words->word + l->first_word, n = l->words;
    if (!n || n > LONGEST) return 0;
    struct set s = {cells, 0, LOOK_WORDS * MODEL_CELLS, NULL};
    for (uint32_t k = 0; k < n; k++) {
        put(&s, 1, w[k]);
        put(&s, 2, pair(k ? w[k - 1] : EDGE, w[k]));
    }
    put(&s, 2, pair(w[n - 1], EDGE));
    put(&s, 3, length_class(l));
    put(&s, 4, end_class(l));
    return s.n;
}

enum { OUTSIDE = 15 };

/* A score in steps of a logit, from -6 to 6; lines outside of the text have a step of their own. */
static uint32_t step(const struct judge *j, const int32_t *first, int64_t i) {
    if (i < 0 || i >= j->words->lines) return OUTSIDE;
    int32_t v = first[i] / MODEL_UNIT;
    if (j->verdict[i].why) v = 6;
    return (uint32_t)((v < -6 ? -6 : v > 6 ? 6 : v) + 6);
}

uint32_t model_context(const struct judge *j, const int32_t *first, uint32_t i, uint32_t *cells) {
    struct set s = {cells, 0, LOOK_AROUND * MODEL_CELLS, NULL};
    uint32_t steps[2 * MODEL_AROUND + 1], *const around = steps + MODEL_AROUND;
    for (int k = -MODEL_AROUND; k <= MODEL_AROUND; k++) around[k] = step(j, first, (int64_t)i + k);
    const uint32_t own = around[0], before = around[-1], behind = around[1],
                   coarse = coarse_class(&j->words->line[i]);
    const uint32_t where = place(j, i), length = length_class(&j->words->line[i]);
    put(&s, 1, own);
    put(&s, 2, own * 16 + before);
    put(&s, 3, own * 16 + behind);
    put(&s, 4, (own * 16 + before) * 16 + behind);
    put(&s, 5, own * 32 + where);
    put(&s, 6, own * 16 + length);
    put(&s, 7, (before * 16 + behind) * 4 + coarse);
    put(&s, 8, own * 16 + around[-2]);
    put(&s, 9, own * 16 + around[2]);
    uint32_t sum = 0, n = 0;
    for (int k = -4; k <= 4; k++)
        if (k && around[k] != OUTSIDE) sum += around[k], n++;
    put(&s, 10, own * 16 + (n ? sum / n : OUTSIDE));
    uint32_t above = 0, below = 0; /* lines that look like content */
    for (int k = 1; k <= MODEL_AROUND; k++) {
        above += around[-k] < 4;
        below += around[k] < 4;
    }
    put(&s, 11, below * 16 + own);
    put(&s, 12, above * 16 + own);
    return s.n;
}
