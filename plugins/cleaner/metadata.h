/* metadata.h: fields and zones from the lines that a judge has named. */
#ifndef CLEANER_METADATA_H
#define CLEANER_METADATA_H
#include "judge.h"
#include "shapes.h"

/* Spans of the text; begin == end: not there. */
struct metadata {
    struct piece title, byline, author, bio, site, url, disclaimer;
    char created[11]; /* ISO 8601, or empty */
    struct piece created_at;
    int is_agency; /* `author` is no person: one who is named later takes its place */
    int is_update; /* `created` is when the article was changed */
};

struct zone_span {
    uint32_t begin, end;
    enum zone kind;
};

/* Reads the judged lines; returns the number of zones written. */
uint32_t metadata_collect(const struct judge *, struct metadata *, struct zone_span *zones,
                          uint32_t room);
const char *metadata_zone_name(enum zone);
#endif
