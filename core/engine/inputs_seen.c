/* inputs_seen.c: the input files that earlier runs have read.
 *
 * The file `inputs`: a line `run TAB number`, then a line per input: size, time of change, hash of content, path (bytes up to the
 * blank and % as %XX). A file with a path, size and time that are there is not opened; another one is hashed, and passed over if its
 * content is there, whatever its name. A file that grew counts as new. */
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
#include "support/file.h"
#include "support/log.h"
#include "support/percent.h"

enum { PIECE = 1 << 20 };

/* Keys of one kind, sorted before they are looked up. */
struct keys {
    uint64_t *v;
    size_t n, room;
};

struct inputs_seen {
    struct keys places, contents; /* path, size and time; size and hash */
    struct buffer lines; /* of earlier runs and, behind them, of this one */
    uint64_t run; /* the last one that was published */
};

static void keys_add(struct keys *k, uint64_t key) {
    if (k->n == k->room) {
        k->room = k->room ? 2 * k->room : 256;
        k->v = checked(realloc(k->v, k->room * sizeof *k->v));
    }
    k->v[k->n++] = key;
}

static int by_number(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void keys_sort(struct keys *k) {
    if (k->n) qsort(k->v, k->n, sizeof *k->v, by_number);
}

static bool keys_has(const struct keys *k, uint64_t key) {
    return k->n && bsearch(&key, k->v, k->n, sizeof key, by_number);
}

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

static bool read_lines(struct inputs_seen *s, char *text, char *path) {
    int at = 0;
    struct seen_file f;
    if (sscanf(text, "run\t%" SCNu64 "%n", &s->run, &at) != 1 || text[at] != '\n') return false;
    text += at + 1;
    buffer_puts(&s->lines, text);
    for (char *end; (end = strchr(text, '\n')); text = end + 1) {
        *end = 0;
        if (!read_line(text, (size_t)(end - text), &f, path)) return false;
        keys_add(&s->places, place_key(&f));
        keys_add(&s->contents, content_key(&f));
    }
    return !*text;
}

static char *path_of(const struct engine *e) { return text_printf("%s/inputs", e->work); }

static int read_seen(struct engine *e, struct inputs_seen *s) {
    struct buffer text = {0};
    char *path = path_of(e), *scratch;
    int rc = PL_OK;
    if (file_read_all(path, SIZE_MAX / 2, &text)) {
        if (errno != ENOENT) rc = engine_stop_errno(e, errno, path);
    } else {
        if (buffer_append(&text, "", 1) || !(scratch = malloc(text.n))) arena_exhausted(text.n);
        if (!read_lines(s, text.p, scratch))
            rc = engine_stop(e, EXIT_IO, "%s is damaged: a line cannot be read", path);
        free(scratch);
    }
    keys_sort(&s->places);
    keys_sort(&s->contents);
    buffer_free(&text);
    free(path);
    return rc;
}

/* ---- which inputs are read ---- */

/* The inputs of an unfinished run: it goes on with these, whatever has arrived since. */
struct begun {
    struct keys paths, lines; /* hashes; a line has size and time, too */
};

static void begun_free(struct begun *b) {
    free(b->paths.v);
    free(b->lines.v);
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
    if (goes_on && !keys_has(&c->begun.paths, XXH3_64bits(f.path.p, f.path.n))) return false;
    if (goes_on && !is_as_begun(c, listed)) return true;
    if (!goes_on && keys_has(&s->places, place_key(&f))) return false;
    if (!hash_content(&f, listed->path, c->piece)) return true;
    write_line(&s->lines, &f);
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

int inputs_seen_publish(struct engine *e, struct inputs_seen *s) {
    struct buffer text = {0};
    if (s->run == e->run.number) return PL_OK;
    buffer_printf(&text, "run\t%" PRIu64 "\n", e->run.number);
    buffer_append(&text, s->lines.p, s->lines.n);
    char *path = path_of(e);
    int rc = PL_OK;
    if (text.failed || s->lines.failed)
        rc = engine_stop(e, EXIT_MEMORY, "out of memory for %s", path);
    else if (file_replace(path, text.p, text.n))
        rc = engine_stop_errno(e, errno, path);
    buffer_free(&text);
    free(path);
    return rc;
}

void inputs_seen_free(struct inputs_seen *s) {
    if (!s) return;
    free(s->places.v);
    free(s->contents.v);
    buffer_free(&s->lines);
    free(s);
}
