/* Tests of keyphrases: names, phrases that come again, and what is none. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "text-pipeline/pipeline_test.h"

static pl_test *run(const char *before, const char *settings, const char *in) {
    char config[256];
    snprintf(config, sizeof config, "[pipeline]\nstages = %s, summarizer\n[summarizer]\n%s\n",
             before, settings);
    pl_test *t = pl_test_open(config);
    pl_test_add(t, "x", in);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    return t;
}

static int has_phrase(const pl_test *t, const char *phrase) {
    const pl_array a = pl_test_layer(t, 0, "keyphrases");
    const pl_str text = pl_test_host(t)->text(pl_test_document(t, 0));
    for (uint32_t i = 0; i < a.n; i++) {
        const pl_span s = *(const pl_span *)pl_at(a, i);
        if (s.end - s.begin == strlen(phrase) && !memcmp(text.p + s.begin, phrase, strlen(phrase)))
            return 1;
    }
    return 0;
}

Test(keyphrases, dates_and_sums_are_no_keyphrases) {
    pl_test *t = run("tokenizer, entity_extractor", "",
                     "The harbour cost 40 million kroner in October. In October the harbour "
                     "opened, and 40 million kroner were spent. October was wet in the harbour.");
    cr_expect(has_phrase(t, "harbour"));
    cr_expect(!has_phrase(t, "October") && !has_phrase(t, "kroner") &&
              !has_phrase(t, "million kroner"));
    pl_test_close(t);
}

Test(keyphrases, a_keyphrase_is_one_entity_by_its_longest_name) {
    pl_test *t =
        run("tokenizer, entity_extractor", "",
            "The President of Kazakhstan Kassym-Jomart Tokayev opened the harbour. Tokayev "
            "spoke of trade. The harbour serves Kazakhstan, said Tokayev. Tokayev left early.");
    cr_expect(has_phrase(t, "Kassym-Jomart Tokayev") && has_phrase(t, "Kazakhstan"));
    cr_expect(!has_phrase(t, "Kazakhstan Kassym-Jomart Tokayev") && !has_phrase(t, "Tokayev"));
    pl_test_close(t);
}

Test(keyphrases, keyphrases_are_names_and_repeated_phrases) {
    const char in[] = "Mayor Kari Lund opened the cable car. The cable car leads to Mount Ulrik. "
                      "Kari Lund said that cable cars are cheap. "
                      "Many visitors want cable cars. Mount Ulrik is 600 metres high. The mayor's "
                      "cable car stops at night.";
    pl_test *t = run("tokenizer", "", in);
    cr_expect(has_phrase(t, "cable car") || has_phrase(t, "cable cars"));
    cr_expect(!(has_phrase(t, "cable car") && has_phrase(t, "cable cars")),
              "inflections are one phrase");
    cr_expect(has_phrase(t, "Mount Ulrik"));
    cr_expect(!has_phrase(t, "Ulrik") && !has_phrase(t, "Lund"),
              "a part of a name is no phrase beside it");
    cr_expect_leq(pl_test_layer(t, 0, "keyphrases").n, 10);
    pl_test_close(t);
    t = run("tokenizer", "keyphrases = 2", in);
    cr_expect_eq(pl_test_layer(t, 0, "keyphrases").n, 2);
    pl_test_close(t);
    t = run("tokenizer", "keyphrases = 0", in);
    cr_expect_eq(pl_test_layer(t, 0, "keyphrases").n, 0);
    pl_test_close(t);
}
