/* archive_test.h: a host that keeps its state in memory, for the tests of the archive. */
#ifndef DEDUPER_ARCHIVE_TEST_H
#define DEDUPER_ARCHIVE_TEST_H
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "archive.h"

static char said[512], state[64];
static size_t state_length;

static int fail(pl_context *context, int rc, const char *format, ...) {
    (void)context;
    va_list args;
    va_start(args, format);
    vsnprintf(said, sizeof said, format, args);
    va_end(args);
    return rc;
}
static int state_append(pl_state *s, pl_str bytes) {
    (void)s;
    memcpy(state + state_length, bytes.p, bytes.n);
    state_length += bytes.n;
    return PL_OK;
}
static int state_map(pl_state *s, pl_str *bytes) {
    (void)s;
    *bytes = (pl_str){state, state_length};
    return PL_OK;
}
static const pl_host host = {
    .size = sizeof host, .fail = fail, .state_append = state_append, .state_map = state_map};
#endif
