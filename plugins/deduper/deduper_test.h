/* deduper_test.h: what the tests of the deduper as a stage share: texts, and questions about documents. */
#ifndef DEDUPER_TEST_H
#define DEDUPER_TEST_H
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "text-pipeline/pipeline_test.h"

enum { ROOM = 1 << 16 };

/* A text of `n` words from a vocabulary of its own; the same seed, the same text. Every eighth word is changed at random when
 * `change` is not 0: `change` in 1000 of all words. */
static inline char *make_text(char *to, unsigned seed, unsigned n, unsigned change) {
    static const char *const small[] = {"the", "of", "and", "to", "in", "that", "is", "for"};
    uint64_t state = seed * 0x9e3779b97f4a7c15u + 1, other = state ^ 0x5555;
    size_t at = 0;
    for (unsigned i = 0; i < n; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        other = other * 6364136223846793005u + 1442695040888963407u;
        const unsigned word = (unsigned)(state >> 40), changed = (other >> 33) % 1000 < change;
        if (word % 3 == 0)
            at += (size_t)sprintf(to + at, "%s ", small[word / 3 % 8]);
        else
            at += (size_t)sprintf(to + at, "w%c%c%c%s ", 'a' + word % 23, 'a' + word / 23 % 23,
                                  'a' + word / 529 % 23, changed ? "x" : "");
        if (i % 11 == 10) at += (size_t)sprintf(to + at - 1, ". ") - 1;
    }
    to[at] = 0;
    return to;
}

static inline pl_test *open_test(const char *options) {
    char config[1024];
    snprintf(config, sizeof config, "[pipeline]\nstages = tokenizer, deduper\n[deduper]\n%s",
             options);
    return pl_test_open(config);
}

static inline void run(pl_test *t) { cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t)); }

static inline int is_kept(pl_test *t, uint32_t i) {
    return pl_test_host(t)->verdict(pl_test_document(t, i)).state == PL_KEPT;
}

static inline const pl_duplicate *duplicate_of(pl_test *t, uint32_t i) {
    return pl_test_layer(t, i, "duplicate_of").v;
}

static inline int str_is(pl_str s, const char *text) {
    return s.n == strlen(text) && !memcmp(s.p, text, s.n);
}

/* An article written for these tests, and a copy reworded by hand. */
static const char original[] = "Harbour at Sandwell closed after storm\n\n"
                               "The harbour at Sandwell was closed on Tuesday after a storm broke "
                               "part of the northern wall, officials said. "
                               "Nobody was hurt, but 14 fishing boats were damaged and the road "
                               "along the coast is under water.\n\n"
                               "The mayor, Anna Brook, told reporters that repairs would take at "
                               "least six weeks and cost about 3 million pounds. "
                               "\"We have been asking for money for this wall since 2011,\" she "
                               "said. \"Now we will have to pay more than twice as much.\"\n\n"
                               "The storm reached the coast shortly before midnight with winds of "
                               "up to 130 kilometres an hour. In the villages of Holt and "
                               "Marsham about 2,000 homes were without power until Wednesday "
                               "morning. Schools in the area will stay closed until the end of "
                               "the week, and the train line between Sandwell and Norwich is "
                               "expected to open again on Friday.\n\n"
                               "Fishermen said that they had moved most of their boats into the "
                               "inner basin before the storm came, because they did not trust "
                               "the old wall. \"My father already said that it would not hold,\" "
                               "said Peter Lund, who has worked in the harbour for 30 years. "
                               "The government in London promised to send engineers, and the "
                               "minister for transport will visit the town on Thursday.\n";
static const char reworded[] =
    "Harbour at Sandwell shut after tempest\n\n"
    "The harbour at Sandwell was shut on Tuesday after a tempest smashed portion of the northern "
    "barrier, functionaries stated. "
    "Nobody was injured, but 14 angling vessels were harmed and the street along the shore is "
    "under liquid.\n\n"
    "The mayor, Anna Brook, informed journalists that fixes would take at slightest six weeks and "
    "price about 3 million pounds. "
    "\"We have been requesting for cash for this barrier since 2011,\" she stated. \"Now we will "
    "have to spend more than double as greatly.\"\n\n"
    "The tempest touched the shore quickly before midnight with breezes of up to 130 kilometres an "
    "hour. In the hamlets of Holt and "
    "Marsham about 2,000 dwellings were without electricity until Wednesday daybreak. Colleges in "
    "the zone will remain shut until the finish of "
    "the week, and the railway line between Sandwell and Norwich is anticipated to unlock again on "
    "Friday.\n\n"
    "Anglers stated that they had shifted most of their vessels into the internal bowl before the "
    "tempest arrived, because they did not believe "
    "the aged barrier. \"My dad already stated that it would not clutch,\" stated Peter Lund, who "
    "has laboured in the harbour for 30 years. "
    "The regime in London vowed to dispatch technicians, and the priest for conveyance will attend "
    "the municipality on Thursday.\n";

#endif
