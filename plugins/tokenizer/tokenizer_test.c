/* Tests of the tokenizer: tokens and sentences of short texts, properties that hold for every text. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xxhash.h>
#include "test_layers.h"

static const char plain[] = "[pipeline]\nstages = tokenizer\n";

struct row {
    const char *in, *out;
};

static pl_test *run_bytes(const char *config, const char *language, const char *in, size_t n) {
    pl_test *t = pl_test_open(config);
    if (language) pl_test_field(t, "language", language);
    pl_test_add_bytes(t, "x", in, n);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    return t;
}

static pl_test *run(const char *config, const char *in) {
    return run_bytes(config, NULL, in, strlen(in));
}

static void check(const char *config, const char *layer, const struct row *row) {
    char got[4096] = "";
    pl_test *t = run(config, row->in);
    layer_text(t, layer, got, sizeof got);
    cr_expect_str_eq(got, row->out, "'%s'\n  gives '%s'\n  not   '%s'", row->in, got, row->out);
    pl_test_close(t);
}

#define CHECK_ALL(config, layer, rows)                                                             \
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) check(config, layer, &rows[i])

static const struct row words[] = {
    {"It rained, then stopped.", "It|rained|,|then|stopped|."},
    {"don't city's O'Neill rock'n'roll", "don't|city's|O'Neill|rock'n'roll"},
    {"short-lived US-based e-mail co-op", "short|-|lived|US|-|based|e-mail|co-op"},
    {"and/or w/o AT&T R&D", "and|/|or|w/o|AT&T|R&D"},
    {"Mr. Lee of the U.S. Army, Ph.D.", "Mr.|Lee|of|the|U.S.|Army|,|Ph.D."},
    {"the workers' pay 'of workers' here", "the|workers'|pay|'|of|workers|'|here"},
    {"J. R. R. Tolkien and J.K. Rowling", "J.|R.|R.|Tolkien|and|J.K.|Rowling"},
    {"wait... what?! no!!! ----", "wait|...|what|?!|no|!!!|----"},
    {"(yes) [no] \"so\" 'it'", "(|yes|)|[|no|]|\"|so|\"|'|it|'"},
    {"na\xc3\xafve \xc3\x89tat \xd0\x9c\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0",
     "na\xc3\xafve|\xc3\x89tat|\xd0\x9c\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0"},
};
Test(tokenizer, words) { CHECK_ALL(plain, "tokens", words); }

static const struct row numbers[] = {
    {"$24.5 45% US$3 1,000.50", "$|24.5|45|%|US$|3|1,000.50"},
    {"08/16/2000 9/11 2010-11-05 713-853-3989", "08/16/2000|9/11|2010-11-05|713-853-3989"},
    {"5-10 1969-1970 3/4", "5|-|10|1969|-|1970|3|/|4"},
    {"5pm 7:30PM 35mm 23rd 1990s '90s", "5|pm|7:30|PM|35|mm|23rd|1990s|'90s"},
    {"No. 5, not no. Five", "No.|5|,|not|no|.|Five"},
};
Test(tokenizer, numbers) { CHECK_ALL(plain, "tokens", numbers); }

static const struct row addresses[] = {
    {"See https://a.example/b_(c)?d=1, then (www.example.com).",
     "See|https://a.example/b_(c)?d=1|,|then|(|www.example.com|)|."},
    {"Mail j.smith+x@mail.example.org.", "Mail|j.smith+x@mail.example.org|."},
    {"example.com and Node.js and a.pdf", "example.com|and|Node.js|and|a.pdf"},
    {"@name said #topic :-) ok", "@name|said|#topic|:-)|ok"},
    {"2010.pdf and .com and $.5, +1 212", "2010.pdf|and|.com|and|$|.5|,|+1|212"},
};
Test(tokenizer, addresses) { CHECK_ALL(plain, "tokens", addresses); }

static const struct row contractions[] = {
    {"don't we'll city's O'Neill I'm", "do|n't|we|'ll|city|'s|O'Neill|I|'m"},
    {"the workers' pay, 'em", "the|workers|'|pay|,|'em"},
    {"it\xe2\x80\x99s can\xe2\x80\x99t", "it|\xe2\x80\x99s|ca|n\xe2\x80\x99t"},
};
Test(tokenizer, contractions_are_split_when_told) {
    CHECK_ALL("[pipeline]\nstages = tokenizer\n[tokenizer]\ncontractions = split\n", "tokens",
              contractions);
}

static const struct row own_abbreviations[] = {
    {"Seen at Bldg. Foy etc. The Foo. Bar fund, the Qux. Baz one and fasz. Here",
     "Seen at Bldg. Foy etc.|The Foo. Bar fund, the Qux.|Baz one and fasz. Here"},
};
Test(tokenizer, abbreviations_are_added_and_taken_away) {
    char path[] = "/tmp/tokenizer_test.XXXXXX", config[128];
    FILE *f = fdopen(mkstemp(path), "w");
    cr_assert(f != NULL);
    fputs("# mine\nFoo.\n[title]\nfasz.\n[inner]\nQux.\n-Qux.\n", f);
    fclose(f);
    snprintf(config, sizeof config,
             "[pipeline]\nstages = tokenizer\n[tokenizer]\nabbreviations = %s\n", path);
    CHECK_ALL(config, "sents", own_abbreviations);
    f = fopen(path, "w");
    fputs("Foo.\n[titel]\n", f);
    fclose(f);
    pl_test *t = pl_test_open(config);
    cr_expect_eq(pl_test_run(t), PL_ESTOP);
    cr_expect(strstr(pl_test_error(t), ":2: no such section") != NULL, "%s", pl_test_error(t));
    pl_test_close(t);
    remove(path);
}

static const char wrapped[] =
    "The river rose again on Sunday night and\nflooded the old town for the "
    "third time\nthis year, as the mayor had foreseen.";
Test(tokenizer, line_breaks) {
    static const struct {
        const char *mode;
        struct row row;
    } rows[] = {
        {"auto", {"One line\nAnother line", "One line|Another line"}},
        {"auto", {"It goes\non here.", "It goes\non here."}},
        {"auto", {"apples\npears\nplums", "apples|pears|plums"}},
        {"auto", {wrapped, wrapped}},
        {"space", {"One line\nAnother line", "One line\nAnother line"}},
        {"space", {"One\n\nTwo\r\n\r\nThree", "One|Two|Three"}},
        {"paragraph", {"It goes\r\non here.", "It goes|on here."}},
        {"paragraph",
         {"One\xe2\x80\xa8Two\xe2\x80\xa9Three\xc2\x85"
          "Four\fFive",
          "One|Two|Three|Four|Five"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char config[96];
        snprintf(config, sizeof config,
                 "[pipeline]\nstages = tokenizer\n[tokenizer]\nline_breaks = %s\n", rows[i].mode);
        check(config, "sents", &rows[i].row);
    }
}

static const struct row unglued[] = {
    {"It was the end.Next came 2019.The war", "It was the end.Next came 2019.The war"},
};
Test(tokenizer, glued_sentences_stay_when_told) {
    CHECK_ALL("[pipeline]\nstages = tokenizer\n[tokenizer]\nglued = no\n", "sents", unglued);
}

static const struct row lists[] = {
    {"1. First one 2. Second one", "1. First one|2. Second one"},
    {"a) one b) two (c) three", "a) one|b) two (c) three"},
    {"\xe2\x80\xa2 x \xe2\x80\xa2 y", "\xe2\x80\xa2 x|\xe2\x80\xa2 y"},
    {"Home \xe2\x80\xa2 News \xe2\x80\xa2 Sport", "Home \xe2\x80\xa2 News \xe2\x80\xa2 Sport"},
    {"IV. Results\n2.1 More", "IV. Results|2.1 More"},
    {"J. Smith met K. Jones and L. Moss.", "J. Smith met K. Jones and L. Moss."},
    {"Two reasons: 1. It is late. 2. It is cold.", "Two reasons: 1. It is late.|2. It is cold."},
    {"1. He won in 5. 2. He lost.", "1. He won in 5.|2. He lost."},
};
Test(tokenizer, lists_in_a_line) { CHECK_ALL(plain, "sents", lists); }

static const struct row sentences[] = {
    {"It rained. Then it froze", "It rained.|Then it froze"},
    {"Dr. Sarsen of Acme Inc. spoke. \"No.\" She left.",
     "Dr. Sarsen of Acme Inc. spoke.|\"No.\"|She left."},
    {"In the U.K. They met U.K. officials.", "In the U.K.|They met U.K. officials."},
    {"\xe2\x80\x9cGo.\xe2\x80\x9d He went. \"Why?\" he asked.",
     "\xe2\x80\x9cGo.\xe2\x80\x9d|He went.|\"Why?\" he asked."},
    {"The end.Next came 2019.The", "The end.|Next came 2019.|The"},
    {"and then ... nothing. Wait... What?", "and then ... nothing.|Wait...|What?"},
    {"A heading\n\nSome text.", "A heading|Some text."},
    {"A paragraph of news\nAnother one", "A paragraph of news|Another one"},
    {"Yahoo! is big. (It grew.) Now.", "Yahoo! is big.|(It grew.)|Now."},
};
Test(tokenizer, sentences) { CHECK_ALL(plain, "sents", sentences); }

static const pl_token *token(const pl_test *t, uint32_t i) {
    const pl_array a = pl_test_layer(t, 0, "tokens");
    cr_assert_lt(i, a.n);
    return pl_at(a, i);
}

Test(tokenizer, forms) {
    pl_test *t = run(plain, "Stra\xc3\x9f"
                            "e STRASSE Rain rain's A 1,000 2,5");
    cr_expect_eq(token(t, 0)->hash, XXH3_64bits("strasse", 7));
    cr_expect_eq(token(t, 1)->hash, token(t, 0)->hash);
    cr_expect_eq(token(t, 0)->stem, token(t, 0)->hash);
    cr_expect_eq(PL_CASE(token(t, 0)->shape), PL_TITLE);
    cr_expect_eq(PL_CASE(token(t, 1)->shape), PL_UPPER);
    cr_expect_eq(PL_CASE(token(t, 2)->shape), PL_TITLE);
    cr_expect_eq(token(t, 0)->shape, token(t, 2)->shape);
    cr_expect_eq(PL_CASE(token(t, 3)->shape), PL_LOWER);
    cr_expect_eq(PL_CASE(token(t, 5)->shape), PL_NO_CASE);
    cr_expect_eq(token(t, 5)->shape, token(t, 6)->shape);
    pl_test_close(t);
}

/* Words of one stem have one number, in the language of the document; others keep their hash. */
Test(tokenizer, stems) {
    static const struct {
        const char *language, *in;
        uint32_t same, other;
    } rows[] = {
        {"en", "Connected connection\xe2\x80\x99s rain 1990", 1, 2},
        {"de-AT", "H\xc3\xa4user hause Baum 1990", 1, 2},
        {"ru",
         "\xd0\xba\xd0\xbd\xd0\xb8\xd0\xb3\xd0\xb0 \xd0\xba\xd0\xbd\xd0\xb8\xd0\xb3\xd1\x83 x", 1,
         2},
        {"xx", "rain rain rains 1990", 1, 2}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pl_test *t = run_bytes("[pipeline]\nstages = tokenizer\n[tokenizer]\nstem = yes\n",
                               rows[i].language, rows[i].in, strlen(rows[i].in));
        cr_expect_eq(token(t, 0)->stem, token(t, rows[i].same)->stem, "%s", rows[i].in);
        cr_expect_neq(token(t, 0)->stem, token(t, rows[i].other)->stem, "%s", rows[i].in);
        pl_test_close(t);
    }
    pl_test *t = run("[pipeline]\nstages = tokenizer\n[tokenizer]\nstem = yes\n", "Rains 1990");
    cr_expect_eq(token(t, 0)->stem, XXH3_64bits("rain", 4));
    cr_expect_eq(token(t, 1)->stem, token(t, 1)->hash);
    pl_test_close(t);
}

Test(tokenizer, kinds_and_flags) {
    pl_test *t = run(plain, "The EU-wide plan, end.Next a@b.co\n\n$5");
    static const struct {
        uint8_t kind, flags;
    } want[] = {{PL_WORD, PL_SENTENCE_START | PL_PARAGRAPH_START | PL_SPACE_BEFORE | PL_STOPWORD},
                {PL_WORD, PL_SPACE_BEFORE},
                {PL_PUNCTUATION, PL_JOINED},
                {PL_WORD, PL_JOINED},
                {PL_WORD, PL_SPACE_BEFORE},
                {PL_PUNCTUATION, 0},
                {PL_WORD, PL_SPACE_BEFORE},
                {PL_PUNCTUATION, PL_GLUED},
                {PL_WORD, PL_SENTENCE_START},
                {PL_EMAIL, PL_SPACE_BEFORE | PL_PARAGRAPH_END},
                {PL_SYMBOL, PL_SENTENCE_START | PL_PARAGRAPH_START | PL_SPACE_BEFORE},
                {PL_NUMBER, PL_PARAGRAPH_END}};
    for (uint32_t i = 0; i < sizeof want / sizeof *want; i++) {
        cr_expect_eq(token(t, i)->kind, want[i].kind, "token %u: kind %u", i, token(t, i)->kind);
        cr_expect_eq(token(t, i)->flags, want[i].flags, "token %u: flags %u", i,
                     token(t, i)->flags);
        cr_expect_eq(token(t, i)->reserved, 0);
    }
    pl_test_close(t);
}

/* Between tokens is white space only; sentences are runs of whole tokens and cover all of them. */
static void check_layers(const pl_test *t, const char *name) {
    const pl_str text = pl_test_host(t)->text(pl_test_document(t, 0));
    const pl_array tokens = pl_test_layer(t, 0, "tokens"), sents = pl_test_layer(t, 0, "sents");
    uint32_t at = 0, first = 0;
    for (uint32_t i = 0; i <= tokens.n; i++) {
        const uint32_t begin = i < tokens.n ? token(t, i)->span.begin : (uint32_t)text.n;
        for (; at < begin; at++)
            cr_assert(
                strchr(" \t\r\n\v\f\xc2\x85\xa0\xe1\x9a\x80\xe2\x80\x81\x82\x83\x84\x86\x87\x88"
                       "\x89\x8a\xa8\xa9\xaf\x9f\xe3",
                       text.p[at]) != NULL,
                "%s: byte %u is in no token", name, at);
        if (i < tokens.n) cr_assert_gt(token(t, i)->span.end, at, "%s: token %u is empty", name, i);
        if (i < tokens.n) at = token(t, i)->span.end;
    }
    for (uint32_t i = 0; i < sents.n; i++) {
        const pl_sentence *s = pl_at(sents, i);
        cr_assert_eq(s->first_token, first, "%s: sentence %u", name, i);
        cr_assert_eq(s->span.begin, token(t, first)->span.begin);
        first += s->tokens;
        cr_assert_eq(s->span.end, token(t, first - 1)->span.end);
    }
    cr_assert_eq(first, tokens.n, "%s: tokens behind the last sentence", name);
}

/* clang-format off */
static const char *const pieces[] = {
    " ", " ", " ", "\n", "\n\n", ".", ".", "..", "?", "!", "\"", "'", "(", ")", "[", "]", "-", "--", "/", "@", "#", ":", "://", "www.",
    "http", "a", "b", "U", "S", "The", "end", "Mr", "No", "5", "12", ",", ";", "$", "%", "&", "_", "*", "+", "^_^", "\t", "\r\n", "com",
    ".js", "n't", "I", "i.e", "e.g", "=", ":)", "<", ">", "l'", "z", "Inc", "p.m", "ii", "\x01", "é", "É", "’", "“", "”", "…", "—", "«",
    "•", "№", "中", "カ", "ひ", "。", "เ", "ก", "่", "😀", "\xe2\x80\x8d", "\xc2\xad", "\xc2\xa0", "\xef\xbb\xbf", "\xcc\x81", "🇩", "г",
    "Ё", "\xe2\x80\xa8", "\xe2\x80\xa9", "א"};
static const struct { const char *language, *options; } settings[] = {
    {"en", ""}, {"en", "contractions = split\n"}, {"fr", "stem = yes\n"}, {"de", "line_breaks = space\n"}, {"ja", "mode = unicode\n"}};
/* clang-format on */

static size_t random_text(uint32_t *seed, char *text) {
    size_t n = 0;
    for (int i = 0; i < 60; i++) {
        *seed = *seed * 1103515245u + 12345u;
        const char *p = pieces[(*seed >> 16) % (sizeof pieces / sizeof *pieces)];
        memcpy(text + n, p, strlen(p));
        n += strlen(p);
    }
    return n;
}

/* Random text of the characters that the rules look at: every byte is in a token, whatever comes. */
Test(tokenizer, nothing_is_lost) {
    uint32_t seed = 12345;
    for (uint32_t round = 0; round < 400; round++) {
        char text[400], name[32], config[128];
        const size_t setting = round % (sizeof settings / sizeof *settings);
        const size_t n = random_text(&seed, text);
        snprintf(name, sizeof name, "round %u", round);
        snprintf(config, sizeof config, "%s[tokenizer]\n%s", plain, settings[setting].options);
        pl_test *t = run_bytes(config, settings[setting].language, text, n);
        if (pl_test_host(t)->text(pl_test_document(t, 0)).n) check_layers(t, name);
        pl_test_close(t);
    }
}

static double seconds_for(const char *mode, const char *piece, size_t bytes) {
    char config[96], *text = malloc(bytes);
    const size_t n = strlen(piece);
    bytes = bytes / n * n; /* no character is cut */
    for (size_t i = 0; i < bytes; i++) text[i] = piece[i % n];
    snprintf(config, sizeof config, "[pipeline]\nstages = tokenizer\n[tokenizer]\nmode = %s\n",
             mode);
    const clock_t begin = clock();
    pl_test_close(run_bytes(config, NULL, text, bytes));
    free(text);
    return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

/* Eight times the text takes about eight times as long; were it quadratic, it would be sixty-four. */
Test(tokenizer, time_is_linear_in_any_text) {
    /* clang-format off */
    static const char *const slow[] = {
        "a", "A", ".", "a.", "a1.", "(", "\"", "'", "a'", "a-", "re-", "www.", "http://", "a@", "a@b.", ":)",
        "1,", "1/", "1-2-", "[...] ", "! ) ", ". [1] ", "a. b. ", "\n", "a\n", "a,\nb ", "\xcc\x81",
        "\xe2\x80\x8d", "\xf0\x9f\x98\x80", "\xf0\x9f\x87\xa9", "\xe4\xb8\xad", "s' ", "J. ", "\xe2\x80\x9c",
        ":(((((", "&a", "=D", "1. a 2. a ", "\"I ", "!\" A "};
    /* clang-format on */
    for (size_t i = 0; i < 2 * sizeof slow / sizeof *slow; i++) {
        const char *const mode = i % 2 ? "unicode" : "news", *const piece = slow[i / 2];
        const double small = seconds_for(mode, piece, 1 << 14);
        const double large = seconds_for(mode, piece, 1 << 17);
        cr_expect_lt(large, 24 * small + 0.25, "%s '%s': %.3f s, then %.3f s", mode, piece, small,
                     large);
    }
}
