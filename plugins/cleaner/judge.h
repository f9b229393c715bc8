/* judge.h: which lines are content. Every verdict keeps its rule. */
#ifndef CLEANER_JUDGE_H
#define CLEANER_JUDGE_H
#include "dates.h"
#include "lexicon.h"
#include "presets.h"
#include "words.h"

struct model;
struct names;

enum zone {
    ZONE_NONE,
    ZONE_TITLE,
    ZONE_BYLINE,
    ZONE_BIO,
    ZONE_DATE,
    ZONE_CAPTION,
    ZONE_DISCLAIMER,
    ZONE_SITE,
    ZONE_SOURCE,
    ZONES
};

struct verdict {
    const char *why; /* why the line goes; NULL: it stays */
    uint8_t zone; /* what the line is, kept or not */
    uint8_t body; /* a paragraph of the article by its form */
    uint8_t section; /* inside a section that a marker opened */
    uint8_t
        measured; /* private: what was measured of its words holds for `body` + 1; 0: nothing was */
};

struct judge {
    const struct lexicon *lexicon;
    const struct names *names; /* first names, or NULL */
    const struct words *words;
    const char *text;
    struct limits limits;
    const uint32_t *stops; /* of languages_stops */
    enum date_order dates; /* how 3/4/2024 is read */
    struct verdict *verdict; /* one per line */
    const struct lexicon_entry **entry;
    uint32_t first_body, last_body; /* lines; first > last: there is no body */
    uint32_t *before; /* words before each line, and at the end all words */
    uint32_t *bodies; /* paragraphs of the body before each line, and at the end all */
    uint32_t kept; /* lines above the one that is judged, those that go left out */
    int32_t title; /* line, or -1 */
    const struct model *model;
    int32_t *first,
        *score; /* of the model, one per line; of a line that it takes: by how much more than needed */
    uint8_t *open; /* lines that the model may take */
    /* private */
    uint32_t line_room; /* of all that there is one of per line */
    struct shared *shared; /* one per line, once it has been asked for */
    uint64_t *table; /* which words the body has */
    uint32_t room, mask;
};

/* Judges all lines. 0, or -1 when memory is gone. */
int judge_lines(struct judge *);
/* The part of it that comes before the title is looked for; for the trainer. 0, or -1 when memory is gone. */
int judge_above_title(struct judge *);
/* Words of a line that other paragraphs of the body hold, and those that the lexicons know. */
struct shared {
    uint32_t all; /* of all its words */
    uint32_t n, of; /* function words and numbers left out: n of `of` */
    uint32_t known; /* of `of`, by the lexicons */
    uint32_t stops; /* function words of the line */
};
const struct shared *judge_shared(const struct judge *, uint32_t line);
/* What is kept of each line. */
enum {
    JUDGE_LINE_BYTES = sizeof(struct verdict) + sizeof(struct lexicon_entry *) +
                       sizeof(struct shared) + 4 * sizeof(uint32_t) + 1
};
void judge_free(struct judge *);
/* How many lines of the body hold the word, of 255 at most? */
uint32_t judge_lines_with(const struct judge *, uint32_t word);

static inline const struct line *judge_line(const struct judge *j, uint32_t i) {
    return &j->words->line[i];
}

/* The line goes, for the first reason that is given and that the preset takes for one. */
static inline void judge_drop(struct judge *j, uint32_t i, const char *why) {
    if (j->verdict[i].why || (j->limits.only_sure && presets_is_disputed(why))) return;
    j->verdict[i].why = why;
}

/* What the line is; with a reason, it goes too. */
static inline void judge_zone(struct judge *j, uint32_t i, enum zone kind, const char *why) {
    if (!j->verdict[i].zone) j->verdict[i].zone = (uint8_t)kind;
    if (why) judge_drop(j, i, why);
}

/* A line that no rule has taken or named. */
static inline int judge_is_plain(const struct judge *j, uint32_t i) {
    return !j->verdict[i].why && !j->verdict[i].zone;
}

static inline int judge_is_copy(const struct judge *j, uint32_t a, uint32_t b) {
    return judge_line(j, a)->hash == judge_line(j, b)->hash &&
           judge_line(j, a)->words == judge_line(j, b)->words;
}

/* By its form: a title, the heading of a part, a headline of another text. */
static inline int judge_is_heading(const struct line *l) {
    return l->words >= 3 && l->words <= 30 &&
           !(l->marks & (LINE_DOTS | LINE_COMMA | LINE_URL | LINE_LOWER)) &&
           l->letters > 2 * l->digits;
}

#endif
