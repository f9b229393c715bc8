/* Tests of what stays: every kept byte is its own original, sound text of twelve scripts passes with equal bytes, nothing may empty
 * a document, and odd input is normal input. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "text-pipeline/pipeline_test.h"

#define CLEANER "[pipeline]\nstages = cleaner\n[cleaner]\n"

/* clang-format off */
static const char *const scripts[] = {
    "The council met on Monday. It will meet again in spring, the mayor said.",
    "Совет собрался в понедельник. Ещё раз он соберётся весной, сказал мэр.",
    "Το συμβούλιο συνήλθε τη Δευτέρα. Θα συνέλθει ξανά την άνοιξη, είπε ο δήμαρχος.",
    "اجتمع المجلس يوم الاثنين. وسيجتمع مرة أخرى في الربيع، كما قال العمدة.",
    "المجلس اجتمع؛ می‌خواهیم دوباره جلسه بگذاریم، شهردار گفت.",
    "המועצה התכנסה ביום שני. היא תתכנס שוב באביב, אמר ראש העיר.",
    "परिषद की बैठक सोमवार को हुई। वह वसंत में फिर मिलेगी, महापौर ने कहा।",
    "পরিষদ সোমবার বৈঠক করেছে। বসন্তে আবার বৈঠক হবে, মেয়র বলেছেন।",
    "மன்றம் திங்கட்கிழமை கூடியது. வசந்த காலத்தில் மீண்டும் கூடும் என்றார் மேயர்.",
    "สภาประชุมเมื่อวันจันทร์ และจะประชุมอีกครั้งในฤดูใบไม้ผลิ นายกเทศมนตรีกล่าว",
    "საბჭო ორშაბათს შეიკრიბა. გაზაფხულზე ისევ შეიკრიბება, თქვა მერმა.",
    "Խորհուրդը հավաքվեց երկուշաբթի։ Գարնանը կրկին կհավաքվի, ասաց քաղաքապետը։",
    "市议会星期一开会。市长说，春天还会再开一次会。",
    "市議会は月曜日に開かれた。春にもう一度開かれると市長は述べた。",
    "시의회가 월요일에 열렸다. 봄에 다시 열릴 것이라고 시장이 말했다."};
/* clang-format on */

static void expect_same(pl_test *t, uint32_t i, const char *want, const char *what) {
    const pl_str s = pl_test_host(t)->text(pl_test_document(t, i));
    cr_expect(s.n == strlen(want) && !memcmp(s.p, want, s.n), "%s: '%.*s'", what, (int)s.n, s.p);
}

Test(keeping, twelve_scripts_pass) {
    const uint32_t n = sizeof scripts / sizeof *scripts;
    static const char *const presets[] = {"precise", "balanced", "recall"};
    for (int k = 0; k < 3; k++) {
        char config[100], text[4096];
        snprintf(config, sizeof config, CLEANER "preset = %s\n", presets[k]);
        pl_test *t = pl_test_open(config);
        for (uint32_t i = 0; i < n; i++) pl_test_add(t, "x", scripts[i]);
        for (uint32_t i = 0; i < n; i++) { /* an article of three paragraphs */
            snprintf(text, sizeof text, "%s %s\n\n%s %s %s\n\n%s", scripts[i], scripts[i],
                     scripts[i], scripts[i], scripts[i], scripts[i]);
            pl_test_add(t, "x", text);
        }
        cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
        for (uint32_t i = 0; i < n; i++) expect_same(t, i, scripts[i], presets[k]);
        for (uint32_t i = 0; i < n; i++) {
            snprintf(text, sizeof text, "%s %s\n\n%s %s %s\n\n%s", scripts[i], scripts[i],
                     scripts[i], scripts[i], scripts[i], scripts[i]);
            expect_same(t, n + i, text, presets[k]);
        }
        pl_test_close(t);
    }
}

/* Takes all removals as (span of the original, what stands there now) and builds the text anew: every byte that no removal covers
 * must be in the result as it is, in its place. */
static void expect_conserved(pl_test *t, uint32_t i, const char *what) {
    const pl_host *host = pl_test_host(t);
    const pl_document *doc = pl_test_document(t, i);
    const pl_str original = host->original(doc), text = host->text(doc);
    char *built = malloc(original.n + text.n + 1);
    size_t n = 0, at = 0;
    cr_assert(built);
    for (uint32_t k = 0;; k++) {
        pl_removal r = {.size = sizeof r};
        if (host->removal_at(doc, k, &r) != PL_OK) break;
        cr_assert(r.original.begin >= at && r.original.end <= original.n && r.why.n, "%s", what);
        cr_assert(r.text.n == r.original.end - r.original.begin &&
                      !memcmp(r.text.p, original.p + r.original.begin, r.text.n),
                  "%s", what);
        memcpy(built + n, original.p + at, r.original.begin - at);
        n += r.original.begin - at;
        if (r.with.n) memcpy(built + n, r.with.p, r.with.n);
        n += r.with.n;
        at = r.original.end;
    }
    memcpy(built + n, original.p + at, original.n - at);
    n += original.n - at;
    cr_expect(n == text.n && !memcmp(built, text.p, n), "%s: '%.*s' is not '%.*s'", what, (int)n,
              built, (int)text.n, text.p);
    free(built);
}

static uint32_t next_random(uint64_t *state) { /* xorshift64 */
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 33);
}

/* Pieces that wake every rule, put together at random. */
static const char *const pieces[] = {
    "The harbour was closed on Monday. ",
    "Leave a Reply",
    "\n",
    "\n\n",
    "\r\n",
    "  ",
    "\xc2\xa0",
    "&amp;",
    "&#150;",
    "cafe\xcc\x81 ",
    "schÃ¶n ",
    "â€™",
    "Ð¿Ñ€Ð¸Ð²ÐµÑ‚ ",
    "Share this:",
    "By Ida Holm",
    "3 March 2024",
    "[ad_1]",
    "\x01",
    "\xef\xbb\xbf",
    "\xe2\x80\xa8",
    "“quoted” ",
    "\xc2\x93old\xc2\x94 ",
    "日本語。",
    "Foto: Karin",
    "(AP Photo/Jane Doe)",
    "12 comments",
    "© 2024 Times",
    "\nA text that was wrapped goes on behind the end of a line for as\nlong as there are words, "
    "which take one line behind the other and\nend wherever they have to.",
    "A long paragraph goes on and on about the ferry, the island, the farmers, the school and the "
    "weather, so that it counts as body of the text. "};

Test(keeping, every_kept_byte_is_its_own_original) {
    enum { DOCUMENTS = 400 };
    uint64_t state = 88172645463325252u;
    pl_test *t = pl_test_open(
        CLEANER "preset = recall\nquotes = straight\nligatures = expand\nwidth = fold\n");
    for (int i = 0; i < DOCUMENTS; i++) {
        char text[8192] = "x";
        size_t n = 1;
        const uint32_t parts = 1 + next_random(&state) % 40;
        for (uint32_t k = 0; k < parts; k++) {
            const char *piece = pieces[next_random(&state) % (sizeof pieces / sizeof *pieces)];
            n += (size_t)snprintf(text + n, sizeof text - n, "%s", piece);
        }
        pl_test_add_bytes(t, "x", text, n);
    }
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    for (uint32_t i = 0; i < DOCUMENTS; i++) expect_conserved(t, i, "random pieces");
    pl_test_close(t);
}

Test(keeping, odd_input) {
    pl_test *t = pl_test_open(CLEANER "preset = recall\nquality = yes\n");
    enum { LINES = 200000 };
    char *many = malloc(4 * LINES + 1), *p = many;
    cr_assert(many);
    for (int i = 0; i < LINES; i++) p += sprintf(p, "a\n");
    pl_test_add(t, "lines", many);
    memset(many, 'a', 4 * LINES);
    many[4 * LINES] = 0;
    pl_test_add(t, "one word", many);
    for (int i = 0; i < LINES; i++) memcpy(many + 4 * i, "ab. ", 4);
    pl_test_add(t, "one line", many);
    for (int i = 0; i < LINES; i++) memcpy(many + 4 * i, "\xc3\x83\xc2\xa9", 4);
    pl_test_add(t, "mojibake alone", many);
    for (int i = 0; i < LINES; i++) memcpy(many + 4 * i, "\xcc\x81\xcc\x82", 4);
    pl_test_add(t, "accents alone", many);
    pl_test_add(t, "blank", " ");
    pl_test_add(t, "signs", "*** --- ### |||");
    free(many);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    for (uint32_t i = 0; i < 7; i++)
        cr_expect_neq(pl_test_host(t)->verdict(pl_test_document(t, i)).state, PL_DEAD,
                      "document %u", i);
    pl_test_close(t);
}

static const char *const article =
    "Ferry to the Island Runs Again\n\nThe ferry to the island sails again after five weeks in "
    "dock, the company said on Monday, and the first "
    "lorries were on board before six in the morning.\n\nFarmers had waited for fodder, and the "
    "school had sent its pupils home twice, because "
    "the boat that replaced the ferry could carry neither buses nor fuel.";

Test(
    keeping,
    too_much_does_not_go) { /* more of it is forms and menus than article: nothing is certain, then */
    char text[8192];
    size_t n = (size_t)snprintf(text, sizeof text, "%s",
                                "A ferry sails again on Monday, the company said.");
    for (int i = 0; i < 40; i++)
        n += (size_t)snprintf(text + n, sizeof text - n,
                              "\n\nSubscribe to our newsletter\n\nFollow us on Twitter");
    pl_test *t = pl_test_open(CLEANER);
    pl_test_add(t, "x", text);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    expect_same(t, 0, text, "left whole");
    cr_expect(strstr(pl_test_json(t, 0), "clean_uncertain"));
    pl_test_close(t);
}

Test(keeping, glued_words_are_flagged) {
    pl_test *t = pl_test_open(CLEANER);
    pl_test_add(t, "x",
                "The ferry sailed again.The farmers were glad.The school opened.Nobody knew why it "
                "took so long.");
    pl_test_add(t, "y", article);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    cr_expect(strstr(pl_test_json(t, 0), "glued_words"));
    cr_expect_null(strstr(pl_test_json(t, 1), "glued_words"));
    pl_test_close(t);
}

static const struct {
    const char *option, *text, *reason;
} thresholds[] = {{"min_words = 100",
                   "The ferry sails again on Monday, the company said in a letter to the council.",
                   "too_short"},
                  {"min_stop_share = 0.4",
                   "The ferry. It was the ferry to the island and it is in the dock. Steel oak "
                   "rope tar nails hull keel deck mast sail crew "
                   "mate cook bell lamp fog tide wind rain snow hail ice salt fish crab",
                   "few_stop_words"},
                  {"max_symbol_share = 0.3", "a ++ -- ** // == ++ -- ** // ==", "many_symbols"},
                  {"max_repetition = 0.3",
                   "buy the new boat now and buy the new boat now and buy the new boat now and buy "
                   "the new boat now",
                   "repetitive"},
                  {"min_line_words = 5", "one two\nthree four\nfive six", "short_lines"}};

Test(keeping, thresholds_drop_with_a_reason) {
    for (size_t i = 0; i < sizeof thresholds / sizeof *thresholds; i++) {
        char config[200];
        snprintf(config, sizeof config, CLEANER "%s\n", thresholds[i].option);
        pl_test *t = pl_test_open(config);
        pl_test_add(t, "x", thresholds[i].text);
        pl_test_add(t, "y", article);
        cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
        const pl_verdict v = pl_test_host(t)->verdict(pl_test_document(t, 0));
        cr_expect(v.state == PL_DROPPED && v.reason.n == strlen(thresholds[i].reason) &&
                      !memcmp(v.reason.p, thresholds[i].reason, v.reason.n),
                  "%s: %d '%.*s'", thresholds[i].option, (int)v.state, (int)v.reason.n, v.reason.p);
        if (i)
            cr_expect_eq(pl_test_host(t)->verdict(pl_test_document(t, 1)).state, PL_KEPT, "%s",
                         thresholds[i].option);
        pl_test_close(t);
    }
}

Test(keeping, quality_is_a_field) {
    pl_test *t = pl_test_open(CLEANER "quality = yes\n");
    pl_test_add(t, "x", article);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    pl_value v = {0};
    cr_assert_eq(pl_test_host(t)->get(pl_test_document(t, 0), "quality.words", &v), PL_OK);
    cr_expect(v.u.i > 50 && v.u.i < 70, "%lld words", (long long)v.u.i);
    cr_assert_eq(pl_test_host(t)->get(pl_test_document(t, 0), "quality.stop_share", &v), PL_OK);
    cr_expect(v.u.r > 0.3 && v.u.r < 0.7, "%g", v.u.r);
    pl_test_close(t);
}

/* Three stories of one site with one line in common; two copies of one text on another. */
Test(keeping, repeated_lines_go_behind_the_barrier) {
    static const char *const names[] = {"ferry", "train", "bus"};
    static const char *const common =
        "The Island Times brings you every story that matters on the coast";
    char text[4096];
    pl_test *t = pl_test_open(CLEANER "repeated = yes\nboilerplate = no\n");
    for (int i = 0; i < 3; i++) {
        snprintf(text, sizeof text,
                 "The %s runs again after number %d\n\nThe %s had been in repair for %d weeks, the "
                 "company said.\n\n%s\n\nNobody in town %d knows who will pay for the %s.",
                 names[i], i, names[i], i + 3, common, i, names[i]);
        pl_test_field(t, "site", "island.example");
        pl_test_add(t, names[i], text);
    }
    for (int i = 0; i < 2; i++) {
        pl_test_field(t, "site", "other.example");
        pl_test_add(t, "copy", article);
    }
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    for (uint32_t i = 0; i < 3; i++) {
        const pl_str s = pl_test_host(t)->text(pl_test_document(t, i));
        cr_expect_null(memmem(s.p, s.n, common, strlen(common)), "%s", names[i]);
        cr_expect(memmem(s.p, s.n, "Nobody in town", 14), "%s", names[i]);
    }
    expect_same(t, 3, article, "a copy stays");
    expect_same(t, 4, article, "a copy stays");
    pl_test_close(t);
}
