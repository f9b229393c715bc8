/* value.h: texts of a config as numbers, sizes, durations. 0, or -1 if a text is no such thing. */
#ifndef VALUE_H
#define VALUE_H
#include <stdbool.h>
#include <stdint.h>
#include "text-pipeline/pipeline.h"
int value_bool(const char *text, int *out);
int value_int(const char *text, int64_t *out);
int value_uint(const char *text, uint64_t *out);
int value_real(const char *text, double *out);
int value_size(const char *text, uint64_t *out); /* bytes: "64M"; K M G T: powers of 1024 */
int value_duration(const char *text, int64_t *out); /* ns: "30s", "1.5h"; ns us ms s m h d */

/* The next item of a comma separated list, without blanks around it; empty items are left out.
 * False at the end. `at` begins at the list. */
bool value_next_item(const char **at, pl_str *item);
/* Writes a bound of a range as a config would: "64M", "1ms" (durations come in seconds), "0.5". */
void value_print(pl_type type, double v, char *out, size_t size);
#endif
