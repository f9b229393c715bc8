/* json_lines.c: see json_lines.h. */
#include "engine/json_lines.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "support/compress.h"
#include "support/file.h"
#include "support/input.h"
#include "support/json.h"
#include "support/memory.h"

enum { PIECE = 256 << 10, FRAME = 1 << 20 };

static bool has_id(pl_str line, const char *id) {
    struct json j;
    pl_str key, raw;
    bool found = false;
    json_open(&j, line.p, line.n);
    json_object_begin(&j);
    while (!found && json_member(&j, &key) == 1)
        found = json_string_is(key, "id") && json_peek(&j) == JSON_STRING &&
                !json_string_raw(&j, &raw, NULL) && json_string_is(raw, id);
    return found;
}

/* Lines are handed out with their line feed, the last one perhaps without. `each` returns 0, or -1 with errno. */
struct lines {
    struct input *in;
    struct buffer text;
    size_t searched; /* bytes of it without a line feed */
    int (*each)(void *context, pl_str line);
    void *context;
};

static int give_out(struct lines *l, bool is_end) {
    const char *at = l->text.p, *const end = at + l->text.n, *from = at + l->searched;
    int rc = 0;
    while (at < end && !rc) {
        const char *feed = memchr(from, '\n', (size_t)(end - from));
        if (!feed && !is_end) break;
        const pl_str line = {at, (size_t)((feed ? feed + 1 : end) - at)};
        rc = l->each(l->context, line);
        from = at += line.n;
    }
    l->searched = l->text.n = (size_t)(end - at);
    if (l->text.n) memmove(l->text.p, at, l->text.n);
    return rc;
}

static int walk(const char *path, int (*each)(void *, pl_str), void *context) {
    struct lines l = {.in = input_open(path), .each = each, .context = context};
    if (!l.in) return -1;
    ssize_t n = 1;
    int rc = 0;
    while (n > 0 && !rc) {
        char *room = buffer_reserve(&l.text, PIECE);
        if (!room) arena_exhausted(PIECE);
        n = input_read(l.in, room, PIECE);
        if (n > 0) l.text.n += (size_t)n;
        rc = n < 0 ? (errno = EBADMSG, -1) : l.text.n ? give_out(&l, n == 0) : 0;
    }
    const int error = errno;
    buffer_free(&l.text);
    input_close(l.in);
    errno = error;
    return rc;
}

struct search {
    const char *id;
    uint64_t n;
    /* what stays goes here; fd -1: it is only counted */
    int fd;
    enum compression compression;
    struct compressor *compressor;
    struct buffer waiting;
};

static int flush(struct search *s) {
    struct buffer frame = {0};
    const char *p = s->waiting.n ? s->waiting.p : "";
    if (compress_frame(s->compressor, s->compression, 0, p, s->waiting.n, &frame))
        arena_exhausted(s->waiting.n);
    const int rc = file_write_all(s->fd, frame.p, frame.n);
    buffer_free(&frame);
    buffer_clear(&s->waiting);
    return rc;
}

static int look(void *context, pl_str line) {
    struct search *s = context;
    if (has_id(line, s->id)) return s->n++, 0;
    if (s->fd < 0) return 0;
    if (buffer_append(&s->waiting, line.p, line.n)) arena_exhausted(line.n);
    return s->waiting.n < FRAME ? 0 : flush(s);
}

int json_lines_count(const char *path, const char *id, uint64_t *n) {
    struct search s = {.id = id, .fd = -1};
    const int rc = walk(path, look, &s);
    *n = s.n;
    return rc;
}

static int write_rest(struct search *s, const char *from, const char *to) {
    s->compression = compression_of(from);
    s->compressor = checked(compressor_new());
    s->fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    struct stat st;
    int rc = s->fd < 0 || stat(from, &st) || fchmod(s->fd, st.st_mode & 07777) ||
                     walk(from, look, s) || flush(s) || fsync(s->fd)
                 ? -1
                 : 0;
    int error = errno;
    if (s->fd >= 0 && close(s->fd) && !rc) rc = -1, error = errno;
    compressor_free(s->compressor);
    buffer_free(&s->waiting);
    errno = error;
    return rc;
}

int json_lines_take_out(const char *path, const char *id, uint64_t *n) {
    struct search s = {.id = id};
    if (json_lines_count(path, id, n)) return -1;
    if (!*n) return 0;
    char *temporary = text_printf("%s.tmp", path);
    const int rc = file_take_name(temporary, path, write_rest(&s, path, temporary));
    const int error = errno;
    free(temporary);
    errno = error;
    return rc;
}
