/* plugin_test.c: plugins are found in order, refused when others could have written them, and
 * looked over; each failure is one line. Plugins are compiled while the tests run. */
#include "config/plugin.h"
#include <string.h>
#include "tiny_plugin.h"

static char *folder;
static char wrong[2000], *data;

static void make_folder(void) {
    folder = tiny_folder();
    setenv("XDG_DATA_HOME", "/nonexistent", 1);
    unsetenv("PIPELINE_PLUGINS");
}
static void remove_folder(void) { tiny_remove(folder); }

/* Loads from one folder as if the config had named it. */
static const pl_plugin *load_from(const char *from, const char *name, const char *trusted) {
    struct plugin_folders f;
    const pl_str path = {from, strlen(from)};
    const pl_array paths = {&path, 1, sizeof path};
    plugin_folders_make(&f, &paths, trusted);
    *wrong = 0;
    const pl_plugin *p = plugin_load(&f, name, &data, wrong, sizeof wrong);
    cr_expect_eq(p == NULL, *wrong != 0, "%s: a plugin or a reason, not both: %s", name, wrong);
    plugin_folders_free(&f);
    return p;
}
static const pl_plugin *load(const char *name) { return load_from(folder, name, NULL); }

/* In `message` every $ stands for the folder. */
static void expect_wrong(const char *message, const char *what) {
    char expected[2000] = "", *to = expected;
    for (const char *p = message; *p; p++) {
        if (*p == '$') to += sprintf(to, "%s", folder);
        else *to++ = *p, *to = 0;
    }
    cr_expect_str_eq(wrong, expected, "%s: '%s', not '%s'", what, wrong, expected);
}

static const char *in_folder(const char *name) {
    static char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

Test(plugin, loads_and_knows_its_data_folder, .init = make_folder, .fini = remove_folder) {
    tiny_plugin(folder, "good", "", "");
    const pl_plugin *p = load("good");
    cr_assert_not_null(p, "%s", wrong);
    cr_expect_str_eq(p->name, "good");
    cr_assert_str_eq(data, in_folder("data"));
    free(data);
}

Test(plugin, real_path_decides_where_data_are, .init = make_folder, .fini = remove_folder) {
    tiny_plugin(folder, "good", "", "");
    cr_assert_eq(mkdir(in_folder("links"), 0755), 0);
    char link[300];
    snprintf(link, sizeof link, "%s", in_folder("links/good.so"));
    cr_assert_eq(symlink(in_folder("good.so"), link), 0);
    cr_assert_not_null(load_from(in_folder("links"), "good", NULL), "%s", wrong);
    cr_expect_str_eq(data, in_folder("data"));
    free(data);
}

Test(plugin, contract_is_checked, .init = make_folder, .fini = remove_folder) {
    static const struct { const char *name, *before, *extra, *wrong;
    } cases[] = {
        {"abi7", "", ".abi = 7",
         "abi7.so speaks ABI 7, this program ABI 1: rebuild it against text-pipeline/pipeline.h of "
         "this "
         "program"},
        {"small", "", ".size = 40",
         "small.so: its pl_plugin is too short (set .size = sizeof(pl_plugin))"},
        {"later", "", ".size = sizeof(pl_plugin) + 64", ""},
        {"kind", "", ".kind = 9", "kind.so: it is no reader, stage or writer"},
        {"idle", "", ".process = 0", "idle.so: it has no process"},
        {"unread", "", ".kind = PL_READER", "unread.so: it is a reader and has no read"},
        {"alias", "", ".name = \"other\"", "$/alias.so has no entry named 'alias'"},
        {"nameless", "", ".name = 0", "$/nameless.so has no entry named 'nameless'"},
        {"option", "static const pl_field_def o[] = {{\"n\", PL_UINT, 4, 8, \"1\"}, {0}};",
         ".options = o, .option_stride = sizeof *o, .options_size = 8",
         "option.so: option 'n': it lies outside the struct"},
        {"promise", "", ".gives = \"lines\"",
         "promise.so: it gives layer 'lines' but has no row for it in .layers"},
        {"secret", "static const pl_layer_def l[] = {{\"lines\", 8}, {0}};",
         ".gives = \"words\", .layers = l, .layer_stride = sizeof *l",
         "secret.so: layer 'lines': it is not in `gives`"},
        {"thin", "static const pl_layer_def l[] = {{\"lines\", 4}, {0}};",
         ".gives = \"lines\", .layers = l, .layer_stride = sizeof *l",
         "thin.so: layer 'lines': its elements are too small to begin with a pl_span "
         "(or set PL_NO_SPAN)"},
        {"member",
         "static const pl_field_def f[] = {{\"n\", PL_UINT, 8, 4}, {0}};\n"
         "static const pl_layer_def l[] = {{\"lines\", 8, f, sizeof *f}, {0}};",
         ".gives = \"lines\", .layers = l, .layer_stride = sizeof *l",
         "member.so: layer 'lines': member 'n': it lies outside the struct"},
        {"layered",
         "static const pl_field_def f[] = {{\"n\", PL_UINT, 8, 4}, {0}};\n"
         "static const pl_layer_def l[] = {{\"lines\", 12, f, sizeof *f}, {0}};",
         ".gives = \"lines\", .layers = l, .layer_stride = sizeof *l", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tiny_plugin(folder, cases[i].name, cases[i].before, cases[i].extra);
        load(cases[i].name);
        expect_wrong(cases[i].wrong, cases[i].name);
        free(data);
    }
}

Test(plugin, what_cannot_be_opened, .init = make_folder, .fini = remove_folder) {
    tiny_source(folder, "dumb", "int x;");
    tiny_compile(folder, "dumb", "");
    load("dumb");
    expect_wrong("$/dumb.so exports no pl_plugin_get: it is no plugin", "no symbol");

    tiny_source(folder, "open_end", "int gone(void); int (*pl_plugin_get)(void) = gone;");
    tiny_compile(folder, "open_end", "");
    load("open_end");
    expect_wrong("$/open_end.so needs the symbol gone, which nothing defines "
                 "(link it with -Wl,-z,defs and the library that has it)", "undefined symbol");

    tiny_source(folder, "libgone", "int gone(void) { return 0; }");
    tiny_compile(folder, "libgone", "");
    tiny_compile(folder, "open_end", in_folder("libgone.so -Wl,-soname,x"));
    cr_assert_eq(unlink(in_folder("libgone.so")), 0);
    load("open_end");
    char expected[400];
    snprintf(expected, sizeof expected,
             "$/open_end.so needs the library %s, which is not installed", in_folder("libgone.so"));
    expect_wrong(expected, "missing library");

    FILE *f = fopen(in_folder("text.so"), "w");
    fputs("hello", f);
    cr_assert_eq(fclose(f), 0);
    chmod(in_folder("text.so"), 0644);
    load("text");
    expect_wrong("cannot be loaded: $/text.so: file too short", "no shared object");
}

Test(plugin, names_are_no_paths, .init = make_folder, .fini = remove_folder) {
    static const char *const names[] = {"", "../x", "a/b", "A", ".x", "x.so", "a b"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char expected[200];
        load(names[i]);
        snprintf(expected, sizeof expected,
                 "'%s' is no name of a plugin (a-z, 0-9, '_' and '-'; not a path)", names[i]);
        expect_wrong(expected, names[i]);
    }
}

Test(plugin, not_found, .init = make_folder, .fini = remove_folder) {
    tiny_plugin(folder, "deduper", "", "");
    load("dedupper");
    expect_wrong("there is no plugin 'dedupper' (did you mean 'deduper'?)", "near");
    load("summarizer");
    char start[400];
    snprintf(start, sizeof start, "there is no plugin 'summarizer' in %s, "
                                  "/nonexistent/text-pipeline/plugins, /", folder);
    cr_expect_eq(strncmp(wrong, start, strlen(start)), 0, "%s", wrong);
}

static void collect(void *p, const char *name, const char *path) {
    snprintf((char *)p + strlen(p), 500 - strlen(p), "%s=%s ", name, path + strlen(folder) + 1);
}

Test(plugin, folders_in_order_and_both_forms, .init = make_folder, .fini = remove_folder) {
    char command[400], env[400], found[500] = "";
    snprintf(command, sizeof command,
             "cd %s && mkdir -p a/one b/two && touch a/one/one.so a/two.so b/one.so b/two/two.so "
             "b/three.so b/note.txt b/BAD.so", folder);
    tiny_run(command);
    snprintf(env, sizeof env, "%s/a::%s/b:", folder, folder);
    setenv("PIPELINE_PLUGINS", env, 1);
    struct plugin_folders f;
    plugin_folders_make(&f, NULL, NULL);
    f.n -= 2;                      /* those beside the program are not ours */
    plugin_each(&f, collect, found);
    cr_expect_str_eq(found, "one=a/one/one.so two=a/two.so three=b/three.so ");
    char *path = plugin_find(&f, "one", wrong, sizeof wrong);
    cr_assert_not_null(path);
    cr_expect_str_eq(path, in_folder("a/one/one.so"));
    free(path);
    f.n += 2;
    plugin_folders_free(&f);
}

static void skip(const char *why) {
    remove_folder();               /* .fini does not run */
    cr_skip_test("%s", why);
}

/* Gives a path to a group that is not the private one of its owner; false: we may not. */
static bool share(const char *path) {
    gid_t groups[64];
    if (geteuid() == 0) return chown(path, (uid_t)-1, 12345) == 0;
    const int n = getgroups(64, groups);
    for (int i = 0; i < n; i++)
        if (groups[i] != geteuid() && !chown(path, (uid_t)-1, groups[i])) return true;
    return false;
}

static void trust(const char *what, const char *message) {
    const pl_plugin *p = load_from(in_folder("sub"), "good", NULL);
    expect_wrong(message, what);
    if (p) free(data);
}

static void expect_trusted_by_hand(const char *what) {
    char sub[300];
    snprintf(sub, sizeof sub, "%s", in_folder("sub"));
    cr_expect_not_null(load_from(sub, "good", sub), "%s, with --trust-plugins: %s", what, wrong);
    free(data);
}

static void make_sub(void) {
    make_folder();
    cr_assert_eq(mkdir(in_folder("sub"), 0755), 0);
    char sub[300];
    snprintf(sub, sizeof sub, "%s", in_folder("sub"));
    tiny_plugin(sub, "good", "", "");
}

Test(plugin, refused_when_others_can_write, .init = make_sub, .fini = remove_folder) {
    trust("as made", "");
    chmod(in_folder("sub/good.so"), 0757);
    trust("file", "refused: everybody can write to $/sub/good.so "
                  "(chmod go-w '$/sub/good.so', or --trust-plugins FOLDER)");
    expect_trusted_by_hand("file");
    chmod(in_folder("sub/good.so"), 0755);
    chmod(in_folder("sub"), 0757);
    trust("folder", "refused: everybody can write to $/sub "
                    "(chmod go-w '$/sub', or --trust-plugins FOLDER)");
    chmod(in_folder("sub"), 01777);
    trust("sticky folder", "");
    chmod(in_folder("sub"), 0755);
    chmod(folder, 0707);
    trust("folder above", "refused: everybody can write to $ "
                          "(chmod go-w '$', or --trust-plugins FOLDER)");
    expect_trusted_by_hand("folder above");
    chmod(folder, 0700);
    trust("cured", "");
}

Test(plugin, refused_when_a_shared_group_can_write, .init = make_sub, .fini = remove_folder) {
    char file[300];
    snprintf(file, sizeof file, "%s", in_folder("sub/good.so"));
    if (chown(file, (uid_t)-1, (gid_t)geteuid()) == 0) {
        chmod(file, 0775);
        trust("private group", "");
    }
    if (!share(file)) skip("this user has no second group");
    chmod(file, 0775);
    trust("file", "refused: its group can write to $/sub/good.so "
                  "(chmod go-w '$/sub/good.so', or --trust-plugins FOLDER)");
    chmod(file, 0755);
    trust("read only", "");
    cr_assert(share(in_folder("sub")));
    chmod(in_folder("sub"), 0775);
    trust("folder", "refused: its group can write to $/sub "
                    "(chmod go-w '$/sub', or --trust-plugins FOLDER)");
}

Test(plugin, refused_when_of_another_user, .init = make_sub, .fini = remove_folder) {
    if (geteuid() != 0) skip("only root can give files away");
    cr_assert_eq(chown(in_folder("sub/good.so"), 12345, 12345), 0);
    trust("file",
          "refused: $/sub/good.so belongs to user 12345 (chown it, or --trust-plugins FOLDER)");
    expect_trusted_by_hand("file");
    cr_assert_eq(chown(in_folder("sub/good.so"), 0, 0), 0);
    cr_assert_eq(chown(in_folder("sub"), 12345, 0), 0);
    trust("folder", "refused: $/sub belongs to user 12345 (chown it, or --trust-plugins FOLDER)");
}
