/* last_run.c: a line of JSON about the newest run of a state folder. */
#include "engine/last_run.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "support/file.h"
#include "support/json_fields.h"

enum { LARGEST_FILE = 1 << 20 };

static char *path_in(const char *state) {
    char *path = NULL;
    return asprintf(&path, "%s/last_run", state) < 0 ? NULL : path;
}

static void print(struct buffer *b, const struct last_run *r) {
    json_write_begin(b, '{');
    key_text(b, "program", VERSION);
    key_text(b, "name", r->name);
    key_text(b, "config", r->config);
    key_text(b, "dead_letters", r->dead_letters);
    key_text(b, "report", r->report);
    key_uint(b, "process", r->process);
    key_uint(b, "began", r->began);
    key_uint(b, "ended", r->ended);
    key_real(b, "seconds", r->seconds);
    key_uint(b, "exit_code", r->exit_code);
    key_text(b, "reason", r->reason);
    key_uint(b, "last_success", r->last_success);
    key_uint(b, "in", r->totals.in);
    key_uint(b, "kept", r->totals.kept);
    key_uint(b, "dropped", r->totals.dropped);
    key_uint(b, "dead", r->totals.dead);
    key_uint(b, "bytes_in", r->totals.bytes_in);
    key_uint(b, "bytes_out", r->bytes_out);
    json_write_end(b, '}');
    buffer_puts(b, "\n");
}

/* On a full disk there is no room for another file, but in the block of the one that is there. */
static int write_over(const char *path, const struct buffer *b) {
    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    const int rc = file_write_all(fd, b->p, b->n) || ftruncate(fd, (off_t)b->n) || fsync(fd);
    const int error = errno;
    close(fd);
    errno = error;
    return rc ? -1 : 0;
}

static int put(const char *path, const struct buffer *b) {
    if (!file_replace(path, b->p, b->n)) return 0;
    return errno == ENOSPC || errno == EDQUOT ? write_over(path, b) : -1;
}

int last_run_write(const char *state, const struct last_run *r) {
    struct buffer b = {0};
    char *path = path_in(state);
    print(&b, r);
    if (!path || b.failed) errno = ENOMEM;
    const int rc = !path || b.failed ? -1 : put(path, &b), error = errno;
    buffer_free(&b);
    free(path);
    errno = error;
    return rc;
}

static bool take_string(struct json *j, pl_str key, struct last_run *r) {
    const struct {
        const char *name;
        char **to;
    } rows[] = {{"name", &r->name},
                {"config", &r->config},
                {"dead_letters", &r->dead_letters},
                {"report", &r->report},
                {"reason", &r->reason}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!json_string_is(key, rows[i].name)) continue;
        free(*rows[i].to);
        *rows[i].to = take_text(j);
        return true;
    }
    return false;
}

static bool take_number(struct json *j, pl_str key, struct last_run *r) {
    pl_str raw;
    if (json_string_is(key, "seconds"))
        return json_number_raw(j, &raw) || json_number_real(raw, &r->seconds) || true;
    return take_uint(j, key, "process", &r->process) || take_uint(j, key, "began", &r->began) ||
           take_uint(j, key, "ended", &r->ended) || take_uint(j, key, "exit_code", &r->exit_code) ||
           take_uint(j, key, "last_success", &r->last_success) ||
           take_uint(j, key, "bytes_out", &r->bytes_out) ||
           take_uint(j, key, "in", &r->totals.in) || take_uint(j, key, "kept", &r->totals.kept) ||
           take_uint(j, key, "dropped", &r->totals.dropped) ||
           take_uint(j, key, "dead", &r->totals.dead) ||
           take_uint(j, key, "bytes_in", &r->totals.bytes_in);
}

static int parse(const struct buffer *b, struct last_run *r) {
    struct json j;
    pl_str key;
    json_open(&j, b->p, b->n);
    json_object_begin(&j);
    while (json_member(&j, &key) == 1)
        if (!take_string(&j, key, r)) take_number(&j, key, r);
    if (json_end(&j)) return errno = EBADMSG, -1;
    return r->name && r->config && r->dead_letters && r->report && r->reason
               ? 0
               : (errno = EBADMSG, -1);
}

int last_run_read(const char *state, struct last_run *r) {
    struct buffer b = {0};
    char *path = path_in(state);
    *r = (struct last_run){0};
    if (!path) return errno = ENOMEM, -1;
    const int rc = file_read_all(path, LARGEST_FILE, &b) ? -1 : parse(&b, r), error = errno;
    buffer_free(&b);
    free(path);
    errno = error;
    return rc;
}

void last_run_free(struct last_run *r) {
    free(r->config);
    free(r->name);
    free(r->dead_letters);
    free(r->report);
    free(r->reason);
}
