/* withdrawn.h: documents that `pipeline forget` took out: they stay out of every later run of the state folder.
 *
 * The file `withdrawn` there has a line each: day TAB keys of id and urls (known.h), with a blank between TAB id, as %XX. The id goes
 * when all of the document is gone: a line that has one is a forgetting that was begun, which the next run or forgetting ends. The
 * file is replaced as a whole. */
#ifndef WITHDRAWN_H
#define WITHDRAWN_H
#include "engine/engine.h"
#include "support/keys.h"

struct withdrawn_line {
    char day[11];
    struct keys keys;
    char *id; /* NULL: it is done */
};
struct withdrawn {
    struct withdrawn_line *v;
    size_t n;
    struct keys keys; /* of all lines, sorted */
};
/* 0, or -1 with errno (EBADMSG: damaged). A file that is not there is empty. To be freed in any case. */
int withdrawn_read(struct withdrawn *, const char *state);
int withdrawn_write(const struct withdrawn *, const char *state); /* 0, or -1 with errno */
void withdrawn_free(struct withdrawn *);
bool withdrawn_has(const struct withdrawn *, uint64_t key);
/* Adds a line, in the place of those with the first key; the keys are copied. */
void withdrawn_add(struct withdrawn *, const char *day, const char *id, const struct keys *);
bool withdrawn_remove(struct withdrawn *, uint64_t key); /* false: there is no such line */
const char *
withdrawn_begun(const struct withdrawn *); /* the id of one that is not done; NULL: all are */
void withdrawn_done(struct withdrawn *, const char *id);

/* For a run: of the home of the plan. */
int withdrawn_open(struct engine *);
void withdrawn_check(struct job *); /* gate: drops them, without their text */
bool withdrawn_is_reason(const pl_document *); /* was it dropped by that? */
void withdrawn_close(struct engine *);
#endif
