/* value.h: texts of a config as numbers, sizes, durations. 0, or -1 when the text is no such thing. */
#ifndef VALUE_H
#define VALUE_H
#include <stdint.h>
int value_bool(const char *text, int *out);
int value_int(const char *text, int64_t *out);
int value_uint(const char *text, uint64_t *out);
int value_real(const char *text, double *out);
int value_size(const char *text, uint64_t *out);           /* bytes: "64M"; K, M, G, T are powers of 1024 */
int value_duration(const char *text, int64_t *out);        /* ns: "30s", "1.5h"; ns us ms s m h d */
#endif
