/* decode_score.c: letters that stand where their language puts them. */
#include "document/decode_score.h"
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

/* The letters outside ASCII that the languages written in an encoding use most, and its typographic marks. */
static const struct {
    const char *encoding, *often;
} usual[] = {
    {"windows-1252", "éèêëàâçîïôùûœäöüßÄÖÜñáíóúãõåæøÉÀÈÇ’‘“”–—…«»€·°£½²"},
    {"windows-1250", "ąćęłńóśźżŁŚŻáčďéěíňřšťúůýžČŘŠŽőűöüăâîșțşţđ’„”“–…"},
    {"iso-8859-2", "ąćęłńóśźżŁŚŻáčďéěíňřšťúůýžČŘŠŽőűöüăâîşţđ"},
    {"windows-1254", "ğışçöüİŞÇÖÜĞâî’“”"},
    {"windows-1251", "оеаинтсрвлкмдпуяыьгзбчйхжюшцщэфіїєАВСПНКОМРТДИБ«»—–№"},
    {"koi8-r", "оеаинтсрвлкмдпуяыьгзбчйхжюшцщэфАВСПНКОМРТДИБ"},
};

struct place {
    utf8proc_int32_t point;
    utf8proc_category_t category;
};

static bool is_letter(utf8proc_category_t c) {
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

static bool is_often(const char *encoding, utf8proc_int32_t point) {
    utf8proc_uint8_t bytes[5] = {0};
    bytes[utf8proc_encode_char(point, bytes)] = 0;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (!strcasecmp(usual[i].encoding, encoding))
            return strstr(usual[i].often, (const char *)bytes) != NULL;
    return false;
}

static bool is_kana(utf8proc_int32_t c) { return c >= 0x3040 && c <= 0x30ff; }
static bool is_hangul(utf8proc_int32_t c) { return c >= 0xac00 && c <= 0xd7a3; }
/* The 4E00..9FFF block; text uses its signs with a strong preference, which a wrong decoding does not show: see common(). */
static bool is_han(utf8proc_int32_t c) { return c >= 0x4e00 && c <= 0x9fff; }

/* The commonest signs of Chinese text, simplified and traditional. */
static bool is_common_han(utf8proc_int32_t c) {
    static const char often[] = "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那"
                                "要下以生会自着去之过家学对可她里后小么心多天而能"
                                "好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头"
                                "面公同三已老从动两长這個來說們為時學對她裡後麼會還發當無開頭";
    utf8proc_uint8_t bytes[5] = {0};
    bytes[utf8proc_encode_char(c, bytes)] = 0;
    return strstr(often, (const char *)bytes) != NULL;
}

/* East Asian signs: what tells the five encodings apart is which signs come out often. */
static int score_asian(utf8proc_int32_t c, const char *encoding) {
    const bool japanese = !strcmp(encoding, "euc-jp") || !strcmp(encoding, "shift_jis");
    if (c >= 0x3001 && c <= 0x3011) return 1; /* their punctuation */
    if (c >= 0xff01 && c <= 0xff5e) return 1;
    if (c >= 0xff61 && c <= 0xff9f) return -2; /* half-width kana: Latin text read as shift_jis */
    if (japanese) return is_kana(c) ? 3 : is_han(c) ? 1 : -2;
    if (!strcmp(encoding, "euc-kr")) return is_hangul(c) ? 2 : is_han(c) ? -1 : -2;
    return is_common_han(c) ? 4 : is_han(c) ? 0 : -2;
}

static bool is_latin(const struct place *p) { return is_letter(p->category) && p->point < 0x250; }
static bool is_cyrillic(const struct place *p) { return p->point >= 0x400 && p->point < 0x530; }

/* Letters of two scripts in one word: one of them was decoded wrongly. */
static bool mixes(const struct place *a, const struct place *b) {
    return (is_latin(a) && is_cyrillic(b)) || (is_cyrillic(a) && is_latin(b));
}

static int score_letter(const struct place *before, const struct place *here,
                        const struct place *after, const char *encoding) {
    int score = is_often(encoding, here->point) ? 2 : -1;
    const bool upper = here->category == UTF8PROC_CATEGORY_LU;
    if (upper && before->category == UTF8PROC_CATEGORY_LL) score -= 3; /* a capital inside a word */
    if (here->category == UTF8PROC_CATEGORY_LL && after->category == UTF8PROC_CATEGORY_LU)
        score -= 3;
    if (mixes(before, here) || mixes(here, after)) score -= 3;
    if (upper && is_letter(after->category) && after->category == UTF8PROC_CATEGORY_LU) score -= 1;
    if (here->category == UTF8PROC_CATEGORY_LL &&
        (is_letter(before->category) || is_letter(after->category)))
        score += 1;
    return score;
}

static int score_place(const struct place *before, const struct place *here,
                       const struct place *after, const char *encoding) {
    if (here->point >= 0x1100) {
        const bool is_mark = here->point >= 0x2010 && here->point <= 0x2122;
        return is_mark ? (is_often(encoding, here->point) ? 1 : -1)
                       : score_asian(here->point, encoding);
    }
    if (here->category == UTF8PROC_CATEGORY_CC || here->category == UTF8PROC_CATEGORY_CN) return -4;
    if (is_letter(here->category)) return score_letter(before, here, after, encoding);
    const bool between = is_letter(before->category) && is_letter(after->category);
    return between ? -2 : is_often(encoding, here->point) ? 1 : 0;
}

static struct place next_place(const utf8proc_uint8_t **p, const utf8proc_uint8_t *end) {
    utf8proc_int32_t c = ' ';
    const utf8proc_ssize_t n = *p < end ? utf8proc_iterate(*p, end - *p, &c) : 0;
    *p += n > 0 ? n : *p < end;
    return (struct place){c, utf8proc_category(c)};
}

int decode_score(pl_str text, uint32_t bad, const char *encoding) {
    const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)text.p, *const end = p + text.n;
    struct place before = {' ', UTF8PROC_CATEGORY_ZS}, here = next_place(&p, end);
    int score = 0, counted = 0;
    while (p < end || here.point != ' ') {
        const bool last = p >= end;
        const struct place after = next_place(&p, end);
        if (here.point >= 0x80 && here.point != 0xfffd)
            score += score_place(&before, &here, &after, encoding), counted++;
        before = here;
        here = after;
        if (last) break;
    }
    score -= 6 * (int)(bad < 10000 ? bad : 10000);
    return counted ? 100 * score / (counted + (int)(bad < 10000 ? bad : 10000)) : -500;
}
