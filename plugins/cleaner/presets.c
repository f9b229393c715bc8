/* presets.c: what precise, balanced and recall differ in. */
#include "presets.h"
#include <stddef.h>
#include <string.h>

const struct limits *presets_limits(enum preset preset) {
    static const struct limits all[] = {
        [PRESET_PRECISE] = {.cap = 0.5, .model = 99, .only_sure = 1},
        [PRESET_BALANCED] = {.cap = 0.6, .model = 0.75, .only_sure = 0},
        [PRESET_RECALL] = {.cap = 0.7, .model = -0.75, .only_sure = 0}};
    return &all[preset];
}

int presets_is_disputed(const char *rule) {
    static const char *const all[] = {
        /* what an editor says about the article or its pictures */
        "metadata:caption", "boilerplate:caption", "boilerplate:credit", "metadata:disclaimer",
        "boilerplate:disclaimer", "boilerplate:source-link", "boilerplate:affiliate",
        "structure:affiliate", "structure:legal",
        /* guesses from what stands around a line */
        "structure:headlines", "structure:shout", "structure:teaser-title", "structure:teaser",
        "structure:copy"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!strcmp(rule, all[i])) return 1;
    return 0;
}
