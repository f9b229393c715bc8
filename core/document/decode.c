/* decode.c: which encoding, and conversion to UTF-8.
 *
 * In this order: byte order mark; UTF-16 by its zeros; valid UTF-8; UTF-8 with a few stray bytes
 * (windows-1252); then each candidate is decoded and scored, by how its letters stand beside each
 * other (decode_score) and by how well they fit one language (fit) or one standard (fit_pairs). A
 * text too short to tell, or that two candidates fit alike, is marked weak.
 *
 * Texts that are UTF-8 already are not copied; all others go through two buffers of the thread, so
 * that the arena holds no more than the result. */
#include "document/decode.h"
#include <errno.h>
#include <iconv.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include "document/decode_score.h"
#include "document/utf8.h"
#include "support/memory.h"
#include "support/buffer.h"

/* ---- what a thread keeps: iconv handles cost 10 to 100 us to open, and buffers ---------------- */
enum { CONVERTERS = 16, LONGEST_NAME = 63, KEPT_ROOM = 1 << 20 };

struct workshop {
    struct {
        char name[LONGEST_NAME + 1];
        iconv_t cd;
    } converter[CONVERTERS];
    unsigned converters, next; /* next: the one to give way once all are taken */
    struct buffer converted, mended;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;

static void close_workshop(void *p) {
    struct workshop *const w = p;
    for (unsigned i = 0; i < w->converters; i++) iconv_close(w->converter[i].cd);
    buffer_free(&w->converted);
    buffer_free(&w->mended);
    free(w);
}

static void make_key(void) {
    if (pthread_key_create(&key, close_workshop)) abort(); /* 1024 keys taken: not this program */
}

/* Of this thread, until it ends. */
static struct workshop *workshop(void) {
    pthread_once(&once, make_key);
    struct workshop *w = pthread_getspecific(key);
    if (w) return w;
    w = checked(calloc(1, sizeof *w));
    if (pthread_setspecific(key, w)) arena_exhausted(sizeof *w);
    return w;
}

/* Large buffers are given back: a thread meets few large texts that are not UTF-8. */
static void tidy(struct workshop *w) {
    if (w->converted.room > KEPT_ROOM) buffer_free(&w->converted);
    if (w->mended.room > KEPT_ROOM) buffer_free(&w->mended);
}

/* A handle in its first state, or (iconv_t)-1 for a name that iconv does not know. */
static iconv_t converter(struct workshop *w, const char *name) {
    for (unsigned i = 0; i < w->converters; i++)
        if (!strcmp(w->converter[i].name, name)) {
            iconv(w->converter[i].cd, NULL, NULL, NULL, NULL);
            return w->converter[i].cd;
        }
    if (strlen(name) > LONGEST_NAME) return (iconv_t)-1;
    const iconv_t cd = iconv_open("UTF-8", name);
    if (cd == (iconv_t)-1) return cd;
    const unsigned at = w->converters < CONVERTERS ? w->converters++ : w->next++ % CONVERTERS;
    if (w->converter[at].name[0]) iconv_close(w->converter[at].cd);
    strcpy(w->converter[at].name, name);
    w->converter[at].cd = cd;
    return cd;
}

/* Room for n bytes; out of memory ends the process, as with the arena. */
static char *room_for(struct buffer *b, size_t n) { return checked(buffer_reserve(b, n)); }

/* ---- conversion ----------------------------------------------------------------------- */
/* windows-1252 80..9F; its five holes are the C1 controls, as browsers read them: reversible. */
static const uint16_t windows_1252[32] = {
    0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8d,   0x017d, 0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178};

static uint32_t point_of_1252(unsigned char c) {
    return c >= 0x80 && c < 0xa0 ? windows_1252[c - 0x80] : c;
}

/* What a byte that is no UTF-8 becomes. */
static uint32_t point_of_damage(unsigned char c) { return (void)c, 0xfffd; }

/* UTF-8 sequences stay if `keep_utf8`, other bytes become what `point_of` says and are counted. */
static pl_str mend(pl_str in, struct buffer *out, bool keep_utf8,
                   uint32_t (*point_of)(unsigned char), uint32_t *stray) {
    buffer_clear(out);
    for (size_t i = 0; i < in.n;) {
        const size_t good =
            keep_utf8 ? utf8_valid(in.p + i, in.n - i) : utf8_ascii(in.p + i, in.n - i);
        char *to = room_for(out, good + 4);
        memcpy(to, in.p + i, good);
        out->n += good;
        if ((i += good) == in.n) break;
        out->n += utf8_write(to + good, point_of((unsigned char)in.p[i++]));
        ++*stray;
    }
    return (pl_str){out->p, out->n};
}

static bool is_wide(const char *name) {
    return !strncasecmp(name, "utf-16", 6) || !strncasecmp(name, "utf-32", 6);
}

/* Bytes to skip where a text is damaged: a unit, or all that follows would be out of step. */
static size_t unit_of(const char *name) {
    return !strncasecmp(name, "utf-32", 6) || !strncasecmp(name, "ucs-4", 5)   ? 4
           : !strncasecmp(name, "utf-16", 6) || !strncasecmp(name, "ucs-2", 5) ? 2
                                                                               : 1;
}

/* Bytes that the encoding does not have become U+FFFD, counted. At the end iconv is asked once
 * more: some encodings (windows-1258) keep a letter back in case a mark follows. */
static void run_converter(iconv_t cd, pl_str in, size_t unit, struct buffer *out, uint32_t *bad) {
    char *from = (char *)(uintptr_t)in.p;
    size_t left = in.n, more = in.n + in.n / 2 + 64;
    bool last = false;
    buffer_clear(out);
    while (!last || left) {
        char *to = room_for(out, more);
        size_t space = out->room - out->n;
        last = !left;
        const size_t rc = iconv(cd, last ? NULL : &from, &left, &to, &space);
        out->n = (size_t)(to - out->p);
        more = left + 64;
        if (rc != (size_t)-1) continue;
        if (errno == E2BIG) {
            more += space; /* what was free did not do */
            last = false;
        } else if (left) {
            const size_t skip = unit < left ? unit : left;
            out->n += utf8_write(room_for(out, 4), 0xfffd);
            from += skip, left -= skip, ++*bad;
        }
    }
}

/* The text lies in the workshop until the next conversion. -1: unknown encoding. */
static int convert(pl_str in, const char *name, struct workshop *w, pl_str *text, uint32_t *bad) {
    if (!strcmp(name, "windows-1252")) { /* iconv has holes there */
        uint32_t ignored = 0;
        *text = mend(in, &w->converted, false, point_of_1252, &ignored);
        return 0;
    }
    const iconv_t cd = converter(w, name);
    if (cd == (iconv_t)-1) return -1;
    run_converter(cd, in, unit_of(name), &w->converted, bad);
    *text = (pl_str){w->converted.p, w->converted.n};
    if (utf8_valid(text->p, text->n) != text->n) /* iconv lets values above 10FFFF through */
        *text = mend(*text, &w->mended, true, point_of_damage, bad);
    return 0;
}

/* ---- evidence -------------------------------------------------------------------------- */
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

/* At least 95 % of the places that are not ASCII are UTF-8 sequences. A sequence cut off by the end
 * of the input says nothing, once there are others. */
static bool is_mostly_utf8(pl_str s) {
    size_t good = 0, bad = 0;
    for (size_t i = 0; i < s.n;) {
        const unsigned char *const p = (const unsigned char *)s.p + i;
        const unsigned n = utf8_sequence(p, s.n - i);
        const bool cut = !n && good > 3 && s.n - i < 4 && *p >= 0xc2 && *p < 0xf5;
        good += n > 1;
        bad += !n && !cut;
        if (cut) break;
        i += n ? n : 1;
    }
    return 100 * good >= 95 * (good + bad);
}

/* Every second byte is zero in western UTF-16, and below 20 in that of most alphabets. */
static const char *utf16_by_zeros(pl_str s) {
    const size_t n = s.n < 4096 ? s.n & ~(size_t)1 : 4096;
    if (n < 4 || !memchr(s.p, 0, n)) return NULL;
    size_t zeros[2] = {0, 0}, low[2] = {0, 0};
    for (size_t i = 0; i < n; i++) {
        zeros[i & 1] += !s.p[i];
        low[i & 1] += (unsigned char)s.p[i] < 0x20;
    }
    for (size_t high = 0; high < 2; high++) {
        const size_t other = high ^ 1;
        const bool western = (zeros[0] + zeros[1]) * 10 >= n * 3;
        const bool alphabet = low[high] * 20 >= n * 9 && low[other] * 4 < n;
        if ((western || alphabet) && zeros[high] > 9 * zeros[other])
            return high ? "utf-16le" : "utf-16be";
    }
    return NULL;
}

/* ---- languages ---------------------------------------------------------------------------------
 * The letters outside ASCII of the languages that an encoding was used for: before the bar those
 * that every paragraph has, behind it the rarer ones and those of loan words. */
enum { WESTERN = 1, CENTRAL = 2, TURKISH = 4, CYRILLIC = 8, KOI8 = 16 };
enum { EUC_JP = 32, SHIFT_JIS = 64, GB = 128, EUC_KR = 256, BIG5 = 512 };
static const struct {
    unsigned encodings;
    const char *letters;
} languages[] = {
    {WESTERN, "äöüß|éàèçáêñ"}, /* German */
    {WESTERN, "éèàêç|âîôûùëïœæü"}, /* French */
    {WESTERN, "áéíóñ|úüªº"}, /* Spanish */
    {WESTERN, "ãçáéíóâ|êõúàôüªº"}, /* Portuguese */
    {WESTERN, "àèéìòù|ç"}, /* Italian */
    {WESTERN, "àèéíòóç|úïü"}, /* Catalan */
    {WESTERN, "äöå|éüà"}, /* Swedish, Finnish */
    {WESTERN, "æøå|éèêòóôäöü"}, /* Danish, Norwegian */
    {WESTERN, "ëéïöü|èêáóúç"}, /* Dutch */
    {WESTERN, "áðíóéþöæ|úý"}, /* Icelandic */
    {WESTERN, "äõöü|šž"}, /* Estonian */
    {WESTERN, "|éèàçñüöïêâôáíóãåäøæ"}, /* English and its loan words */
    {CENTRAL, "ąęłóśżć|ńźé"}, /* Polish */
    {CENTRAL, "áéířěčšžýů|úňťďóöü"}, /* Czech */
    {CENTRAL, "áčéíľšúžýť|ňďôäóĺŕ"}, /* Slovak */
    {CENTRAL, "áéőöóüí|úű"}, /* Hungarian */
    {CENTRAL, "čćšž|đéá"}, /* Croatian, Bosnian, Serbian, Slovene */
    {CENTRAL, "ăîâşţ|șțé"}, /* Romanian */
    {CENTRAL, "ëç|"}, /* Albanian */
    {TURKISH, "ıişçğöü|âîûİ"}, /* Turkish */
    {CYRILLIC | KOI8, "оеаинтсрвлкмдпуяыьгзб|чйхжшюцщэфъё"}, /* Russian */
    {CYRILLIC | KOI8, "аоеитнрсвлдкпмъз|губчщжцяхюйшфь"}, /* Bulgarian */
    {CYRILLIC, "оаинтіврелскудмпязьгб|чхйжїшюцєщґф"}, /* Ukrainian */
    {CYRILLIC, "аінеоркстлдвяумпўызбг|ыьчжхэшйюцфё"}, /* Belarusian */
    {CYRILLIC, "аоиенрстујкдвлпм|гзбчшцњћжхљђџфѓќѕ"}, /* Serbian, Macedonian */
};

enum { LETTERS = 0x530 }; /* Latin, Greek, Cyrillic */

/* How often each letter outside ASCII stands in the text, capitals with small ones. */
struct letters {
    unsigned of[LETTERS], total;
};

static void count_letters(pl_str text, struct letters *l) {
    const char *p = text.p, *const end = text.p + text.n;
    memset(l, 0, sizeof *l);
    while (p < end) {
        uint32_t c = 0;
        p += utf8_ascii(p, (size_t)(end - p));
        const unsigned n = utf8_next(p, end, &c);
        if (!n) return;
        p += n;
        const utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)c);
        if (kind < UTF8PROC_CATEGORY_LU || kind > UTF8PROC_CATEGORY_LO) continue;
        if (c != 0x130)
            c = (uint32_t)utf8proc_tolower((utf8proc_int32_t)c); /* I with dot: Turkish */
        if (c < LETTERS) l->of[c]++;
        l->total++;
    }
}

/* 200 where all letters are the language's common ones, -300 where none is its own. */
static int fit_of(const struct letters *l, const char *letters) {
    const char *p = letters, *const end = p + strlen(p);
    uint32_t c;
    unsigned common = 0, rare = 0;
    bool behind_bar = false;
    for (unsigned n; (n = utf8_next(p, end, &c)); p += n) {
        if (c == '|') behind_bar = true;
        if (c < 0x80) continue;
        *(behind_bar ? &rare : &common) += l->of[c];
    }
    const int others = (int)(l->total - common - rare);
    return 100 * (2 * (int)common + (int)rare - 3 * others) / (int)l->total;
}

/* Of the language that fits best. Texts without such letters: 0. */
static int fit(pl_str text, unsigned encoding) {
    struct letters l;
    int best = -300;
    count_letters(text, &l);
    if (!l.total) return 0;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        if (!(languages[i].encodings & encoding)) continue;
        const int score = fit_of(&l, languages[i].letters);
        if (score > best) best = score;
    }
    return best;
}

/* Where the standards put what is common: punctuation, kana, hangul, signs of the first level. */
static const struct {
    unsigned encoding, first, last, trail; /* trail: the least second byte */
    int points;
} pairs[] = {
    {EUC_JP, 0xa1a1, 0xa3fe, 0xa1, 1},    {EUC_JP, 0xa4a1, 0xa5fe, 0xa1, 2},
    {EUC_JP, 0xb0a1, 0xcffe, 0xa1, 2},    {SHIFT_JIS, 0x8140, 0x829a, 0x40, 1},
    {SHIFT_JIS, 0x829f, 0x8396, 0x40, 2}, {SHIFT_JIS, 0x889f, 0x9872, 0x40, 2},
    {GB, 0xa1a1, 0xa3fe, 0xa1, 1},        {GB, 0xb0a1, 0xd7fe, 0xa1, 2},
    {EUC_KR, 0xa1a1, 0xa3fe, 0xa1, 1},    {EUC_KR, 0xb0a1, 0xc8fe, 0xa1, 2},
    {BIG5, 0xa140, 0xa3fe, 0x40, 1},      {BIG5, 0xa440, 0xc67e, 0x40, 2},
};

static int points_of_pair(unsigned pair, unsigned encoding) {
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].encoding == encoding && pair >= pairs[i].first && pair <= pairs[i].last &&
            (pair & 255) >= pairs[i].trail)
            return pairs[i].points;
    return -3;
}

/* On the scale of fit: of the bytes, taken in pairs from the first that is not ASCII on. */
static int fit_pairs(pl_str s, unsigned encoding) {
    int points = 0, total = 0;
    for (size_t i = 0; i + 1 < s.n; i++) {
        const unsigned c = (unsigned char)s.p[i];
        if (c < 0x80) continue;
        const bool alone = encoding == SHIFT_JIS && c > 0xa0 && c < 0xe0; /* half-width kana */
        points += alone ? -3 : points_of_pair(c << 8 | (unsigned char)s.p[i + 1], encoding);
        total++;
        i += !alone;
    }
    return total ? 100 * points / total : 0;
}

/* ---- the guess ------------------------------------------------------------------------- */
static const struct {
    const char *name;
    unsigned kind; /* from EUC_JP on: told by pairs of bytes, else by languages */
} candidates[] = {
    {"windows-1252", WESTERN},
    {"windows-1251", CYRILLIC},
    {"windows-1250", CENTRAL},
    {"windows-1254", TURKISH},
    {"koi8-r", KOI8},
    {"iso-8859-2", CENTRAL},
    {"euc-jp", EUC_JP},
    {"shift_jis", SHIFT_JIS},
    {"gb18030", GB},
    {"euc-kr", EUC_KR},
    {"big5", BIG5},
};
enum {
    SAMPLE = 16 << 10, /* bytes, */
    ENOUGH = 500, /* or bytes that are not ASCII */
    FEW = 6, /* of these: windows-1252, unless another is better by AHEAD */
    AHEAD = 200,
    CLEAR = 20, /* a score that is no accident */
    CLOSE = 20 /* two scores that tell nothing */
};

/* Where the first bytes that are not ASCII stand, and `*high` of them. */
static pl_str take_sample(pl_str s, size_t *high) {
    size_t begin = utf8_ascii(s.p, s.n), end = begin;
    begin -= begin < 16 ? begin : 16;
    for (*high = 0; end < s.n && end - begin < SAMPLE && *high < ENOUGH; end++)
        *high += (unsigned char)s.p[end] >= 0x80;
    return (pl_str){s.p + begin, end - begin};
}

/* The best score wins, the first of equal ones. */
static const char *best_candidate(pl_str s, struct workshop *w, bool *weak) {
    size_t high;
    const pl_str sample = take_sample(s, &high);
    struct buffer best_text = {0};
    int best = -10000, second = -10000, western = 0;
    size_t winner = 0;
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        pl_str text;
        uint32_t bad = 0;
        if (convert(sample, candidates[i].name, w, &text, &bad)) continue;
        if (bad == 1 && sample.p + sample.n < s.p + s.n) bad = 0; /* may be where the sample ends */
        const unsigned kind = candidates[i].kind;
        const int score = decode_score(text, bad, candidates[i].name) +
                          (kind >= EUC_JP ? fit_pairs(sample, kind) : fit(text, kind));
        const bool same = text.n == best_text.n && !memcmp(text.p, best_text.p, text.n);
        if (i == 0) western = score;
        if (score > best) {
            if (!same) second = best;
            best = score;
            winner = i;
            buffer_clear(&best_text);
            memcpy(room_for(&best_text, text.n), text.p, text.n);
            best_text.n = text.n;
        } else if (!same && score > second)
            second = score;
    }
    buffer_free(&best_text);
    if (high < FEW && best < western + AHEAD) winner = 0;
    *weak = best < CLEAR || high < FEW || best - second < CLOSE;
    return best < 1 ? candidates[0].name : candidates[winner].name;
}

/* ---- entry ----------------------------------------------------------------------------- */
static int decode_as(pl_str bytes, const char *name, struct arena *arena, struct decoded *d) {
    struct workshop *const w = workshop();
    pl_str text;
    d->encoding = name;
    if (convert(bytes, name, w, &text, &d->stray)) return -1;
    d->text = arena_copy(arena, text.p, text.n);
    tidy(w);
    return 0;
}

static void keep_utf8(pl_str bytes, uint32_t (*point_of)(unsigned char), struct arena *arena,
                      struct decoded *d) {
    d->text = bytes;
    if (utf8_valid(bytes.p, bytes.n) == bytes.n) return;
    struct workshop *const w = workshop();
    const pl_str text = mend(bytes, &w->mended, true, point_of, &d->stray);
    d->text = arena_copy(arena, text.p, text.n);
    tidy(w);
}

static int decode_auto(pl_str bytes, struct arena *arena, struct decoded *d) {
    const char *name = NULL;
    const size_t mark = order_mark(bytes, &name);
    if (mark && strcmp(name, "utf-8")) return decode_as(behind(bytes, mark), name, arena, d);
    bytes = behind(bytes, mark);
    d->text = bytes;
    if (!mark && (name = utf16_by_zeros(bytes))) return decode_as(bytes, name, arena, d);
    if (utf8_valid(bytes.p, bytes.n) == bytes.n) return 0;
    if (mark || is_mostly_utf8(bytes)) {
        keep_utf8(bytes, point_of_1252, arena, d);
        return 0;
    }
    return decode_as(bytes, best_candidate(bytes, workshop(), &d->weak), arena, d);
}

static bool is_one_of(const char *name, const char *const *names) {
    while (*names && strcasecmp(name, *names)) names++;
    return *names;
}

int decode_text(pl_str bytes, const char *encoding, struct arena *arena, struct decoded *d) {
    static const char *const utf8_names[] = {"utf-8", "utf8", NULL};
    static const char *const western_names[] = {"windows-1252", "cp1252", "ms-ansi", NULL};
    *d = (struct decoded){.encoding = "utf-8"};
    if (!encoding || !*encoding || !strcasecmp(encoding, "auto"))
        return decode_auto(bytes, arena, d);
    const char *name = NULL;
    const size_t mark = order_mark(bytes, &name);
    if (is_one_of(encoding, utf8_names) || (mark == 3 && !is_wide(encoding))) {
        keep_utf8(behind(bytes, mark == 3 ? 3 : 0), point_of_damage, arena, d);
        return 0;
    }
    if (mark && !strcasecmp(encoding, name)) bytes = behind(bytes, mark);
    if (is_one_of(encoding, western_names)) encoding = "windows-1252";
    return decode_as(bytes, encoding, arena, d);
}
