/* state.c: what stages keep across a kill: small values (put, fetch) and append-only files (state_open ...). */
#include "engine/state.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "engine/host.h"
#include "support/file.h"

static struct saved_value *value_of(pl_context *stage, const char *key) {
    struct saved_value *v = stage->saved;
    while (v && strcmp(v->key, key)) v = v->next;
    return v;
}

int host_put(pl_context *stage, const char *key, pl_str value) {
    struct saved_value *v = value_of(stage, key);
    if (!v) {
        v = checked(calloc(1, sizeof *v));
        v->key = checked(strdup(key));
        v->next = stage->saved;
        stage->saved = v;
    }
    char *p = checked(realloc(v->p, value.n + 1));
    memcpy(p, value.p, value.n);
    v->p = p;
    v->n = value.n;
    return PL_OK;
}

int host_fetch(pl_context *stage, const char *key, pl_str *value) {
    const struct saved_value *v = value_of(stage, key);
    *value = v ? (pl_str){v->p, v->n} : (pl_str){"", 0};
    return v ? PL_OK : PL_END;
}

pl_state *host_state_open(pl_context *stage, const char *name) {
    if (strchr(name, '/') || *name == '.') {
        host_table.fail(stage, PL_ESTOP, "'%s' is no name for a state file", name);
        return NULL;
    }
    pl_state *s = checked(calloc(1, sizeof *s));
    s->name = checked(strdup(name));
    s->stage = stage;
    s->fd = -1;
    s->next = stage->states;
    stage->states = s;
    return s;
}

static const char *path_of(pl_state *s) {
    if (!s->path)
        s->path = text_printf("%s/%s.%s", s->stage->engine->work, s->stage->name, s->name);
    return s->path;
}

/* The file is made at the first use: the probe opens stages without a work folder. */
static int open_file(pl_state *s) {
    if (s->fd >= 0) return PL_OK;
    s->fd = open(path_of(s), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (s->fd >= 0 && !ftruncate(s->fd, (off_t)s->length)) return PL_OK;
    return engine_stop_errno(s->stage->engine, errno, s->path);
}

int host_state_append(pl_state *s, pl_str bytes) {
    if (open_file(s)) return PL_ESTOP;
    if (file_write_all(s->fd, bytes.p, bytes.n))
        return engine_stop_errno(s->stage->engine, errno, s->path);
    s->length += bytes.n;
    return PL_OK;
}

static void unmap(pl_state *s) {
    if (s->map) munmap(s->map, s->mapped);
    s->map = NULL;
    s->mapped = 0;
}

int host_state_map(pl_state *s, pl_str *bytes) {
    *bytes = (pl_str){"", 0};
    if (open_file(s)) return PL_ESTOP;
    unmap(s);
    if (!s->length) return PL_OK;
    void *p = mmap(NULL, (size_t)s->length, PROT_READ, MAP_SHARED, s->fd, 0);
    if (p == MAP_FAILED) return engine_stop_errno(s->stage->engine, errno, s->path);
    s->map = p;
    s->mapped = (size_t)s->length;
    *bytes = (pl_str){p, s->mapped};
    return PL_OK;
}

int states_sync(pl_context *stage) {
    for (pl_state *s = stage->states; s; s = s->next)
        if (s->fd >= 0 && fsync(s->fd)) return engine_stop_errno(stage->engine, errno, s->path);
    return PL_OK;
}

void states_remove(pl_context *stage) {
    for (pl_state *s = stage->states; s; s = s->next) unlink(path_of(s));
}

void states_close(pl_context *stage) {
    for (pl_state *s = stage->states, *next; s; s = next) {
        next = s->next;
        unmap(s);
        if (s->fd >= 0) close(s->fd);
        free(s->name);
        free(s->path);
        free(s);
    }
}
