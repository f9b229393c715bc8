/* outputs.c: PATH.part files that grow batch by batch and get their final names at the end of the run. */
#include "engine/outputs.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "engine/host.h"
#include "engine/run_name.h"
#include "engine/stages.h"
#include "engine/threads.h"
#include "support/file.h"
#include "support/log.h"

static const pl_output *same_path(const struct engine *e, const char *path) {
    for (uint32_t i = 0; i < e->n_outputs; i++)
        if (!strcmp(e->outputs[i]->path, path)) return e->outputs[i];
    return NULL;
}

/* An earlier check than the first byte: two stages that write one file would destroy each other's. A stream takes from many. */
static int check_path(struct engine *e, const pl_context *stage, const char *path,
                      const char *given) {
    const char *who = stage ? stage->name : "pipeline";
    if (e->plan->incremental && stage && !run_name_is_in(given))
        return engine_stop(e, EXIT_CONFIG,
                           "[%s] %s would be replaced by the next run, which reads only what is "
                           "new: put {run} or {date} into its name",
                           who, given);
    const pl_output *other = same_path(e, path);
    if (other && !other->is_stream)
        return engine_stop(e, EXIT_CONFIG, "[%s] two outputs have the same path: %s", who, path);
    if (e->n_outputs == MAX_OUTPUTS)
        return engine_stop(e, EXIT_CONFIG, "[%s] more than %d outputs", who, MAX_OUTPUTS);
    return PL_OK;
}

static void output_free(pl_output *o) {
    free(o->path);
    free(o->given);
    free(o);
}

pl_output *output_create(struct engine *e, pl_context *stage, const pl_output_options *o) {
    pl_output *out = calloc(1, sizeof *out);
    char *path;
    e->outputs = realloc(e->outputs, (e->n_outputs + 1) * sizeof *e->outputs);
    if (!out || !e->outputs || !(path = strndup(o->path.p, o->path.n)))
        arena_exhausted(sizeof *out);
    out->path = run_name_fill(e, path);
    out->given = path;
    if (check_path(e, stage, out->path, path)) {
        output_free(out);
        return NULL;
    }
    out->flags = o->flags;
    out->engine = e;
    out->stage = stage;
    out->is_stream = file_is_stream(out->path);
    out->max_part = out->is_stream ? 0 : o->max_part;
    out->compression = compression_of(out->path);
    out->fd = -1;
    out->index = e->n_outputs;
    e->outputs[e->n_outputs++] = out;
    return out;
}

const char *output_name(const pl_output *o) {
    return strcmp(o->path, "-") ? o->path : "standard output";
}

/* dir/news.jsonl.zst -> dir/news.00001.jsonl.zst: the number goes before the first dot of the name. */
char *output_part_name(const pl_output *o, uint32_t part) {
    char *name = NULL, *real;
    if (!o->max_part) return file_real_path(o->path);
    const char *slash = strrchr(o->path, '/');
    const char *dot = strchr(slash ? slash + 2 : o->path + 1, '.');
    const int stem = dot ? (int)(dot - o->path) : (int)strlen(o->path);
    if (asprintf(&name, "%.*s.%05u%s", stem, o->path, part, dot ? dot : "") < 0) return NULL;
    real = file_real_path(name);
    free(name);
    return real;
}

static char *part_file(const pl_output *o, uint32_t part) {
    char *final = output_part_name(o, part), *name = NULL;
    if (!final || asprintf(&name, "%s.part", final) < 0) arena_exhausted(64);
    free(final);
    return name;
}

/* What lies beyond the valid length is of an interrupted run; a shorter file has lost what was promised. */
static int cut_to_length(pl_output *o, const char *path) {
    struct stat st;
    if (fstat(o->fd, &st)) return engine_stop_errno(o->engine, errno, path);
    if (o->length && (uint64_t)st.st_size < o->length)
        return engine_stop(
            o->engine, EXIT_IO,
            "%s has %lld bytes, but the unfinished run had written %llu: begin again "
            "with --fresh",
            path, (long long)st.st_size, (unsigned long long)o->length);
    if (!S_ISREG(st.st_mode)) return PL_OK;
    if (ftruncate(o->fd, (off_t)o->length) || lseek(o->fd, 0, SEEK_END) < 0)
        return engine_stop_errno(o->engine, errno, path);
    return PL_OK;
}

/* Opens and locks the file of that name. The run that held the lock may have published the file we opened: then it has another
 * name by now, and is not ours to cut. -1: errno, EWOULDBLOCK when another run writes it. */
static int open_locked(const char *path) {
    for (;;) {
        struct stat ours, named;
        const int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
        if (fd < 0) return -1;
        const bool failed = flock(fd, LOCK_EX | LOCK_NB) || fstat(fd, &ours);
        const int error = errno;
        if (!failed && !stat(path, &named) && named.st_ino == ours.st_ino &&
            named.st_dev == ours.st_dev)
            return fd;
        close(fd);
        errno = error;
        if (failed) return -1;
    }
}

static int open_stream(pl_output *o) {
    o->fd = file_open_stream(o->path);
    return o->fd < 0 ? engine_stop_errno(o->engine, errno, o->path) : PL_OK;
}

static int open_part(pl_output *o) {
    if (o->is_stream) return open_stream(o);
    char *path = part_file(o, o->part);
    int rc = PL_OK;
    if (!file_make_parents(path) && (o->fd = open_locked(path)) >= 0)
        rc = cut_to_length(o, path);
    else if (errno == EWOULDBLOCK)
        rc = engine_stop(o->engine, EXIT_AGAIN, "%s: another run writes this file", path);
    else
        rc = engine_stop_errno(o->engine, errno, path);
    free(path);
    return rc;
}

int outputs_begin(struct engine *e) {
    for (uint32_t i = 0; i < e->n_outputs; i++)
        if (open_part(e->outputs[i])) return PL_ESTOP;
    return PL_OK;
}

static int write_out(pl_output *o, const char *p, size_t n) {
    if (!n || !file_write_all(o->fd, p, n)) {
        o->length += n;
        o->total += n;
        return PL_OK;
    }
    const int error = errno;
    char *path = o->is_stream ? NULL : part_file(o, o->part);
    engine_stop_errno(o->engine, error, path ? path : output_name(o));
    free(path);
    return PL_ESTOP;
}

/* The frame of an empty file: tools refuse a .gz or .zst of no bytes. */
static int write_empty_frame(pl_output *o) {
    if (o->compression == COMPRESSION_NONE || o->length) return PL_OK;
    struct buffer frame = {0};
    int rc = compress_frame(thread_compressor(o->engine, 0), o->compression, 0, "", 0, &frame);
    rc = rc ? engine_stop(o->engine, EXIT_MEMORY, "out of memory while compressing %s", o->path)
            : write_out(o, frame.p, frame.n);
    buffer_free(&frame);
    return rc;
}

static int sync_part(pl_output *o) {
    if (o->is_stream || o->engine->work_is_temporary || !fsync(o->fd)) return PL_OK;
    return engine_stop_errno(o->engine, errno, o->path);
}

static int next_part(pl_output *o) {
    if (sync_part(o)) return PL_ESTOP;
    if (close(o->fd)) return engine_stop_errno(o->engine, errno, o->path);
    o->part++;
    o->length = o->raw = 0;
    return open_part(o);
}

static int append(pl_output *o, const char *p, size_t n, uint64_t raw) {
    if (!n) return PL_OK;
    if (o->max_part && o->raw && o->raw + raw > o->max_part && next_part(o)) return PL_ESTOP;
    o->raw += raw;
    return write_out(o, p, n);
}

int output_put(pl_output *o, struct job *job, pl_str bytes) {
    if (job) {
        if (!buffer_append(&job->out[o->index], bytes.p, bytes.n)) return PL_OK;
        return engine_stop(o->engine, EXIT_MEMORY, "out of memory for output %s", o->path);
    }
    if (o->compression == COMPRESSION_NONE) return append(o, bytes.p, bytes.n, bytes.n);
    struct buffer frame = {0};
    int rc = compress_frame(thread_compressor(o->engine, 0), o->compression, 0, bytes.p, bytes.n,
                            &frame);
    rc = rc ? engine_stop(o->engine, EXIT_MEMORY, "out of memory while compressing %s", o->path)
            : append(o, frame.p, frame.n, bytes.n);
    buffer_free(&frame);
    return rc;
}

int output_seal(pl_output *o, struct job *job) {
    struct buffer *b = &job->out[o->index];
    job->out_raw[o->index] = b->n;
    if (b->failed)
        return engine_stop(o->engine, EXIT_MEMORY, "out of memory for output %s", o->path);
    if (!b->n || o->compression == COMPRESSION_NONE) return PL_OK;
    struct buffer frame = {0};
    if (compress_frame(thread_compressor(o->engine, job->thread), o->compression, 0, b->p, b->n,
                       &frame)) {
        buffer_free(&frame);
        return engine_stop(o->engine, EXIT_MEMORY, "out of memory while compressing %s", o->path);
    }
    buffer_free(b);
    *b = frame;
    return PL_OK;
}

int output_write(pl_output *o, struct job *job) {
    const struct buffer *b = &job->out[o->index];
    return append(o, b->p, b->n, job->out_raw[o->index]);
}

int outputs_sync(struct engine *e) {
    for (uint32_t i = 0; i < e->n_outputs; i++)
        if (write_empty_frame(e->outputs[i]) || sync_part(e->outputs[i])) return PL_ESTOP;
    return PL_OK;
}

/* An interrupted run had come to publishing: what has no .part any more has its name already. */
static bool was_published(const pl_output *o, const char *to) {
    const struct place *start = &o->engine->start;
    return errno == ENOENT && start->resumed && start->step == RUN_PUBLISH && !access(to, F_OK);
}

static int publish_part(pl_output *o, uint32_t part) {
    char *from = part_file(o, part), *to = output_part_name(o, part);
    int rc = PL_OK;
    if ((rename(from, to) && !was_published(o, to)) ||
        (!o->engine->work_is_temporary && file_sync_folder(to)))
        rc = engine_stop_errno(o->engine, errno, to);
    free(from);
    free(to);
    return rc;
}

/* An earlier, larger run may have left parts with higher numbers: read together they would mix two runs. */
static void remove_stale_parts(const pl_output *o) {
    for (uint32_t part = o->part + 1; o->max_part; part++) {
        char *path = output_part_name(o, part);
        const int gone = unlink(path);
        free(path);
        if (gone) return;
    }
}

int outputs_publish(struct engine *e) {
    for (uint32_t i = 0; i < e->n_outputs; i++) {
        pl_output *o = e->outputs[i];
        if (o->is_stream) continue;
        for (uint32_t part = 0; part <= o->part; part++)
            if (publish_part(o, part)) return PL_ESTOP;
        remove_stale_parts(o);
    }
    return PL_OK;
}

bool outputs_use_stdout(const struct engine *e) {
    for (uint32_t i = 0; i < e->n_outputs; i++)
        if (file_is_stdout(e->outputs[i]->path)) return true;
    return e->report && file_is_stdout(e->report);
}

void outputs_close(struct engine *e) {
    for (uint32_t i = 0; i < e->n_outputs; i++) {
        pl_output *o = e->outputs[i];
        if (o->fd >= 0) close(o->fd);
        output_free(o);
    }
    free(e->outputs);
}
