/* log.h: one line per event on stderr: text for people, prefixes for journald, or JSON for collectors.
 * Any thread. Text that came from documents is escaped before it reaches a terminal. */
#ifndef LOG_H
#define LOG_H
#include <stdarg.h>
#include <stdbool.h>

enum log_level { LOG_AT_ERROR = 3, LOG_AT_WARNING = 4, LOG_AT_INFO = 6, LOG_AT_DEBUG = 7 };

/* Called once, before threads start. `stage` lines above `level` are not written. */
void log_setup(int level, bool json);
/* `stage` may be NULL. The message is one sentence without a line feed. */
void log_line(int level, const char *stage, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void log_vline(int level, const char *stage, const char *format, va_list args);
/* Repeats of a warning with the same format beyond the tenth are only counted; this writes "and N more like this". */
void log_flush_repeats(void);
/* The last error line of this process; "" without one. */
const char *log_last_error(void);
#endif
