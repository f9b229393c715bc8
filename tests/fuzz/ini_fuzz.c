/* ini_fuzz.c: any bytes as a config: the reader collects problems and never crashes; what it stored is valid. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include "config/ini.h"
#include "document/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!size) return 0;
    struct ini ini = {0};
    struct problems problems = {0};
    FILE *f = fmemopen((void *)(uintptr_t)data, size, "r");
    if (!f) return 0;
    ini_read_stream(&ini, f, "fuzz.ini", "/nowhere", &problems);
    fclose(f);
    for (size_t i = 0; i < ini.n; i++)
        for (size_t k = 0; k < ini.sections[i].n; k++) {
            const struct setting *s = &ini.sections[i].settings[k];
            assert(s->line > 0 && *s->key && !strchr(s->value, '\n'));
            assert(utf8_valid(s->key, strlen(s->key)) == strlen(s->key));
            assert(ini_setting(&ini.sections[i], s->key) == s);
        }
    problems_free(&problems);
    ini_free(&ini);
    return 0;
}
