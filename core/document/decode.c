/* decode.c: which encoding, and conversion to UTF-8.
 *
 * In this order: byte order mark; valid UTF-8; UTF-8 with a few stray bytes (windows-1252); UTF-16 by its zeros; then each
 * candidate is decoded and scored by how its letters stand beside each other. A short text that no candidate fits well is
 * windows-1252, and marked weak. */
#include "document/decode.h"
#include <errno.h>
#include <iconv.h>
#include <string.h>
#include "document/decode_score.h"
#include "document/utf8.h"

/* windows-1252 80..9F; its five holes are the C1 controls, as browsers read them, so that nothing is lost. */
static const uint16_t windows_1252[32] = {
    0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8d,   0x017d, 0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};

static uint32_t point_of_1252(unsigned char c) {
    return c >= 0x80 && c < 0xa0 ? windows_1252[c - 0x80] : c;
}

/* What a byte that is no UTF-8 becomes. */
static uint32_t point_of_damage(unsigned char c) { return (void)c, 0xfffd; }

/* UTF-8 sequences stay, other bytes become what `point_of` says. Without any UTF-8 this is windows-1252. */
static pl_str mend(pl_str in, struct arena *arena, bool keep_utf8,
                   uint32_t (*point_of)(unsigned char), uint32_t *stray) {
    char *out = arena_alloc(arena, 3 * in.n + 1, 1), *to = out;
    for (size_t i = 0; i < in.n;) {
        const unsigned char *p = (const unsigned char *)in.p + i;
        const unsigned n = keep_utf8 || *p < 0x80 ? utf8_sequence(p, in.n - i) : 0;
        if (n)
            memcpy(to, p, n), to += n;
        else
            to += utf8_write(to, point_of(*p)), ++*stray;
        i += n ? n : 1;
    }
    return (pl_str){out, (size_t)(to - out)};
}

static pl_str mixed_to_utf8(pl_str in, struct arena *arena, bool keep_utf8, uint32_t *stray) {
    return mend(in, arena, keep_utf8, point_of_1252, stray);
}

/* iconv lets values above 10FFFF through. */
static pl_str checked(pl_str text, struct arena *arena, uint32_t *bad) {
    return utf8_valid(text.p, text.n) == text.n ? text
                                                : mend(text, arena, true, point_of_damage, bad);
}

/* Bytes that the encoding does not have become U+FFFD, counted. */
static int convert(pl_str in, const char *name, struct arena *arena, pl_str *text, uint32_t *bad) {
    iconv_t cd = iconv_open("UTF-8", name);
    if (cd == (iconv_t)-1) return -1;
    const size_t room =
        4 * in.n + 16; /* one byte becomes at most one character of three bytes, U+FFFD too */
    char *out = arena_alloc(arena, room, 1), *to = out, *from = (char *)(uintptr_t)in.p;
    size_t left = in.n, space = room;
    while (left && iconv(cd, &from, &left, &to, &space) == (size_t)-1) {
        if (errno != EILSEQ && errno != EINVAL) break;
        const unsigned n = utf8_write(to, 0xfffd);
        to += n, space -= n, from++, left--, ++*bad;
    }
    iconv_close(cd);
    *text = checked((pl_str){out, (size_t)(to - out)}, arena, bad);
    return 0;
}

static pl_str behind(pl_str s, size_t n) { return (pl_str){s.p + n, s.n - n}; }

/* Returns the length of a byte order mark and the encoding it names. */
static size_t order_mark(pl_str s, const char **name) {
    static const struct {
        const char *mark;
        size_t n;
        const char *name;
    } marks[] = {{"\xef\xbb\xbf", 3, "utf-8"},
                 {"\xff\xfe\0\0", 4, "utf-32le"},
                 {"\0\0\xfe\xff", 4, "utf-32be"},
                 {"\xff\xfe", 2, "utf-16le"},
                 {"\xfe\xff", 2, "utf-16be"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (s.n >= marks[i].n && !memcmp(s.p, marks[i].mark, marks[i].n))
            return *name = marks[i].name, marks[i].n;
    return 0;
}

/* Share of the non-ASCII places that are UTF-8 sequences, in percent. */
static unsigned valid_percent(pl_str s) {
    size_t good = 0, bad = 0;
    for (size_t i = 0; i < s.n;) {
        const unsigned n = utf8_sequence((const unsigned char *)s.p + i, s.n - i);
        if (n > 1)
            good++;
        else if (!n)
            bad++;
        i += n ? n : 1;
    }
    return good + bad ? (unsigned)(100 * good / (good + bad)) : 100;
}

/* Every second byte of western UTF-16 is zero. */
static const char *utf16_by_zeros(pl_str s) {
    size_t zeros[2] = {0, 0};
    const size_t n = s.n < 4096 ? s.n & ~(size_t)1 : 4096;
    if (!memchr(s.p, 0, n)) return NULL;
    for (size_t i = 0; i < n; i++) zeros[i & 1] += !s.p[i];
    if (n < 4 || (zeros[0] + zeros[1]) * 10 < n * 3) return NULL;
    if (zeros[1] > 9 * zeros[0]) return "utf-16le";
    return zeros[0] > 9 * zeros[1] ? "utf-16be" : NULL;
}

static const char *const candidates[] = {
    "windows-1252", "windows-1251", "windows-1250", "windows-1254", "koi8-r", "iso-8859-2",
    "euc-jp",       "shift_jis",    "gb18030",      "euc-kr",       "big5"};
enum { SAMPLE = 16 << 10, CLEAR = 20 }; /* CLEAR: a score that is no accident */

/* Decodes a sample by each candidate; the best score wins, the first of equal ones. */
static const char *best_candidate(pl_str s, struct arena *arena, bool *weak) {
    const pl_str sample = {s.p, s.n < SAMPLE ? s.n : SAMPLE};
    const char *best = candidates[0];
    int best_score = -1000;
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        pl_str text;
        uint32_t bad = 0;
        if (i == 0)
            text = mixed_to_utf8(sample, arena, false, &bad), bad = 0;
        else if (convert(sample, candidates[i], arena, &text, &bad))
            continue;
        const int score =
            decode_score(text, bad > (s.n > SAMPLE ? 1u : 0u) ? bad : 0, candidates[i]);
        if (score <= best_score) continue;
        best_score = score;
        best = candidates[i];
    }
    *weak = best_score < CLEAR;
    return *weak && best_score < 1 ? candidates[0] : best;
}

static int decode_as(pl_str bytes, const char *name, struct arena *arena, struct decoded *d) {
    d->encoding = name;
    if (strcmp(name, "windows-1252")) return convert(bytes, name, arena, &d->text, &d->stray);
    uint32_t ignored = 0;
    d->text = mixed_to_utf8(bytes, arena, false, &ignored);
    return 0;
}

static int decode_auto(pl_str bytes, struct arena *arena, struct decoded *d) {
    const char *name = NULL;
    const size_t mark = order_mark(bytes, &name);
    if (mark && strcmp(name, "utf-8")) return decode_as(behind(bytes, mark), name, arena, d);
    bytes = behind(bytes, mark);
    d->encoding = "utf-8";
    d->text = bytes;
    if ((name = utf16_by_zeros(bytes))) return decode_as(bytes, name, arena, d);
    if (utf8_valid(bytes.p, bytes.n) == bytes.n) return 0;
    if (mark || valid_percent(bytes) >= 95) {
        d->text = mixed_to_utf8(bytes, arena, true, &d->stray);
        return 0;
    }
    return decode_as(bytes, best_candidate(bytes, arena, &d->weak), arena, d);
}

int decode_text(pl_str bytes, const char *encoding, struct arena *arena, struct decoded *d) {
    *d = (struct decoded){.encoding = "utf-8"};
    if (!encoding || !*encoding || !strcasecmp(encoding, "auto"))
        return decode_auto(bytes, arena, d);
    if (!strcasecmp(encoding, "utf-8") || !strcasecmp(encoding, "utf8")) {
        const char *name = NULL;
        const size_t mark = order_mark(bytes, &name);
        bytes = behind(bytes, mark == 3 ? 3 : 0);
        d->text = checked(bytes, arena, &d->stray);
        return 0;
    }
    d->encoding = encoding;
    return strcasecmp(encoding, "windows-1252") ? decode_as(bytes, encoding, arena, d)
                                                : decode_as(bytes, "windows-1252", arena, d);
}
