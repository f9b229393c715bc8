/* json_fields.c: members of flat JSON objects of our own. */
#include "support/json_fields.h"
#include <stdlib.h>
#include <string.h>
#include "support/memory.h"

void key_uint(struct buffer *b, const char *key, uint64_t n) {
    json_write_key(b, key), json_write_uint(b, n);
}

void key_real(struct buffer *b, const char *key, double v) {
    json_write_key(b, key), json_write_real(b, v, 3);
}

void key_text(struct buffer *b, const char *key, const char *s) {
    json_write_key(b, key), json_write_string(b, s ? s : "", s ? strlen(s) : 0);
}

bool take_uint(struct json *j, pl_str key, const char *name, uint64_t *to) {
    pl_str raw;
    int64_t v;
    if (!json_string_is(key, name)) return false;
    if (!json_number_raw(j, &raw))
        *to = json_number_int(raw, &v) ? strtoull(raw.p, NULL, 10) : (uint64_t)v;
    return true;
}

char *take_text(struct json *j) {
    pl_str raw = {"", 0};
    json_string_raw(j, &raw, NULL);
    char *s = checked(malloc(raw.n + 1));
    s[j->error ? 0 : json_unescape(raw, s)] = 0;
    return s;
}
