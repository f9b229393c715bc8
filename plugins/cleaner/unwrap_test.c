/* Tests of joining hard-wrapped lines: what was a paragraph becomes one again at any width, and lines that are lines stay. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "text-pipeline/pipeline_test.h"

#define CLEANER "[pipeline]\nstages = cleaner\n[cleaner]\nboilerplate = no\n"

/* clang-format off */
static const char *const articles[] = {
    "Night ferry across the sound will run again\n\n"
    "The ferry across the sound will run at night again from the first week of May, the harbour board said on Tuesday after a vote that "
    "took the whole afternoon.\n\n"
    "Two crews of nine will share the work, and the older of the two boats gets a new engine before the first crossing, which the yard has "
    "promised for April. Nobody knows yet who is going to pay for it.\n\n"
    "Fares stay as they are until autumn, said the chairman of the board, Olaf Brandt, who had asked for a tenth more and got nothing.",
    "Nachtfähre über den Sund fährt wieder\n\n"
    "Die Fähre über den Sund fährt von der ersten Maiwoche an auch nachts wieder, teilte der Hafenrat am Dienstag nach einer Abstimmung mit, "
    "die den ganzen Nachmittag gedauert hatte.\n\n"
    "Zwei Mannschaften teilen sich die Arbeit, und das ältere der beiden Schiffe bekommt vor der ersten Überfahrt einen neuen Motor, den die "
    "Werft für den April versprochen hat. Wer das bezahlt, weiß noch niemand.",
    "Ночной паром через пролив снова пойдёт\n\n"
    "Паром через пролив с первой недели мая снова будет ходить по ночам, сообщил во вторник совет порта после голосования, которое заняло "
    "всю вторую половину дня.\n\n"
    "Работу разделят две команды по девять человек, а старшее из двух судов до первого рейса получит новый двигатель, который верфь обещала "
    "к апрелю. Кто за это заплатит, пока не знает никто.",
    "المعبر الليلي يعود إلى العمل\n\n"
    "قال مجلس الميناء يوم الثلاثاء بعد تصويت استغرق فترة ما بعد الظهر كلها إن العبارة ستعود إلى الإبحار ليلا عبر المضيق اعتبارا من الأسبوع الأول من شهر "
    "مايو المقبل\n\n"
    "وسيتقاسم طاقمان من تسعة أفراد العمل وستحصل السفينة الأقدم على محرك جديد قبل الرحلة الأولى وعد به حوض بناء السفن في شهر أبريل ولا أحد يعرف من سيدفع ثمنه",
};
/* clang-format on */

/* Breaks the lines of `text` at blanks so that none has more than `width` characters that need not. */
static void wrap(char *out, const char *text, int width) {
    int column = 0;
    while (*text) {
        const size_t n = strcspn(text, " \n");
        int word = 0;
        for (size_t i = 0; i < n; i++) word += (text[i] & 0xc0) != 0x80;
        if (column && column + 1 + word > width) out[-1] = '\n', column = 0;
        memcpy(out, text, n + 1);
        column = text[n] == '\n' ? 0 : column + (column > 0) + word;
        if (!text[n]) return;
        out += n + 1;
        text += n + 1;
    }
}

static void expect(pl_test *t, uint32_t i, const char *name, const char *want) {
    const pl_str text = pl_test_host(t)->text(pl_test_document(t, i));
    cr_expect(text.n == strlen(want) && !memcmp(text.p, want, text.n), "%s: got '%.*s'", name,
              (int)text.n, text.p);
}

enum { ARTICLES = sizeof articles / sizeof *articles, FIRST = 52, STEP = 4, WIDTHS = 11 };

Test(unwrap, paragraphs_come_back_at_every_width) {
    static const char *const configs[] = {CLEANER, CLEANER "layout = keep\n"};
    static char wrapped[ARTICLES * WIDTHS][4096];
    char name[32];
    for (int keep = 0; keep < 2; keep++) {
        pl_test *t = pl_test_open(configs[keep]);
        for (uint32_t i = 0; i < ARTICLES * WIDTHS; i++) {
            wrap(wrapped[i], articles[i / WIDTHS], FIRST + STEP * (int)(i % WIDTHS));
            pl_test_add(t, "x", wrapped[i]);
        }
        cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
        for (uint32_t i = 0; i < ARTICLES * WIDTHS; i++) {
            snprintf(name, sizeof name, "text %u at %u", i / WIDTHS, FIRST + STEP * (i % WIDTHS));
            expect(t, i, name, keep ? wrapped[i] : articles[i / WIDTHS]);
        }
        pl_test_close(t);
    }
}

#define WRAPPED                                                                                    \
    "The ferry across the sound will run at night again from the first\n"                          \
    "week of May, the harbour board said on Tuesday after a vote that\n"                           \
    "took the whole afternoon and that nobody had asked for this year.\n\n"
#define JOINED                                                                                     \
    "The ferry across the sound will run at night again from the first week of May, the harbour "  \
    "board said on Tuesday after a vote that took the whole afternoon and that nobody had asked "  \
    "for this year.\n\n"

/* What stands below a wrapped paragraph; NULL: it stays as it is. */
static const struct {
    const char *name, *in, *out;
} below[] = {
    {"items that hang",
     "* The first boat gets an engine from the yard in the north, which\n"
     "  is the older of the two.\n"
     "* The second boat waits for its turn until the winter has gone and\n"
     "  the ice with it.",
     "* The first boat gets an engine from the yard in the north, which is the older of the two.\n"
     "* The second boat waits for its turn until the winter has gone and the ice with it."},
    {"numbered items of full lines",
     "1. The first boat gets an engine from the yard in the north, says\n"
     "2. The second boat waits for its turn until the winter has gone by",
     NULL},
    {"a dash inside a sentence",
     "The board, of which nobody had heard for more than eleven months\n"
     "- since the storm, that is - spoke again.",
     "The board, of which nobody had heard for more than eleven months - since the storm, that is "
     "- spoke again."},
    {"mail that is quoted",
     "> The ferry across the sound will run at night again from the day\n"
     "> that the harbour board has said.",
     NULL},
    {"a heading in capitals",
     "THE FERRY ACROSS THE SOUND WILL RUN AT NIGHT AGAIN FROM TUESDAY\n"
     "Fares stay as they are until autumn.",
     NULL},
    {"a heading and what it is about",
     "## What the board has said\nFares stay as they are until autumn.", NULL},
    {"a table",
     "Halden north pier    12:30    14:45    16:30    18:45    20:30\n"
     "Sound south pier     13:00    15:15    17:00    19:15    21:00",
     "Halden north pier 12:30 14:45 16:30 18:45 20:30\n"
     "Sound south pier 13:00 15:15 17:00 19:15 21:00"},
    {"scores and an address", "Halden 2 Sound 1\nBerg 0 Lund 0\n\nHarbour Board\n12 Pier Street",
     NULL},
    {"an address of the net that was cut",
     "The board has put all of its papers for the members of the sound\n"
     "on https://board.example/papers/2024/what-the-members-of-the-\n"
     "board-said for everybody to read.",
     "The board has put all of its papers for the members of the sound on "
     "https://board.example/papers/2024/what-the-members-of-the-board-said for everybody to read."},
    {"a soft hyphen and a hard one",
     "Nobody in the harbour of Halden had heard of the vote, the chair\xc2\xad\n"
     "man said, who had told the members about the plans for the well-\n"
     "known pier.",
     "Nobody in the harbour of Halden had heard of the vote, the chairman said, who had told the "
     "members about the plans for the well- known pier."},
    {"paragraphs that begin deeper",
     "    Nobody in the harbour of Halden had heard of it, the board said.\n"
     "    The two crews of nine will share the work until autumn, when an\n"
     "engine comes.\n"
     "    Fares stay.",
     "Nobody in the harbour of Halden had heard of it, the board said.\n"
     "The two crews of nine will share the work until autumn, when an engine comes.\n"
     "Fares stay."},
    {"full lines that end what they say, above lines that nothing sets apart",
     "Night ferry across the sound will run again for all of the isles\n"
     "By Marta Lindqvist\n"
     "The two crews of nine will share the work until autumn, they say.\n"
     "Fares stay as they are, said the chairman of the board, who asked\n"
     "for more.",
     "Night ferry across the sound will run again for all of the isles\n"
     "By Marta Lindqvist\n"
     "The two crews of nine will share the work until autumn, they say.\n"
     "Fares stay as they are, said the chairman of the board, who asked for more."},
    {"line ends of windows",
     "Nobody in the harbour of Halden had heard of the vote, the board\r\nsaid on Tuesday. ",
     "Nobody in the harbour of Halden had heard of the vote, the board said on Tuesday."},
};

Test(unwrap, lines_that_begin_something_stay) {
    enum { N = sizeof below / sizeof *below };
    char text[4096];
    pl_test *t = pl_test_open(CLEANER);
    for (uint32_t i = 0; i < N; i++) {
        snprintf(text, sizeof text, "%s%s", WRAPPED, below[i].in);
        pl_test_add(t, "x", text);
    }
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    for (uint32_t i = 0; i < N; i++) {
        snprintf(text, sizeof text, "%s%s", JOINED, below[i].out ? below[i].out : below[i].in);
        expect(t, i, below[i].name, text);
    }
    pl_test_close(t);
}

static const struct {
    const char *name, *text;
} unwrapped[] = {
    {"verse", "The ferry waits beside the northern pier,\nthe men have gone to sleep till break of "
              "day,\nthe lamps are out, no step that I can hear,\nand all the gulls and all the "
              "ropes are grey.\nThe tide comes in and lifts her from the mud,\nthe tide goes out "
              "and leaves her where she lay,\nand in my ears the engine of my blood\nis all that "
              "goes across the sound today."},
    {"headlines", "Why the new bridge at Halden costs twice what was planned\nFarmers ask for rain "
                  "and get a committee instead\nWhat to do when the cellar is full of water "
                  "again\nThe best soups for a winter that will not end\nA painter who never left "
                  "his village is shown in Rome\nHow two brothers built the fastest sledge in the "
                  "valley\nSeven questions to ask before you buy a used boat"},
    {"code", "for (int i = 0; i < count; i++) {\ntotal += values[i] * weights[i];\nif (total > "
             "limit) return report(total, limit);\nprevious = current;\n}\nreturn total / count;"},
    {"a list in lower case", "engine oil for the older of the two boats\nrope\npaint for the pier, "
                             "the railings and both of the lamps\nnew charts\ntwo hundred blankets "
                             "for passengers who sleep on deck\na bell"},
};

Test(unwrap, what_is_not_wrapped_stays) {
    enum { N = sizeof unwrapped / sizeof *unwrapped };
    pl_test *t = pl_test_open(CLEANER);
    for (uint32_t i = 0; i < N; i++) pl_test_add(t, "x", unwrapped[i].text);
    for (uint32_t i = 0; i < ARTICLES; i++) pl_test_add(t, "x", articles[i]);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    for (uint32_t i = 0; i < N; i++) expect(t, i, unwrapped[i].name, unwrapped[i].text);
    for (uint32_t i = 0; i < ARTICLES; i++) expect(t, N + i, "an article", articles[i]);
    pl_test_close(t);
}

/* Verdicts are those of the paragraphs: half a sentence is neither a byline nor a leftover. */
Test(unwrap, lines_are_judged_joined) {
    static const char *const in =
        "The ferry across the sound will run at night again from the first\n"
        "week of May, the harbour board said in an interview that was led\n"
        "by Herb Lund and Megan Dahl of the Sound Gazette, who had asked\n"
        "for it since autumn, when there was more than one case of bad\n"
        "corporate governance.\n\n"
        "To read the letter of the board, please sign up for our newsletter\n"
        "and get the day's top stories in your inbox every morning.";
    pl_test *t = pl_test_open("[pipeline]\nstages = cleaner\n");
    pl_test_add(t, "x", in);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    const pl_host *host = pl_test_host(t);
    const pl_str text = host->text(pl_test_document(t, 0));
    pl_value v = {0};
    cr_expect(memmem(text.p, text.n, "one case of bad corporate governance.", 37));
    cr_expect(host->get(pl_test_document(t, 0), "author", &v) != PL_OK || !v.u.s.n, "author %.*s",
              (int)v.u.s.n, v.u.s.p);
    cr_expect_null(memmem(text.p, text.n, "newsletter", 10));
    cr_expect_null(memmem(text.p, text.n, "top stories", 11));
    pl_test_close(t);
}
