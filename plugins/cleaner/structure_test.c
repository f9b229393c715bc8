/* Tests of rules that look at the form and the place of lines: each case is an article with something before and behind it. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "text-pipeline/pipeline_test.h"

static const char body[] = "The ferry across the sound will run at night again from the first week "
                           "of May, the harbour board said on Tuesday after "
                           "a vote that took the whole afternoon.\n"
                           "Two crews of nine will share the work, and the older of the two boats "
                           "gets a new engine before the first crossing, which "
                           "the yard has promised for April.\n"
                           "Fares stay as they are until autumn, said the chairman of the board, "
                           "Olaf Brandt, who had asked for a tenth more and got "
                           "nothing from the other members.\n"
                           "Islanders have waited for the night boat since the storm of three "
                           "years ago broke the pier, and some of them sold their "
                           "houses before it was mended.\n"
                           "The board meets again in June to hear how many passengers came, and "
                           "whether the nine o'clock crossing is worth its fuel "
                           "in the weeks without guests.";

static const struct {
    const char *name, *before, *behind;
    int gone; /* does what stands behind, or else before, go? */
} cases[] = {
    {"headlines without a marker", "",
     "Why the new bridge at Halden costs twice what was planned\nFarmers ask for rain and get a "
     "committee instead\n"
     "What to do when the cellar is full of water again\nThe best soups for a winter that will not "
     "end\n"
     "A painter who never left his village is shown in Rome\nHow two brothers built the fastest "
     "sledge in the valley\n"
     "Seven questions to ask before you buy a used boat",
     1},
    {"a list that a colon announces stays", "",
     "These are the stops of the new line, as the board has named them:\nAt the old mill behind "
     "the "
     "church of the harbour\n"
     "In front of the school that the storm had damaged\nOn the market where the fishermen sell\n"
     "By the bridge that leads to the northern farms\nAt the yard where the boats are mended\n"
     "On the hill from which the sound is seen\nAt the house of the keeper of the lighthouse",
     0},
    {"a table of results stays", "",
     "1. Hansen of the northern club 24.1\n2. Berg of the harbour club 24.6\n3. Dahl of the "
     "school 24.9\n"
     "4. Lund of the northern club 25.2\n5. Moe of the harbour club 25.8\n6. Vik of the school "
     "26.0\n"
     "7. Aas of the yard 26.3",
     0},
    {"a note on commission", "",
     "Some of the shops in this list pay us: if you buy something through one of the links above, "
     "we may earn a small commission at no cost to you.",
     1},
    {"a broker's commission is news", "",
     "The broker may earn a commission of two percent under the new law, and the court will look "
     "at "
     "it in May.",
     0},
    {"a name and who that is", "",
     "Marta Lindqvist\nMarta joined the paper in 2017 and writes about harbours and boats.", 1},
    {"about a name", "",
     "About Marta Lindqvist\nOn the islands since 1998, Marta Lindqvist edits the harbour pages of "
     "the paper and the yearbook of the isles, and she teaches at two of the schools.",
     1},
    {"a mail address behind the name", "",
     "Marta Lindqvist (marta@sound.example) is the editor of the harbour pages.", 1},
    {"a biography in German", "", "Marta Lindqvist ist Redakteurin im Ressort Politik.", 1},
    {"a biography in Russian", "",
     "Марта Линд — журналист, пишет о "
     "политике.",
     1},
    {"a biography in the first person", "",
     "I am a journalist and teacher who writes about the sea and the people who live from it.", 1},
    {"rights reserved in a long paragraph", "",
     "SoundFerry.example is the first address for travellers between the islands, with timetables, "
     "fares and news of the weather for each of the twelve piers, and with a forum in which guests "
     "tell what they have seen. The pages are made by the harbour board and by volunteers of three "
     "villages. All rights reserved by the board. About us",
     1},
    {"the credit of a map in brackets",
     "The islands of the sound and the new line. (HARBOUR BOARD/ISLES MAPS)", "", 1},
    {"the credit of a person and an agency", "Anna Lund/SOUNDPRESS", "", 1},
    {"a credit glued to a caption", "The old ferry in the harbour of Halden.Anna Lund/Getty", "",
     1},
    {"the credit of a file picture", "Tourists wait on the pier of Halden in 2018 [File: Reuters]",
     "", 1},
    {"who stands where in a picture",
     "Mayor Anna Lund, left, and captain Per Dahl shake hands on the pier.", "", 1},
    {"a place in a picture, in brackets", "The engineer Ida Moe (right) and her brother", "", 1},
    {"a picture and its day",
     "A man walks along the pier in Halden, Isles, Tuesday, Nov. 19, 2019.", "", 1},
    {"what happened on a day stays",
     "The line was closed by the harbour board on Tuesday, Nov. 19, 2019.", "", 0},
    {"the left of a river stays", "The house stands on the left, right behind the mill.", "", 0},
    {"the time of a report stays", "16.05", "", 0},
    {"an answer stays", "", "No.", 0},
    {"a title with a label stays", "Analysis: What the night ferry means for the islands", "", 0},
    {"a title that sounds like a prompt stays",
     "Read the letter that the schools wrote to the harbour board", "", 0},
    {"a headline with a stroke stays", "CORN SUPPLY/DEMAND BY COUNTRY", "", 0},
    {"a credit and what the picture shows", "© Anna Lund Tourists wait on the pier of Halden", "",
     1},
    {"a correction stays", "",
     "Editor's note: This story was corrected on 2 June to state that the pier lies north.", 0},
    {"a long credit of an agency", "",
     "Reporting by Ann Berg; additional reporting by Per Dahl, Ida Moe, Kari Lund and Tor Vik in "
     "Oslo and Bergen; Editing by Nils Aas and Eva Holm",
     1},
};

static void add(pl_test *t, const char *id, const char *before, const char *behind) {
    char text[6000];
    snprintf(text, sizeof text, "%s%s%s%s%s", before, *before ? "\n" : "", body,
             *behind ? "\n" : "", behind);
    pl_test_add(t, id, text);
}

Test(structure, rules_by_form_and_place) {
    enum { N = sizeof cases / sizeof *cases };
    pl_test *t = pl_test_open("[pipeline]\nstages = cleaner\n");
    for (uint32_t i = 0; i < N; i++) add(t, cases[i].name, cases[i].before, cases[i].behind);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    for (uint32_t i = 0; i < N; i++) {
        const pl_str text = pl_test_host(t)->text(pl_test_document(t, i));
        const int is_bare = text.n == strlen(body);
        cr_expect_eq(is_bare, cases[i].gone, "%s: %.*s", cases[i].name, (int)text.n, text.p);
    }
    pl_test_close(t);
}

/* A headline in capitals between paragraphs goes, a heading of the article stays. */
Test(structure, headlines_in_capitals) {
    static const struct {
        const char *line;
        int stays;
    } lines[] = {{"MAYOR OF HALDEN BLASTS HARBOUR BOARD OVER LATE FERRY", 0},
                 {"WHAT THE BOARD SAYS", 1}};
    pl_test *t = pl_test_open("[pipeline]\nstages = cleaner\n[cleaner]\nboilerplate = yes\n");
    const char *const half = strchr(body, '\n');
    for (int i = 0; i < 2; i++) {
        char text[6000];
        snprintf(text, sizeof text, "%.*s\n%s%s", (int)(half - body), body, lines[i].line, half);
        pl_test_add(t, "x", text);
    }
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    for (uint32_t i = 0; i < 2; i++) {
        const pl_str text = pl_test_host(t)->text(pl_test_document(t, i));
        const size_t n = strlen(lines[i].line);
        cr_expect_eq(memmem(text.p, text.n, lines[i].line, n) != NULL, lines[i].stays, "%s",
                     lines[i].line);
    }
    pl_test_close(t);
}

/* What an editor says about the article, and what only its surroundings tell: precise leaves it, balanced takes it. */
static const char *const disputed[] = {
    "With files from the Sound Gazette",
    "Mayor Anna Lund, left, and captain Per Dahl shake hands on the pier.",
    "(Image credit: Anna Lund)",
    "The views expressed in this article are those of the author.",
    "This article was originally published by the Sound Gazette.",
    "If you buy something through our links, we may earn a commission.",
    "How the line is paid for\nThe harbour board wants money from the islands for its boats ...",
    "Why the new bridge at Halden costs twice what was planned\n"
    "Farmers ask for rain and get a committee instead"};

Test(structure, precise_leaves_what_is_disputed) {
    enum { N = sizeof disputed / sizeof *disputed };
    static const char *const presets[] = {"precise", "balanced"};
    for (int k = 0; k < 2; k++) {
        char config[100];
        snprintf(config, sizeof config, "[pipeline]\nstages = cleaner\n[cleaner]\npreset = %s\n",
                 presets[k]);
        pl_test *t = pl_test_open(config);
        for (uint32_t i = 0; i < N; i++) add(t, "x", "", disputed[i]);
        cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
        for (uint32_t i = 0; i < N; i++) {
            const size_t n = pl_test_host(t)->text(pl_test_document(t, i)).n;
            const size_t want = strlen(body) + (k ? 0 : 1 + strlen(disputed[i]));
            cr_expect_eq(n, want, "%s: %s", presets[k], disputed[i]);
        }
        pl_test_close(t);
    }
}

/* What stands above the body, and what is known of it. */
static const struct {
    const char *name, *before, *behind, *field, *value;
} heads[] = {
    {"a name below the title", "Night ferry across the sound will run again\nMarta Lindqvist", "",
     "author", "Marta Lindqvist"},
    {"a name in capitals beside a date", "MARTA LINDQVIST, HARBOUR NEWS\n3 May 2024", "", "author",
     "MARTA LINDQVIST"},
    {"a name that the article speaks of",
     "Night ferry across the sound will run again\nOlaf Brandt", "", "author", ""},
    {"a place is no name", "Night ferry across the sound will run again\nEast Halden", "", "author",
     ""},
    {"write to", "", "Write to Marta Lindqvist at marta@sound.example", "author",
     "Marta Lindqvist"},
    {"a name is no title", "Marta Lindqvist Halden\nMonday, May 6, 2024", "", "title", ""},
    {"from one date to another is no date of the article", "", "29 November 2018 | 20 January 2019",
     "created", ""},
};

Test(structure, heads_become_fields) {
    enum { N = sizeof heads / sizeof *heads };
    pl_test *t = pl_test_open("[pipeline]\nstages = cleaner\n");
    for (uint32_t i = 0; i < N; i++) add(t, heads[i].name, heads[i].before, heads[i].behind);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    for (uint32_t i = 0; i < N; i++) {
        pl_value v = {0};
        const int there = pl_test_host(t)->get(pl_test_document(t, i), heads[i].field, &v) == PL_OK;
        const pl_str got = there ? v.u.s : (pl_str){"", 0};
        cr_expect(got.n == strlen(heads[i].value) && !memcmp(got.p, heads[i].value, got.n),
                  "%s: got '%.*s'", heads[i].name, (int)got.n, got.p);
    }
    pl_test_close(t);
}
