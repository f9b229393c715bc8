/* address.c: URLs, host names, file names and e-mail addresses. */
#include "form.h"
#include "scan.h"

static int is_host_byte(uint8_t c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '_';
}

/* White space, quotation marks, angle brackets and the characters of unspaced scripts end an address. */
static int ends_url(const struct scan *s, uint32_t at, uint32_t *length) {
    const uint8_t c = s->text[at];
    *length = 1;
    if (c < 0x80)
        return c <= ' ' || c == '"' || c == '<' || c == '>' || c == '`' || c == '{' || c == '}' ||
               c == 127;
    const enum news_class class = scan_class(s, at, length);
    return !is_letter_class(class) && class != CLASS_DIGIT && class != CLASS_MARK;
}

/* Takes back what stands behind the address rather than in it: sentence marks, and closing brackets that it did not open. */
static uint32_t trim_url(const struct scan *s, uint32_t begin, uint32_t end, int round,
                         int square) {
    while (end > begin) {
        const uint8_t c = s->text[end - 1];
        if (c == ')' && round < 0)
            round++;
        else if (c == ']' && square < 0)
            square++;
        else if (c != '.' && c != ',' && c != ';' && c != ':' && c != '!' && c != '?' &&
                 c != '\'' && c != '*')
            break;
        end--;
    }
    return end;
}

static uint32_t url_end(const struct scan *s, uint32_t begin, uint32_t at) {
    uint32_t length;
    int round = 0, square = 0;
    for (; at < s->n && !ends_url(s, at, &length); at += length) {
        const uint8_t c = s->text[at];
        round += (c == '(') - (c == ')');
        square += (c == '[') - (c == ']');
    }
    return trim_url(s, begin, at, round, square);
}

static int is_word(const struct scan *s, uint32_t at, uint32_t n, const char *word) {
    for (uint32_t i = 0; i < n; i++)
        if ((s->text[at + i] | 32) != (uint8_t)word[i]) return 0;
    return word[n] == 0;
}

uint32_t address_url(const struct scan *s, uint32_t at) {
    uint32_t n = 0;
    while (n < 12 && is_ascii_letter(scan_byte(s, at + n))) n++;
    const uint32_t behind = at + n;
    uint32_t from = 0;
    if (scan_byte(s, behind) == ':') {
        if (n > 1 && scan_byte(s, behind + 1) == '/' && scan_byte(s, behind + 2) == '/')
            from = behind + 3;
        else if (n == 6 && is_word(s, at, n, "mailto"))
            from = behind + 1;
    } else if (n == 3 && scan_byte(s, behind) == '.' && is_word(s, at, n, "www"))
        from = behind + 1;
    if (!from || from >= s->n) return 0;
    const uint32_t end = url_end(s, from, from);
    return end > from ? end : 0;
}

static uint32_t label_classes(const struct scan *s, uint32_t begin, uint32_t end) {
    return lexicon_get(s->lexicon, form_of(s->text + begin, end - begin).hash);
}

/* What the last label of a dotted name says: is it a host, a file or neither? A country code that is an English word counts
 * only in lower case and behind two labels. */
static pl_token_kind name_kind(const struct scan *s, uint32_t last, uint32_t end, int labels,
                               int *known) {
    const uint32_t classes = end - last <= 16 ? label_classes(s, last, end) : 0;
    const int capital =
        is_ascii_upper(s->text[last]) && end > last + 1 && !is_ascii_upper(s->text[last + 1]);
    *known = !capital &&
             (classes & (LEX_DOMAIN | LEX_FILE) || (classes & LEX_WORD_DOMAIN && labels > 2));
    return *known && classes & (LEX_DOMAIN | LEX_WORD_DOMAIN) ? PL_URL : PL_WORD;
}

/* A dotted name of at least two labels whose end is known. A path may follow a host. A name that is none is read once: its tails
 * are none either. */
uint32_t address_host(struct scan *s, uint32_t at, pl_token_kind *kind) {
    uint32_t end = at, last = at;
    int labels = 0, known = 0;
    if (at < s->no_host) return 0;
    for (;;) {
        const uint32_t label = end;
        while (end - at < 256 && is_host_byte(scan_byte(s, end))) end++;
        if (end == label) break;
        last = label;
        labels++;
        if (scan_byte(s, end) != '.' || !is_host_byte(scan_byte(s, end + 1))) break;
        end++;
    }
    uint32_t length;
    if (labels >= 2 && !is_letter_class(scan_class(s, end, &length)) && scan_byte(s, end) != '@')
        *kind = name_kind(s, last, end, labels, &known);
    if (!known) return s->no_host = end, 0;
    const uint8_t c = scan_byte(s, end);
    return *kind == PL_URL && (c == '/' || c == '?' || c == '#' ||
                               (c == ':' && is_ascii_digit(scan_byte(s, end + 1))))
               ? url_end(s, end, end)
               : end;
}

uint32_t address_mail(const struct scan *s, uint32_t sign) {
    uint32_t end = sign + 1, dot = 0;
    while (end - sign < 256 &&
           (is_host_byte(scan_byte(s, end)) ||
            (scan_byte(s, end) == '.' && is_host_byte(scan_byte(s, end + 1)) && end > sign + 1))) {
        if (s->text[end] == '.') dot = end;
        end++;
    }
    return dot && is_ascii_letter(scan_byte(s, dot + 1)) ? end : 0;
}
