/* wanted.c: places of dead letters, sorted. */
#include "engine/wanted.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "engine/identity.h"
#include "engine/inputs.h"
#include "engine/letters.h"
#include "engine/source.h"
#include "support/log.h"
#include "support/memory.h"

struct place_of_letter {
    char *source;
    uint64_t offset;
    bool and_behind; /* the source itself was refused there: nothing behind it has been read */
};
struct wanted {
    char *path;
    struct place_of_letter *v;
    size_t n, room;
    bool has_open_end;
};

static void add(void *p, const struct letter_read *l) {
    struct wanted *w = p;
    if (w->n == w->room) {
        w->room = w->room ? 2 * w->room : 64;
        w->v = checked(realloc(w->v, w->room * sizeof *w->v));
    }
    const bool and_behind = !l->length && !strcmp(l->reason, "refused");
    w->v[w->n++] = (struct place_of_letter){checked(strdup(l->source)), l->offset, and_behind};
    w->has_open_end |= and_behind;
}

static int compare_source(pl_str a, const char *b) {
    const size_t n = strlen(b);
    const int order = memcmp(a.p, b, a.n < n ? a.n : n);
    return order ? order : (a.n > n) - (a.n < n);
}

static int by_place(const void *a, const void *b) {
    const struct place_of_letter *x = a, *y = b;
    const int order = strcmp(x->source, y->source);
    return order ? order : (x->offset > y->offset) - (x->offset < y->offset);
}

struct wanted *wanted_read(const char *letters) {
    struct wanted *w = checked(calloc(1, sizeof *w));
    w->path = checked(strdup(letters));
    if (letters_each(letters, add, w)) {
        const int error = errno;
        wanted_free(w);
        return errno = error, NULL;
    }
    if (w->n) qsort(w->v, w->n, sizeof *w->v, by_place);
    return w;
}

uint64_t wanted_count(const struct wanted *w) { return w->n; }

/* The first place that is not before this one. */
static size_t find(const struct wanted *w, pl_str source, uint64_t offset) {
    size_t low = 0, high = w->n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = compare_source(source, w->v[middle].source);
        if (order > 0 || (!order && w->v[middle].offset < offset))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool wanted_source(const struct wanted *w, pl_str source) {
    const size_t i = find(w, source, 0);
    return i < w->n && !compare_source(source, w->v[i].source);
}

bool wanted_place(const struct wanted *w, pl_str source, uint64_t offset) {
    size_t i = find(w, source, offset);
    if (i < w->n && !compare_source(source, w->v[i].source) && w->v[i].offset == offset)
        return true;
    if (!w->has_open_end) return false;
    while (i-- > 0 && !compare_source(source, w->v[i].source))
        if (w->v[i].and_behind) return true;
    return false;
}

static bool is_wanted(void *p, const struct listed_file *f) {
    struct engine *e = p;
    return wanted_source(e->plan->wanted, inputs_valid_name(e->inputs, f->name));
}

int wanted_inputs(struct engine *e) {
    const struct wanted *w = e->plan->wanted;
    struct stat st;
    if (!w) return PL_OK;
    file_list_keep(&e->inputs->list, is_wanted, e);
    e->inputs->list.n_unreadable = 0;
    if (!stat(w->path, &st))
        identity_file(e, "dead letters", NULL, w->path, (uint64_t)st.st_size, (int64_t)st.st_mtime);
    if (e->inputs->list.n) return PL_OK;
    e->no_input = true;
    return engine_stop(e, EXIT_NO_INPUT,
                       "no source of the dead letters in %s is in the input any more", w->path);
}

void wanted_say_missing(const struct engine *e) {
    const struct wanted *w = e->plan->wanted;
    if (w && !w->has_open_end && e->totals.in < w->n)
        log_line(LOG_AT_WARNING, NULL,
                 "%llu of the %llu dead letters are no longer where they were in the input",
                 (unsigned long long)(w->n - e->totals.in), (unsigned long long)w->n);
}

void wanted_free(struct wanted *w) {
    if (!w) return;
    for (size_t i = 0; i < w->n; i++) free(w->v[i].source);
    free(w->v);
    free(w->path);
    free(w);
}
