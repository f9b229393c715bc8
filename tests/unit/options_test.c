/* options_test.c: settings become structs, and what is wrong is said with its place. */
#include "config/options.h"
#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>
#include "config/settings.h"
#include "config/value.h"

struct dedup {
    double near;
    float share;
    int keep, loud;
    int8_t shift;
    uint8_t level;
    uint16_t port;
    int64_t offset;
    uint64_t count, room, age;
    int64_t wait;
    pl_str path, name, key;
    pl_array fields, files;
};
#define AT(member) offsetof(struct dedup, member), sizeof(((struct dedup *)0)->member)
static const pl_field_def rows[] = {
    {"near", PL_REAL, AT(near), "0.8", 0, 1, NULL, "How alike.", 0},
    {"share", PL_REAL, AT(share), "0.5", 0, 0, NULL, "Share.", 0},
    {"keep", PL_ENUM, AT(keep), "best", 0, 0, "best, first, longest, oldest", "Which stays.", 0},
    {"loud", PL_BOOL, AT(loud), "yes", 0, 0, NULL, "Says more.", 0},
    {"shift", PL_INT, AT(shift), "-3", 0, 0, NULL, "Moves.", 0},
    {"level", PL_UINT, AT(level), "3", 0, 0, NULL, "Level.", 0},
    {"port", PL_UINT, AT(port), "80", 1, 9999, NULL, "Port.", 0},
    {"offset", PL_INT, AT(offset), NULL, 0, 0, NULL, "Offset.", 0},
    {"count", PL_UINT, AT(count), NULL, 1, INFINITY, NULL, "Count.", 0},
    {"room", PL_SIZE, AT(room), "64M", 1024, 1 << 30, NULL, "Memory.", 0},
    {"wait", PL_DURATION, AT(wait), "30s", 0.001, 86400, NULL, "Time.", 0},
    {"path", PL_PATH, AT(path), "a.txt", 0, 0, NULL, "File.", PL_READS},
    {"name", PL_TEXT, AT(name), NULL, 0, 0, NULL, "Name.", 0},
    {"key", PL_SIZE, AT(room), "1", 1, 2, NULL, "Secret.", PL_SECRET | PL_DEPRECATED},
    {"old", PL_UINT, AT(age), "5", 0, 0, NULL, NULL, PL_DEPRECATED},
    {"fields", PL_LIST, AT(fields), "a, b", 0, 0, NULL, "Fields.", 0},
    {"files", PL_LIST, AT(files), NULL, 0, 0, NULL, "Files.", PL_READS | PL_GLOB},
    {0}};

static struct options_memory memory;
static struct problems problems;
static struct dedup parsed;

/* Parses "[dedup]\n" + text as conf/news.ini with a table; hands out the problems, one a line. */
static char *parse_with(const pl_field_def *table, const char *text, const char *override) {
    static char out[4000];
    struct ini ini = {0};
    char config[2000];
    snprintf(config, sizeof config, "[dedup]\n%s", text);
    FILE *f = fmemopen(config, strlen(config), "r"), *to = fmemopen(out, sizeof out, "w");
    ini_read_stream(&ini, f, "news.ini", "conf", &problems);
    if (override) ini_override(&ini, override, &problems);
    parsed = (struct dedup){0};
    struct section *s = ini_section(&ini, "dedup");
    options_parse(table, sizeof *table, s, "dedup", "conf/news.ini", 1, &parsed, &memory,
                  &problems);
    options_check_unknown(table, sizeof *table, s, "plugin", &problems);
    out[0] = 0;
    problems_print(&problems, to);
    fclose(to);
    fclose(f);
    ini_free(&ini);
    problems_free(&problems);
    return out;
}
static char *parse(const char *text) { return parse_with(rows, text, NULL); }
static void done(void) { options_memory_free(&memory); }

static void expect_text(pl_str s, const char *text, const char *what) {
    cr_expect(s.n == strlen(text) && !memcmp(s.p, text, s.n), "%s: '%.*s' is not '%s'", what,
              (int)s.n, s.p, text);
}
static pl_str item(pl_array a, uint32_t i) { return ((const pl_str *)a.v)[i]; }

Test(options, defaults, .fini = done) {
    cr_assert_str_eq(parse(""), "");
    cr_expect_eq(parsed.near, 0.8);
    cr_expect_eq(parsed.share, 0.5f);
    cr_expect_eq(parsed.keep, 0);
    cr_expect_eq(parsed.loud, 1);
    cr_expect_eq(parsed.shift, -3);
    cr_expect_eq(parsed.level, 3);
    cr_expect_eq(parsed.port, 80);
    cr_expect_eq(parsed.offset, 0);
    cr_expect_eq(parsed.room, 64u << 20);
    cr_expect_eq(parsed.wait, 30000000000);
    cr_expect_eq(parsed.age, 5);
    expect_text(parsed.path, "conf/a.txt", "a default path is beside the config");
    expect_text(parsed.name, "", "name");
    cr_assert_eq(parsed.fields.n, 2);
    expect_text(item(parsed.fields, 1), "b", "list");
    cr_expect_eq(parsed.files.n, 0);
    cr_expect_eq(parsed.files.element_size, sizeof(pl_str));
}

Test(options, values, .fini = done) {
    cr_assert_str_eq(parse("near = 1\nshare = .25\nkeep = oldest\nloud = Off\nshift = -128\n"
                           "level = 255\nport = 9999\noffset = -9223372036854775808\n"
                           "count = 18446744073709551615\nroom = 1.5M\nwait = 0.29s\n"
                           "path = ./in/b.txt\nname = a, b\n"
                           "fields = x ,, y z ,\nfiles = -, /abs/f, rel/*.txt\nplugin = deduper\n"),
                     "");
    cr_expect_eq(parsed.near, 1.0);
    cr_expect_eq(parsed.share, 0.25f);
    cr_expect_eq(parsed.keep, 3);
    cr_expect_eq(parsed.loud, 0);
    cr_expect_eq(parsed.shift, -128);
    cr_expect_eq(parsed.level, 255);
    cr_expect_eq(parsed.port, 9999);
    cr_expect_eq(parsed.offset, INT64_MIN);
    cr_expect_eq(parsed.count, UINT64_MAX);
    cr_expect_eq(parsed.room, 3u << 19);
    cr_expect_eq(parsed.wait, 290000000, "%ld", (long)parsed.wait);
    expect_text(parsed.path, "conf/in/b.txt", "path");
    expect_text(parsed.name, "a, b", "text");
    cr_assert_eq(parsed.fields.n, 2);
    expect_text(item(parsed.fields, 1), "y z", "list");
    cr_assert_eq(parsed.files.n, 3);
    expect_text(item(parsed.files, 0), "-", "stream");
    expect_text(item(parsed.files, 1), "/abs/f", "absolute");
    expect_text(item(parsed.files, 2), "conf/rel/*.txt", "relative");
}

Test(options, command_line_paths_are_relative_to_here, .fini = done) {
    cr_assert_str_eq(parse_with(rows, "path = a\n", "dedup.path=b/c"), "");
    expect_text(parsed.path, "b/c", "path");
    cr_assert_str_eq(
        parse_with(rows, "", "dedup.keep=x"),
        "command line: [dedup] keep = 'x' is not one of: best, first, longest, oldest\n");
}

Test(options, paths_are_shortened_over_real_folders_only, .fini = done) {
    static const struct { const char *folder, *path, *expected; } cases[] = {
        {"tests/unit", "../../out/x", "out/x"},
        {"tests/unit", "../x", "tests/x"},
        {"tests/nowhere", "../x", "tests/nowhere/../x"},
        {"/proc/self", "../x", "/proc/self/../x"},     /* a link: .. is not what it looks like */
        {"/tests", "x", "/tests/x"},
        {"/", "x", "/x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ini ini = {0};
        char config[200];
        snprintf(config, sizeof config, "[dedup]\npath = %s\n", cases[i].path);
        FILE *f = fmemopen(config, strlen(config), "r");
        ini_read_stream(&ini, f, "news.ini", cases[i].folder, &problems);
        options_parse(rows, sizeof *rows, ini_section(&ini, "dedup"), "dedup", "news.ini", 1,
                      &parsed, &memory, &problems);
        expect_text(parsed.path, cases[i].expected, cases[i].folder);
        fclose(f);
        ini_free(&ini);
        problems_free(&problems);
    }
}

Test(options, messages, .fini = done) {
    static const struct { const char *text, *message; } cases[] = {
        {"neer = 1", "2:1: [dedup] unknown option 'neer' (did you mean 'near'?)"},
        {"plugni = x", "2:1: [dedup] unknown option 'plugni' (did you mean 'plugin'?)"},
        {"zzzzzz = x",
         "2:1: [dedup] unknown option 'zzzzzz' (there are: near, share, keep, loud, shift, "
         "level, port, offset, count, room, wait, path, name, fields, files)"},
        {"keep = frist", "2:8: [dedup] keep = 'frist' is not one of: best, first, longest, oldest"},
        {"keep =", "2:7: [dedup] keep = '' is not one of: best, first, longest, oldest"},
        {"loud = maybe", "2:8: [dedup] loud = 'maybe' is neither yes nor no"},
        {"near = 1.5", "2:8: [dedup] near = '1.5' is not a number between 0 and 1"},
        {"near = nan", "2:8: [dedup] near = 'nan' is not a number between 0 and 1"},
        {"near = -0x0", "2:8: [dedup] near = '-0x0' is not a number between 0 and 1"},
        {"share = 1e999", "2:9: [dedup] share = '1e999' is not a number"},
        {"shift = 128", "2:9: [dedup] shift = '128' is not a whole number between -128 and 127"},
        {"level = 256", "2:9: [dedup] level = '256' is not a whole number between 0 and 255"},
        {"port = 0", "2:8: [dedup] port = '0' is not a whole number between 1 and 9999"},
        {"port = 70000", "2:8: [dedup] port = '70000' is not a whole number between 1 and 9999"},
        {"offset = 1.0", "2:10: [dedup] offset = '1.0' is not a whole number"},
        {"count = -1", "2:9: [dedup] count = '-1' is not a whole number of 1 or more"},
        {"room = 2T", "2:8: [dedup] room = '2T' is not a size (such as 64M) between 1K and 1G"},
        {"room = 64Q", "2:8: [dedup] room = '64Q' is not a size (such as 64M) between 1K and 1G"},
        {"wait = 30",
         "2:8: [dedup] wait = '30' is not a duration (such as 30s) between 1ms and 1d"},
        {"wait = 2d",
         "2:8: [dedup] wait = '2d' is not a duration (such as 30s) between 1ms and 1d"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[400];
        snprintf(expected, sizeof expected, "news.ini:%s\n", cases[i].message);
        const char *got = parse(cases[i].text);
        cr_expect_str_eq(got, expected, "%s gives %s", cases[i].text, got);
    }
}

Test(options, secrets_are_not_printed, .fini = done) {
    cr_assert_str_eq(
        parse("key = 1234"),
        "news.ini:2:1: warning: [dedup] 'key' is out of date: Secret.\n"
        "news.ini:2:7: [dedup] key = '...' is not a size (such as 64M) between 1 and 2\n");
}

Test(options, deprecated_name_shares_a_member, .fini = done) {
    cr_assert_str_eq(parse("key = 2"),
                     "news.ini:2:1: warning: [dedup] 'key' is out of date: Secret.\n");
    cr_expect_eq(parsed.room, 2);
}

Test(options, required, .fini = done) {
    static const pl_field_def table[] = {
        {"path", PL_PATH, AT(path), NULL, 0, 0, NULL, "File.", PL_REQUIRED},
        {"files", PL_LIST, AT(files), NULL, 0, 0, NULL, NULL, PL_REQUIRED},
        {0}};
    cr_assert_str_eq(parse_with(table, "", NULL),
                     "conf/news.ini:1:1: [dedup] 'files' is missing: it has no default\n"
                     "conf/news.ini:1:1: [dedup] 'path' is missing: File.\n");
    cr_assert_str_eq(parse_with(table, "path =\nfiles = ,", NULL),
                     "news.ini:2:7: [dedup] path = '' is empty\n"
                     "news.ini:3:9: [dedup] files = ',' is empty\n");
}

Test(options, long_lists_of_choices_get_a_guess, .fini = done) {
    static const pl_field_def table[] = {{"keep", PL_ENUM, AT(keep), "a", 0, 0,
                                          "a,bb,cc,dd,ee,ff,gg,hh,ii,jj,kk,ll,mm,nn,oo,pp,longest",
                                          NULL, 0},
                                         {0}};
    cr_assert_str_eq(parse_with(table, "keep = longest", NULL), "");
    cr_expect_eq(parsed.keep, 16);
    cr_assert_str_eq(
        parse_with(table, "keep = lognest", NULL),
        "news.ini:2:8: [dedup] keep = 'lognest' is not one of: a,bb,cc,dd,ee,ff,gg,hh,ii,jj,"
        "kk,ll,mm,nn,oo,pp,longest (did you mean 'longest'?)\n");
}

Test(options, wider_rows_of_a_later_plugin) {
    struct wide { pl_field_def row; int more; };
    const struct wide wide[] = {{{"level", PL_UINT, AT(level), "7", 0, 0, NULL, NULL, 0}, 1},
                                {{"port", PL_UINT, AT(port), "9", 0, 0, NULL, NULL, 0}, 1},
                                {{0}, 0}};
    char room[200];
    cr_assert_null(
        options_table_wrong(&wide[0].row, sizeof *wide, sizeof parsed, room, sizeof room));
    options_parse(&wide[0].row, sizeof *wide, NULL, "x", "x", 1, &parsed, &memory, &problems);
    cr_expect_eq(parsed.level, 7);
    cr_expect_eq(parsed.port, 9);
}

Test(options, tables_are_checked) {
    static const char wrong_size[] = "option 'a': its size is not that of a member of its type";
    static const char outside[] = "option 'a': it lies outside the struct";
    static const struct { pl_field_def row; const char *wrong; } cases[] = {
        {{"", PL_UINT, 0, 4, NULL, 0, 0, NULL, NULL, 0},
         "option '': its name is not letters, digits, '_', '-' or '.'"},
        {{"a", PL_NAME, 0, 2, NULL, 0, 0, NULL, NULL, 0},
         "option 'a': an option cannot have its type"},
        {{"a", (pl_type)99, 0, 2, NULL, 0, 0, NULL, NULL, 0}, "option 'a': its type is unknown"},
        {{"a", PL_UINT, 0, 3, NULL, 0, 0, NULL, NULL, 0}, wrong_size},
        {{"a", PL_UINT, 0, 0, NULL, 0, 0, NULL, NULL, 0}, wrong_size},
        {{"a", PL_TEXT, 0, 8, NULL, 0, 0, NULL, NULL, 0}, wrong_size},
        {{"a", PL_UINT, 13, 4, NULL, 0, 0, NULL, NULL, 0}, outside},
        {{"a", PL_UINT, SIZE_MAX - 2, 4, NULL, 0, 0, NULL, NULL, 0}, outside},
        {{"a", PL_ENUM, 0, 4, NULL, 0, 0, NULL, NULL, 0}, "option 'a': it has no choices"},
        {{"a", PL_UINT, 0, 4, NULL, 2, 1, NULL, NULL, 0},
         "option 'a': its least value is above its greatest"},
        {{"a", PL_REAL, 0, 8, "2", 0, 1, NULL, NULL, 0},
         "option 'a': its default does not fit: a = '2' is not a number between 0 and 1"},
        {{"plugin", PL_UINT, 0, 4, NULL, 0, 0, NULL, NULL, 0},
         "option 'plugin': this name is taken: it says which plugin a section is"},
        {{"a", PL_UINT, 12, 4, "1", 0, 0, NULL, NULL, 0}, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const pl_field_def table[] = {cases[i].row, {0}};
        char room[300];
        const char *wrong = options_table_wrong(table, sizeof *table, 16, room, sizeof room);
        cr_expect_str_eq(wrong ? wrong : "", cases[i].wrong ? cases[i].wrong : "", "row %zu", i);
    }
}

Test(options, tables_as_a_whole_are_checked) {
    const pl_field_def one = {"a", PL_UINT, 0, 4, NULL, 0, 0, NULL, NULL, 0};
    const pl_field_def twice[] = {one, one, {0}};
    char room[300];
    cr_expect_str_eq(options_table_wrong(twice, sizeof one, 16, room, sizeof room),
                     "option 'a': it stands twice in the table");
    cr_expect_str_eq(
        options_table_wrong(twice, 8, 16, room, sizeof room),
        "the rows of its table are too short (set the stride to sizeof(pl_field_def))");
    cr_expect_null(options_table_wrong(NULL, 0, 0, room, sizeof room));
    cr_expect_null(
        options_table_wrong(rows, sizeof *rows, sizeof(struct dedup), room, sizeof room));
    const char *wrong = options_table_wrong(settings_table, sizeof *settings_table,
                                            sizeof(struct settings), room, sizeof room);
    cr_expect_null(wrong, "%s", wrong);
}

Test(options, described_as_a_table) {
    static const pl_field_def table[] = {
        {"path", PL_PATH, AT(path), NULL, 0, 0, NULL, "File.", PL_REQUIRED},
        {"room", PL_SIZE, AT(room), "64M", 1024, 1 << 30, NULL, "Memory.", 0},
        {"wait", PL_DURATION, AT(wait), "90m", 0.5, 5400, NULL, "Time.", 0}, {0}};
    char out[1000] = "";
    FILE *f = fmemopen(out, sizeof out, "w");
    options_describe(table, sizeof *table, f);
    fclose(f);
    cr_expect_str_eq(out, "| option | type     | default    | allowed      | meaning |\n"
                          "|--------|----------|------------|--------------|---|\n"
                          "| `path` | path     | (required) |              | File. |\n"
                          "| `room` | size     | 64M        | 1K to 1G     | Memory. |\n"
                          "| `wait` | duration | 90m        | 500ms to 90m | Time. |\n", "%s", out);
}

Test(options, described_as_json) {
    struct buffer b = {0};
    options_describe_json(rows, sizeof *rows, &b);
    json_error_t error;
    json_t *all = json_loadb(b.p, b.n, 0, &error);
    cr_assert_not_null(all, "%s", error.text);
    cr_assert_eq(json_array_size(all), sizeof rows / sizeof *rows - 1);
    json_t *keep = json_array_get(all, 2), *count = json_array_get(all, 8);
    cr_expect_str_eq(json_string_value(json_object_get(keep, "type")), "choice");
    cr_expect_eq(json_array_size(json_object_get(keep, "choices")), 4);
    cr_expect_eq(json_number_value(json_object_get(count, "min")), 1.0);
    cr_expect(json_is_null(json_object_get(count, "max")));
    json_decref(all);
    buffer_free(&b);
}

Test(options, settings_of_a_run, .fini = done) {
    struct ini ini = {0};
    struct settings s = {0};
    char out[400] = "";
    char config[] = "[pipeline]\nstages = read,\n  clean, write\nthreads = 8\nstate = ../s\n"
                    "memory = 1G\nprogress = yes\nplugin_path = plugins, /opt\nmemmory = 1\n";
    FILE *f = fmemopen(config, strlen(config), "r"), *to = fmemopen(out, sizeof out, "w");
    ini_read_stream(&ini, f, "news.ini", "conf", &problems);
    settings_parse(&ini, "conf/news.ini", &s, &memory, &problems);
    problems_print(&problems, to);
    fclose(to);
    fclose(f);
    cr_expect_str_eq(
        out, "news.ini:9:1: [pipeline] unknown option 'memmory' (did you mean 'memory'?)\n");
    cr_assert_eq(s.stages.n, 3);
    expect_text(item(s.stages, 1), "clean", "stage");
    expect_text(s.state, "conf/../s", "state");
    cr_assert_eq(s.plugin_path.n, 2);
    expect_text(item(s.plugin_path, 0), "conf/plugins", "folder");
    cr_expect_eq(s.thread_count, 8);
    cr_expect_eq(s.memory, 1u << 30);
    cr_expect_eq(s.document_timeout, 60000000000);
    cr_expect_eq(s.checkpoint_documents, 10000);
    ini_free(&ini);
    problems_free(&problems);
}

Test(options, settings_messages, .fini = done) {
    static const struct { const char *text, *message; } cases[] = {
        {"stages = a\nthreads = 300",
         "news.ini:3:11: [pipeline] threads = '300' is neither auto nor a number from 1 to 256\n"},
        {"stages = a\nmemory = 1M",
         "news.ini:3:10: [pipeline] memory = '1M' is not a size (such as 64M) of 16M or more\n"},
        {"stages = a\nlog_format = xml",
         "news.ini:3:14: [pipeline] log_format = 'xml' is not one of: text, json\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ini ini = {0};
        struct settings s = {0};
        char config[200], out[400] = "";
        snprintf(config, sizeof config, "[pipeline]\n%s\n", cases[i].text);
        FILE *f = fmemopen(config, strlen(config), "r"), *to = fmemopen(out, sizeof out, "w");
        ini_read_stream(&ini, f, "news.ini", ".", &problems);
        settings_parse(&ini, "news.ini", &s, &memory, &problems);
        problems_print(&problems, to);
        fclose(to);
        fclose(f);
        cr_expect_str_eq(out, cases[i].message, "%s", out);
        ini_free(&ini);
        problems_free(&problems);
    }
}
