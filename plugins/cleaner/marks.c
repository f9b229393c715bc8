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

unsigned marks_inside(const char *t, size_t begin, size_t end) {
    static const uint8_t special[256] = {
        [':'] = 1, ['w'] = 1, ['W'] = 1, ['@'] = 1, ['|'] = 1, ['>'] = 1, [0xc2] = 1, [0xe2] = 1};
    unsigned marks = 0;
    for (size_t i = begin; i < end; i++) {
        if (!special[(unsigned char)t[i]]) continue;
        const char c = t[i];
        if (c == ':' && i + 2 < end && t[i + 1] == '/' && t[i + 2] == '/') marks |= LINE_URL;
        if ((c | 32) == 'w' && i + 3 < end && (t[i + 1] | 32) == 'w' && (t[i + 2] | 32) == 'w' &&
            t[i + 3] == '.')
            marks |= LINE_URL;
        if (c == ':' && i - begin < 40 && i + 1 < end && t[i + 1] == ' ') marks |= LINE_LABEL;
        if (c == '@') marks |= LINE_MAIL;
        if (i == begin || t[i - 1] != ' ') continue;
        if ((c == '|' || c == '>') && i + 1 < end && t[i + 1] == ' ') marks |= LINE_BAR;
        if (i + 3 < end && (!memcmp(t + i, "\xc2\xb7 ", 3) || !memcmp(t + i, "\xc2\xbb ", 3) ||
                            !memcmp(t + i, "\xe2\x80\xa2 ", 4)))
            marks |= LINE_BAR;
    }
    return marks;
}

static int is_lower(char c) { return c >= 'a' && c <= 'z'; }
static int is_upper(char c) { return c >= 'A' && c <= 'Z'; }

uint32_t marks_glued(const char *t, size_t n) {
    uint32_t count = 0;
    const char *end = t + n;
    for (const char *p = t; (p = memchr(p, '.', (size_t)(end - p))); p++)
        if (p - t >= 2 && end - p > 2 && is_lower(p[-1]) && is_lower(p[-2]) && is_upper(p[1]) &&
            is_lower(p[2]))
            count++;
    return count;
}
