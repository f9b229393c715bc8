/* forms.c: one table of characters and their plain forms, and the compatibility mappings of Unicode for width. */
#include "forms.h"
#include <string.h>
#include <utf8proc.h>
#include "codecs.h"
#include "utf8.h"

struct form {
    uint32_t c;
    char with[5];
    uint8_t kind;
};

/* Sorted by character. */
static const struct form forms[] = {
    {0x132, "IJ", FORM_LIGATURES},   {0x133, "ij", FORM_LIGATURES},
    {0x149, "'n", FORM_LIGATURES},   {0x1c7, "LJ", FORM_LIGATURES},
    {0x1c8, "Lj", FORM_LIGATURES},   {0x1c9, "lj", FORM_LIGATURES},
    {0x1ca, "NJ", FORM_LIGATURES},   {0x1cb, "Nj", FORM_LIGATURES},
    {0x1cc, "nj", FORM_LIGATURES},   {0x1f1, "DZ", FORM_LIGATURES},
    {0x1f2, "Dz", FORM_LIGATURES},   {0x1f3, "dz", FORM_LIGATURES},
    {0x2bc, "'", FORM_QUOTES},       {0x2010, "-", FORM_DASHES},
    {0x2011, "-", FORM_DASHES},      {0x2012, "-", FORM_DASHES},
    {0x2013, "-", FORM_DASHES},      {0x2014, "-", FORM_DASHES},
    {0x2015, "-", FORM_DASHES},      {0x2018, "'", FORM_QUOTES},
    {0x2019, "'", FORM_QUOTES},      {0x201a, "'", FORM_QUOTES},
    {0x201b, "'", FORM_QUOTES},      {0x201c, "\"", FORM_QUOTES},
    {0x201d, "\"", FORM_QUOTES},     {0x201e, "\"", FORM_QUOTES},
    {0x201f, "\"", FORM_QUOTES},     {0x2212, "-", FORM_DASHES},
    {0xfb00, "ff", FORM_LIGATURES},  {0xfb01, "fi", FORM_LIGATURES},
    {0xfb02, "fl", FORM_LIGATURES},  {0xfb03, "ffi", FORM_LIGATURES},
    {0xfb04, "ffl", FORM_LIGATURES}, {0xfb05, "st", FORM_LIGATURES},
    {0xfb06, "st", FORM_LIGATURES}};

/* Lead bytes of the characters of the table, of C1 controls, of full and half width. */
static const uint8_t may_lead[256] = {
    [0xc2] = 1, [0xc4] = 1, [0xc5] = 1, [0xc7] = 1, [0xca] = 1, [0xe2] = 1, [0xef] = 1};

static const char *const names[] = {[FORM_QUOTES] = "form:quotes",
                                    [FORM_DASHES] = "form:dashes",
                                    [FORM_LIGATURES] = "form:ligatures",
                                    [FORM_WIDTH] = "form:width",
                                    [FORM_C1] = "form:c1"};

static const struct form *find(uint32_t c) {
    size_t low = 0, high = sizeof forms / sizeof *forms;
    while (low < high) {
        const size_t mid = (low + high) / 2;
        if (forms[mid].c < c)
            low = mid + 1;
        else
            high = mid;
    }
    return low < sizeof forms / sizeof *forms && forms[low].c == c ? &forms[low] : NULL;
}

/* Full-width letters and half-width kana: the stretch of them at i is mapped together, since marks join. Returns its length. */
static size_t fold_width(struct draft *d, size_t i) {
    utf8proc_int32_t points[64];
    char out[256];
    size_t end = i, length, n = 0;
    while (end < d->n && end - i < 48) {
        const uint32_t c = utf8_get(d->text, end, &length);
        if (c < 0xff01 || c > 0xffee) break;
        end += length;
    }
    const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT;
    utf8proc_ssize_t m = utf8proc_decompose((const utf8proc_uint8_t *)d->text + i,
                                            (utf8proc_ssize_t)(end - i), points, 64, how);
    if (m <= 0 || m > 64 || (m = utf8proc_normalize_utf32(points, m, how)) < 0) return end - i;
    for (utf8proc_ssize_t k = 0; k < m; k++) n += utf8_put(out + n, (uint32_t)points[k]);
    draft_replace(d, i, end, out, n, names[FORM_WIDTH]);
    return end - i;
}

void forms_pass(struct draft *d, unsigned chosen) {
    size_t length;
    draft_begin(d);
    for (size_t i = 0; i < d->n; i += length) {
        const unsigned char lead = (unsigned char)d->text[i];
        length = lead < 0x80   ? utf8_skip_ascii(d->text, i, d->n) - i
                 : lead < 0xe0 ? 2
                 : lead < 0xf0 ? 3
                               : 4;
        if (!may_lead[lead]) continue;
        const uint32_t c = utf8_get(d->text, i, &length);
        const uint32_t meant = (chosen & FORM_C1) && c < 0xa0 ? codecs_char(0, c) : c;
        const struct form *f = find(meant);
        char text[4];
        if (f && (f->kind & chosen))
            draft_replace(d, i, i + length, f->with, strlen(f->with), names[f->kind]);
        else if (meant != c)
            draft_replace(d, i, i + length, text, utf8_put(text, meant), names[FORM_C1]);
        else if ((chosen & FORM_WIDTH) && c >= 0xff01 && c <= 0xffee)
            length = fold_width(d, i);
    }
    draft_end(d);
}
