/* json_fields.h: members of flat JSON objects of our own: written under a key, taken when the key is theirs. */
#ifndef SUPPORT_JSON_FIELDS_H
#define SUPPORT_JSON_FIELDS_H
#include "support/json.h"

void key_uint(struct buffer *, const char *key, uint64_t);
void key_real(struct buffer *, const char *key, double); /* at most 3 decimals */
void key_text(struct buffer *, const char *key, const char *text); /* NULL is written as "" */

/* A number under `name` goes to *to; false: the member is another one, and was not read. */
bool take_uint(struct json *, pl_str key, const char *name, uint64_t *to);
/* A copy of the next string, NUL-terminated; the caller frees it. "" after an error. */
char *take_text(struct json *);
#endif
