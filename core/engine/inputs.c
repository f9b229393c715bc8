/* inputs.c: lists, opens and reads input files for the reader; what cannot be read becomes a dead letter. */
#include "engine/inputs.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "document/decode.h"
#include "document/utf8.h"
#include "engine/host.h"
#include "engine/source.h"

struct inputs *inputs_new(struct engine *e) {
    struct inputs *in = checked(calloc(1, sizeof *in));
    in->engine = e;
    return in;
}

void inputs_free(struct inputs *in) {
    if (!in) return;
    if (in->has_current) input_close(in->current.stream);
    for (int i = 0; i < AHEAD; i++) input_close(in->ahead[i]);
    file_list_free(&in->list);
    arena_free(&in->names);
    free(in);
}

uint64_t inputs_size(const struct inputs *in) { return in->list.size; }
uint32_t inputs_count(const struct inputs *in) { return in->list.n; }
uint64_t inputs_consumed(const struct inputs *in) {
    return in->consumed + (in->has_current ? input_consumed(in->current.stream) : 0);
}

int host_input_add(pl_context *stage, pl_str path, const char *suffixes) {
    struct inputs *in = stage->engine->inputs;
    const uint32_t before = in->list.n;
    char *p = checked(strndup(path.p, path.n));
    int rc = PL_OK;
    if (file_list_add(&in->list, p, suffixes))
        rc = host_table.fail(stage, PL_ESTOP, "input %s: %s", p, strerror(errno));
    else if (in->list.n == before && !in->list.n_unreadable && !stage->engine->plan->incremental)
        rc = host_table.fail(stage, PL_ESTOP, "input %s: there is no file in it", p);
    free(p);
    if (rc) stage->engine->no_input = true;
    return rc;
}

/* A dead letter for a source as a whole: it counts as one document in. */
static void refuse_source(struct engine *e, pl_str name, uint32_t file, uint64_t offset,
                          const char *format, ...) {
    char text[256];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (e->filling)
        host_refuse(&e->filling->batch.pub, (pl_str){"", 0}, name, (pl_position){file, 0, offset},
                    "%s", text);
}

void inputs_resume(struct inputs *in, pl_position mark) {
    struct engine *e = in->engine;
    e->resume_mark = mark;
    e->has_resume_mark = mark.offset > 0;
    in->next = mark.file;
    in->noted_unreadable = true;
    for (uint32_t i = 0; i < mark.file && i < in->list.n; i++)
        in->consumed += in->list.files[i].size;
}

pl_str inputs_valid_name(struct inputs *in, const char *name) {
    struct decoded d = {.text = str_of(name)};
    if (utf8_valid(d.text.p, d.text.n) != d.text.n)
        decode_text(str_of(name), "windows-1252", &in->names, &d);
    return d.text;
}

static void note_unreadable_folders(struct engine *e) {
    struct inputs *in = e->inputs;
    if (in->noted_unreadable) return;
    in->noted_unreadable = true;
    for (uint32_t i = 0; i < in->list.n_unreadable; i++)
        refuse_source(e, inputs_valid_name(in, in->list.unreadable[i].path), in->list.n, 0,
                      "the folder cannot be read: %s", strerror(in->list.unreadable[i].error));
}

static void open_ahead(struct inputs *in) {
    if (in->opened < in->next) in->opened = in->next;
    for (; in->opened < in->list.n && in->opened < in->next + AHEAD; in->opened++) {
        errno = 0;
        in->ahead[in->opened % AHEAD] = input_open(in->list.files[in->opened].path);
        in->ahead_errors[in->opened % AHEAD] = errno;
    }
}

static void close_current(struct inputs *in) {
    if (!in->has_current) return;
    in->consumed += input_consumed(in->current.stream);
    input_close(in->current.stream);
    in->has_current = false;
}

static pl_input *take(struct inputs *in, struct input *stream, uint32_t file) {
    const pl_str name = inputs_valid_name(in, in->list.files[file].name);
    in->current = (pl_input){.stream = stream, .inputs = in, .file = file, .name = name};
    in->has_current = true;
    return &in->current;
}

pl_input *host_input_next(pl_context *stage) {
    struct engine *e = stage->engine;
    struct inputs *in = e->inputs;
    note_unreadable_folders(e);
    close_current(in);
    while (in->next < in->list.n) {
        open_ahead(in);
        const uint32_t file = in->next++;
        struct input *stream = in->ahead[file % AHEAD];
        in->ahead[file % AHEAD] = NULL;
        if (stream) return take(in, stream, file);
        refuse_source(e, inputs_valid_name(in, in->list.files[file].name), file, 0,
                      "cannot be opened: %s", strerror(in->ahead_errors[file % AHEAD]));
    }
    return NULL;
}

int host_input_resume(pl_context *stage, pl_input **input) {
    struct engine *e = stage->engine;
    if (!e->has_resume_mark) return PL_END;
    e->has_resume_mark = false;
    *input = host_input_next(stage);
    if (!*input) return PL_END;
    if ((*input)->file == e->resume_mark.file &&
        input_skip((*input)->stream, e->resume_mark.offset))
        refuse_source(e, (*input)->name, (*input)->file, e->resume_mark.offset,
                      "is shorter than it was");
    return PL_OK;
}

pl_str host_input_name(pl_input *input) { return input->name; }

ptrdiff_t host_input_read(pl_input *input, void *buffer, size_t n, pl_position *at) {
    *at = (pl_position){input->file, 0, input_offset(input->stream)};
    if (input->damaged) return 0;
    const ssize_t got = input_read(input->stream, buffer, n);
    if (got >= 0) return got;
    input->damaged = true;
    struct engine *e = input->inputs->engine;
    refuse_source(e, input->name, input->file, at->offset, "%s", input_error(input->stream));
    return 0;
}
