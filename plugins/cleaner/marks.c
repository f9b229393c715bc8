/* marks.c: signs at both ends of a line, and addresses, labels and bars in it. */
#include "marks.h"
#include <string.h>
#include "words.h"

/* Is the last sign before `end` one of the closing quotes or brackets? Returns its length. */
static size_t closing(const char *t, size_t begin, size_t end) {
    const unsigned char c = (unsigned char)t[end - 1];
    if (c == '"' || c == '\'' || c == ')' || c == ']') return 1;
    if (end - begin > 3 && !memcmp(t + end - 3, "\xe2\x80", 2) &&
        (c == 0x99 || c == 0x9d || c == 0x9c))
        return 3;
    return end - begin > 2 && !memcmp(t + end - 2, "\xc2\xbb", 2) ? 2 : 0;
}

/* Full stops and questions that are not ASCII: Chinese, Devanagari, Arabic, Armenian, Ethiopic, Khmer, Burmese. */
static int ends_in_stop(const char *t, size_t begin, size_t end) {
    if (!(t[end - 1] & 0x80)) return 0;
    static const char *const stops[] = {
        "\xe3\x80\x82", "\xef\xbc\x81", "\xef\xbc\x9f", "\xe0\xa5\xa4", "\xd8\x9f", "\xdb\x94",
        "\xd6\x89",     "\xe1\x8d\xa2", "\xe1\x9f\x94", "\xe1\x81\x8b", NULL};
    for (const char *const *s = stops; *s; s++) {
        const size_t n = strlen(*s);
        if (end - begin >= n && !memcmp(t + end - n, *s, n)) return 1;
    }
    return 0;
}

unsigned marks_of_end(const char *t, size_t begin, size_t end) {
    if (end == begin) return 0;
    const char last = t[end - 1];
    if (last == ':') return LINE_COLON;
    if (last == ',') return LINE_COMMA;
    size_t n;
    for (int i = 0; i < 3 && end > begin && (n = closing(t, begin, end)); i++) end -= n;
    if (end == begin) return 0;
    if (end - begin >= 3 &&
        (!memcmp(t + end - 3, "...", 3) || !memcmp(t + end - 3, "\xe2\x80\xa6", 3)))
        return LINE_DOTS;
    const unsigned char c = (unsigned char)t[end - 1];
    if (c == '!') return LINE_STOP | LINE_CALL;
    if (c == '.' || c == '?') return LINE_STOP;
    return ends_in_stop(t, begin, end) ? LINE_STOP : 0;
}

unsigned marks_of_begin(const char *t, size_t begin, size_t end) {
    const size_t n = end - begin;
    if (!n) return 0;
    const char c = t[begin], last = t[end - 1];
    if (c == '[' && last == ']') return LINE_BRACKET;
    if (c == '(' && last == ')') return LINE_BRACKET | LINE_ROUND;
    if (c == '"' || c == '\'') return LINE_QUOTE;
    if (c == '*' || c == '-' || c == '+') return LINE_BULLET;
    if (n > 2 && !memcmp(t + begin, "\xe2\x80", 2)) {
        const unsigned char d = (unsigned char)t[begin + 2];
        if (d == 0x9c || d == 0x98 || d == 0x9e) return LINE_QUOTE;
        if (d == 0xa2 || d == 0x93 || d == 0x94) return LINE_BULLET;
    }
    return n > 1 && (!memcmp(t + begin, "\xc2\xab", 2)) ? LINE_QUOTE
           : n > 1 && !memcmp(t + begin, "\xc2\xb7", 2) ? LINE_BULLET
                                                        : 0;
}

static int is_www(const char *p) {
    return (p[0] | 32) == 'w' && (p[1] | 32) == 'w' && (p[2] | 32) == 'w';
}

unsigned marks_of_sign(const char *t, size_t begin, size_t end, size_t i, uint32_t c) {
    const size_t next = i + (c < 0x80 ? 1 : c < 0x800 ? 2 : 3);
    const int is_before_blank = next < end && t[next] == ' ';
    switch (c) {
    case ':':
        if (i + 2 < end && t[i + 1] == '/' && t[i + 2] == '/') return LINE_URL;
        return i - begin < 40 && is_before_blank ? LINE_LABEL : 0;
    case '.': return i >= begin + 3 && is_www(t + i - 3) ? LINE_URL : 0;
    case '@': return LINE_MAIL;
    case '|':
    case '>':
    case 0xb7:
    case 0xbb:
    case 0x2022: return i > begin && t[i - 1] == ' ' && is_before_blank ? LINE_BAR : 0;
    default: return 0;
    }
}

static int is_lower(char c) { return c >= 'a' && c <= 'z'; }
static int is_upper(char c) { return c >= 'A' && c <= 'Z'; }

int marks_is_glued(const char *t, size_t n, size_t i) {
    return i >= 2 && i + 2 < n && is_lower(t[i - 1]) && is_lower(t[i - 2]) && is_upper(t[i + 1]) &&
           is_lower(t[i + 2]);
}
