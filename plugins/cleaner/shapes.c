/* shapes.c: names, bylines, captions, biographies and disclaimers by their form. */
#include "shapes.h"
#include <string.h>
#include <utf8proc.h>
#include "utf8.h"

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

/* Does `word` (small letters) stand at p, without regard to case? */
static int begins(const char *p, const char *end, const char *word) {
    size_t i = 0;
    for (; word[i]; i++)
        if (p + i >= end || lower(p[i]) != word[i]) return 0;
    return 1;
}

/* Where the first of the NULL-ended words stands in [p, end); NULL: nowhere. Bytes that no word begins with are skipped by a set. */
static const char *find_any(const char *p, const char *end, const char *const *words) {
    uint32_t first[8] = {0};
    for (const char *const *w = words; *w; w++) first[(unsigned char)**w >> 5] |= 1u << (**w & 31);
    for (; p < end; p++) {
        const unsigned char c = (unsigned char)lower(*p);
        if (!(first[c >> 5] >> (c & 31) & 1)) continue;
        for (const char *const *w = words; *w; w++)
            if ((unsigned char)**w == c && begins(p, end, *w)) return p;
    }
    return NULL;
}

static int holds_any(const char *p, const char *end, const char *const *words) {
    return find_any(p, end, words) != NULL;
}

/* Length of the one of the words that stands at p, 0: none. */
static size_t begins_any(const char *p, const char *end, const char *const *words) {
    for (const char *const *w = words; *w; w++)
        if (p < end && lower(*p) == **w && begins(p, end, *w)) return strlen(*w);
    return 0;
}

static int is_capital(const char *p, const char *end) {
    if (p >= end) return 0;
    size_t length;
    const utf8proc_category_t g = utf8proc_category((utf8proc_int32_t)utf8_get(p, 0, &length));
    return g == UTF8PROC_CATEGORY_LU || g == UTF8PROC_CATEGORY_LT;
}

static const char *word_end(const char *p, const char *end) {
    while (p < end && *p != ' ') p++;
    return p;
}

/* Small words inside a name. */
static int is_particle(const char *p, const char *end) {
    static const char *const particles[] = {"de", "da",  "di",  "van", "von", "der", "den", "del",
                                            "la", "le",  "bin", "al",  "ibn", "el",  "dos", "du",
                                            "zu", "ter", "ten", "y",   "e",   NULL};
    for (const char *const *w = particles; *w; w++)
        if (strlen(*w) == (size_t)(end - p) && !memcmp(p, *w, (size_t)(end - p))) return 1;
    return 0;
}

/* A word of a name: no digit, no sign but hyphen, apostrophe and a full stop behind an initial. */
static int is_name_word(const char *p, const char *end) {
    if (!is_capital(p, end)) return 0;
    for (const char *q = p; q < end; q++) {
        if (*q == '.' && (q - p <= 3 || q + 1 < end)) continue;
        if ((unsigned char)*q < 0x80 && !(*q == '-' || *q == '\'' || (*q | 32) >= 'a')) return 0;
        if ((*q | 32) > 'z' && (unsigned char)*q < 0x80) return 0;
    }
    return 1;
}

/* Words that a title may have but a name has not. */
static int is_no_name(const char *p, const char *end) {
    static const char *const no[] = {
        "the",    "and",      "of",        "for",      "in",      "to",        "a",
        "an",     "on",       "with",      "news",     "more",    "read",      "how",
        "why",    "what",     "who",       "our",      "your",    "all",       "new",
        "top",    "best",     "us",        "about",    "photo",   "image",     "video",
        "follow", "share",    "subscribe", "comments", "related", "click",     "staff",
        "team",   "desk",     "editorial", "monday",   "tuesday", "wednesday", "thursday",
        "friday", "saturday", "sunday",    "today",    NULL};
    for (const char *const *w = no; *w; w++)
        if (strlen(*w) == (size_t)(end - p) && begins(p, end, *w)) return 1;
    return 0;
}

int shape_is_name(const char *text, const struct piece *s) {
    const char *p = text + s->begin, *end = text + s->end;
    int words = 0, capitals = 0;
    if (s->end - s->begin > 60) return 0;
    while (p < end) {
        const char *w = word_end(p, end);
        if (is_particle(p, w))
            capitals--;
        else if (!is_name_word(p, w) || is_no_name(p, w))
            return 0;
        words++;
        capitals++;
        p = w < end ? w + 1 : w;
    }
    return words >= 2 && words <= 5 && capitals >= 2;
}

/* Cuts what follows the names of a byline: " | Site", ", Staff Writer", " - ", a date, " for The Times". */
static uint32_t names_end(const char *text, uint32_t begin, uint32_t end) {
    static const char *const stops[] = {" | ",
                                        " - ",
                                        " for ",
                                        " in ",
                                        " at ",
                                        " on ",
                                        " \xe2\x80\x93 ",
                                        " \xe2\x80\x94 ",
                                        " \xc2\xb7 ",
                                        " \xe2\x80\xa2 ",
                                        " (",
                                        " / ",
                                        " published",
                                        " updated",
                                        " posted",
                                        " @",
                                        " publi",
                                        " am ",
                                        " le ",
                                        " el ",
                                        " em ",
                                        " with ",
                                        " of ",
                                        " from ",
                                        ": ",
                                        NULL};
    for (uint32_t i = begin; i < end; i++) {
        if (text[i] == ' ' && begins_any(text + i, text + end, stops)) return i;
        const int digit = text[i] >= '0' && text[i] <= '9', mail = text[i] == '@';
        if (!digit && !mail) continue;
        while (mail && i > begin && text[i] != ' ') i--; /* back to where the address begins */
        while (i > begin && text[i - 1] == ' ') i--;
        return i;
    }
    return end;
}

/* "A", "A and B", "A, B and C": all of them names? A part that is none ends the list; 0: not even the first is one. */
static uint32_t list_of_names(const char *text, uint32_t begin, uint32_t end) {
    uint32_t good = 0;
    for (uint32_t i = begin, start = begin; i <= end; i++) {
        const int comma = i < end && text[i] == ',',
                  and = i + 5 <= end && !memcmp(text + i, " and ", 5),
                  amp = i + 3 <= end && !memcmp(text + i, " & ", 3);
        if (i < end && !comma && !and&&!amp) continue;
        const struct piece one = {start, i};
        if (!shape_is_name(text, &one)) return good;
        good = i;
        start = i + (comma ? 2 : and? 5 : 3);
        i = start > i ? start - 1 : i;
    }
    return good;
}

/* What bylines begin with. */
static const char *const by_heads[] = {"by ",
                                       "by: ",
                                       "written by ",
                                       "written by: ",
                                       "story by ",
                                       "story by: ",
                                       "analysis by ",
                                       "opinion by ",
                                       "reported by ",
                                       "reported by: ",
                                       "text by ",
                                       "words by ",
                                       "article by ",
                                       "report by ",
                                       "posted by ",
                                       "published by ",
                                       "author: ",
                                       "reporting by ",
                                       "review by ",
                                       "posted by: ",
                                       "photos by ",
                                       "interview by ",
                                       "commentary by ",
                                       "guest post by ",
                                       "essay by ",
                                       "column by ",
                                       "par ",
                                       "von ",
                                       "por ",
                                       "autor: ",
                                       "auteur : ",
                                       "\xd0\x90\xd0\xb2\xd1\x82\xd0\xbe\xd1\x80: ",
                                       "texto: ",
                                       "text: ",
                                       "por: ",
                                       "autora: ",
                                       "publicado por: ",
                                       NULL};

int shape_begins_with_by(const char *text, const struct line *l) {
    return begins_any(text + l->begin, text + l->end, by_heads) > 0;
}

/* "5:45 AM PST 11/19/2019 by NAME": where the names begin, behind a date or a bar; 0: nowhere. */
static size_t by_inside(const char *p, const char *end, const struct line *l) {
    if (!l->digits || l->words > 14) return 0;
    for (const char *q = p + 6; q + 8 < end; q++)
        if (begins(q, end, " by ") && (q[-1] < 'a' || q[-1] > 'z')) return (size_t)(q + 4 - p);
    return 0;
}

int shape_is_byline(const char *text, const struct line *l, struct piece *names) {
    const char *p = text + l->begin, *end = text + l->end;
    if (l->words > 24 || l->end - l->begin > 200) return 0;
    size_t n = begins_any(p, end, by_heads);
    if (!n) n = by_inside(p, end, l);
    if (!n) return 0;
    while (p + n < end && p[n] == ' ') n++;
    const uint32_t begin = l->begin + (uint32_t)n, stop = names_end(text, begin, l->end);
    const uint32_t good = list_of_names(text, begin, stop);
    if (!good || ((l->marks & LINE_STOP) && good == l->end && l->words > 8)) return 0;
    if (good < stop && l->words > 14) return 0; /* "By Monday Morning, the town was ..." */
    *names = (struct piece){begin, good};
    while (names->end > begin && text[names->end - 1] == ' ') names->end--;
    return 1;
}

int shape_has_role(const char *text, const struct line *l) {
    static const char *const roles[] = {"writer", "reporter",     "correspondent",    "editor",
                                        "staff",  "columnist",    "contributor",      "journalist",
                                        "bureau", "news service", "associated press", NULL};
    const char *end = text + l->end, *p = text + l->begin;
    if (l->words > 14) return 0;
    for (const char *const *r = roles; *r; r++) {
        const size_t n = strlen(*r);
        if ((size_t)(end - p) > n && begins(end - n, end, *r)) return 1;
    }
    return 0;
}

/* "... (AP Photo/Jane Doe)", "... Credit: Agency": at the end of a caption, never of a sentence. */
static int ends_in_credit(const char *p, const char *end) {
    static const char *const credits[] = {"credit: ",       "(ap photo",
                                          "(photo: ",       "(photo by ",
                                          "(photo credit",  "(image: ",
                                          "(image credit",  "(image courtesy",
                                          "photograph by ", "photo by ",
                                          "photos by ",     "(photo courtesy",
                                          "photo courtesy", "(courtesy ",
                                          "(getty",         "getty images",
                                          "/getty",         "(shutterstock",
                                          "/shutterstock",  "/reuters",
                                          "/afp",           "(file photo",
                                          "(ap)",           "(afp)",
                                          "ap photo/",      "(photograph",
                                          "(picture: ",     "(pic: ",
                                          "(credit",        NULL};
    if (end - p < 12 || end[-1] == '.' || end[-1] == ':') return 0;
    const char *tail = end - p > 64 ? end - 64 : p;
    for (; (tail = find_any(tail, end, credits)); tail++) {
        if (tail > p && (tail[-1] | 32) >= 'a' && (tail[-1] | 32) <= 'z') continue;
        for (const char *q = tail; q + 2 < end; q++) /* no sentence begins behind it */
            if (q[0] == '.' && q[1] == ' ' && q - tail > 6 && end - q > 24) return 0;
        return 1;
    }
    return 0;
}

/* What a sentence about a picture with its date holds. */
static const char *const dated[] = {
    "file photo",     "photograph", "photo,",     "photo provided", "photo taken", "file image",
    "photo released", "photo, ",    "photo from", "photo shows",    NULL};

/* What captions and credits begin with. */
static const char *const caption_heads[] = {"media caption ",
                                            "image caption ",
                                            "credit...",
                                            "photo: ",
                                            "photo by ",
                                            "photo credit",
                                            "photos: ",
                                            "photos by ",
                                            "photograph: ",
                                            "photograph by ",
                                            "photographer: ",
                                            "photo via ",
                                            "image: ",
                                            "image credit",
                                            "image by ",
                                            "image source",
                                            "image via ",
                                            "image courtesy",
                                            "images: ",
                                            "picture: ",
                                            "pictured: ",
                                            "picture by",
                                            "credit: ",
                                            "credits: ",
                                            "representational image",
                                            "representative image",
                                            "file photo",
                                            "file image",
                                            "featured image",
                                            "caption: ",
                                            "photo courtesy",
                                            "courtesy of ",
                                            "courtesy: ",
                                            "cover image",
                                            "cover photo",
                                            "screenshot: ",
                                            "illustration: ",
                                            "illustration by ",
                                            "graphic: ",
                                            "header image",
                                            "representational photo",
                                            "video: ",
                                            "foto: ",
                                            "bild: ",
                                            "photo : ",
                                            "cr\xc3\xa9"
                                            "dit photo",
                                            "cr\xc3\xa9"
                                            "dit : ",
                                            "getty images",
                                            "shutterstock",
                                            "imago",
                                            NULL};
/* What a line in brackets holds if it is one. */
static const char *const caption_marks[] = {"photo by ",
                                            "photo: ",
                                            "image: ",
                                            "credit: ",
                                            "photo/",
                                            "/getty",
                                            "getty images",
                                            "/reuters",
                                            "/ap)",
                                            "/afp",
                                            "via wikimedia",
                                            "wikimedia commons",
                                            "(ap photo",
                                            "(photo",
                                            "(image",
                                            "\xc2\xa9",
                                            "via getty",
                                            "file photo",
                                            "shutterstock",
                                            "photograph by",
                                            "representational image",
                                            "photo courtesy",
                                            "image credit",
                                            "photo credit",
                                            NULL};
/* What descriptions of pictures begin with, and what then follows. */
static const char *const picture_heads[] = {"an artist's ",
                                            "artist's ",
                                            "an artist\xe2\x80\x99s ",
                                            "artist\xe2\x80\x99s ",
                                            "this illustration ",
                                            "a stock image ",
                                            "stock image ",
                                            "a file photo ",
                                            "file picture ",
                                            NULL};
static const char *const picture_words[] = {"concept", "illustration", "impression", "rendering",
                                            "shows",   "image of",     "photo",      NULL};
static const char *const photo_words[] = {" photo", " file image", " image ", NULL};

int shape_is_caption(const char *text, const struct line *l) {
    const char *p = text + l->begin, *end = text + l->end;
    if (l->words > 60) return 0;
    if (ends_in_credit(p, end)) return 1;
    if (*p == '[' || *p == '(') p++;
    const char *head = end - p > 70 ? p + 70 : end;
    if (*p == '\xc2' && p[1] == '\xa9') return l->words <= 12 && !(l->marks & LINE_STOP);
    if (begins_any(p, end, caption_heads)) return l->words <= 45;
    if (begins_any(p, end, picture_heads) && holds_any(p, head, picture_words)) return 1;
    if (begins(p, end, "in this ") || begins(p, end, "this "))
        return l->digits > 1 && holds_any(p, head, photo_words) && holds_any(p, end, dated);
    if (l->marks & LINE_BRACKET) return holds_any(p, end, caption_marks);
    return 0;
}

int shape_is_bio(const char *text, const struct line *l, struct piece *name) {
    static const char *const verbs[] = {
        "is a ",         "is an ",       "is the ",   "was a ",       "writes ",
        "covers ",       "reports ",     "lives in ", "has written ", "has been ",
        "is currently ", "is senior ",   "is chief ", "is our ",      "is based ",
        "is director",   "is professor", "is editor", "is executive", "is assistant",
        "is associate",  "works ",       "teaches ",  "holds ",       "joined ",
        "serves as ",    "est ",         "es ",       "ist ",         NULL};
    static const char *const roles[] = {
        "professor",     "lecturer",    "fellow",      "researcher", "journalist",
        "reporter",      "writer",      "editor",      "author",     "columnist",
        "correspondent", "analyst",     "scholar",     "director",   "student",
        "founder",       "contributor", "blogger",     "expert",     "covers ",
        "writes ",       "reports on",  "twitter",     "@",          "freelance",
        "producer",      "consultant",  "attorney",    "economist",  "teaches",
        "phd",           "ph.d",        "journaliste", "periodista", NULL};
    const char *end = text + l->end;
    if (l->words < 5 || l->words > 120) return 0;
    for (uint32_t i = l->begin; i < l->end && i < l->begin + 60; i++) {
        if (text[i] != ' ' || text[i + 1] < 'a' || text[i + 1] > 'z') continue;
        /* the first small word ends the name, or is a particle of it */
        if (is_particle(text + i + 1, word_end(text + i + 1, end))) continue;
        *name = (struct piece){l->begin, i};
        return begins_any(text + i + 1, end, verbs) && shape_is_name(text, name) &&
               holds_any(text + i, end, roles);
    }
    return 0;
}

int shape_is_disclaimer(const char *text, const struct line *l) {
    static const char *const subject[] = {"views",    "opinions", "view", "opinion",
                                          "thoughts", "sights",   NULL};
    static const char *const verb[] = {"expressed", "stated", "presented", "reflect", NULL};
    static const char *const object[] = {"article",   "author", "writer", "publication",
                                         "editorial", "column", "post",   "piece",
                                         "those of",  "own",    NULL};
    static const char *const negation[] = {
        "those of",      "do not",        "does not",   "not necessarily",     "are his own",
        "are her own",   "are their own", "author's",   "author\xe2\x80\x99s", "own and",
        "of the writer", "of the author", "are solely", "are personal",        NULL};
    const char *p = text + l->begin, *end = text + l->end;
    if (l->words < 5 || l->words > 90) return 0;
    /* the subject stands in front: a sentence about somebody's views inside an article has another one */
    const char *head = end - p > 60 ? p + 60 : end;
    return holds_any(p, head, subject) && holds_any(p, end, verb) && holds_any(p, end, object) &&
           holds_any(p, end, negation);
}

int shape_is_address(const char *text, const struct line *l) {
    static const char *const heads[] = {"http://",       "https://",       "www.", "twitter.com/",
                                        "facebook.com/", "instagram.com/", "@",    NULL};
    const char *p = text + l->begin, *end = text + l->end;
    if (!(l->marks & (LINE_URL | LINE_MAIL)) && !memchr(p, '/', (size_t)(end - p))) return 0;
    if (word_end(p, end) != end) return 0;
    return begins_any(p, end, heads) || (l->marks & LINE_MAIL && l->words <= 6);
}
