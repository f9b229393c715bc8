/* lexis.c: reads the words of the rules. */
#include "lexis.h"
#include <stdlib.h>
#include <string.h>

static const char *const class_names[] = {"",
                                          "month",
                                          "month-short",
                                          "weekday",
                                          "relative-day",
                                          "day-part",
                                          "meridiem",
                                          "zone",
                                          "step",
                                          "part",
                                          "year-kind",
                                          "age-before",
                                          "length-before",
                                          "no-length",
                                          "change",
                                          "person-word",
                                          "person-is",
                                          "period",
                                          "duration",
                                          "clock-duration",
                                          "season",
                                          "direction",
                                          "number",
                                          "tens",
                                          "hundred",
                                          "magnitude",
                                          "magnitude-short",
                                          "vague",
                                          "ordinal",
                                          "fraction",
                                          "percent",
                                          "currency-sign",
                                          "currency-code",
                                          "currency",
                                          "cent",
                                          "unit",
                                          "unit-short",
                                          "not-a-year",
                                          "year-before",
                                          "month-before",
                                          "no-number",
                                          "not-ordinal",
                                          "modal",
                                          "future",
                                          "few",
                                          "duration-before",
                                          "article"};

static int class_of(const char *p, size_t n) {
    for (size_t i = 1; i < sizeof class_names / sizeof *class_names; i++)
        if (strlen(class_names[i]) == n && !memcmp(class_names[i], p, n)) return (int)i;
    return 0;
}

static int32_t number_of(pl_str s) {
    int32_t v = 0;
    const int minus = s.n && s.p[0] == '-';
    for (size_t i = (size_t)minus; i < s.n && (unsigned)(s.p[i] - '0') < 10 && v < 100000000; i++)
        v = v * 10 + (s.p[i] - '0');
    return minus ? -v : v;
}

/* What begins with words of this class; 0: they stand inside or before a mention. */
static uint8_t begins_with(int class) {
    static const uint8_t of_time[] = {MONTH,     MONTH_SHORT, WEEKDAY,  RELATIVE_DAY,
                                      DAY_PART,  STEP,        PART,     SEASON,
                                      YEAR_KIND, PERIOD,      DURATION, CLOCK_DURATION};
    static const uint8_t of_number[] = {NUMBER_WORD, TENS,    VAGUE,         ORDINAL_WORD,
                                        FEW,         ARTICLE, CURRENCY_SIGN, CURRENCY_CODE};
    if (memchr(of_time, class, sizeof of_time)) return BEGINS_TIME;
    return memchr(of_number, class, sizeof of_number) ? BEGINS_NUMBER : 0;
}

static int add_entry(struct lexis *l, const char *p, size_t n, int class) {
    const char *sign = n > 1 ? memchr(p + 1, '=', n - 1) : NULL;
    const size_t length = sign ? (size_t)(sign - p) : n;
    char phrase[128] = "";
    if (length >= sizeof phrase) return -1;
    for (size_t i = 0; i < length; i++) phrase[i] = p[i] == '_' ? ' ' : p[i];
    if (n - length > 16) return -1; /* units are copied to small buffers */
    struct phrase_source source = {phrase, phrase + length, phrase + sizeof phrase};
    struct phrase added;
    if (phrases_add(l->phrases, &source, PHRASE_RULE, &added) || l->n == UINT16_MAX) return -1;
    struct phrase_slot *const slot = added.slot;
    if (l->n + 1 >= l->room) {
        l->room = l->room ? 2 * l->room : 1024;
        struct lexis_entry *more = realloc(l->entries, l->room * sizeof *more);
        if (!more) return -1;
        l->entries = more;
    }
    const pl_str text = sign ? (pl_str){sign + 1, n - length - 1} : (pl_str){"", 0};
    const uint8_t begins = begins_with(class) | (slot->entry ? l->entries[slot->entry].begins : 0);
    l->entries[++l->n] =
        (struct lexis_entry){slot->entry, (uint8_t) class, begins, number_of(text), text};
    slot->entry = (uint16_t)l->n;
    return 0;
}

static int add_line(struct lexis *l, const char *p, size_t n, int class) {
    for (size_t at = 0; at < n;) {
        size_t end = at;
        while (end < n && p[end] != ' ') end++;
        if (end > at && add_entry(l, p + at, end - at, class)) return -1;
        at = end + 1;
    }
    return 0;
}

int lexis_add(struct lexis *l, pl_str file) {
    int class = 0, line = 0;
    for (size_t at = 0; at < file.n;) {
        const char *p = file.p + at;
        const char *feed = memchr(p, '\n', file.n - at);
        const size_t n = feed ? (size_t)(feed - p) : file.n - at;
        line++;
        at += n + 1;
        if (n == 0 || *p == '#') continue;
        if (*p == '[') {
            if (n < 3 || !(class = class_of(p + 1, n - 2))) return line;
        } else if (add_line(l, p, n, class))
            return -1;
    }
    return PL_OK;
}

void lexis_init(struct lexis *l, struct phrases *phrases) {
    *l = (struct lexis){.phrases = phrases};
}

void lexis_free(struct lexis *l) { free(l->entries); }
