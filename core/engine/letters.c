/* letters.c: a file of dead letters, plain or compressed, line by line. */
#include "engine/letters.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "support/buffer.h"
#include "support/input.h"
#include "support/json_fields.h"

enum { PIECE = 64 << 10 };

static void take(struct json *j, pl_str key, struct letter_read *l) {
    char **to = json_string_is(key, "source")   ? &l->source
                : json_string_is(key, "stage")  ? &l->stage
                : json_string_is(key, "reason") ? &l->reason
                                                : NULL;
    if (to)
        free(*to), *to = take_text(j);
    else if (!take_uint(j, key, "offset", &l->offset))
        take_uint(j, key, "length", &l->length);
}

static void read_line(pl_str line, void (*each)(void *, const struct letter_read *),
                      void *argument) {
    struct letter_read l = {0};
    struct json j;
    pl_str key;
    json_open(&j, line.p, line.n);
    json_object_begin(&j);
    while (json_member(&j, &key) == 1) take(&j, key, &l);
    if (!json_end(&j) && l.source && l.stage && l.reason) each(argument, &l);
    free(l.source);
    free(l.stage);
    free(l.reason);
}

/* Hands out the lines that are whole, and keeps the rest. */
static void read_lines(struct buffer *b, void (*each)(void *, const struct letter_read *),
                       void *argument) {
    const char *at = b->p, *end = b->p + b->n, *feed;
    while (at < end && (feed = memchr(at, '\n', (size_t)(end - at)))) {
        read_line((pl_str){at, (size_t)(feed - at)}, each, argument);
        at = feed + 1;
    }
    b->n = (size_t)(end - at);
    if (b->n) memmove(b->p, at, b->n);
}

int letters_each(const char *path, void (*each)(void *, const struct letter_read *),
                 void *argument) {
    struct input *in = input_open(path);
    struct buffer b = {0};
    ssize_t n = 1;
    if (!in) return -1;
    while (n > 0) {
        char *room = buffer_reserve(&b, PIECE);
        n = room ? input_read(in, room, PIECE) : 0;
        if (n > 0) b.n += (size_t)n, read_lines(&b, each, argument);
    }
    const int error = b.failed ? ENOMEM : input_errno(in);
    buffer_free(&b);
    input_close(in);
    return error ? (errno = error, -1) : 0;
}
