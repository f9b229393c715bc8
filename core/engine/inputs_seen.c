/* inputs_seen.c: the input files that earlier runs have read.
 *
 * The file `inputs`: for each run a line `run TAB number TAB day`, then a line per input: size, time of change, hash of content, path
 * (bytes up to the blank and % as %XX). A file with a path, size and time that are there is not opened; another one is hashed, and
 * passed over if its content is there, whatever its name. A file that grew counts as new. With `retention`, one that is still there
 * moves to the newest run, and old runs go. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>
#include "document/arena.h"
#include "engine/history.h"
#include "engine/identity.h"
#include "engine/inputs.h"
#include "engine/retention.h"
#include "engine/run_name.h"
#include "support/file.h"
#include "support/keys.h"
#include "support/log.h"
#include "support/percent.h"

enum { PIECE = 1 << 20 };

struct run_seen {
    struct run_name name;
    bool is_old; /* beyond the retention */
};
struct line_seen {
    uint64_t place;
    const char *p;
    size_t n;
    size_t run; /* index; SIZE_MAX: this one, as the file is still there */
};

struct inputs_seen {
    struct keys contents; /* size and hash */
    struct buffer text; /* of the file, with a NUL for each line feed */
    struct run_seen *runs;
    size_t n_runs;
    struct line_seen *lines; /* by run, until they are sorted by place: path, size and time */
    size_t n_lines, room;
    struct buffer news; /* lines of this run */
};

/* ---- one input file ---- */

struct seen_file {
    uint64_t size;
    int64_t mtime;
    XXH128_hash_t hash;
    pl_str path;
};

static uint64_t place_key(const struct seen_file *f) {
    const uint64_t seed = XXH3_64bits(&f->size, sizeof f->size) ^ (uint64_t)f->mtime;
    return XXH3_64bits_withSeed(f->path.p, f->path.n, seed);
}

static uint64_t content_key(const struct seen_file *f) {
    const uint64_t v[3] = {f->size, f->hash.high64, f->hash.low64};
    return XXH3_64bits(v, sizeof v);
}

static int hash_bytes(int fd, XXH3_state_t *state, char *piece) {
    for (;;) {
        const ssize_t n = read(fd, piece, PIECE);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return (int)n;
        XXH3_128bits_update(state, piece, (size_t)n);
    }
}

/* False: it cannot be read; what reads it next will say why. */
static bool hash_content(struct seen_file *f, const char *path, char *piece) {
    XXH3_state_t *state = XXH3_createState();
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool good = false;
    if (state && fd >= 0) {
        XXH3_128bits_reset(state);
        good = !hash_bytes(fd, state, piece);
        f->hash = XXH3_128bits_digest(state);
    }
    if (fd >= 0) close(fd);
    XXH3_freeState(state);
    return good;
}

/* ---- the file `inputs` ---- */

static void write_line(struct buffer *b, const struct seen_file *f) {
    buffer_printf(b, "%" PRIu64 "\t%" PRId64 "\t%016" PRIx64 "%016" PRIx64 "\t", f->size, f->mtime,
                  (uint64_t)f->hash.high64, (uint64_t)f->hash.low64);
    percent_write(b, f->path);
    buffer_put(b, '\n');
}

static bool read_line(const char *line, size_t n, struct seen_file *f, char *path) {
    uint64_t high, low;
    int at = 0;
    if (sscanf(line, "%" SCNu64 "\t%" SCNd64 "\t%16" SCNx64 "%16" SCNx64 "\t%n", &f->size,
               &f->mtime, &high, &low, &at) != 4 ||
        !at || (size_t)at > n)
        return false;
    f->hash = (XXH128_hash_t){low, high};
    memcpy(path, line + at, n - (size_t)at);
    f->path = (pl_str){path, percent_read(path, n - (size_t)at)};
    return true;
}

/* Before days were written, one line stood for all runs: it counts as of this day. */
static bool read_run(struct inputs_seen *s, const char *line, const struct run_name *now) {
    struct run_name r = *now;
    if (sscanf(line, "run\t%" SCNu64 "\t%10s", &r.number, r.date) < 1) return false;
    s->runs = checked(realloc(s->runs, (s->n_runs + 1) * sizeof *s->runs));
    s->runs[s->n_runs++] = (struct run_seen){.name = r};
    return true;
}

static bool read_input(struct inputs_seen *s, const char *line, size_t n, char *path) {
    struct seen_file f;
    if (!s->n_runs || !read_line(line, n, &f, path)) return false;
    if (s->n_lines == s->room) {
        s->room = s->room ? 2 * s->room : 256;
        s->lines = checked(realloc(s->lines, s->room * sizeof *s->lines));
    }
    s->lines[s->n_lines++] = (struct line_seen){place_key(&f), line, n, s->n_runs - 1};
    keys_add(&s->contents, content_key(&f));
    return true;
}

static bool read_lines(struct inputs_seen *s, char *text, char *path, const struct run_name *now) {
    for (char *end; (end = strchr(text, '\n')); text = end + 1) {
        *end = 0;
        if (!(strncmp(text, "run\t", 4) ? read_input(s, text, (size_t)(end - text), path)
                                        : read_run(s, text, now)))
            return false;
    }
    return !*text;
}

static int by_place(const void *a, const void *b) {
    const struct line_seen *x = a, *y = b;
    if (x->place != y->place) return x->place < y->place ? -1 : 1;
    return (x->p > y->p) - (x->p < y->p);
}

/* Was it there before? Then it is still there. */
static bool is_at_its_place(struct inputs_seen *s, uint64_t place) {
    size_t low = 0, high = s->n_lines;
    while (low < high) {
        const size_t mid = low + (high - low) / 2;
        if (s->lines[mid].place < place)
            low = mid + 1;
        else
            high = mid;
    }
    if (low == s->n_lines || s->lines[low].place != place) return false;
    s->lines[low].run = SIZE_MAX;
    return true;
}

static char *path_of(const struct engine *e) { return text_printf("%s/inputs", e->work); }

static int read_seen(struct engine *e, struct inputs_seen *s) {
    char *path = path_of(e), *scratch;
    int rc = PL_OK;
    if (file_read_all(path, SIZE_MAX / 2, &s->text)) {
        if (errno != ENOENT) rc = engine_stop_errno(e, errno, path);
    } else {
        if (buffer_append(&s->text, "", 1)) arena_exhausted(s->text.n);
        scratch = checked(malloc(s->text.n));
        if (!read_lines(s, s->text.p, scratch, &e->run))
            rc = engine_stop(e, EXIT_IO, "%s is damaged: a line cannot be read", path);
        free(scratch);
    }
    if (s->n_lines) qsort(s->lines, s->n_lines, sizeof *s->lines, by_place);
    keys_sort(&s->contents);
    free(path);
    return rc;
}

/* ---- which inputs are read ---- */

/* The inputs of an unfinished run: it goes on with these, whatever has arrived since. */
struct begun {
    struct keys paths, lines; /* hashes; a line has size and time, too */
};

static void begun_free(struct begun *b) {
    keys_free(&b->paths);
    keys_free(&b->lines);
}

static int read_begun(struct engine *e, struct begun *begun) {
    struct buffer text = {0};
    char *path = text_printf("%s/run", e->work);
    int rc = file_read_all(path, SIZE_MAX / 2, &text) ? engine_stop_errno(e, errno, path) : PL_OK;
    if (buffer_append(&text, "", 1)) arena_exhausted(text.n);
    for (char *line = text.p, *end; !rc && (end = strchr(line, '\n')); line = end + 1) {
        const char *tab = memchr(line, '\t', (size_t)(end - line));
        if (!tab || strncmp(line, "input ", 6)) continue;
        keys_add(&begun->paths, XXH3_64bits(line + 6, (size_t)(tab - line - 6)));
        keys_add(&begun->lines, XXH3_64bits(line, (size_t)(end - line)));
    }
    keys_sort(&begun->paths);
    keys_sort(&begun->lines);
    buffer_free(&text);
    free(path);
    return rc;
}

struct choice {
    struct engine *engine;
    struct inputs_seen *seen;
    struct begun begun;
    char *piece;
};

/* Of a file that has changed since the run began it is not known how much of it was read: the next run reads it, too. */
static bool is_as_begun(const struct choice *c, const struct listed_file *f) {
    char *line = identity_input(f);
    const bool is = keys_has(&c->begun.lines, XXH3_64bits(line, strlen(line)));
    free(line);
    return is;
}

/* Is the file read in this run? What it holds is noted, also when only its name is new. */
static bool choose(void *context, const struct listed_file *listed) {
    struct choice *c = context;
    struct inputs_seen *s = c->seen;
    struct seen_file f = {
        listed->size, listed->mtime, {0, 0}, {listed->path, strlen(listed->path)}};
    const bool goes_on = c->engine->run.goes_on;
    const bool was_there = is_at_its_place(s, place_key(&f));
    if (goes_on ? !keys_has(&c->begun.paths, XXH3_64bits(f.path.p, f.path.n)) : was_there)
        return false;
    if (goes_on && !is_as_begun(c, listed)) return true;
    if (!hash_content(&f, listed->path, c->piece)) return true;
    write_line(&s->news, &f);
    return goes_on || !keys_has(&s->contents, content_key(&f));
}

static void say_chosen(const struct engine *e, uint32_t before) {
    const uint32_t n = e->inputs->list.n;
    log_line(LOG_AT_INFO, NULL, "run %llu of %s: %u of %u input files are new",
             (unsigned long long)e->run.number, e->work, n, before);
}

int inputs_seen_begin(struct engine *e, struct inputs_seen **seen) {
    struct choice c = {
        .engine = e, .seen = checked(calloc(1, sizeof *c.seen)), .piece = checked(malloc(PIECE))};
    const uint32_t before = e->inputs->list.n;
    *seen = c.seen;
    int rc = read_seen(e, c.seen);
    if (!rc && e->run.goes_on) rc = read_begun(e, &c.begun);
    if (!rc) file_list_keep(&e->inputs->list, choose, &c);
    if (!rc && !e->run.goes_on) say_chosen(e, before);
    begun_free(&c.begun);
    free(c.piece);
    return rc;
}

/* ---- retention ---- */

/* The day before which runs are old; the last one is not, however the clock went. */
static int32_t first_day(const struct engine *e, const struct inputs_seen *s) {
    const int32_t day = run_name_day(&e->run) - e->plan->retention;
    const int32_t last = s->n_runs ? run_name_day(&s->runs[s->n_runs - 1].name) : INT32_MIN;
    return !e->plan->retention ? INT32_MIN : day < last ? day : last;
}

int inputs_seen_age(struct engine *e, struct inputs_seen *s) {
    const int32_t day = first_day(e, s);
    int rc = PL_OK;
    for (size_t i = 0; i + 1 < s->n_runs && !rc; i++) {
        s->runs[i].is_old = run_name_day(&s->runs[i].name) < day;
        if (s->runs[i].is_old) rc = retention_drop_run(e, s->runs[i].name.number);
    }
    return rc || day == INT32_MIN ? rc : retention_drop_kept(e, day);
}

bool inputs_seen_is_old(const struct inputs_seen *s, uint64_t run) {
    for (size_t i = 0; i < s->n_runs; i++)
        if (s->runs[i].name.number >= run) return s->runs[i].is_old;
    return false;
}

/* ---- the end of a run ---- */

static int by_run(const void *a, const void *b) {
    const struct line_seen *x = a, *y = b;
    if (x->run != y->run) return x->run < y->run ? -1 : 1;
    return (x->p > y->p) - (x->p < y->p);
}

static void write_run(struct buffer *b, const struct run_name *r) {
    buffer_printf(b, "run\t%" PRIu64 "\t%s\n", r->number, r->date);
}

/* Lines of files that are still there go to this run. */
static void write_runs(struct buffer *b, struct inputs_seen *s, const struct engine *e) {
    size_t at = 0;
    if (s->n_lines) qsort(s->lines, s->n_lines, sizeof *s->lines, by_run);
    for (size_t run = 0; run < s->n_runs; run++) {
        if (!s->runs[run].is_old) write_run(b, &s->runs[run].name);
        for (; at < s->n_lines && s->lines[at].run == run; at++)
            if (!s->runs[run].is_old) buffer_printf(b, "%s\n", s->lines[at].p);
    }
    write_run(b, &e->run);
    for (; at < s->n_lines; at++) buffer_printf(b, "%s\n", s->lines[at].p);
    buffer_append(b, s->news.p, s->news.n);
}

int inputs_seen_publish(struct engine *e, struct inputs_seen *s) {
    struct buffer text = {0};
    if (s->n_runs && s->runs[s->n_runs - 1].name.number == e->run.number) return PL_OK;
    write_runs(&text, s, e);
    char *path = path_of(e);
    int rc = PL_OK;
    if (text.failed || s->news.failed)
        rc = engine_stop(e, EXIT_MEMORY, "out of memory for %s", path);
    else if (file_replace(path, text.p, text.n))
        rc = engine_stop_errno(e, errno, path);
    buffer_free(&text);
    free(path);
    return rc;
}

void inputs_seen_free(struct inputs_seen *s) {
    if (!s) return;
    keys_free(&s->contents);
    free(s->runs);
    free(s->lines);
    buffer_free(&s->text);
    buffer_free(&s->news);
    free(s);
}
