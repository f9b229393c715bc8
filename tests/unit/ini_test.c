/* ini_test.c: lines become settings with positions; a line that cannot be one costs one message. */
#include "config/ini.h"
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "config/substitute.h"

static struct ini ini;
static struct problems problems;

static void done(void) {
    ini_free(&ini);
    problems_free(&problems);
}

static void read_bytes(const char *text, size_t n) {
    FILE *f = fmemopen((char *)(uintptr_t)text, n, "r");
    cr_assert_not_null(f);
    ini_read_stream(&ini, f, "a.ini", ".", &problems);
    fclose(f);
}

/* All messages, one a line. */
static const char *printed(void) {
    static char out[4000];
    memset(out, 0, sizeof out);
    FILE *f = fmemopen(out, sizeof out, "w");
    problems_print(&problems, f);
    fclose(f);
    return out;
}

/* All settings as "[section] key=value ...", in order. */
static const char *settings(void) {
    static char out[4000];
    size_t n = 0;
    out[0] = 0;
    for (size_t i = 0; i < ini.n; i++) {
        n += (size_t)snprintf(out + n, sizeof out - n, "[%s]", ini.sections[i].name);
        for (size_t k = 0; k < ini.sections[i].n; k++)
            n +=
                (size_t)snprintf(out + n, sizeof out - n, " %s=%s", ini.sections[i].settings[k].key,
                                 ini.sections[i].settings[k].value);
    }
    return out;
}

static const struct setting *find(const char *section, const char *key) {
    const struct setting *s = ini_setting(ini_section(&ini, section), key);
    cr_assert_not_null(s, "[%s] %s", section, key);
    return s;
}

Test(ini, texts) {
    static const struct {
        const char *what, *text, *settings;
    } cases[] = {
        {"empty file", "\n", ""},
        {"one", "[a]\nk = v\n", "[a] k=v"},
        {"no line feed at the end", "[a]\nk = v", "[a] k=v"},
        {"carriage returns", "[a]\r\nk = v\r\n", "[a] k=v"},
        {"byte order mark", "\xef\xbb\xbf[a]\nk = v\n", "[a] k=v"},
        {"empty value", "[a]\nk =\n", "[a] k="},
        {"equals in the value", "[a]\nk = x=y:z\n", "[a] k=x=y:z"},
        {"semicolon without a blank", "[a]\nk = x;y\n", "[a] k=x;y"},
        {"comments", "# c\n[a] ; c\n; c\n  # c\nk = v\n", "[a] k=v"},
        {"hash in the value", "[a]\nk = v # no comment\n", "[a] k=v # no comment"},
        {"continued", "[a]\nk = v,\n  w,\n\tx\n", "[a] k=v, w, x"},
        {"continued after nothing", "[a]\nk =\n  v\n", "[a] k=v"},
        {"comment inside a value", "[a]\nk = v\n# c\n  w\n", "[a] k=v w"},
        {"section twice", "[a]\nk = v\n[b]\nk = w\n[a]\nl = x\n", "[a] k=v l=x[b] k=w"},
        {"blank in a section name", "[a b]\nk = v\n", "[a b] k=v"},
        {"name of 48 bytes", "[sssssssssssssssssssssssssssssssssssssssssssssss8]\nk = v\n",
         "[sssssssssssssssssssssssssssssssssssssssssssssss8] k=v"},
        {"dollar", "[a]\nk = $$HOME $5\n", "[a] k=$HOME $5"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_bytes(cases[i].text, strlen(cases[i].text));
        cr_expect_str_eq(printed(), "", "%s: %s", cases[i].what, printed());
        cr_expect_str_eq(settings(), cases[i].settings, "%s: %s", cases[i].what, settings());
        done();
    }
}

/* What is refused costs one message, whatever continues it or stands below it. */
Test(ini, one_message_for_a_refused_line) {
    static const struct {
        const char *what, *text, *settings, *wrong;
    } cases[] = {
        {"continued after ';'", "[a]\nk = v ; c\n  w\n# c\n\n  x\nl = y\n", "[a] l=y",
         "a.ini:2:1: a ';' behind a blank would cut the value off here (put the comment on a line "
         "of its own)\n"},
        {"refused in the middle of a value", "[a]\nk = v\n  w ; c\n  x\nl = y\n", "[a] k=v l=y",
         "a.ini:3:3: a ';' behind a blank would cut the value off here (put the comment on a line "
         "of its own)\n"},
        {"twice, continued", "[a]\nk = v\nk = w\n  x\nl = y\n", "[a] k=v l=y",
         "a.ini:3:1: [a] 'k' is set twice (first at line 2)\n"},
        {"below a section without name", "[a]\nk = v\n[]\nl = w\n  x\ninclude = b\n", "[a] k=v",
         "a.ini:3:1: this section has no name\n"},
        {"below a first section without name", "[]\nl = w\n  x\n[a]\nk = v\n", "[a] k=v",
         "a.ini:1:1: this section has no name\n"},
        {"below a section without end", "[a]\nk = v\n[b\nl = w\n", "[a] k=v[b] l=w",
         "a.ini:3:1: this section has no ']'\n"},
        {"below a section with text behind", "[a]\nk = v\n[b c] d\nl = w\n", "[a] k=v[b c] l=w",
         "a.ini:3:1: nothing but a comment may stand behind ']'\n"},
        {"below a section that libinih would not see", "[a]\nk = v\n[b ;c]\nk = w\n", "[a] k=v",
         "a.ini:3:1: a section name cannot hold a ';'\n"},
        {"in a section with a blank", "[a b]\nk: v\nl = w\n", "[a b] l=w",
         "a.ini:2:1: a setting is written with '=', not ':' (key = value)\n"},
        {"before a section, continued", "k = v\n  w\n[a]\nl = x\n", "[a] l=x",
         "a.ini:1:1: this setting stands before the first [section]\n"},
        {"two lines, two messages", "[a]\nk\n  c\nl\n", "[a]",
         "a.ini:2:1: this line is no setting (write key = value)\n"
         "a.ini:4:1: this line is no setting (write key = value)\n"},
        {"an include is one file", "[pipeline]\ninclude = /nowhere/b.ini,\n  c.ini\n", "",
         "a.ini:2:1: include /nowhere/b.ini,: No such file or directory\n"
         "a.ini:3:3: this line is indented but continues nothing (remove the blanks)\n"},
        {"after a blank section line", "[a]\n  k = v\n", "[a]",
         "a.ini:2:3: this line is indented but continues nothing (remove the blanks)\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_bytes(cases[i].text, strlen(cases[i].text));
        cr_expect_str_eq(printed(), cases[i].wrong, "%s: %s", cases[i].what, printed());
        if (*cases[i].settings)
            cr_expect_str_eq(settings(), cases[i].settings, "%s: %s", cases[i].what, settings());
        done();
    }
}

/* One row per kind of broken line. */
Test(ini, kinds_of_broken_lines) {
    static const struct {
        const char *line, *at, *wrong;
    } cases[] = {
        {"k: v", "1", "a setting is written with '=', not ':' (key = value)"},
        {"url: http://x/?a=1", "1", "a setting is written with '=', not ':' (key = value)"},
        {"http://x/?a=1", "1", "a setting is written with '=', not ':' (key = value)"},
        {"stages", "1", "this line is no setting (write key = value)"},
        {"two words", "1", "this line is no setting (write key = value)"},
        {"= v", "1", "this setting has no name (write key = value)"},
        {"=", "1", "this setting has no name (write key = value)"},
        {"[b", "1", "this section has no ']'"},
        {"[", "1", "this section has no ']'"},
        {"[]", "1", "this section has no name"},
        {"[b] x", "1", "nothing but a comment may stand behind ']'"},
        {"[b]]", "1", "nothing but a comment may stand behind ']'"},
        {"[b] [c]", "1", "nothing but a comment may stand behind ']'"},
        {"[b;c]", "1", "a section name cannot hold a ';'"},
        {"[sssssssssssssssssssssssssssssssssssssssssssssssss]", "1",
         "this section name is too long (at most 48 bytes)"},
        {"  l = w", "3",
         "this line is indented, so it would continue the value above (remove the blanks)"},
        {"\tl.m-n=w", "2",
         "this line is indented, so it would continue the value above (remove the blanks)"},
        {"l = w ; c", "1",
         "a ';' behind a blank would cut the value off here (put the comment on a line of its "
         "own)"},
        {"l = ;", "1",
         "a ';' behind a blank would cut the value off here (put the comment on a line of its "
         "own)"},
        {"l ;= w", "1",
         "a ';' behind a blank would cut the value off here (put the comment on a line of its "
         "own)"},
        {"  w ; x", "3",
         "a ';' behind a blank would cut the value off here (put the comment on a line of its "
         "own)"},
        {"k = again", "1", "[a] 'k' is set twice (first at line 2)"},
        {"l = \x80", "1", "this line is not UTF-8 (save the file as UTF-8)"},
        {"# \xc0\xaf", "1", "this line is not UTF-8 (save the file as UTF-8)"},
        {"l = \xed\xa0\x80", "1", "this line is not UTF-8 (save the file as UTF-8)"},
        {"l = \x1b[31m", "1", "this line holds a control character (remove it)"},
        {"l\f = w", "1", "this line holds a control character (remove it)"},
        {"l = \r w", "1", "this line holds a control character (remove it)"},
        {"l = ${INI_NONE}", "5",
         "[a] l = ${INI_NONE} is not set in the environment (write ${INI_NONE:-default} to do "
         "without)"},
        {"l = a ${INI_NONE", "5", "[a] l = '${INI_NONE' has no '}'"},
        {"l =   ${}", "7", "[a] l = '${}' names no variable"},
    };
    unsetenv("INI_NONE");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300], expected[300];
        const int n = snprintf(text, sizeof text, "[a]\nk = v\n%s\n[z]\ny = x\n", cases[i].line);
        snprintf(expected, sizeof expected, "a.ini:3:%s: %s\n", cases[i].at, cases[i].wrong);
        read_bytes(text, (size_t)n);
        cr_expect_str_eq(printed(), expected, "%s: %s", cases[i].line, printed());
        cr_expect_eq(find("z", "y")->line, 5, "%s", cases[i].line);
        cr_expect_str_eq(find("a", "k")->value, "v", "%s", cases[i].line);
        done();
    }
}

Test(ini, a_file_of_data_does_not_flood_the_terminal, .fini = done) {
    char text[400];
    memset(text, '\n', sizeof text);
    for (size_t i = 0; i < sizeof text; i += 4) text[i] = 'x';
    read_bytes(text, sizeof text);
    cr_expect_eq(problems_count(&problems), 51);
    cr_expect(strstr(printed(), "a.ini:149:1: 50 lines were refused: the rest of this file was not "
                                "read\n"),
              "%s", printed());
}

Test(ini, bytes, .fini = done) {
    static const char text[] = "[a]\nk = \0v\nl = \xff\nm = \x01\nn = \xe6\x97\xa5\n";
    read_bytes(text, sizeof text - 1);
    cr_expect_str_eq(printed(), "a.ini:2:1: this line holds a NUL byte (is this a text file?)\n"
                                "a.ini:3:1: this line is not UTF-8 (save the file as UTF-8)\n"
                                "a.ini:4:1: this line holds a control character (remove it)\n");
    cr_expect_str_eq(settings(), "[a] n=\xe6\x97\xa5");
    cr_expect(ini_section(&ini, "a")->damaged);
}

/* A line of 198 bytes comes out whole, one more is refused and nothing of it becomes a setting. */
Test(ini, length_of_lines) {
    for (int length = 196; length <= 400; length++) {
        char text[500];
        memset(text, 'v', sizeof text);
        memcpy(text, "[a]\nk = ", 8);
        strcpy(text + 4 + length, "\nl = w\n");
        read_bytes(text, strlen(text));
        const struct setting *k = ini_setting(ini_section(&ini, "a"), "k");
        cr_expect_eq(k != NULL, length <= 198, "%d bytes", length);
        if (k) cr_expect_eq(strlen(k->value), (size_t)length - 4, "%d bytes", length);
        cr_expect_eq(problems_count(&problems), length > 198, "%d bytes", length);
        cr_expect_eq(find("a", "l")->line, 3, "%d bytes", length);
        done();
    }
}

Test(ini, positions, .fini = done) {
    static const char text[] = "# c\n\n[a]\nkey   =   v\n[b]\nk=\n  v\nl = w\n";
    read_bytes(text, sizeof text - 1);
    const struct setting *s = find("a", "key");
    cr_expect(s->line == 4 && s->key_column == 1 && s->column == 11, "%d:%d", s->line, s->column);
    s = find("b", "k");
    cr_expect(s->line == 6 && s->column == 3, "%d:%d", s->line, s->column);
    cr_expect_eq(find("b", "l")->line, 8);
    cr_expect_str_eq(s->file, "a.ini");
    cr_expect_eq(ini_section(&ini, "b")->damaged, false);
}

/* ---- files ---- */

static char *folder;

static void make_folder(void) {
    static char path[] = "/tmp/ini_test.XXXXXX";
    folder = mkdtemp(path);
    cr_assert_not_null(folder);
    cr_assert_eq(chdir(folder), 0);
}

static void remove_folder(void) {
    char command[100];
    done();
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    cr_assert_eq(system(command), 0);
}

static void write_file(const char *name, const char *text) {
    FILE *f = fopen(name, "w");
    cr_assert_not_null(f);
    fputs(text, f);
    cr_assert_eq(fclose(f), 0);
}

Test(ini, the_including_file_wins, .init = make_folder, .fini = remove_folder) {
    write_file("main.ini", "[pipeline]\ninclude = sub.ini\ninclude = other.ini\n[a]\nk = main\n");
    write_file("sub.ini",
               "[a]\nk = sub,\n  more\nl = sub,\n  more\n[pipeline]\ninclude = deep.ini\n");
    write_file("deep.ini", "[a]\nk = deep\nl = deep\nm = deep\nn = deep\n");
    write_file("other.ini", "include = last.ini\n[a]\nm = other\nl = other\n");
    write_file("last.ini", "[a]\no = last\n");
    ini_read(&ini, "main.ini", &problems);
    cr_expect_str_eq(printed(), "", "%s", printed());
    cr_expect_str_eq(settings(), "[a] k=main l=sub, more m=other n=deep o=last", "%s", settings());
    cr_expect_str_eq(find("a", "m")->file, "other.ini");
    ini_override(&ini, "a.k=command", &problems);
    ini_override(&ini, "b.new=x=y", &problems);
    cr_expect_str_eq(settings(), "[a] k=command l=sub, more m=other n=deep o=last[b] new=x=y");
}

Test(ini, folders_of_included_files, .init = make_folder, .fini = remove_folder) {
    cr_assert_eq(system("mkdir -p conf/part"), 0);
    write_file("conf/main.ini", "[pipeline]\ninclude = part/sub.ini\n[a]\nk = x\n");
    write_file("conf/part/sub.ini", "[pipeline]\ninclude = near.ini\n[a]\nl = y\n");
    write_file("conf/part/near.ini", "[a]\nm = z\n");
    ini_read(&ini, "conf/main.ini", &problems);
    cr_expect_str_eq(printed(), "", "%s", printed());
    cr_expect_str_eq(find("a", "k")->folder, "conf");
    cr_expect_str_eq(find("a", "l")->folder, "conf/part");
    cr_expect_str_eq(find("a", "m")->file, "conf/part/near.ini");
}

Test(ini, one_file_included_by_two, .init = make_folder, .fini = remove_folder) {
    write_file("main.ini", "[pipeline]\ninclude = a.ini\ninclude = b.ini\n");
    write_file("a.ini", "include = common.ini\n");
    write_file("b.ini", "include = common.ini\n");
    write_file("common.ini", "[s]\nk = v\n  w\nk: x\n");
    ini_read(&ini, "main.ini", &problems);
    cr_expect_str_eq(printed(),
                     "common.ini:4:1: a setting is written with '=', not ':' (key = value)\n", "%s",
                     printed());
    cr_expect_str_eq(settings(), "[s] k=v w", "%s", settings());
}

Test(ini, a_file_includes_itself_by_another_name, .init = make_folder, .fini = remove_folder) {
    cr_assert_eq(mkdir("sub", 0700), 0);
    write_file("main.ini", "[pipeline]\ninclude = sub/../main.ini\ninclude = ./main.ini\n"
                           "include = link.ini\n");
    cr_assert_eq(symlink("main.ini", "link.ini"), 0);
    ini_read(&ini, "main.ini", &problems);
    cr_expect_str_eq(printed(),
                     "main.ini:2:1: sub/../main.ini includes itself\n"
                     "main.ini:3:1: ./main.ini includes itself\n"
                     "main.ini:4:1: link.ini includes itself\n",
                     "%s", printed());
}

Test(ini, files_that_include_each_other_many_times, .init = make_folder, .fini = remove_folder) {
    char name[20], text[400];
    for (int i = 0; i < 7; i++) {
        size_t n = 0;
        for (int k = 0; k < 10; k++)
            n += (size_t)snprintf(text + n, sizeof text - n, "include = %d.ini\n", i + 1);
        snprintf(name, sizeof name, "%d.ini", i);
        write_file(name, text);
    }
    write_file("7.ini", "[a]\nk = v\n");
    ini_read(&ini, "0.ini", &problems);
    cr_expect_eq(ini.readings, 100, "%d", ini.readings);
    cr_expect(strstr(printed(), ": more than 100 files are included ("), "%s", printed());
}

Test(ini, paths_of_includes, .init = make_folder, .fini = remove_folder) {
    setenv("INI_PART", "part", 1);
    unsetenv("INI_NONE");
    write_file("part.ini", "[a]\nk = v\n");
    write_file("main.ini", "[pipeline]\ninclude = ${INI_PART}.ini\ninclude =\n"
                           "include = ${INI_NONE}/x.ini\n");
    ini_read(&ini, "main.ini", &problems);
    cr_expect_str_eq(printed(),
                     "main.ini:3:1: include names no file (write include = other.ini)\n"
                     "main.ini:4:1: include ${INI_NONE} is not set in the environment (write "
                     "${INI_NONE:-default} to do without)\n",
                     "%s", printed());
    cr_expect_str_eq(find("a", "k")->value, "v");
}

Test(ini, an_override_does_without_the_variable, .fini = done) {
    static const char text[] = "[a]\nk = ${INI_NONE}\nl = $$\nm = ${INI_NONE}\n";
    unsetenv("INI_NONE");
    read_bytes(text, sizeof text - 1);
    cr_expect_eq(problems_count(&problems), 2);
    ini_override(&ini, "a.k=${x}", &problems);
    cr_expect_str_eq(printed(),
                     "a.ini:4:5: [a] m = ${INI_NONE} is not set in the environment (write "
                     "${INI_NONE:-default} to do without)\n",
                     "%s", printed());
    cr_expect_str_eq(settings(), "[a] k=${x} l=$ m=${INI_NONE}", "%s", settings());
}

Test(ini, includes_that_cannot_be_read, .init = make_folder, .fini = remove_folder) {
    write_file("main.ini", "[pipeline]\ninclude = none.ini\ninclude = .\n\ninclude = b.ini\n"
                           "include = 1.ini\n");
    write_file("b.ini", "[pipeline]\ninclude = main.ini\n");
    for (int i = 1; i <= 9; i++) {
        char name[20], text[60];
        snprintf(name, sizeof name, "%d.ini", i);
        snprintf(text, sizeof text, "[pipeline]\ninclude = %d.ini\n", i + 1);
        write_file(name, text);
    }
    ini_read(&ini, "main.ini", &problems);
    cr_expect_str_eq(printed(),
                     "main.ini:2:1: include none.ini: No such file or directory\n"
                     "main.ini:3:1: include .: is a folder\n"
                     "b.ini:2:1: main.ini includes itself\n"
                     "8.ini:2:1: includes are nested deeper than 8 (9.ini)\n",
                     "%s", printed());
    cr_expect_eq(problems_exit_code(&problems), 78);
}

Test(ini, files_that_are_no_config, .init = make_folder, .fini = remove_folder) {
    static const struct {
        const char *path, *wrong;
    } cases[] = {{"none.ini", "none.ini: No such file or directory\n"},
                 {"folder", "folder: is a folder\n"},
                 {"big.ini", "big.ini: is larger than 1 MiB: this is no config\n"},
                 {"/dev/zero", "/dev/zero: is a device: this is no config\n"}};
    cr_assert_eq(system("mkdir folder && touch big.ini"), 0);
    cr_assert_eq(truncate("big.ini", (1 << 20) + 1), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ini_read(&ini, cases[i].path, &problems);
        cr_expect_str_eq(printed(), cases[i].wrong, "%s", printed());
        cr_expect_eq(ini.n, 0);
        done();
    }
}

/* A FIFO has no size to look at before it is read. */
Test(ini, a_stream_that_is_no_config, .fini = done) {
    const size_t n = (1 << 20) + 10;
    char *text = malloc(n);
    cr_assert_not_null(text);
    memset(text, '\n', n);
    read_bytes(text, n);
    cr_expect_str_eq(printed(),
                     "a.ini:1048577:1: is larger than 1 MiB from here on: this is no config\n");
    free(text);
}

Test(ini, overrides_that_are_none, .fini = done) {
    static const char *const bad[] = {"threads", "threads=2", ".k=v", "a.=v", "a=b.c", ""};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char expected[100];
        ini_override(&ini, bad[i], &problems);
        snprintf(expected, sizeof expected,
                 "command line: '%s' is no setting (write stage.key=value)\n", bad[i]);
        cr_expect_str_eq(printed(), expected, "%s", printed());
        cr_expect_eq(ini.n, 0);
        done();
    }
    ini_override(&ini, "a.k=v", &problems);
    ini_override(&ini, "a.k=w", &problems);
    cr_expect_str_eq(printed(), "command line: [a] 'k' is set twice\n");
}

/* ---- environment ---- */

Test(ini, environment) {
    static const struct {
        const char *value, *result, *wrong;
    } cases[] = {
        {"", "", ""},
        {"${INI_A}", "one", ""},
        {"x${INI_A}y${INI_A}", "xoneyone", ""},
        {"${INI_EMPTY}", "", ""},
        {"${INI_EMPTY:-two}", "two", ""},
        {"${INI_NONE:-}", "", ""},
        {"${INI_NONE:-a:-b}", "a:-b", ""},
        {"${INI_DOLLAR}", "${INI_A}", ""},
        {"$${INI_A}", "${INI_A}", ""},
        {"$ $x 5$", "$ $x 5$", ""},
        {"${INI_NONE}", NULL,
         "${INI_NONE} is not set in the environment (write ${INI_NONE:-default} to do without)"},
        {"x${INI_A", NULL, "'${INI_A' has no '}'"},
        {"${}", NULL, "'${}' names no variable"},
    };
    setenv("INI_A", "one", 1);
    setenv("INI_EMPTY", "", 1);
    setenv("INI_DOLLAR", "${INI_A}", 1);
    unsetenv("INI_NONE");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char wrong[256] = "", *got = substitute_environment(cases[i].value, wrong, sizeof wrong);
        cr_expect_str_eq(wrong, cases[i].wrong, "%s: %s", cases[i].value, wrong);
        cr_expect_eq(got != NULL, cases[i].result != NULL, "%s", cases[i].value);
        if (got && cases[i].result) cr_expect_str_eq(got, cases[i].result, "%s", got);
        free(got);
    }
}

/* ---- the list of problems ---- */

static void add_some(void) {
    problems_file(&problems, "main.ini");
    problems_add(&problems, PROBLEM_CONFIG, "sub.ini", 1, 2, NULL, "in %s", "sub");
    problems_add(&problems, PROBLEM_PLUGIN, "main.ini", 10, 1, "b", "late");
    problems_add(&problems, PROBLEM_CONFIG, "main.ini", 9, 12, "a", "right");
    problems_add(&problems, PROBLEM_CONFIG, "main.ini", 9, 5, "a", "left");
    problems_add(&problems, PROBLEM_WARNING, "main.ini", 0, 0, NULL, "whole: 100%% of it\nfile");
    problems_add(&problems, PROBLEM_CONFIG, "main.ini", 9, 5, "a", "left");
}

static const char sorted[] = "main.ini: warning: whole: 100% of it\nfile\n"
                             "main.ini:9:5: [a] left\n"
                             "main.ini:9:12: [a] right\n"
                             "main.ini:10:1: [b] late\n"
                             "sub.ini:1:2: in sub\n";

Test(problems, are_sorted, .fini = done) {
    add_some();
    cr_expect_str_eq(problems_at(&problems, 1)->text, "[a] left");
    cr_expect_str_eq(problems_at(&problems, 4)->file, "sub.ini");
    cr_expect_null(problems_at(&problems, 5));
    cr_expect_str_eq(printed(), sorted, "%s", printed());
    cr_expect_eq(problems_count(&problems), 4);
    problems_add(&problems, PROBLEM_CONFIG, "main.ini", 1, 1, NULL, "first");
    cr_expect_str_eq(problems_at(&problems, 1)->text, "first");
    problems_add(&problems, PROBLEM_WARNING, "main.ini", 9, 12, "a", "right"); /* is no error */
    cr_expect_eq(problems_count(&problems), 5);
    problems_withdraw(&problems, "main.ini", 9, 5);
    cr_expect_str_eq(problems_at(&problems, 2)->text, "[a] right");
}

Test(problems, exit_codes) {
    static const struct {
        int kinds; /* bits */
        int code;
    } cases[] = {{0, 0},  {1, 78}, {2, 69}, {3, 78}, {4, 66},  {5, 78},
                 {6, 78}, {7, 78}, {8, 0},  {9, 78}, {10, 69}, {12, 66}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int kind = 0; kind < 4; kind++)
            if (cases[i].kinds >> kind & 1)
                problems_add(&problems, (enum problem_kind)kind, "a", 1, 1, NULL, "x");
        cr_expect_eq(problems_exit_code(&problems), cases[i].code, "%d", cases[i].kinds);
        done();
    }
}

Test(problems, go_through_a_pipe, .fini = done) {
    int ends[2];
    add_some();
    cr_assert_eq(pipe(ends), 0);
    cr_expect_eq(problems_write(&problems, ends[1]), 0);
    close(ends[1]);
    problems_free(&problems);
    cr_expect_eq(problems_read(&problems, ends[0]), 0);
    close(ends[0]);
    cr_expect_str_eq(printed(), sorted, "%s", printed());
    cr_expect_eq(problems_exit_code(&problems), 78);
    cr_expect_eq(problems_write(&problems, -1), -1);
    cr_expect_eq(problems_read(&problems, -1), -1);
}

static int read_sent(const char *p, size_t n) {
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(write(ends[1], p, n), (ssize_t)n);
    close(ends[1]);
    const int rc = problems_read(&problems, ends[0]);
    close(ends[0]);
    return rc;
}

/* A sender that dies in the middle is noticed wherever that is; what came whole is kept. */
Test(problems, that_were_cut_off, .fini = done) {
    static const char whole[] = "F 5\na.iniP 0 1 2 5 3\na.inioneP 1 3 4 5 3\nb.initwoE\n";
    for (size_t n = 0; n < sizeof whole - 1; n++) {
        cr_expect_eq(read_sent(whole, n), -1, "%zu bytes", n);
        cr_expect_eq(problems.n, (size_t)(n >= 29) + (n >= 49), "%zu bytes: %zu", n, problems.n);
        done();
    }
    cr_expect_eq(read_sent(whole, sizeof whole - 1), 0);
    cr_expect_str_eq(printed(), "a.ini:1:2: one\nb.ini:3:4: two\n", "%s", printed());
    done();
    static const char *const bad[] = {
        "P 9 1 1 0 0\nE\n", "P 0 -1 1 0 0\nE\n",        "F 99999999999\nE\n", "F\nE\n", "E\nE\n",
        "X\nE\n",           "P 0 1 1 2147483647 0\nE\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect_eq(read_sent(bad[i], strlen(bad[i])), -1, "%s", bad[i]);
    cr_expect_eq(problems.n, 0, "%zu", problems.n);
}

Test(problems, show_the_line, .init = make_folder, .fini = remove_folder) {
    write_file("a.ini", "[a]\n\tk\t= \xc3\xa4\xc3\xb6 x\nl = \x1b[31m\n");
    problems.show_lines = true;
    problems_add(&problems, PROBLEM_CONFIG, "a.ini", 2, 11, NULL, "x?");
    problems_add(&problems, PROBLEM_CONFIG, "a.ini", 3, 1, NULL, "l?");
    problems_add(&problems, PROBLEM_CONFIG, "a.ini", 4, 1, NULL, "no such line");
    problems_add(&problems, PROBLEM_CONFIG, "a.ini", 1, 9, NULL, "no such column");
    problems_add(&problems, PROBLEM_CONFIG, "command line", 0, 0, NULL, "no such file");
    cr_expect_str_eq(printed(),
                     "a.ini:1:9: no such column\n"
                     "a.ini:2:11: x?\n"
                     "    \tk\t= \xc3\xa4\xc3\xb6 x\n"
                     "    \t \t     ^\n"
                     "a.ini:3:1: l?\n"
                     "a.ini:4:1: no such line\n"
                     "command line: no such file\n",
                     "%s", printed());
}
