/* json_lines.h: JSON Lines, plain or compressed, of which the records with one id are counted or taken out. */
#ifndef JSON_LINES_H
#define JSON_LINES_H
#include <stdint.h>
/* Lines that are no JSON object have no id. 0, or -1 with errno; *n: how many there are. */
int json_lines_count(const char *path, const char *id, uint64_t *n);
/* The file anew without them, all other lines byte for byte; if there is none it is not touched. A damaged file is an error. */
int json_lines_take_out(const char *path, const char *id, uint64_t *n);
#endif
