/* substitute.c: environment variables in config values. */
#include "config/substitute.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "support/buffer.h"

/* Appends what ${...} at p stands for; returns the end of it, or NULL. */
static const char *append_variable(struct buffer *out, const char *p, char *wrong, size_t size) {
    const char *end = strchr(p, '}');
    if (!end) return snprintf(wrong, size, "'%.40s' has no '}'", p), NULL;
    char name[256] = "";
    const size_t n = (size_t)(end - p - 2);
    if (!n || n >= sizeof name) return snprintf(wrong, size, "'%.40s' names no variable", p), NULL;
    memcpy(name, p + 2, n);
    char *otherwise = strstr(name, ":-");
    if (otherwise) *otherwise = 0, otherwise += 2;
    const char *value = getenv(name);
    if (!value || (otherwise && !*value)) value = otherwise;
    if (!value)
        return snprintf(wrong, size,
                        "${%s} is not set in the environment (write ${%s:-default} to do without)",
                        name, name),
               NULL;
    buffer_puts(out, value);
    return end + 1;
}

char *substitute_environment(const char *p, char *wrong, size_t size) {
    struct buffer out = {0};
    while (p && *p) {
        if (p[0] == '$' && p[1] == '$')
            buffer_put(&out, '$'), p += 2;
        else if (p[0] == '$' && p[1] == '{')
            p = append_variable(&out, p, wrong, size);
        else
            buffer_put(&out, *p++);
    }
    buffer_put(&out, 0);
    if (p && !out.failed) return out.p;
    if (out.failed) snprintf(wrong, size, "out of memory");
    buffer_free(&out);
    return NULL;
}
