/* standing.h: how the run of a state folder stands, from the files in it; changes nothing there. */
#ifndef STANDING_H
#define STANDING_H
#include "engine/last_run.h"

enum standing_kind {
    STANDS_UNKNOWN,
    STANDS_RUNNING,
    STANDS_FINISHED,
    STANDS_UNFINISHED,
    STANDS_FAILED
};
struct set_aside { /* dead letters of one stage for one reason */
    char *stage, *reason;
    uint64_t n;
    struct set_aside *next;
};
struct standing {
    enum standing_kind kind;
    struct last_run last; /* all NULL and 0 when no run has left word */
    char holder[128]; /* of the lock, while it is held */
    /* the checkpoint */
    char *step; /* NULL: there is none */
    uint64_t phase, phases, size, bytes_in, in, replay, replay_at;
    /* the dead letters, of the unfinished run if there is one */
    char *letters; /* path; NULL: none, or they went into a stream */
    struct set_aside *aside;
    uint64_t n_aside;
    uint64_t n_withdrawn; /* documents that stay out */
    bool is_forgetting; /* one of them is not wholly gone yet */
};
/* 0, or -1 with errno: the folder cannot be read. To be freed in any case. */
int standing_read(const char *state, struct standing *);
double
standing_share(const struct standing *); /* of the phase at the checkpoint, 0 to 1; -1: unknown */
bool standing_is_unfinished(const struct standing *); /* a checkpoint waits for the next run */
bool standing_has_published(const struct standing *); /* the checkpoint is its last */
void standing_free(struct standing *);
#endif
