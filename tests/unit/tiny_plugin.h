/* tiny_plugin.h: builds plugins of a few lines while a test runs. The compiler is $CC, or cc. */
#ifndef TINY_PLUGIN_H
#define TINY_PLUGIN_H
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A new folder below /tmp, whose parents only root can change; removed by tiny_remove. */
static char *tiny_folder(void) {
    static char folder[] = "/tmp/pipeline_test.XXXXXX";
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(access("include/text-pipeline/pipeline.h", R_OK), 0, "run it in the repository");
    return folder;
}

static void tiny_run(const char *command) {
    cr_assert_eq(system(command), 0, "%s", command);
}

static void tiny_remove(const char *folder) {
    char command[300];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    tiny_run(command);
}

/* Compiles FOLDER/NAME.c to FOLDER/NAME.so. */
static void tiny_compile(const char *folder, const char *name, const char *flags) {
    char command[1000];
    const char *cc = getenv("CC");
    snprintf(command, sizeof command,
             "%s -w -shared -fPIC -Iinclude -o '%s/%s.so' '%s/%s.c' %s && chmod 755 '%s/%s.so'",
             cc && *cc ? cc : "cc", folder, name, folder, name, flags, folder, name);
    tiny_run(command);
}

static void tiny_source(const char *folder, const char *name, const char *source) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s.c", folder, name);
    FILE *f = fopen(path, "w");
    cr_assert_not_null(f);
    cr_assert_geq(fputs(source, f), 0);
    cr_assert_eq(fclose(f), 0);
}

/* A stage of that name that does nothing. `extra`: initialisers that override, such as ".abi = 7,";
 * `before`: declarations they need. */
static void tiny_plugin(const char *folder, const char *name, const char *before,
                        const char *extra) {
    char source[3000];
    snprintf(source, sizeof source,
             "#include \"text-pipeline/pipeline.h\"\n"
             "static int process(void *s, pl_batch *b, pl_document *d) { return PL_OK; }\n"
             "%s\n"
             "static const pl_plugin plugin = {.size = sizeof(pl_plugin), .abi = PL_ABI,\n"
             "    .kind = PL_STAGE, .name = \"%s\", .version = \"1.0\", .process = process, %s};\n"
             "PL_EXPORT const pl_plugin *pl_plugin_get(uint32_t i) { return i ? 0 : &plugin; }\n",
             before, name, extra);
    tiny_source(folder, name, source);
    tiny_compile(folder, name, "");
}
#endif
