/* Tests of the entity extractor: mentions and normal forms of short texts, properties that hold for every text. */
#include <stdlib.h>
#include "calendar.h"
#include "decimal.h"
#include "model.h"
#include "rows_test.h"
#include "words.h"

static const struct row names[] = {
    {"The U.S. and the US met in America.",
     "GPE U.S.=United States|GPE US=United States|GPE America=United States"},
    {"T\xc3\xbcrkiye, once Turkey", "GPE T\xc3\xbcrkiye=Turkey|GPE Turkey=Turkey"},
    {"who asked us about it", ""},
    {"The WHO warned NATO.",
     "ORG WHO=World Health Organization|ORG NATO=North Atlantic Treaty Organization"},
    {"the Democratic Republic of Congo",
     "GPE Democratic Republic of Congo=Democratic Republic of Congo"},
    {"in Guinea-Bissau and Bosnia-Herzegovina",
     "GPE Guinea-Bissau=Guinea-Bissau|GPE Bosnia-Herzegovina=Bosnia and Herzegovina"},
    {"Kazakhstan's capital", "GPE Kazakhstan=Kazakhstan"},
    {"the United Nations' envoy to Cyprus\u2019 capital",
     "ORG United Nations=United Nations|GPE Cyprus=Cyprus"},
    {"KAZAKHSTAN", "GPE KAZAKHSTAN=Kazakhstan"},
    {"across the Muslim world", "NORP Muslim=Muslim"},
    {"the Niger Delta and the Black Sea", "LOC Niger Delta=Niger Delta|LOC Black Sea=Black Sea"},
    {"sub-Saharan Africa", "LOC sub-Saharan Africa=sub-Saharan Africa"},
    {"al-Qaeda and Al Qaida", "ORG al-Qaeda=al-Qaeda|ORG Al Qaida=al-Qaeda"},
    {"pro-Kurdish rallies", "NORP Kurdish=Kurdish"},
    {"the People's Bank of China said", "ORG People's Bank of China=People's Bank of China"},
    {"Central Asian traders", "NORP Central Asian=Central Asian"},
    {"Moody's cut the rating of Lloyd's.", "ORG Moody's=Moody's|ORG Lloyd's=Lloyd's"},
};
Test(names, lists_and_canonical_names) {
    CHECK_ALL(names, NULL, " PERSON ORG GPE LOC NORP FAC EVENT ", 1);
}

Test(names, nationalities_are_linked_to_their_country) {
    static const struct row rows[] = {
        {"a Kazakh and two Iraqis", "NORP Kazakh=Kazakhstan|NORP Iraqis=Iraq"}};
    CHECK_ALL(rows, NULL, " NORP ", 0);
}

Test(names, entities_count_mentions_and_forms) {
    pl_test *t = run(plain, NULL, "Peru and Chile. The Republic of Peru is not Chile; Peru is.");
    const pl_array a = pl_test_layer(t, 0, "entities");
    cr_assert_eq(a.n, 2);
    const pl_entity_row *peru = a.v, *chile = pl_at(a, 1);
    cr_expect_eq(peru->count, 3);
    cr_expect_eq(peru->forms.n, 2);
    cr_expect_eq(chile->count, 2);
    cr_expect_eq(chile->forms.n, 1);
    pl_test_close(t);
}

/* Lists are read by a faster way than texts, and must give the same. */
Test(words, letters_have_the_hash_of_the_word) {
    static const char bytes[] = "abcXYZqrstuvwMNOp@`[{\x80\xff 9.-";
    for (size_t at = 0; at + LETTERS_ROOM < sizeof bytes; at++) {
        size_t n, wanted = 0;
        while (wanted < LETTERS_ROOM && (unsigned)((bytes[at + wanted] | 32) - 'a') < 26) wanted++;
        const uint64_t hash = letters_hash(bytes + at, &n);
        cr_expect_eq(n, wanted, "at %zu: %zu letters, not %zu", at, n, wanted);
        cr_expect_eq(hash, word_hash(bytes + at, n), "at %zu", at);
    }
}

Test(decimal, reads_and_writes) {
    static const struct row rows[] = {{"1,000.50", "1000.5"},
                                      {"0.45", "0.45"},
                                      {"24500000000", "24.5e9"},
                                      {"1.000.000", "1e6"},
                                      {"2,5", "2.5"},
                                      {"007", "7"},
                                      {"0", "0"},
                                      {"0.005", "0.005"},
                                      {"999999", "999999"},
                                      {"1234567", "1.234567e6"},
                                      {"1,2,3", NULL},
                                      {"", NULL},
                                      {"1.2.3", NULL},
                                      {"12a", NULL},
                                      {"1234567890123456789", NULL},
                                      {"1.", NULL},
                                      {".5", NULL}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct decimal d;
        char got[DECIMAL_ROOM];
        const int rc = decimal_read(&d, rows[i].in, strlen(rows[i].in));
        cr_expect_eq(rc != 0, rows[i].out == NULL, "%s", rows[i].in);
        if (rc || !rows[i].out) continue;
        decimal_write(d, got);
        cr_expect_str_eq(got, rows[i].out, "%s gives %s", rows[i].in, got);
    }
}

Test(calendar, days_there_and_back) {
    for (int32_t day = -800000; day < 100000; day += 37) cr_assert_eq(days_of(date_of(day)), day);
    cr_expect_eq(weekday_of(days_of((struct date){2016, 6, 27})), 1);
    cr_expect(is_date(2016, 2, 29) && !is_date(2015, 2, 29) && !is_date(2016, 13, 1) &&
              !is_date(2016, 1, 0));
    int32_t year, week;
    week_of(days_of((struct date){2021, 1, 1}), &year, &week);
    cr_expect(year == 2020 && week == 53);
}

/* Mentions lie in the text, in order, without overlap; none begins or ends inside a character. */
static void check_layers(const pl_test *t, uint32_t doc) {
    const pl_array a = pl_test_layer(t, doc, "ents");
    const pl_str text = pl_test_host(t)->text(pl_test_document(t, doc));
    uint32_t at = 0;
    for (uint32_t i = 0; i < a.n; i++) {
        const pl_entity *e = mention(&a, i);
        cr_assert(e->span.begin >= at && e->span.end > e->span.begin && e->span.end <= text.n);
        cr_assert_neq(text.p[e->span.begin] & 0xc0, 0x80);
        cr_assert(e->span.end == text.n || (text.p[e->span.end] & 0xc0) != 0x80);
        cr_assert(e->canonical.n > 0);
        at = e->span.end;
    }
}

Test(properties, any_text_gives_sound_layers) {
    static const char *const pieces[] = {"May",
                                         "June",
                                         "5",
                                         "12",
                                         "2016",
                                         "1990s",
                                         "-",
                                         ",",
                                         ".",
                                         " ",
                                         " ",
                                         " ",
                                         "\n\n",
                                         "$",
                                         "%",
                                         "million",
                                         "a",
                                         "the",
                                         "half",
                                         "two",
                                         "hundred",
                                         "and",
                                         "to",
                                         "first",
                                         "'s",
                                         "\xe2\x80\x99s",
                                         "\xc3\xa9",
                                         "US",
                                         "WHO",
                                         "Peru",
                                         "mid-",
                                         "pro-K",
                                         "km",
                                         "/",
                                         "h",
                                         ":",
                                         "30",
                                         "pm",
                                         "minus",
                                         "\xf0\x9f\x98\x80",
                                         "(",
                                         ")",
                                         "\xe4\xb8\xad",
                                         "Congo",
                                         "of",
                                         "Monday",
                                         "last",
                                         "next",
                                         "ago",
                                         "old",
                                         "Mr. ",
                                         "J. ",
                                         "x@y.com"};
    uint32_t seed = 4711;
    pl_test *t = pl_test_open(plain);
    pl_test_field(t, "created", "2016-06-28");
    for (int round = 0; round < 500; round++) {
        char text[600], id[16];
        size_t n = 0;
        for (int i = 0; i < 50; i++) {
            seed = seed * 1103515245u + 12345u;
            const char *p = pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)];
            memcpy(text + n, p, strlen(p));
            n += strlen(p);
        }
        snprintf(id, sizeof id, "%d", round);
        pl_test_add_bytes(t, id, text, n);
    }
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    for (uint32_t i = 0; i < 500; i++)
        if (pl_test_document(t, i)) check_layers(t, i);
    pl_test_close(t);
}

Test(properties, a_long_run_of_anything_is_done_in_no_time) {
    static const char *const units[] = {
        "1-", "five hundred and ", "May ", "the ", "$", "Congo ", "x", "-", "a ", "A", "Peru, "};
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        const size_t n = strlen(units[k]), times = 300000 / n;
        char *text = malloc(n * times);
        for (size_t i = 0; i < times; i++) memcpy(text + i * n, units[k], n);
        pl_test *t = pl_test_open(plain);
        pl_test_add_bytes(t, "long", text, n * times);
        cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
        check_layers(t, 0);
        pl_test_close(t);
        free(text);
    }
}

/* ---- the document ---- */

static const char name_labels[] = " PERSON ORG GPE LOC NORP FAC EVENT ";

static const struct row documents[] = {
    {"Prime Minister Karim Duisenov met Mary Wilson in Paris. Duisenov smiled; Wilson did not.",
     "PERSON Karim Duisenov=Karim Duisenov|PERSON Mary Wilson=Mary Wilson|GPE Paris=Paris|PERSON "
     "Duisenov=Karim Duisenov|"
     "PERSON Wilson=Mary Wilson"},
    {"Police arrested John Smith and Mary Smith. A lawyer for Smith said he was ill.",
     "PERSON John Smith=John Smith|PERSON Mary Smith=Mary Smith|PERSON Smith=Smith"},
    {"The World Health Organization (WHO) met. The WHO said so.",
     "ORG World Health Organization=World Health Organization|ORG WHO=World Health "
     "Organization|ORG WHO=World Health Organization"},
    {"The Bank of England and the University of Nairobi signed.",
     "ORG Bank of England=Bank of England|ORG University of Nairobi=University of Nairobi"},
    {"Belgium's Minister of Transport Georges Gilkinet met Secretary of State Antony Blinken.",
     "GPE Belgium=Belgium|PERSON Georges Gilkinet=Georges Gilkinet|PERSON Antony Blinken=Antony "
     "Blinken"},
    {"A letter was sent to the U.N. Secretary-General. The talks were opened by U.S. Ambassador "
     "Michael Samuels, who said it was definite.",
     "ORG U.N.=United Nations|GPE U.S.=United States|PERSON Michael Samuels=Michael Samuels"},
    {"The Ministry of Foreign Affairs spoke to reporters.",
     "ORG Ministry of Foreign Affairs=Ministry of Foreign Affairs"},
    {"President Hossam el-Masry left Cairo. El-Masry flew to Oman.",
     "PERSON Hossam el-Masry=Hossam el-Masry|GPE Cairo=Cairo|PERSON El-Masry=Hossam el-Masry|GPE "
     "Oman=Oman"},
    {"Hurricane Michael hit Florida. Michael weakened in Georgia. A hurricane does that.",
     "EVENT Hurricane Michael=Hurricane Michael|GPE Florida=Florida|EVENT Michael=Hurricane "
     "Michael|GPE Georgia=Georgia"},
    {"She works for the Institute for War and Peace Reporting in London.",
     "ORG Institute for War and Peace Reporting=Institute for War and Peace Reporting|GPE "
     "London=London"},
    {"The Forum on Trade and Transport in Central Asia met in the Netherlands.",
     "ORG Forum on Trade and Transport in Central Asia=Forum on Trade and Transport in Central "
     "Asia|GPE Netherlands=Netherlands"},
    {"Can Nepal Convince Proud Neighbours to Resume Talks?", "GPE Nepal=Nepal"},
    {"Nobody liked Mirvana. Planes sank in Mirvana waters.",
     "GPE Mirvana=Mirvana|GPE Mirvana=Mirvana"},
    {"THIS IS SO GOOD, and it IS new. See the map of Peru. See you.", "GPE Peru=Peru"},
    {"The U.S. State Department and the U.S. Geological Survey agreed.",
     "GPE U.S.=United States|ORG State Department=State Department|ORG U.S. Geological "
     "Survey=U.S. Geological Survey"},
    {"Hyundai Motor Co. cut jobs in Busan. Hyundai Motor said it was sorry.",
     "ORG Hyundai Motor Co.=Hyundai Motor Co.|GPE Busan=Busan|ORG Hyundai Motor=Hyundai Motor Co."},
    {"Norvik Industries Inc. cut jobs. Analysts said Norvik lost money in the U.S",
     "ORG Norvik Industries Inc.=Norvik Industries Inc.|ORG Norvik=Norvik Industries Inc.|GPE "
     "U.S=United States"},
    {"The 2014 World Cup in Brazil came after the World Cup in South Africa.",
     "EVENT World Cup=World Cup|GPE Brazil=Brazil|EVENT World Cup=World Cup|GPE South Africa=South "
     "Africa"},
};
Test(document, surnames_acronyms_and_full_forms) { CHECK_ALL(documents, NULL, name_labels, 1); }

Test(document, a_number_behind_a_person_is_an_age) {
    static const struct row rows[] = {
        {"Prime Minister Karim Duisenov, 52, said so.", "DATE 52=P52Y"}};
    CHECK_ALL(rows, NULL, rule_labels, 0);
}

Test(document, without_the_model_rules_and_lists_remain) {
    char got[1024];
    pl_test *t =
        run("[pipeline]\nstages = tokenizer, entity_extractor\n[entity_extractor]\nmodel = no\n",
            NULL, "Karim Duisenov left Peru on June 27.");
    join(t, NULL, 0, got, sizeof got);
    cr_expect_str_eq(got, "GPE Peru|DATE June 27=XXXX-06-27", "%s", got);
    pl_test_close(t);
}

Test(document, the_model_is_for_english_alone) {
    char got[1024];
    pl_test *t = pl_test_open(plain);
    pl_test_field(t, "language", "de");
    pl_test_add(t, "x", "Die Regierung in Berlin gab 5 % am 27.06.2016 frei.");
    cr_assert_eq(pl_test_run(t), PL_OK);
    join(t, NULL, 0, got, sizeof got);
    cr_expect_str_eq(got, "GPE Berlin|PERCENT 5 %=0.05|DATE 27.06.2016=2016-06-27", "%s", got);
    pl_test_close(t);
}

Test(document, own_lists_bring_own_labels) {
    char config[512], got[1024], name[] = "/tmp/entities-XXXXXX";
    const int fd = mkstemp(name);
    cr_assert_geq(fd, 0);
    FILE *list = fdopen(fd, "w");
    fputs("[DRUG medicine]\r\nparacetamol | | acetaminophen |\r\n\tAspirin -> pain\n\n[ORG "
          "own]\nPeru",
          list);
    fclose(list);
    snprintf(config, sizeof config,
             "[pipeline]\nstages = tokenizer, entity_extractor\n[entity_extractor]\nmodel = "
             "no\nlists = %s\n",
             name);
    pl_test *t = run(config, NULL, "Take Acetaminophen or Aspirin, says Peru.");
    join(t, NULL, 1, got, sizeof got);
    cr_expect_str_eq(got, "DRUG Acetaminophen=paracetamol|DRUG Aspirin=Aspirin|ORG Peru=Peru", "%s",
                     got);
    pl_test_close(t);
    remove(name);
}

Test(document, the_table_of_the_corpus_sums_up_names) {
    char config[512], folder[] = "/tmp/entities-XXXXXX", path[64], got[512] = "";
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/names.csv", folder);
    snprintf(config, sizeof config,
             "[pipeline]\nstages = tokenizer, entity_extractor\n[entity_extractor]\ntable = %s\n",
             path);
    pl_test *t = pl_test_open(config);
    pl_test_add(t, "a", "Peru met Chile. Peru won 5 times.");
    pl_test_add(t, "b", "The Republic of Peru rested. The Dominican Republic did not.");
    pl_test_add(t, "c", "Dominica met Russia and the Dominican Republic.");
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    pl_test_close(t);
    FILE *in = fopen(path, "r");
    if (in) {
        got[fread(got, 1, sizeof got - 1, in)] = 0;
        fclose(in);
    }
    cr_expect_str_eq(got, "canonical,label,documents,mentions\n\"Chile\",GPE,1,1\n"
                          "\"Dominica\",GPE,1,1\n\"Dominican Republic\",GPE,2,2\n"
                          "\"Peru\",GPE,2,3\n\"Russia\",GPE,1,1\n");
    remove(path);
    remove(folder);
}

/* ---- the model ---- */

Test(model, labels_follow_each_other_as_they_must) {
    cr_expect(label_may_follow(LABEL_NONE, label_of(0, SPAN_FIRST)));
    cr_expect(label_may_follow(label_of(0, SPAN_FIRST), label_of(0, SPAN_LAST)));
    cr_expect(label_may_follow(LABEL_NORP, label_of(1, SPAN_ONLY)));
    cr_expect(!label_may_follow(label_of(0, SPAN_FIRST), label_of(1, SPAN_LAST)));
    cr_expect(!label_may_follow(label_of(0, SPAN_FIRST), LABEL_NONE));
    cr_expect(!label_may_follow(LABEL_NONE, label_of(2, SPAN_INSIDE)));
}

/* The best path against all paths of four words, with random weights. */
Test(model, viterbi_finds_the_best_path) {
    uint32_t seed = 99;
    for (int round = 0; round < 20; round++) {
        int32_t step[LANES][LANES], emission[4][LANES] = {{0}}, best = INT32_MIN;
        for (int a = 0; a < LANES; a++)
            for (int b = 0; b < LANES; b++) {
                seed = seed * 1103515245u + 12345u;
                step[a][b] = a < LABELS && b < LABELS && label_may_follow(a, b)
                                 ? (int32_t)(seed >> 20) - 2048
                                 : -(1 << 28);
            }
        for (int i = 0; i < 4; i++)
            for (int l = 0; l < LABELS; l++) {
                seed = seed * 1103515245u + 12345u;
                emission[i][l] = (int32_t)(seed >> 20) - 2048;
            }
        for (int path = 0; path < LABELS * LABELS * LABELS * LABELS; path++) {
            int32_t sum = 0;
            int from = LABEL_NONE, rest = path;
            for (int i = 0; i < 4; i++, rest /= LABELS) {
                sum += step[from][rest % LABELS] + emission[i][rest % LABELS];
                from = rest % LABELS;
                if (sum < -(1 << 27)) break;
            }
            if (sum > best && label_may_follow(from, LABEL_NONE)) best = sum;
        }
        int32_t back[4][LANES];
        uint8_t labels[4];
        viterbi((const int32_t(*)[LANES])step, (const int32_t(*)[LANES])emission, 4, back, labels);
        int32_t sum = 0;
        for (int i = 0; i < 4; i++)
            sum += step[i ? labels[i - 1] : LABEL_NONE][labels[i]] + emission[i][labels[i]];
        cr_expect_eq(sum, best, "round %d: %d, not %d", round, sum, best);
    }
}

/* A weight file of two rows. */
struct weights {
    char header[MODEL_HEADER];
    int16_t body[(LANES + 2) * LANES];
};

static int read_weights(const struct weights *w) {
    struct model m;
    return model_read(&m, (pl_str){w->header, sizeof *w});
}

Test(model, a_damaged_file_is_refused) {
    struct weights w = {{0}, {0}};
    for (size_t i = 0; i < sizeof w.body / 2; i++) w.body[i] = (int16_t)(i * i);
    snprintf(w.header, sizeof w.header,
             "pipeline weights 2\nplugin=entity_extractor\nfeatures=5\nrows=2\nchecksum=%llx\n",
             (unsigned long long)model_checksum(w.body, sizeof w.body));
    cr_expect_eq(read_weights(&w), 0);
    for (size_t i = 0; i < 8 * sizeof w.body; i++) {
        char *byte = (char *)w.body + i / 8;
        *byte ^= (char)(1 << i % 8);
        cr_expect_eq(read_weights(&w), -1, "bit %zu", i);
        *byte ^= (char)(1 << i % 8);
    }
    struct weights moved = w;
    memcpy(moved.body, w.body + LANES, LANES * sizeof *w.body);
    memcpy(moved.body + LANES, w.body, LANES * sizeof *w.body);
    cr_expect_eq(read_weights(&moved), -1, "two rows moved");
    w.header[0] = 'P';
    cr_expect_eq(read_weights(&w), -1, "another kind of file");
    cr_expect_eq(model_read(&(struct model){0}, (pl_str){w.header, 10}), -1, "cut");
    cr_expect_eq(model_read(&(struct model){0}, (pl_str){"", 0}), -1, "empty");
}
