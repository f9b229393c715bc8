/* ini_fuzz.c: any bytes as a config: the reader collects problems and never crashes; what it stored is valid. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include "config/ini.h"
#include "document/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Sorted, each once, one line each, inside the file. */
static void check_problems(struct problems *problems) {
    const struct problem *last = NULL, *p;
    for (size_t i = 0; (p = problems_at(problems, i)); last = p, i++) {
        assert(p->line > 0 && p->column > 0 && !strchr(p->text, '\n'));
        if (!last || last->line != p->line || last->column != p->column)
            assert(!last || last->line < p->line ||
                   (last->line == p->line && last->column < p->column));
        else
            assert(strcmp(last->text, p->text) < 0);
    }
}

/* The command line wins over every setting it can name, and what it sets is in order. */
static void check_override(struct ini *ini, struct problems *problems) {
    if (!ini->n || !ini->sections[0].n) return;
    const char *section = ini->sections[0].name, *key = ini->sections[0].settings[0].key;
    char text[400];
    if (strpbrk(section, ".=") || snprintf(text, sizeof text, "%s.%s=$x", section, key) >= 400)
        return;
    ini_override(ini, text, problems);
    assert(!strcmp(ini->sections[0].settings[0].value, "$x"));
    assert(ini->sections[0].settings[0].depth == -1);
}

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
    check_problems(&problems);
    check_override(&ini, &problems);
    problems_free(&problems);
    ini_free(&ini);
    return 0;
}
