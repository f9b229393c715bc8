/* host.c: the table of functions that plugins are handed, and how they say why they failed. */
#include "engine/host.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "support/log.h"

_Thread_local struct failure failure;

void failure_clear(void) {
    failure.fresh = false;
    errno = failure.error = 0;
}

int failure_exit_code(int otherwise) {
    switch (failure.fresh ? failure.error : 0) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
    case EIO: return EXIT_IO;
    case EROFS: return EXIT_CANNOT_CREATE;
    case ENOMEM: return EXIT_MEMORY;
    default: return otherwise;
    }
}

static void host_log(pl_context *stage, pl_level level, const char *format, ...) {
    va_list args;
    va_start(args, format);
    log_vline((int)level, stage->name, format, args);
    va_end(args);
}

static int host_fail(pl_context *stage, int rc, const char *format, ...) {
    (void)stage;
    if (failure.fresh) return rc;
    failure.error = errno;
    va_list args;
    va_start(args, format);
    vsnprintf(failure.text, sizeof failure.text, format, args);
    va_end(args);
    failure.fresh = true;
    failure.rc = rc;
    return rc;
}

int engine_stop(struct engine *e, int exit_code, const char *format, ...) {
    pthread_mutex_lock(&e->named_lock);
    if (!e->exit_code) {
        va_list args;
        va_start(args, format);
        vsnprintf(e->reason, sizeof e->reason, format, args);
        va_end(args);
        e->exit_code = exit_code;
    }
    pthread_mutex_unlock(&e->named_lock);
    atomic_store(&e->stop, PL_ESTOP);
    return PL_ESTOP;
}

int engine_stop_errno(struct engine *e, int error, const char *path) {
    const bool cannot_create = error == EACCES || error == ENOENT || error == ENOTDIR ||
                               error == EISDIR || error == EROFS || error == EPERM ||
                               error == ENAMETOOLONG;
    return engine_stop(e,
                       error == ENOMEM ? EXIT_MEMORY
                       : cannot_create ? EXIT_CANNOT_CREATE
                                       : EXIT_IO,
                       "%s: %s", path, strerror(error));
}

static void *host_alloc(pl_batch *b, size_t n, size_t align) {
    return arena_alloc(&batch_of(b)->arena, n, align);
}

static pl_str host_strf(pl_batch *b, const char *format, ...) {
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int n = vsnprintf(small, sizeof small, format, args);
    const size_t size = n < 0 ? 0 : (size_t)n;
    char *p = arena_alloc(&batch_of(b)->arena, size + 1, 1);
    if (size < sizeof small)
        memcpy(p, small, size + 1);
    else
        vsnprintf(p, size + 1, format, again);
    va_end(again);
    va_end(args);
    return (pl_str){p, size};
}

const pl_host host_table = {
    .size = sizeof(pl_host),
    .abi = PL_ABI,
    .log = host_log,
    .fail = host_fail,
    .alloc = host_alloc,
    .strf = host_strf,
    .memory = host_memory,
    .documents = host_documents,
    .document = host_document,
    .slot = host_slot,
    .id = host_id,
    .source = host_source,
    .position = host_position,
    .text = host_text,
    .original = host_original,
    .edit = host_edit,
    .to_original = host_to_original,
    .removal_at = host_removal_at,
    .layer_id = host_layer_id,
    .layer = host_layer,
    .annotate = host_annotate,
    .annotated = host_annotated,
    .layer_at = host_layer_at,
    .layer_member = host_layer_member,
    .get = host_get,
    .set = host_set,
    .field_at = host_field_at,
    .flag = host_flag,
    .verdict = host_verdict,
    .drop = host_drop,
    .name_id = host_name_id,
    .name = host_name,
    .metric = host_metric,
    .count = host_count,
    .map_file = host_map_file,
    .barrier = host_barrier,
    .emit = host_emit,
    .emit_at = host_emit_at,
    .records = host_records,
    .next = host_next,
    .seek = host_seek,
    .close_cursor = host_close_cursor,
    .decide = host_decide,
    .decisions = host_decisions,
    .input_add = host_input_add,
    .input_next = host_input_next,
    .input_read = host_input_read,
    .input_name = host_input_name,
    .add = host_add,
    .mark = host_mark,
    .input_resume = host_input_resume,
    .refuse = host_refuse,
    .raw = host_raw,
    .set_text = host_set_text,
    .parse = host_parse,
    .output_open = host_output_open,
    .output_append = host_output_append,
    .encode = host_encode,
    .put = host_put,
    .fetch = host_fetch,
    .state_open = host_state_open,
    .state_append = host_state_append,
    .state_map = host_state_map,
    .serve = host_serve,
    .call = host_call,
    .merge = host_merge,
    .day = host_day,
};
