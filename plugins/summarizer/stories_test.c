/* Tests of the digest: dates, stories, and what the two files hold. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "digest.h"
#include "text-pipeline/pipeline_test.h"

static const struct {
    const char *text;
    int32_t day;
} dates[] = {{"1970-01-01", 0},     {"1970-03-01", 59},
             {"2000-02-29", 11016}, {"2024-03-01T10:00:00Z", 19783},
             {"1969-12-31", -1},    {"2024", NO_DAY},
             {"", NO_DAY},          {"2024-13-01", NO_DAY},
             {"yesterday!", NO_DAY}};
Test(stories, days_of_dates) {
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        cr_expect_eq(report_day((pl_str){dates[i].text, strlen(dates[i].text)}), dates[i].day, "%s",
                     dates[i].text);
}

Test(stories, reports_survive_packing) {
    static struct report a, b;
    struct pack k = {0};
    a = (struct report){.id = {"a", 1},
                        .headline = {"Head", 4},
                        .text_hash = 7,
                        .day = -3,
                        .copies = 2,
                        .length = 9,
                        .signs_n = 1,
                        .phrases_n = 1,
                        .quotes_n = 1};
    a.signs[0] = (struct sign){5, .5};
    a.phrases[0] = (pl_str){"phrase", 6};
    a.quotes[0] =
        (struct quote){.text = {"Text.", 5}, .start = 3, .end = 8, .score = -1.5, .terms_n = 1};
    a.quotes[0].terms[0] = (struct sign){6, 1};
    report_pack(&a, &k);
    report_unpack((pl_str){k.p, k.n}, &b);
    cr_expect(b.day == -3 && b.copies == 2 && b.text_hash == 7 && b.length == 9);
    cr_expect(b.headline.n == 4 && !memcmp(b.headline.p, "Head", 4));
    cr_expect(b.quotes_n == 1 && b.quotes[0].end == 8 && b.quotes[0].terms[0].stem == 6);
    cr_expect(b.signs_n == 1 && b.signs[0].weight == .5 && b.phrases[0].n == 6);
    free(k.p);
}

/* ---- choice ---- */

/* A document whose sentences have nothing in common with any other. */
static void fill_report(struct report *r, uint32_t quotes, double score) {
    static uint64_t stem;
    r->quotes_n = quotes;
    for (uint32_t i = 0; i < quotes; i++) {
        stem++;
        r->quotes[i] = (struct quote){
            .score = score - i, .terms_n = 1, .terms = {{.stem = stem, .weight = 1}}};
    }
}

static const struct {
    uint32_t documents, sentences, from_the_best, taken;
} halves[] = {{1, 4, 4, 4}, {1, 20, 8, 8}, {2, 1, 1, 1}, {2, 2, 1, 2}, {2, 3, 2, 3},
              {2, 4, 2, 4}, {3, 4, 2, 4},  {2, 5, 3, 5}, {3, 6, 3, 6}, {3, 20, 8, 20}};
/* All sentences of the first document score higher than those of the others. */
Test(stories, at_most_half_of_a_digest_is_from_one_document) {
    static struct report reports[3];
    static struct digest d;
    for (uint32_t r = 0; r < 3; r++) fill_report(&reports[r], 8, 30. - 10 * r);
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++) {
        uint32_t from = 0;
        d = (struct digest){.reports = reports, .n = halves[i].documents};
        digest_make(&d, halves[i].sentences);
        for (uint32_t k = 0; k < d.taken_n; k++) from += d.taken[k].report == 0;
        cr_expect(from == halves[i].from_the_best && d.taken_n == halves[i].taken,
                  "%u of %u sentences from one of %u documents", from, d.taken_n, d.n);
    }
}

/* ---- whole runs ---- */

struct article {
    const char *id, *title, *created, *text;
};

#define QUAY_1                                                                                     \
    "The council of Ostby approved a second quay for the harbour on Monday. The quay will cost "   \
    "40 million crowns and should be ready in 2027. "                                              \
    "Fishermen had protested against the quay because herring spawn in the harbour of Ostby."
#define QUAY_2                                                                                     \
    "Ostby gets its second quay after a long dispute in the council. Mayor Kari Lund said the "    \
    "harbour needs the quay for cruise ships. "                                                    \
    "The fishermen of Ostby want to go to court against the quay in the herring grounds."
#define QUAY_3                                                                                     \
    "A court in Hamar stopped work on the quay in Ostby harbour on Friday. Judge Nils Berg said "  \
    "the council had not asked the fishermen about herring. "                                      \
    "Mayor Kari Lund called the ruling on the quay a blow for Ostby."
#define STORM                                                                                      \
    "A storm tore the roofs from 300 houses in Velden. Nobody was hurt, the fire brigade of "      \
    "Velden said on Tuesday. Trains to Velden will not run before Thursday."

static const struct article articles[] = {
    {"q1", "Ostby council approves quay", "2024-03-04", QUAY_1},
    {"q2", "Ostby gets second quay", "2024-03-05", QUAY_2},
    {"q3", "Court stops quay in Ostby", "2024-03-08", QUAY_3},
    {"s1", "Storm in Velden", "2024-03-05", STORM}};

static char *read_all(const char *path) {
    static char buffer[1 << 16];
    FILE *f = fopen(path, "r");
    cr_assert(f, "%s", path);
    buffer[fread(buffer, 1, sizeof buffer - 1, f)] = '\0';
    fclose(f);
    return strdup(buffer);
}

/* Runs articles; the files' contents are to be freed. */
static void digest_of(const struct article *v, size_t n, const char *more, char **lines,
                      char **page) {
    char folder[] = "/tmp/stories.XXXXXX", config[2048], path[2][64];
    cr_assert(mkdtemp(folder));
    snprintf(path[0], sizeof path[0], "%s/s.jsonl", folder);
    snprintf(path[1], sizeof path[1], "%s/s.md", folder);
    snprintf(config, sizeof config,
             "[pipeline]\nstages = tokenizer, summarizer\n[summarizer]\nstories = %s\nstories_page "
             "= %s\nstory_at = 0.2\n%s\n",
             path[0], path[1], more);
    pl_test *t = pl_test_open(config);
    for (size_t i = 0; i < n; i++) {
        pl_test_field(t, "title", v[i].title);
        pl_test_field(t, "created", v[i].created);
        pl_test_add(t, v[i].id, v[i].text);
    }
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    pl_test_close(t);
    *lines = read_all(path[0]);
    *page = read_all(path[1]);
    unlink(path[0]), unlink(path[1]), rmdir(folder);
}

/* The articles in the given order ("0123"); a letter 'c' adds a copy of the first. */
static void digest(const char *order, const char *more, char **lines, char **page) {
    struct article v[8];
    size_t n = 0;
    for (; order[n]; n++) {
        v[n] = articles[order[n] == 'c' ? 0 : order[n] - '0'];
        if (order[n] == 'c') v[n].id = "copy";
    }
    digest_of(v, n, more, lines, page);
}

static uint32_t count_of(const char *text, const char *what) {
    uint32_t n = 0;
    for (; (text = strstr(text, what)); text++) n++;
    return n;
}

Test(stories, a_story_is_told_from_several_documents) {
    char *lines, *page;
    digest("0123", "", &lines, &page);
    cr_expect_eq(count_of(lines, "\n"), 1, "one story, the storm is alone: %s", lines);
    cr_expect(strstr(lines, "\"documents\":3,\"copies\":0"), "%s", lines);
    cr_expect(strstr(lines,
                     "{\"id\":\"q3\",\"source\":\"test\",\"created\":\"2024-03-08\",\"title\":"
                     "\"Court stops quay in Ostby\",\"url\":\"\"}"),
              "%s", lines);
    const uint32_t told = count_of(lines, "\"support\"");
    cr_expect(told >= 3 && told <= 4, "%s", lines);
    const int quoted = (strstr(lines, "{\"id\":\"q1\",\"start\"") != NULL) +
                       (strstr(lines, "{\"id\":\"q2\",\"start\"") != NULL) +
                       (strstr(lines, "{\"id\":\"q3\",\"start\"") != NULL);
    cr_expect_geq(quoted, 2, "from at least two: %s", lines);
    cr_expect(strstr(page, "3 documents, 2024-03-04 to 2024-03-08\n"), "%s", page);
    cr_expect_eq(strncmp(page, "## ", 3), 0);
    free(lines), free(page);
}

Test(stories, offsets_are_of_the_document) {
    char *lines, *page;
    digest("0123", "", &lines, &page);
    for (const char *at = lines; (at = strstr(at, "{\"id\":\"q")); at++) {
        unsigned start, end;
        char text[512];
        if (sscanf(at + 11, "\"start\":%u,\"end\":%u,\"text\":\"%511[^\"]", &start, &end, text) !=
            3)
            continue;
        const char *of = articles[at[8] - '1'].text;
        cr_expect(end - start == strlen(text) && !strncmp(of + start, text, end - start),
                  "%u-%u '%s'", start, end, text);
    }
    free(lines), free(page);
}

Test(stories, the_order_of_the_input_changes_nothing) {
    char *lines[2], *page[2];
    digest("0123", "", &lines[0], &page[0]);
    digest("3120", "", &lines[1], &page[1]);
    cr_expect_str_eq(lines[0], lines[1]);
    cr_expect_str_eq(page[0], page[1]);
    for (int i = 0; i < 2; i++) free(lines[i]), free(page[i]);
}

Test(stories, a_copy_changes_only_the_count) {
    char *lines[2], *page[2];
    digest("0123", "", &lines[0], &page[0]);
    digest("012c3", "", &lines[1], &page[1]);
    char *copies = strstr(lines[1], "\"copies\":1");
    cr_assert(copies, "%s", lines[1]);
    copies[9] = '0';
    /* the ids decide which of two equal documents of one day speaks for both */
    for (char *at; (at = strstr(lines[1], "\"copy\""));)
        memmove(at + 4, at + 6, strlen(at + 6) + 1), memcpy(at, "\"q1\"", 4);
    cr_expect_str_eq(lines[0], lines[1]);
    for (int i = 0; i < 2; i++) free(lines[i]), free(page[i]);
}

Test(stories, stories_end) {
    char *lines, *page;
    digest("0123", "story_days = 2", &lines, &page);
    cr_expect(strstr(lines, "\"documents\":2,\"copies\":0"), "the third came three days later: %s",
              lines);
    free(lines), free(page);
}

Test(stories, what_documents_say_is_escaped) {
    static const struct article odd[] = {
        {"a\"1", "Tab\there: \"quay\" \\ [x](y) <b>", "2024-03-04", QUAY_1},
        {"a`2", "Line\nfeed", "2024-03-05", QUAY_2},
        {"a3", "\x01\x1f", "2024-03-08", QUAY_3}};
    char *lines, *page;
    digest_of(odd, 3, "", &lines, &page);
    cr_expect(strstr(lines, "\"id\":\"a\\\"1\""), "%s", lines);
    cr_expect(strstr(lines, "Tab\\u0009here: \\\"quay\\\" \\\\ [x](y) <b>"), "%s", lines);
    cr_expect(strstr(lines, "Line\\u000afeed") && strstr(lines, "\\u0001\\u001f"), "%s", lines);
    cr_expect_eq(count_of(lines, "\n"), 1);
    cr_expect(strstr(page, "Tab here: \"quay\" \\\\ \\[x\\](y) \\<b\\>"), "%s", page);
    cr_expect(strstr(page, "- `a'2`") && !strstr(page, "Line\n"), "%s", page);
    free(lines), free(page);
}

Test(stories, nothing_to_tell) {
    char *lines, *page;
    digest("3", "", &lines, &page);
    cr_expect_str_eq(lines, "");
    free(lines), free(page);
    digest("", "", &lines, &page);
    cr_expect_str_eq(page, "");
    free(lines), free(page);
}
