/* new_plugin.c: writes a folder with a plugin that works at once: source, Makefile, test, config, sample text. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "command/command.h"

/* @NAME@ stands for the plugin's name, @PIPELINE@ for this program, @INCLUDE@ and @LIBRARY@ for the folders of its tree. */
static const char source[] =
    "/* @NAME@: counts words and puts the number into the field `words`. Start at the end and read "
    "upwards. */\n"
    "#include <text-pipeline/pipeline.h>\n"
    "#include <stddef.h>\n"
    "#include <stdlib.h>\n"
    "\n"
    "struct options { uint64_t at_least; };        /* what a section of the config sets, see the "
    "table below */\n"
    "struct @NAME@ { const pl_host *host; pl_context *context; const struct options *options; };\n"
    "\n"
    "static const pl_field_def options[] = {\n"
    "    {\"at_least\", PL_UINT, offsetof(struct options, at_least), sizeof(uint64_t), \"1\", 0, "
    "1e6, NULL,\n"
    "     \"Documents with fewer words are dropped.\", 0},\n"
    "    {0}};\n"
    "\n"
    "/* Once, before the first document: keep what process needs. */\n"
    "static int @NAME@_open(pl_context *context, const pl_host *host, const void *o, void **self) "
    "{\n"
    "    struct @NAME@ *me = *self = malloc(sizeof *me);\n"
    "    if (!me) return host->fail(context, PL_ESTOP, \"out of memory\");\n"
    "    *me = (struct @NAME@){host, context, o};\n"
    "    return PL_OK;\n"
    "}\n"
    "\n"
    "static uint64_t count_words(pl_str text) {\n"
    "    uint64_t words = 0;\n"
    "    int inside = 0;\n"
    "    for (size_t i = 0; i < text.n; i++) {\n"
    "        const int blank = text.p[i] == ' ' || text.p[i] == '\\n' || text.p[i] == '\\t';\n"
    "        words += !blank && !inside;\n"
    "        inside = !blank;\n"
    "    }\n"
    "    return words;\n"
    "}\n"
    "\n"
    "/* Per document, on many threads at once: self is read-only here. */\n"
    "static int @NAME@_process(void *self, pl_batch *batch, pl_document *doc) {\n"
    "    const struct @NAME@ *me = self;\n"
    "    const uint64_t words = count_words(me->host->text(doc));\n"
    "    pl_value value;\n"
    "    value.type = PL_INT;\n"
    "    value.u.i = (int64_t)words;\n"
    "    if (words < me->options->at_least)\n"
    "        me->host->drop(batch, doc, \"short\", \"%llu words\", (unsigned long long)words);\n"
    "    return me->host->set(batch, doc, \"words\", value);\n"
    "}\n"
    "\n"
    "static void @NAME@_close(void *self, pl_context *context) {\n"
    "    (void)context;\n"
    "    free(self);\n"
    "}\n"
    "\n"
    "static const pl_plugin plugin = {\n"
    "    .size = sizeof(pl_plugin), .abi = PL_ABI, .kind = PL_STAGE, .name = \"@NAME@\", .version "
    "= \"0.1\",\n"
    "    .license = \"MIT\", .summary = \"Counts words.\",\n"
    "    .options = options, .option_stride = sizeof(pl_field_def), .options_size = sizeof(struct "
    "options),\n"
    "    .open = @NAME@_open, .process = @NAME@_process, .close = @NAME@_close};\n"
    "\n"
    "const pl_plugin *pl_plugin_get(uint32_t i) { return i == 0 ? &plugin : NULL; }\n";

static const char makefile[] =
    "# make: builds the plugin. make test: its tests. make run: on sample.txt. make install: for "
    "this user.\n"
    "PIPELINE ?= @PIPELINE@\n"
    "CFLAGS   ?= -O2 -g -Wall -Wextra\n"
    "CPPFLAGS += @INCLUDE@\n"
    "USER_PLUGINS := $(or $(XDG_DATA_HOME),$(HOME)/.local/share)/text-pipeline/plugins\n"
    "\n"
    "@NAME@.so: @NAME@.c\n"
    "\t$(CC) $(CPPFLAGS) $(CFLAGS) -std=c11 -fPIC -fvisibility=hidden -shared -Wl,-z,defs -o $@ "
    "$<\n"
    "\tchmod go-w $@ .\n"
    "\n"
    "@NAME@_test: @NAME@_test.c @NAME@.so\n"
    "\t$(CC) $(CPPFLAGS) $(CFLAGS) -std=c11 -o $@ $< @LIBRARY@\n"
    "\n"
    "test: @NAME@_test\n"
    "\t./@NAME@_test\n"
    "run: @NAME@.so\n"
    "\t$(PIPELINE) run @NAME@.ini\n"
    "install: @NAME@.so\n"
    "\tinstall -D -m 755 @NAME@.so $(USER_PLUGINS)/@NAME@.so\n"
    "clean:\n"
    "\trm -f @NAME@.so @NAME@_test @NAME@.jsonl\n"
    ".PHONY: test run install clean\n";

static const char test[] = "/* Runs the plugin alone on texts and looks at what it did. */\n"
                           "#include <text-pipeline/pipeline_test.h>\n"
                           "#include <stdio.h>\n"
                           "#include <stdlib.h>\n"
                           "\n"
                           "static void expect(int condition, const char *what) {\n"
                           "    printf(\"%s: %s\\n\", condition ? \"ok\" : \"FAILED\", what);\n"
                           "    if (!condition) exit(1);\n"
                           "}\n"
                           "\n"
                           "int main(void) {\n"
                           "    pl_test *t = pl_test_open(\"[pipeline]\\nstages = "
                           "@NAME@\\nplugin_path = .\\n[@NAME@]\\nat_least = 3\\n\");\n"
                           "    pl_test_add(t, \"one.txt\", \"one two three\");\n"
                           "    pl_test_add(t, \"two.txt\", \"one two\");\n"
                           "    expect(pl_test_run(t) == PL_OK, pl_test_error(t));\n"
                           "    const pl_host *host = pl_test_host(t);\n"
                           "    pl_value words;\n"
                           "    expect(host->get(pl_test_document(t, 0), \"words\", &words) == "
                           "PL_OK && words.u.i == 3, \"three words\");\n"
                           "    expect(host->verdict(pl_test_document(t, 1)).state == PL_DROPPED, "
                           "\"a short text is dropped\");\n"
                           "    pl_test_close(t);\n"
                           "    return 0;\n"
                           "}\n";

static const char config[] = "[pipeline]\n"
                             "stages = read, @NAME@, write\n"
                             "plugin_path = .\n"
                             "state = none\n"
                             "\n"
                             "[read]\n"
                             "plugin = text_reader\n"
                             "path = sample.txt\n"
                             "\n"
                             "[@NAME@]\n"
                             "at_least = 3\n"
                             "\n"
                             "[write]\n"
                             "plugin = jsonl_writer\n"
                             "path = @NAME@.jsonl\n";

static const char sample[] = "The ferry to the island runs again from Monday.\n";

struct place {
    const char *mark, *value;
};

/* Writes `text` with the marks replaced. */
static void fill(FILE *f, const char *text, const struct place *places, size_t n) {
    while (*text) {
        size_t i = 0;
        while (i < n && strncmp(text, places[i].mark, strlen(places[i].mark))) i++;
        if (i == n)
            fputc(*text++, f);
        else {
            fputs(places[i].value, f);
            text += strlen(places[i].mark);
        }
    }
}

static int write_file(const char *folder, const char *name, const char *suffix, const char *text,
                      const struct place *places, size_t n) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s%s", folder, name, suffix);
    FILE *f = fopen(path, "wx");
    if (f) fill(f, text, places, n);
    const int bad = !f || ferror(f);
    if ((f && fclose(f)) || bad)
        return fprintf(stderr, "pipeline: %s: %s\n", path, strerror(errno)), -1;
    return 0;
}

static int is_name(const char *s) {
    if (!*s || strlen(s) > 60 || !(*s >= 'a' && *s <= 'z')) return 0;
    return s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_")] == 0;
}

/* In a build tree the header and test library lie beside the program; an installed one is found by pkg-config. */
static void find_tree(char *program, char *include, char *library, size_t size) {
    const ssize_t n = readlink("/proc/self/exe", program, size - 1);
    program[n > 0 ? n : 0] = 0;
    char folder[3000], probe[4000];
    snprintf(folder, sizeof folder, "%.2900s", program);
    char *slash = strrchr(folder, '/');
    if (slash) *slash = 0;
    for (int up = 1; up <= 3; up++) {
        const char *const dots = &"../../.."[9 - 3 * up];
        snprintf(probe, sizeof probe, "%s/%s/include/text-pipeline/pipeline.h", folder, dots);
        if (access(probe, R_OK)) continue;
        snprintf(probe, sizeof probe, "%s/libpipeline_test.a", folder);
        if (access(probe, R_OK))
            snprintf(probe, sizeof probe, "%s/../lib/libpipeline_test.a", folder);
        snprintf(include, size, "-I%s/%s/include", folder, dots);
        snprintf(library, size, "%s " LIBRARIES, probe);
        return;
    }
    snprintf(include, size, "$(shell pkg-config --cflags text-pipeline)");
    snprintf(library, size, "$(shell pkg-config --libs text-pipeline-test)");
}

int command_new_plugin(int argc, char **argv) {
    if (argc != 1) return usage_error("new-plugin wants one name");
    const char *name = argv[0];
    if (!is_name(name))
        return usage_error("'%s' is no name for a plugin: small letters, digits and _", name);
    if (mkdir(name, 0755))
        return fprintf(stderr, "pipeline: %s: %s\n", name, strerror(errno)), EXIT_CANNOT_CREATE;
    char program[4096], include[4200], library[4200];
    find_tree(program, include, library, sizeof program);
    const struct place places[] = {
        {"@NAME@", name}, {"@PIPELINE@", program}, {"@INCLUDE@", include}, {"@LIBRARY@", library}};
    const size_t n = sizeof places / sizeof *places;
    if (write_file(name, name, ".c", source, places, n) ||
        write_file(name, name, "_test.c", test, places, n) ||
        write_file(name, name, ".ini", config, places, n) ||
        write_file(name, "Makefile", "", makefile, places, n) ||
        write_file(name, "sample", ".txt", sample, places, n))
        return EXIT_CANNOT_CREATE;
    printf("%s/ is ready. Next: cd %s && make test run\n", name, name);
    return EXIT_DONE;
}
