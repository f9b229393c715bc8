/* log.c: writes log lines. The level and format are the only state, set before threads start. */
#include "support/log.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "support/buffer.h"
#include "support/json.h"

enum { REPEATS = 32, SHOWN = 10 };

static struct {
    int level;
    bool json, journald;
    pthread_mutex_t lock;
    struct {
        const char *format;
        unsigned long seen;
    } repeats[REPEATS]; /* guarded by lock */
    char last_error[512];
} state = {.level = LOG_AT_INFO, .lock = PTHREAD_MUTEX_INITIALIZER};

/* journald sets JOURNAL_STREAM to "device:inode" of the socket it gave us as stderr. */
static bool stderr_is_journald(void) {
    const char *stream = getenv("JOURNAL_STREAM");
    unsigned long long device, inode;
    struct stat st;
    return stream && sscanf(stream, "%llu:%llu", &device, &inode) == 2 && !fstat(2, &st) &&
           st.st_dev == device && st.st_ino == inode;
}

void log_setup(int level, bool json) {
    state.level = level;
    state.json = json;
    state.journald = !json && stderr_is_journald();
}

static const char *level_name(int level) {
    return level <= LOG_AT_ERROR     ? "error"
           : level == LOG_AT_WARNING ? "warning"
           : level == LOG_AT_INFO    ? "info"
                                     : "debug";
}

/* Control characters would let a document rewrite the terminal: they are shown as \xNN. */
static void append_escaped(struct buffer *out, const char *text) {
    for (const char *p = text; *p; p++) {
        const unsigned char c = (unsigned char)*p;
        if (c < 0x20 || c == 0x7f)
            buffer_printf(out, "\\x%02x", c);
        else
            buffer_append(out, p, 1);
    }
}

static void append_json(struct buffer *out, int level, const char *stage, const char *text) {
    char when[32];
    const time_t now = time(NULL);
    struct tm tm;
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &tm));
    buffer_printf(out, "{\"time\":\"%s\",\"level\":\"%s\",\"stage\":", when, level_name(level));
    json_write_string(out, stage ? stage : "", stage ? strlen(stage) : 0);
    buffer_puts(out, ",\"message\":");
    json_write_string(out, text, strlen(text));
    buffer_puts(out, "}\n");
}

static void append_text(struct buffer *out, int level, const char *stage, const char *text) {
    if (state.journald)
        buffer_printf(out, "<%d>", level);
    else
        buffer_puts(out, "pipeline: ");
    if (level <= LOG_AT_WARNING) buffer_printf(out, "%s: ", level_name(level));
    if (stage) buffer_printf(out, "[%s] ", stage);
    append_escaped(out, text);
    buffer_puts(out, "\n");
}

/* Returns whether a line with this format may still be shown. Called with the lock held. */
static bool counts_as_new(const char *format) {
    for (int i = 0; i < REPEATS; i++) {
        if (!state.repeats[i].format) state.repeats[i].format = format;
        if (state.repeats[i].format == format) return ++state.repeats[i].seen <= SHOWN;
    }
    return true;
}

void log_vline(int level, const char *stage, const char *format, va_list args) {
    if (level > state.level) return;
    char text[2048];
    vsnprintf(text, sizeof text, format, args);
    struct buffer out = {0};
    char plain[256]; /* when there is no memory for a line, this much of it */
    if (state.json)
        append_json(&out, level, stage, text);
    else
        append_text(&out, level, stage, text);
    const int n = out.failed ? snprintf(plain, sizeof plain, "pipeline: %.200s\n", text) : 0;
    pthread_mutex_lock(&state.lock);
    if (level == LOG_AT_ERROR) snprintf(state.last_error, sizeof state.last_error, "%.511s", text);
    const bool shown = level != LOG_AT_WARNING || counts_as_new(format);
    if (shown && write(2, n > 0 ? plain : out.p, n > 0 ? (size_t)n : out.n) <
                     0) { /* nobody reads our stderr: nowhere left to say so */
    }
    pthread_mutex_unlock(&state.lock);
    buffer_free(&out);
}

void log_line(int level, const char *stage, const char *format, ...) {
    va_list args;
    va_start(args, format);
    log_vline(level, stage, format, args);
    va_end(args);
}

void log_flush_repeats(void) {
    for (int i = 0; i < REPEATS && state.repeats[i].format; i++) {
        const unsigned long seen = state.repeats[i].seen;
        state.repeats[i].format = NULL;
        state.repeats[i].seen = 0;
        if (seen > SHOWN)
            log_line(LOG_AT_INFO, NULL, "and %lu more warnings like one of these", seen - SHOWN);
    }
}

const char *log_last_error(void) { return state.last_error; }
