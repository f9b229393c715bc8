/* mojibake.c: finds runs of characters that are the image of UTF-8 in some codec and decodes those that no sound text has.
 *
 * A run is judged by its neighbours in the text: `badness` counts pairs of characters that sound text hardly ever has (a small
 * letter before a capital with an accent, a letter before a currency sign, two scripts in a word). A run is decoded if that makes
 * the text clearly better, or a little better in a line where other runs of the same codec were sure. */
#include "mojibake.h"
#include "codecs.h"
#include "utf8.h"

enum {
    ROOM = 4096, /* characters of a line that are looked at together */
    SURE = 2, /* a run of this score needs no support */
    SUPPORT = 4 /* the score of sure runs that lets doubtful ones pass */
};

struct window {
    uint32_t c[ROOM + 4]; /* two blanks in front and behind */
    uint32_t at[ROOM + 4];
    int n; /* characters, blanks included */
    int script; /* of nearly all letters, or -1 */
    int badness;
};

/* Characters [begin, end) of the window stand for c. */
struct sequence {
    int begin, end;
    uint32_t c;
    uint8_t bytes, blank, lost, asked; /* bytes that are a blank, lost, a question mark */
};

/* ---- what sound text hardly has ---- */

static int is_letter(enum sort s) { return s == LOWER || s == UPPER || s == CASELESS; }

static int is_opening(uint32_t c) {
    return c == 0x201a || c == 0x201e || c == 0xab || c == 0x2039 || c == 0xa1 || c == 0xbf;
}

static int is_closing(uint32_t c) { return c == 0x201d || c == 0xbb || c == 0x203a; }

static int letter_then(uint32_t a, uint32_t b, enum sort s, enum sort t) {
    if (is_letter(t)) {
        const int one = codecs_script(a), other = codecs_script(b);
        /* a Greek letter in a Latin word is science */
        if (one != other) return one + other == 3 ? 0 : 3;
        return s == LOWER && t == UPPER && (a >= 0x80 || b >= 0x80) ? 2 : 0;
    }
    if (t == ODD) return 2;
    if (t == MARK)
        return b == 0xa7 || b == 0xb6 || b == 0x2020 || b == 0x2021 || b == 0x2030 || is_opening(b);
    return t == BOX || (t == QUOTE && is_opening(b));
}

static int then_letter(uint32_t a, uint32_t b, enum sort s, enum sort t) {
    if (s == MARK) {
        if (is_opening(a) || a == 0xb7 || a == 0x2020 || a == 0x2021) return 0;
        if (a == 0xb0 && t == UPPER && b < 0x80) return 0; /* degrees */
        return a == 0xd7 || a == 0xa7 || a == 0x2022 || a == 0xaa || a == 0xba || a == 0xb4 ||
                       a == 0xa8
                   ? 1
                   : 2;
    }
    if (s == QUOTE) return is_closing(a);
    if (s == DIGIT) return t == UPPER && b >= 0x80;
    return s == ODD || s == BOX;
}

static int pair(uint32_t a, uint32_t b) {
    const enum sort s = codecs_sort(a), t = codecs_sort(b);
    if (a < 0x80 && b < 0x80) return 0;
    if (s == CONTROL || t == CONTROL) return 3;
    if (is_letter(s)) return letter_then(a, b, s, t);
    if (is_letter(t)) return then_letter(a, b, s, t);
    if (s == ODD || t == ODD || s == BOX || t == BOX) return s >= QUOTE && t >= QUOTE && s != t;
    return s == MARK && t >= QUOTE && is_opening(b);
}

/* A sign that prose has inside a word: an apostrophe, a dash, dots, a middle dot. */
static int is_inner(uint32_t c) {
    return c == 0x2018 || c == 0x2019 || c == 0x2013 || c == 0x2014 || c == 0x2026 || c == 0xb7 ||
           c < 0x80;
}

static int triple(const uint32_t *c) {
    const enum sort s = codecs_sort(c[0]), t = codecs_sort(c[1]), u = codecs_sort(c[2]);
    if (is_letter(s) && is_letter(u) && (t == QUOTE || t == MARK)) return !is_inner(c[1]);
    return s == UPPER && t == UPPER && u == LOWER && (c[1] >= 0x80 || c[2] >= 0x80);
}

/* Of n characters and how they stand to those around; c[-2] and c[n + 1] exist. */
static int badness(const uint32_t *c, int n) {
    int sum = 0;
    for (int i = -1; i < n; i++) sum += pair(c[i], c[i + 1]);
    for (int i = -2; i < n; i++) sum += triple(c + i);
    return sum;
}

/* The same of letters and controls alone: what a decoded run is judged by, since it may be an image once more. */
static int clash(const uint32_t *c, int n) {
    int sum = 0;
    for (int i = -1; i < n; i++) {
        const enum sort s = codecs_sort(c[i]), t = codecs_sort(c[i + 1]);
        if (s == CONTROL || t == CONTROL || (is_letter(s) && is_letter(t)))
            sum += pair(c[i], c[i + 1]);
    }
    for (int i = -2; i < n; i++) sum += codecs_sort(c[i + 1]) == UPPER && triple(c + i);
    return sum;
}

/* ---- sequences ---- */

static int length_of(unsigned lead) { return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4; }

/* The byte that c gives as a later one: 80 to BF, A0 for a blank, 1 for a lost one, 0: none. */
static unsigned later_byte(int codec, uint32_t c) {
    if (c == ' ') return 0xa0;
    if (c == 0xfffd || c == 0x1a || c == '?') return 1;
    const unsigned b = codecs_byte(codec, c);
    return b >= 0x80 && b < 0xc0 ? b : 0;
}

/* "à" is C3 A0, and its A0 and the blank behind became one blank: that blank stays, but not in "às" and "àquele". */
static int keeps_blank(const uint32_t *c) {
    if (c[0] == ' ') return 0;
    if (c[0] == 's') return is_letter(codecs_sort(c[1])) || c[1] == '\'' || c[1] == 0x2019;
    return !(c[0] == 'q' && c[1] == 'u');
}

/* A character beyond U+FFFF that was written as two surrogates of three bytes each. */
static int surrogates(int codec, const uint32_t *c, int left, struct sequence *s) {
    unsigned b[6];
    if (left < 6) return 0;
    for (int k = 0; k < 6; k++) b[k] = k % 3 ? later_byte(codec, c[k]) : codecs_byte(codec, c[k]);
    if (b[0] != 0xed || b[1] < 0xa0 || b[1] > 0xaf || b[2] < 0x80) return 0;
    if (b[3] != 0xed || b[4] < 0xb0 || b[4] > 0xbf || b[5] < 0x80) return 0;
    const uint32_t high = (b[1] & 15) << 6 | (b[2] & 63), low = (b[4] & 15) << 6 | (b[5] & 63);
    *s = (struct sequence){.end = 6, .c = 0x10000 + (high << 10 | low), .bytes = 6};
    return codecs_is_text(s->c);
}

/* Do the characters at c, of which `left` are there, begin with a sequence? Its begin is 0. c[-1] and two more behind exist. */
static int sequence_at(int codec, const uint32_t *c, int left, struct sequence *s) {
    const unsigned lead = codecs_byte(codec, *c);
    if (lead < 0xc2 || lead > 0xf4) return 0;
    const int n = length_of(lead);
    uint32_t v = lead & (n == 2 ? 0x1fu : n == 3 ? 15u : 7u);
    *s = (struct sequence){.end = n, .bytes = (uint8_t)n};
    for (int k = 1; k < n; k++) {
        const unsigned b = k < left ? later_byte(codec, c[k]) : 0;
        if (!b) return 0;
        s->blank = (uint8_t)(s->blank + (c[k] == ' '));
        s->lost = (uint8_t)(s->lost + (b == 1));
        s->asked = (uint8_t)(s->asked + (c[k] == '?'));
        v = v << 6 | (b & 63);
    }
    if (s->blank + s->lost > 1 && s->blank + s->lost == n - 1) return 0;
    /* "– " is a dash and a blank, not a letter of another script */
    if (s->blank && n == 2 && !is_letter(codecs_sort(*c)) && c[-1] < 0x80) return 0;
    if (s->lost) return s->c = 0xfffd, 1;
    if (v >= 0xd800 && v < 0xdc00) return surrogates(codec, c, left, s);
    s->c = v;
    if (s->blank && v == 0xe0 && keeps_blank(c + 2)) s->end = 1;
    return v >= (n == 2 ? 0x80u : n == 3 ? 0x800u : 0x10000u) && codecs_is_text(v);
}

/* Is it "à" at the end of a word in small letters: A0 became a blank? */
static int is_grave(const struct window *w, const struct sequence *s) {
    return s->c == 0xe0 && s->blank && codecs_sort(w->c[s->begin - 1]) == LOWER;
}

/* Blocks that hardly any text needs; a run that decodes into them is chance. */
static int is_rare(uint32_t c) {
    if (c < 0x180) return c == 0x17f;
    if (c < 0x250)
        return !(c == 0x1a0 || c == 0x1a1 || c == 0x1af || c == 0x1b0 ||
                 (c >= 0x1cd && c <= 0x1dc) || (c >= 0x218 && c <= 0x21b) || c == 0x192);
    if (c < 0x300) return c != 0x259 && c != 0x2bc && c != 0x2bb && !(c >= 0x2c6 && c <= 0x2dd);
    if (c < 0x460) return 0;
    if (c < 0x530) return c < 0x490;
    if (c < 0x1200) return (c >= 0x700 && c < 0x900) || (c >= 0xf00 && c < 0x1000);
    return (c < 0x1780) || (c >= 0x1800 && c < 0x1e00) || (c >= 0x1f00 && c < 0x2000) ||
           (c >= 0x2c00 && c < 0x2e80) || (c >= 0x3400 && c < 0x4e00) ||
           (c >= 0xa000 && c < 0xac00);
}

/* ---- runs ---- */

/* What speaks for a sequence before its neighbours are looked at. */
static int own_score(const struct window *w, const struct sequence *s) {
    int symbols = 0, prose = 0;
    for (int i = s->begin + 1; i < s->end; i++) {
        const enum sort t = codecs_sort(w->c[i]);
        prose += t == QUOTE || t == BLANK;
        symbols += t == UPPER || t >= QUOTE;
    }
    int score = is_rare(s->c) ? -5 : 0;
    if (s->lost && s->bytes > 2 && !symbols) return -5;
    if (s->bytes >= 4) return score + 3;
    if (s->bytes == 2 || prose == s->end - s->begin - 1) return score;
    return symbols ? score + 1 + (s->c >= 0x2000 && s->c < 0x2c00) : score;
}

/* The letters that stand for C2 and C3 in most codecs hardly ever stand before a sign. */
static int lead_score(const struct window *w, int codec, const struct sequence *s) {
    const uint32_t lead = w->c[s->begin], next = w->c[s->begin + 1];
    const enum sort t = codecs_sort(next);
    const int in_word = is_letter(codecs_sort(w->c[s->begin - 1]));
    if (is_letter(t) || s->end - s->begin < 2 || codecs_byte(codec, lead) != lead) return 0;
    const enum sort after = codecs_sort(w->c[s->end]);
    if (lead == 0xc2) return in_word ? 0 : 2;
    if (lead != 0xc3) return 0;
    if (t == BLANK) return next != ' ' && (!in_word || after == LOWER) ? 2 : 0;
    if (t == QUOTE && in_word) return is_letter(after) ? 2 - (is_inner(next) && next != 0x2018) : 0;
    if (t == QUOTE) return next != 0x2019 && after == LOWER ? 2 : 0;
    return 1 + in_word;
}

struct run {
    int first, n; /* sequences */
    int score, image; /* image: how bad it stands in the text */
    uint8_t blank, asked; /* it holds a blank for A0, a question mark for any byte */
    uint8_t apart; /* characters of the codec stand between it and the run before */
};

/* All runs of a codec in a window. */
struct reading {
    struct sequence s[ROOM];
    struct run run[ROOM + 1]; /* one more, for what stands behind the last */
    int codec, n, sequences;
    int foreign; /* characters of the codec outside of runs */
    int odd; /* C1 controls where the codec has a character */
};

/* Letters of another script than that of nearly all the line, where decoding leaves none. */
static int is_stranger(const struct window *w, const struct sequence *s, int n) {
    int strange = 0;
    for (int i = s[0].begin; i < s[n - 1].end; i++) {
        const int script = codecs_script(w->c[i]);
        strange |= script && script != w->script;
    }
    for (int i = 0; i < n; i++) {
        const int script = codecs_script(s[i].c);
        if (script && script != w->script) return 0;
    }
    return strange;
}

/* Is all that the run decodes to an image once more? */
static int is_image(int codec, const uint32_t *c, int n) {
    struct sequence s;
    for (int i = 0; i < n; i += s.end)
        if (!sequence_at(codec, c + i, n - i, &s) || s.blank || s.lost) return 0;
    return 1;
}

/* How often a letter of a script that is not Latin follows another one; c[-1] and c[n] exist. */
static int chain_of(const uint32_t *c, int n) {
    int chain = 0;
    for (int i = -1; i < n; i++) {
        const int script = codecs_script(c[i]);
        chain += script > 1 && script == codecs_script(c[i + 1]);
    }
    return chain;
}

static void score_run(const struct window *w, int codec, const struct sequence *s, struct run *r) {
    uint32_t decoded[ROOM + 4];
    const int begin = s[0].begin, end = s[r->n - 1].end;
    int n = 2, own = 0;
    decoded[0] = w->c[begin - 2];
    decoded[1] = w->c[begin - 1];
    for (int i = 0; i < r->n; i++) {
        decoded[n++] = s[i].c;
        own +=
            own_score(w, s + i) + lead_score(w, codec, s + i) - (s[i].blank && !is_grave(w, &s[i]));
        r->blank |= s[i].blank > 0;
        r->asked |= s[i].asked && s[i].bytes < 3;
    }
    decoded[n++] = w->c[end];
    decoded[n++] = w->c[end + 1];
    const int chain = chain_of(decoded + 2, r->n);
    r->image = badness(w->c + begin, end - begin);
    r->score = own + r->image + (r->image || chain > 2 ? chain : 0) + is_stranger(w, s, r->n);
    if (is_image(codec, decoded + 2, r->n))
        r->score += SURE;
    else
        r->score -= clash(decoded + 2, r->n);
}

static int is_odd(int codec, uint32_t c) {
    return c >= 0x80 && c < 0xa0 && codecs_char(codec, c) != c;
}

/* Latin letters that only small languages have: of two codecs that fit, the one without them is likelier. */
static int is_uncommon(uint32_t c) {
    static const uint16_t letters[] = {
        0xd0,  0xde,  0xf0,  0xf9,  0xfe,  0x108, 0x109, 0x10a, 0x10b, 0x11c, 0x11d,
        0x120, 0x121, 0x124, 0x125, 0x126, 0x127, 0x128, 0x129, 0x12c, 0x12d, 0x134,
        0x135, 0x138, 0x13f, 0x140, 0x14a, 0x14b, 0x14e, 0x14f, 0x15c, 0x15d, 0x166,
        0x167, 0x168, 0x169, 0x16c, 0x16d, 0x174, 0x175, 0x176, 0x177, 0};
    for (const uint16_t *p = letters; *p; p++)
        if (*p == c) return 1;
    return (c >= 0x180 && c < 0x1a0) || (c >= 0x300 && c < 0x370);
}

static void find_runs(const struct window *w, struct reading *x) {
    int strange = 0; /* since the last run */
    x->n = x->sequences = x->foreign = x->odd = 0;
    for (int i = 2; i < w->n - 2;) {
        struct run r = {.first = x->sequences, .apart = strange > 0};
        struct sequence *s = &x->s[x->sequences];
        if (w->c[i] < 0x80) {
            i++;
            continue;
        }
        for (; i < w->n - 2 && sequence_at(x->codec, w->c + i, w->n - 2 - i, s); r.n++, s++) {
            s->begin += i;
            s->end += i;
            x->odd += is_uncommon(s->c);
            for (; i < s->end; i++) x->odd += is_odd(x->codec, w->c[i]);
        }
        x->sequences += r.n;
        if (r.n) {
            score_run(w, x->codec, x->s + r.first, &r);
            x->run[x->n++] = r;
            strange = 0;
        } else if (codecs_byte(x->codec, w->c[i++])) {
            x->foreign++;
            strange = 1;
        }
    }
    x->run[x->n].apart = strange > 0;
}

static int is_currency(uint32_t c) { return c == 0xa2 || c == 0xa3 || c == 0xa5; }

/* Is the run before or behind it, with no sound character between, nearly sure? */
static int is_among(const struct reading *x, const struct run *r) {
    const int before = r > x->run && !r->apart && r[-1].score >= SURE - 1;
    return before || (r + 1 < x->run + x->n && !r[1].apart && r[1].score >= SURE - 1);
}

/* `support`: the scores of sure and nearly sure runs of the line. */
static int is_accepted(const struct window *w, const struct reading *x, const struct run *r,
                       int support) {
    const struct sequence *s = &x->s[r->first];
    const int others = support - (r->score >= SURE - 1 ? r->score : 0);
    if (r->asked && (r->n < 2 || others < SUPPORT)) return 0;
    /* a currency sign behind a letter, alone in a line with other signs of the codec, may be one */
    if (!others && r->n == 1 && x->foreign && s->end == s->begin + 2 &&
        is_currency(w->c[s->begin + 1]))
        return 0;
    if (r->blank && r->n == 1 && !is_grave(w, s)) return r->score >= -1 && others >= SUPPORT - 1;
    if (r->score >= SURE) return 1;
    if (r->score == SURE - 1) return others >= SURE;
    if (r->blank) return r->score >= -1 && others >= SUPPORT;
    return r->score >= 0 && others >= SUPPORT && is_among(x, r);
}

/* Judges all runs; returns the weight of what is accepted. The others' n becomes 0. */
static int judge(const struct window *w, struct reading *x) {
    int support = 0, sum = 0, image = 0;
    for (int i = 0; i < x->n; i++)
        if (x->run[i].score >= SURE - 1) support += x->run[i].score;
    for (int i = 0; i < x->n; i++) {
        if (!is_accepted(w, x, &x->run[i], support)) {
            x->run[i].n = 0;
            continue;
        }
        sum += x->run[i].score + 3;
        image += x->run[i].image;
    }
    /* what would be left is worse than what goes: nobody can read this */
    if (w->badness - image > image + 4) return 0;
    return 8 * sum - x->odd;
}

static void replace(struct draft *d, const struct window *w, const struct sequence *s) {
    char text[4];
    const size_t n = utf8_put(text, s->c);
    draft_replace(d, w->at[s->begin], w->at[s->end], text, n, "mojibake");
}

/* Repairs a window by the codec that explains most of it. */
static int repair(struct draft *d, const struct window *w) {
    struct reading x;
    int best = -1, most = 0;
    for (x.codec = 0; x.codec < codecs_count(); x.codec++) {
        find_runs(w, &x);
        const int weight = judge(w, &x);
        if (weight > most) most = weight, best = x.codec;
    }
    if (best < 0) return 0;
    x.codec = best;
    find_runs(w, &x);
    judge(w, &x);
    for (int i = 0; i < x.n; i++)
        for (int k = 0; k < x.run[i].n; k++) replace(d, w, &x.s[x.run[i].first + k]);
    return 1;
}

/* ---- finding lines that need it ---- */

/* The script of nine letters in ten; -1: there is none. */
static int main_script(const struct window *w) {
    int count[32] = {0}, all = 0;
    for (int i = 0; i < w->n; i++) {
        count[codecs_script(w->c[i]) & 31]++;
        all += codecs_script(w->c[i]) > 0;
    }
    for (int i = 1; i < 32; i++)
        if (10 * count[i] >= 9 * all) return i;
    return -1;
}

static size_t fill(const struct draft *d, size_t begin, struct window *w) {
    size_t i = begin, length;
    w->n = 2;
    while (i < d->n && w->n < ROOM + 2 && d->text[i] != '\n') {
        if (w->n > ROOM - 64 && d->text[i] == ' ' && i + 1 < d->n &&
            (unsigned char)d->text[i + 1] < 0x80)
            break;
        w->at[w->n] = (uint32_t)i;
        w->c[w->n++] = utf8_get(d->text, i, &length);
        i += length;
    }
    w->at[w->n] = (uint32_t)i;
    w->c[0] = w->c[1] = w->c[w->n] = w->c[w->n + 1] = '\n';
    w->n += 2;
    w->script = main_script(w);
    w->badness = badness(w->c + 2, w->n - 4);
    return i;
}

/* Where the line at i begins, but not before `floor`, nor more than half a window away. */
static size_t line_begin(const struct draft *d, size_t i, size_t floor) {
    const size_t far = i > floor + ROOM / 2 ? i - ROOM / 2 : floor;
    while (i > far && d->text[i - 1] != '\n') i--;
    while (i > floor && ((unsigned char)d->text[i] & 0xc0) == 0x80) i--;
    return i;
}

static uint32_t get(const struct draft *d, size_t i, size_t *length) {
    return i < d->n ? utf8_get(d->text, i, length) : (*length = 0, (uint32_t)'\n');
}

static int is_lost_or_blank(uint32_t c) { return c == 0xfffd || c == ' '; }

/* May a sequence begin with a, which is n bytes at i? A quick look, that reads on only as long as it may. */
static int is_suspicious(const struct draft *d, size_t i, uint32_t a, size_t n) {
    size_t m, k;
    const struct glyph *const r = codecs_glyph(a);
    if (!(r->two | r->more)) return 0;
    const uint32_t b = get(d, i + n, &m);
    if (b < 0x80 && b != ' ') return 0;
    const struct glyph *const t = codecs_glyph(b);
    const unsigned later = is_lost_or_blank(b) ? 0xffff : t->later, two = r->two & later;
    if (!two && !(r->more & later)) return 0;
    const uint32_t c = get(d, i + n + m, &k);
    const struct glyph *const u = codecs_glyph(c);
    const unsigned third = is_lost_or_blank(c) || c == '?' ? 0xffff : u->later;
    const unsigned more = r->more & later & third;
    if (!two && (!more || (r->sort == LOWER && t->sort == LOWER && u->sort == LOWER))) return 0;
    const uint32_t all[6] = {'\n', i ? utf8_before(d->text, i) : '\n', a, b, c, '\n'};
    if (a == 0xc2 || a == 0xc3 || badness(all + 2, 2) > 0) return 1;
    if (!more || c == ' ') return 0; /* "а» ", "е – ": what stands between words */
    const enum sort second = codecs_sort(b), last = codecs_sort(c);
    return b == ' ' ? last > QUOTE : second >= QUOTE || last >= QUOTE;
}

/* The first suspicious character from i on; d->n when there is none. */
static size_t next_suspicion(const struct draft *d, size_t i) {
    size_t n;
    for (; i < d->n; i += n) {
        if ((unsigned char)d->text[i] < 0x80) {
            n = utf8_skip_ascii(d->text, i, d->n) - i;
            continue;
        }
        const uint32_t c = utf8_get(d->text, i, &n);
        if (is_suspicious(d, i, c, n)) return i;
    }
    return d->n;
}

int mojibake_pass(struct draft *d) {
    struct window w;
    int changed = 0;
    draft_begin(d);
    for (size_t done = 0, i; (i = next_suspicion(d, done)) < d->n;) {
        const size_t begin = line_begin(d, i, done);
        done = fill(d, begin, &w);
        changed |= repair(d, &w);
        if (done <= i) done = i + 1; /* cannot be: the window holds i */
    }
    draft_end(d);
    return changed && !d->failed;
}
