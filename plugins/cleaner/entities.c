/* entities.c: decodes HTML's character references, once. The longest name wins, as in HTML; names without a semicolon are only
 * the old ones of the table, and only when no letter or digit follows. */
#include "entities.h"
#include <stdlib.h>
#include <string.h>
#include "codecs.h"
#include "utf8.h"

enum { SLOTS = 8192, LONGEST = 33 }; /* 2231 names; the longest has 32 bytes */

struct entity {
    char name[LONGEST];
    char text[9];
    uint8_t name_n, text_n;
};
struct entities {
    struct entity slot[SLOTS];
};

static uint32_t hash(const char *s, size_t n) {
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h;
}

static const struct entity *find(const struct entities *e, const char *name, size_t n) {
    for (uint32_t i = hash(name, n);; i++) {
        const struct entity *s = &e->slot[i % SLOTS];
        if (!s->name_n) return NULL;
        if (s->name_n == n && !memcmp(s->name, name, n)) return s;
    }
}

/* Adds one line of the table. */
static void add(struct entities *e, const char *line, size_t n) {
    const char *blank = memchr(line, ' ', n);
    if (!blank || blank - line >= LONGEST) return;
    struct entity new = {.name_n = (uint8_t)(blank - line)};
    memcpy(new.name, line, new.name_n);
    for (const char *p = blank; p < line + n && *p == ' ' && new.text_n <= 4;) {
        char *end;
        new.text_n = (uint8_t)(new.text_n +
                               utf8_put(new.text + new.text_n, (uint32_t)strtoul(p + 1, &end, 16)));
        p = end;
    }
    uint32_t i = hash(new.name, new.name_n);
    while (e->slot[i % SLOTS].name_n) i++;
    e->slot[i % SLOTS] = new;
}

struct entities *entities_load(const char *table, size_t n) {
    struct entities *e = calloc(1, sizeof *e);
    for (const char *p = table, *end = table + n, *stop; e && p < end; p = stop + 1) {
        stop = memchr(p, '\n', (size_t)(end - p));
        if (!stop) break;
        add(e, p, (size_t)(stop - p));
    }
    return e;
}

void entities_free(struct entities *e) { free(e); }

static int is_alnum(unsigned char c) {
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* The value of a digit, or 99. */
static unsigned digit(unsigned char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return (c | 32) >= 'a' && (c | 32) <= 'f' ? (unsigned)(c | 32) - 'a' + 10 : 99;
}

/* &#number; at p: its length and the character; 0: it is none. */
static size_t number(const char *p, size_t n, char *text, size_t *text_n) {
    size_t i = 2;
    const unsigned base = n > 3 && (p[2] | 32) == 'x' ? 16 : 10;
    uint32_t c = 0;
    if (base == 16) i++;
    const size_t first = i;
    for (; i < n && i < first + 8 && digit((unsigned char)p[i]) < base; i++)
        c = c * base + digit((unsigned char)p[i]);
    if (i == first || c > 0x10ffff || (c >= 0xd800 && c < 0xe000) || !c) return 0;
    if (c >= 0x80 && c < 0xa0) c = codecs_char(0, c); /* HTML reads these numbers as windows-1252 */
    if (i < n && p[i] == ';')
        i++;
    else if (i < n && is_alnum((unsigned char)p[i]))
        return 0;
    *text_n = utf8_put(text, c);
    return i;
}

/* &name; at p, the longest name that the table has. */
static size_t named(const struct entities *e, const char *p, size_t n,
                    const struct entity **found) {
    size_t i = 1;
    while (i < n && i < LONGEST && is_alnum((unsigned char)p[i])) i++;
    if (i < n && p[i] == ';' && (*found = find(e, p + 1, i))) return i + 1;
    return i > 1 && (i >= n || p[i] != '=') && (*found = find(e, p + 1, i - 1)) ? i : 0;
}

void entities_pass(const struct entities *e, struct draft *d) {
    const char *end = d->text + d->n;
    draft_begin(d);
    for (const char *p = d->text; (p = memchr(p, '&', (size_t)(end - p)));) {
        const size_t left = (size_t)(end - p), at = (size_t)(p - d->text);
        const struct entity *found = NULL;
        char text[4];
        size_t text_n = 0, n;
        if (left > 1 && p[1] == '#')
            n = number(p, left, text, &text_n);
        else
            n = named(e, p, left, &found);
        if (n)
            draft_replace(d, at, at + n, found ? found->text : text, found ? found->text_n : text_n,
                          "entity");
        p += n ? n : 1;
    }
    draft_end(d);
}
