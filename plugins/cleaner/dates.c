/* dates.c: dates in figures and with month names of ten languages; only full and possible ones. */
#include "dates.h"
#include <string.h>
#include "words.h"

/* A month name begins with one of these; what follows may be letters up to `longest`. Ordered by month. */
static const char *const months[12] = {
    "january jan janvier janv januar jan. enero ene gennaio janeiro januari января янв січня "
    "jänner stycznia ocak tammikuuta ledna januára ianuarie",
    "february feb février févr fevrier februar febrero febbraio fevereiro februari февраля фев "
    "февр "
    "лютого lutego şubat helmikuuta února februára februarie feber",
    "march mär mrz maret mar mars märz maerz marzo março maart mar. марта березня marca mart "
    "maaliskuuta března "
    "martie marts",
    "april apr avril avr abril abr aprile апреля апр квітня kwietnia nisan huhtikuuta dubna apríla "
    "aprilie",
    "may mai mayo maggio maio mei maj мая травня maja mayıs toukokuuta května mája",
    "june jun juin juni junio giugno junho июня июн червня czerwca haziran kesäkuuta června júna "
    "iunie",
    "july jul juillet juil juli julio luglio julho июля июл липня lipca temmuz heinäkuuta července "
    "júla iulie",
    "august agustus aug août aout agosto ago augustus augusti августа авг серпня sierpnia ağustos "
    "elokuuta "
    "srpna",
    "september sep sept septembre septiembre settembre setiembre setembro set сентября сен сент "
    "вересня września "
    "eylül syyskuuta září septembra septembrie",
    "october oct octobre oktober okt octubre ottobre outubro октября окт жовтня października ekim "
    "lokakuuta října októbra octombrie oktober",
    "november nov novembre noviembre novembro ноября ноя нояб листопада listopada kasım "
    "marraskuuta "
    "listopadu novembra noiembrie",
    "december dec décembre déc dezember dez diciembre dic dicembre dezembro desember декабря дек "
    "грудня grudnia aralık joulukuuta prosince decembra decembrie"};

static int is_letter(unsigned char c) { return (c | 32) >= 'a' ? (c | 32) <= 'z' || c >= 0xc3 : 0; }
static int is_digit(char c) { return c >= '0' && c <= '9'; }

struct months {
    uint8_t begins
        [256]
        [4]; /* by the first byte, a bit for the low 5 bits of the second: most words end here */
    uint64_t bits[16]; /* low 10 bits of each hash */
    uint32_t hash[400];
    unsigned char month[400];
    int n;
};

/* Built once per process by dates_setup. */
static struct months table;

void dates_setup(void) {
    if (table.n) return;
    for (int m = 0; m < 12; m++)
        for (const char *p = months[m], *e; *p; p = *e ? e + 1 : e) {
            for (e = p; *e && *e != ' '; e++)
                ;
            if (table.n == 400) return;
            table.hash[table.n] = words_hash(p, (size_t)(e - p));
            table.begins[(unsigned char)p[0]][p[1] >> 3 & 3] |= (uint8_t)(1u << (p[1] & 7));
            table.bits[table.hash[table.n] >> 6 & 15] |= (uint64_t)1 << (table.hash[table.n] & 63);
            table.month[table.n++] = (unsigned char)(m + 1);
        }
}

static const char *next_digit(const char *p, const char *end) {
    while (p < end && !is_digit(*p)) p++;
    return p;
}

enum {
    MONTH = 24,
    FIGURE = 16
}; /* bytes: of a month's name at most, and of what stands between it and a figure */

/* Does the name of a month begin as p[0] and p[1] do, in small letters or capitals? */
static int may_be_month(const char *p) {
    const unsigned char first = (unsigned char)p[0];
    return first >= 0x80 || (table.begins[first | 32][p[1] >> 3 & 3] >> (p[1] & 7) & 1);
}

/* The month named at p, before or behind a figure; its length in *n. */
static int month_at(const char *p, const char *end, size_t *n) {
    const char *q = p;
    if (end - p < 3 || !may_be_month(p)) return 0;
    while (q < end && (is_letter((unsigned char)*q) || ((unsigned char)*q & 0xc0) == 0x80)) q++;
    if (q - p < 3 || q - p > MONTH) return 0;
    const uint32_t h = words_hash(p, (size_t)(q - p));
    if (!(table.bits[h >> 6 & 15] >> (h & 63) & 1)) return 0;
    for (int i = 0; i < table.n; i++)
        if (table.hash[i] == h) return *n = (size_t)(q - p), table.month[i];
    return 0;
}

struct cursor {
    const char *p, *end;
};

static int number(struct cursor *c, int digits_max, int *digits) {
    int v = 0, n = 0;
    while (c->p < c->end && is_digit(*c->p) && n < digits_max) v = 10 * v + (*c->p++ - '0'), n++;
    if (c->p < c->end && is_digit(*c->p)) n = 0;
    *digits = n;
    return v;
}

static int skip(struct cursor *c, const char *s) {
    const size_t n = strlen(s);
    if ((size_t)(c->end - c->p) < n || memcmp(c->p, s, n)) return 0;
    c->p += n;
    return 1;
}

static void skip_blanks(struct cursor *c) {
    while (c->p < c->end && (*c->p == ' ' || *c->p == ',' || *c->p == '.')) c->p++;
}

static int is_valid(const struct date *d) {
    static const int days[12] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (d->year < 1900 || d->year > 2099 || d->month < 1 || d->month > 12) return 0;
    if (d->day < 1 || d->day > days[d->month - 1]) return 0;
    return d->day < 29 || d->month != 2 ||
           (d->year % 4 == 0 && (d->year % 100 || d->year % 400 == 0));
}

/* 2024-03-14, 2024/3/14, 2024年3月14日 */
static int year_first(struct cursor c, struct date *d) {
    int n;
    d->year = number(&c, 4, &n);
    if (n != 4) return 0;
    const char *sign = skip(&c, "-")              ? "-"
                       : skip(&c, "/")            ? "/"
                       : skip(&c, ".")            ? "."
                       : skip(&c, "\xe5\xb9\xb4") ? "\xe6\x9c\x88"
                       : skip(&c, "\xeb\x85\x84") ? "\xec\x9b\x94"
                                                  : NULL;
    if (!sign) return 0;
    skip(&c, " ");
    d->month = number(&c, 2, &n);
    if (!n || !skip(&c, sign)) return 0;
    skip(&c, " ");
    d->day = number(&c, 2, &n);
    d->stop = c.p;
    return n && is_valid(d);
}

static int full_year(int y, int digits) {
    return digits == 4 ? y : digits == 2 ? (y < 70 ? 2000 + y : 1900 + y) : 0;
}

/* 14.3.2024, 14/03/2024, 3/14/24 */
static int figures(struct cursor c, enum date_order order, struct date *d) {
    int n, a, b;
    a = number(&c, 2, &n);
    if (!n || c.p == c.end || !strchr("./-", *c.p)) return 0;
    const char sign[2] = {*c.p++, 0};
    skip(&c, " ");
    b = number(&c, 2, &n);
    if (!n || !skip(&c, sign)) return 0;
    skip(&c, " ");
    d->year = number(&c, 4, &n);
    d->year = full_year(d->year, n);
    if (n == 2 && *sign == '-') return 0;
    if (*sign == '.' || a > 12)
        order = DATE_DAY_FIRST;
    else if (b > 12)
        order = DATE_MONTH_FIRST;
    else if (a == b)
        order = DATE_DAY_FIRST;
    if (order == DATE_UNKNOWN) return 0;
    d->day = order == DATE_DAY_FIRST ? a : b;
    d->month = order == DATE_DAY_FIRST ? b : a;
    d->stop = c.p;
    return is_valid(d);
}

static void skip_ordinal(struct cursor *c) {
    if (!skip(c, "st") && !skip(c, "nd") && !skip(c, "rd") && !skip(c, "th") && !skip(c, "er") &&
        !skip(c, "\xc2\xba"))
        skip(c, ".");
}

/* 14 March 2024, 14. März 2024, 14 de marzo de 2024, 14th of March, 2024 */
static int day_month(struct cursor c, struct date *d) {
    int n;
    size_t length;
    d->day = number(&c, 2, &n);
    if (!n) return 0;
    skip_ordinal(&c);
    while (skip(&c, " ") || skip(&c, "-"))
        ;
    if (!skip(&c, "de ")) skip(&c, "of ");
    if (!(d->month = month_at(c.p, c.end, &length))) return 0;
    c.p += length;
    skip_blanks(&c);
    skip(&c, "-");
    if (!skip(&c, "de ")) skip(&c, "del ");
    d->year = number(&c, 4, &n);
    d->stop = c.p;
    return n == 4 && is_valid(d);
}

/* March 14, 2024; Sept. 3rd 2024; March 14 at 9:05 am 2024 is not one */
static int month_day(struct cursor c, struct date *d) {
    int n;
    size_t length;
    if (!(d->month = month_at(c.p, c.end, &length))) return 0;
    c.p += length;
    skip_blanks(&c);
    d->day = number(&c, 2, &n);
    if (!n) return 0;
    skip_ordinal(&c);
    skip_blanks(&c);
    d->year = number(&c, 4, &n);
    d->stop = c.p;
    return n == 4 && is_valid(d);
}

int dates_find(const char *text, size_t n, enum date_order order, struct date *d) {
    const char *end = text + n, *digit = text;
    for (const char *p = text; p < end; p++) {
        if (digit <= p) digit = next_digit(p, end);
        if (digit == end) return 0;
        if (digit - p > MONTH + FIGURE) p = digit - (MONTH + FIGURE); /* no date begins before it */
        const int starts = p == text || (!is_letter((unsigned char)p[-1]) && !is_digit(p[-1]) &&
                                         ((unsigned char)p[-1] & 0xc0) != 0x80);
        const struct cursor c = {p, end};
        int found = 0;
        if (!starts && !((unsigned char)*p >= 0xc3 && p > text && p[-1] == ' ')) continue;
        if (is_digit(*p))
            found = year_first(c, d) || figures(c, order, d) || day_month(c, d);
        else if (is_letter((unsigned char)*p))
            found = month_day(c, d);
        if (!found) continue;
        d->begin = (size_t)(p - text);
        d->end = (size_t)(d->stop - text);
        return 1;
    }
    return 0;
}

enum date_order dates_order(const char *language) {
    return !strcmp(language, "en") || !strcmp(language, "und") ? DATE_UNKNOWN : DATE_DAY_FIRST;
}
