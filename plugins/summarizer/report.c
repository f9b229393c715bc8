/* report.c: reports to bytes and back, and the vectors in them. */
#include "report.h"
#include <math.h>

/* ---- vectors ---- */

static int by_stem(const void *x, const void *y) {
    const struct sign *a = x, *b = y;
    return (a->stem > b->stem) - (a->stem < b->stem);
}

void signs_finish(struct sign *v, uint32_t n) {
    double square = 0;
    qsort(v, n, sizeof *v, by_stem);
    for (uint32_t i = 0; i < n; i++) square += v[i].weight * v[i].weight;
    for (uint32_t i = 0; i < n && square > 0; i++) v[i].weight /= sqrt(square);
}

double signs_cosine(const struct sign *a, uint32_t n, const struct sign *b, uint32_t m) {
    double dot = 0;
    for (uint32_t i = 0, k = 0; i < n && k < m;) {
        if (a[i].stem == b[k].stem) dot += a[i].weight * b[k].weight;
        const int forward = a[i].stem <= b[k].stem, other = b[k].stem <= a[i].stem;
        i += (uint32_t)forward;
        k += (uint32_t)other;
    }
    return round(dot * 1e6) / 1e6;
}

/* ---- dates ---- */

static int digits(const char *p, int n) {
    int v = 0;
    for (int i = 0; i < n; i++)
        if (p[i] < '0' || p[i] > '9')
            return -1;
        else
            v = 10 * v + p[i] - '0';
    return v;
}

int32_t report_day(pl_str s) {
    if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-') return NO_DAY;
    int y = digits(s.p, 4), m = digits(s.p + 5, 2);
    const int d = digits(s.p + 8, 2);
    if (y < 0 || m < 1 || m > 12 || d < 1 || d > 31) return NO_DAY;
    /* days from civil (Howard Hinnant's algorithm): years begin in March */
    y -= m <= 2;
    m += m > 2 ? -3 : 9;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d - 1 - 719468;
}

/* ---- bytes ---- */

static void pack_signs(struct pack *k, const struct sign *v, uint32_t n) {
    pack_u32(k, n);
    for (uint32_t i = 0; i < n; i++) pack_u64(k, v[i].stem), pack_real(k, v[i].weight);
}

static uint32_t unpack_signs(struct unpack *k, struct sign *v) {
    const uint32_t n = unpack_u32(k);
    for (uint32_t i = 0; i < n; i++) v[i].stem = unpack_u64(k), v[i].weight = unpack_real(k);
    return n;
}

static void pack_strings(struct pack *k, const pl_str *v, uint32_t n) {
    pack_u32(k, n);
    for (uint32_t i = 0; i < n; i++) pack_str(k, v[i]);
}

static uint32_t unpack_strings(struct unpack *k, pl_str *v) {
    const uint32_t n = unpack_u32(k);
    for (uint32_t i = 0; i < n; i++) v[i] = unpack_str(k);
    return n;
}

void report_pack(const struct report *r, struct pack *k) {
    k->n = 0;
    pack_u64(k, r->text_hash);
    pack_u32(k, (uint32_t)r->day);
    pack_u32(k, r->copies);
    pack_signs(k, r->signs, r->signs_n);
    pack_u32(k, r->length);
    const pl_str strings[] = {r->id, r->source, r->url, r->created, r->headline};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) pack_str(k, strings[i]);
    pack_strings(k, r->phrases, r->phrases_n);
    pack_strings(k, r->entities, r->entities_n);
    pack_u32(k, r->quotes_n);
    for (uint32_t i = 0; i < r->quotes_n; i++) {
        const struct quote *q = &r->quotes[i];
        pack_str(k, q->text);
        pack_u32(k, q->start), pack_u32(k, q->end), pack_real(k, q->score);
        pack_signs(k, q->terms, q->terms_n);
    }
}

static void unpack_head(struct unpack *k, struct report *r) {
    r->text_hash = unpack_u64(k);
    r->day = (int32_t)unpack_u32(k);
    r->copies = unpack_u32(k);
    r->signs_n = unpack_signs(k, r->signs);
}

void report_unpack_head(pl_str bytes, struct report *r) {
    struct unpack k = {bytes.p};
    unpack_head(&k, r);
}

void report_unpack(pl_str bytes, struct report *r) {
    struct unpack k = {bytes.p};
    unpack_head(&k, r);
    r->length = unpack_u32(&k);
    pl_str *const strings[] = {&r->id, &r->source, &r->url, &r->created, &r->headline};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) *strings[i] = unpack_str(&k);
    r->phrases_n = unpack_strings(&k, r->phrases);
    r->entities_n = unpack_strings(&k, r->entities);
    r->quotes_n = unpack_u32(&k);
    for (uint32_t i = 0; i < r->quotes_n; i++) {
        struct quote *q = &r->quotes[i];
        q->text = unpack_str(&k);
        q->start = unpack_u32(&k), q->end = unpack_u32(&k), q->score = unpack_real(&k);
        q->terms_n = unpack_signs(&k, q->terms);
    }
}
