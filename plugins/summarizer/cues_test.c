/* Tests of cue words and of the beginnings of sentences. */
#include "cues.h"
#include <criterion/criterion.h>
#include <string.h>
#include <xxhash.h>

static struct cues *load(const char *file, int *line) {
    return cues_load((pl_str){file, strlen(file)}, line);
}

static const struct {
    const char *sentence;
    uint32_t says;
} beginnings[] = {{"Read more: the quay", CUE_LEFTOVER},
                  {"READ MORE", CUE_LEFTOVER},
                  {"Read moreover what he wrote.", 0},
                  {"Source", CUE_LEFTOVER},
                  {"Source.", CUE_LEFTOVER},
                  {"Source says quay is late.", 0},
                  {"First, the quay is late.", CUE_CONNECTIVE},
                  {"First ships came.", 0},
                  {"In fact the quay is late.", CUE_CONNECTIVE},
                  {"In factories nobody works.", 0},
                  {"In fact", CUE_CONNECTIVE},
                  {"In", 0},
                  {"I", 0},
                  {"", 0}};
Test(cues, beginnings_of_sentences) {
    int line;
    struct cues *c = load("[line]\nread more\nsource$\n[opening]\nfirst,\nin fact\n", &line);
    cr_assert(c);
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        const char *s = beginnings[i].sentence;
        cr_expect_eq(cues_of_beginning(c, (pl_str){s, strlen(s)}), beginnings[i].says, "'%s'", s);
    }
    cues_free(c);
}

Test(cues, words_may_have_several_classes) {
    int line;
    struct cues *c = load("# words\n[pronoun]\nhe she\n[first]\nwe she\n", &line);
    cr_assert(c);
    cr_expect_eq(cues_of(c, XXH3_64bits("he", 2)), CUE_PRONOUN);
    cr_expect_eq(cues_of(c, XXH3_64bits("she", 3)), CUE_PRONOUN | CUE_FIRST);
    cr_expect_eq(cues_of(c, XXH3_64bits("it", 2)), 0);
    cues_free(c);
}

Test(cues, bad_lines_have_a_number) {
    int line;
    cr_expect(!load("[pronoun]\nhe\n[nobody]\n", &line) && line == 3);
    cr_expect(!load("he\n", &line) && line == 1);
    cr_expect(!load("[line]\nx\n", &line) && line == 2);
}
