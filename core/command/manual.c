/* manual.c: `pipeline man`: pipeline(1) and pipeline.ini(5), from the tables of commands, options, exit codes and settings, and from
 * those of the plugins that are found. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "command/command.h"
#include "command/manual.h"
#include "command/roff.h"
#include "config/plugin.h"
#include "config/settings.h"
#include "support/buffer.h"

/* ---- pipeline(1) ---- */

static void commands(void) {
    char head[256];
    roff_section("COMMANDS");
    for (const struct command *c = command_table; c->name; c++) {
        if (!c->help) continue;
        struct buffer text = {0};
        snprintf(head, sizeof head, "pipeline %s %s", c->name, c->operands);
        buffer_printf(&text, "%c%s.%s%s", c->help[0] >= 'a' ? c->help[0] - 32 : c->help[0],
                      c->help + 1, c->about ? " " : "", c->about ? c->about : "");
        buffer_put(&text, 0);
        roff_item(head, text.p);
        buffer_free(&text);
    }
}

/* " run check " -> "(run, check)" */
static void add_commands(struct buffer *b, const char *of) {
    const char *before = " (";
    char list[128], *rest = list;
    snprintf(list, sizeof list, "%s", of);
    for (char *name; (name = strtok_r(rest, " ", &rest)); before = ", ")
        buffer_printf(b, "%s%s", before, name);
    buffer_puts(b, ").");
}

static void option_list(void) {
    char head[128];
    roff_section("OPTIONS");
    for (const struct option *o = option_table; o->name; o++) {
        struct buffer text = {0};
        snprintf(head, sizeof head, "%s%s%s", o->name, o->value ? " " : "",
                 o->value ? o->value : "");
        buffer_puts(&text, o->help);
        add_commands(&text, o->of);
        buffer_put(&text, 0);
        roff_item(head, text.p);
        buffer_free(&text);
    }
}

static void exit_codes(void) {
    char code[16];
    roff_section("EXIT STATUS");
    for (const struct exit_meaning *row = exit_table; row->meaning; row++) {
        snprintf(code, sizeof code, "%d", row->code);
        roff_item(code, row->meaning);
    }
}

static void environment(void) {
    roff_section("ENVIRONMENT");
    roff_item("PIPELINE_PLUGINS",
              "Folders with plugins, separated by colons; looked at behind `plugin_path`.");
    roff_item(
        "NOTIFY_SOCKET",
        "Socket of a service manager, which is told READY, STATUS once a second, and STOPPING.");
    roff_item("JOURNAL_STREAM",
              "When it names standard error, lines begin with the priorities of the journal.");
    roff_item("TMPDIR", "Where spools go when the config keeps no state.");
    roff_item("any other", "Can be used in a config as ${NAME} or ${NAME:-default}.");
}

static void files(void) {
    roff_section("FILES");
    roff_item(".pipeline/CONFIG/", "The state folder, beside the config unless `state` names "
                                   "another: `lock`, `checkpoint` (how far an unfinished run is), "
                                   "`run` (what must be the same for it to go on), `last_run` (how "
                                   "the newest ended), spools, records and decisions.");
    roff_item("NAME.part", "An output that is not complete; it gets its name when all are.");
    roff_item("~/.local/share/text-pipeline/plugins", "Plugins of the user.");
}

static void page_1(void) {
    roff_page("pipeline", 1, "clean, deduplicate, annotate and summarise text by chained plugins");
    roff_section("SYNOPSIS");
    roff_example("pipeline COMMAND [arguments]\n");
    roff_section("DESCRIPTION");
    roff_text("Reads a config, an INI file that names a reader, stages and a writer, and takes "
              "every document of the input through "
              "them. Bad input never stops a run: it becomes a dead letter, with a reason. A bad "
              "config always does, before the first "
              "byte. A run that was killed goes on from its last checkpoint, to the same bytes. "
              "The config is described in "
              "`pipeline.ini`(5), the writing of plugins in `pipeline-plugin`(7).");
    commands();
    option_list();
    exit_codes();
    environment();
    files();
    roff_section("EXAMPLES");
    roff_example("pipeline run news.ini read.path=/data/articles write.path=/data/news.jsonl.zst\n"
                 "pipeline status news.ini || echo \"look at it\"\n");
    roff_section("SEE ALSO");
    roff_text("`pipeline.ini`(5), `pipeline-plugin`(7)");
}

/* ---- pipeline.ini(5) ---- */

static const char example[] = "[pipeline]\n"
                              "stages = read, clean, dedup, write\n"
                              "dead_letters = out/failed.jsonl\n\n"
                              "[read]\n"
                              "plugin = text_reader\n"
                              "path = articles\n\n"
                              "[clean]\n"
                              "plugin = cleaner\n\n"
                              "[dedup]\n"
                              "plugin = deduper\n\n"
                              "[write]\n"
                              "plugin = jsonl_writer\n"
                              "path = out/articles.jsonl.zst\n";

static void describe_plugin(void *v, const char *name, const char *path) {
    const struct plugin_folders *folders = v;
    char wrong[512], title[300], *data = NULL;
    const pl_plugin *p = plugin_load(folders, name, &data, wrong, sizeof wrong);
    free(data);
    (void)path;
    if (!p) return;
    snprintf(title, sizeof title, "plugin = %s", p->name);
    roff_sub(title);
    roff_text(p->summary ? p->summary : "");
    roff_options(p->options, p->option_stride);
}

static void page_5(void) {
    struct plugin_folders folders;
    roff_page("pipeline.ini", 5, "the config of a run of pipeline");
    roff_section("DESCRIPTION");
    roff_text("Sections in brackets, lines `key = value`, comments behind ; or #. `[pipeline]` "
              "says which sections are run, in which "
              "order; each of these names its plugin and sets the options of that. Paths are "
              "relative to the file. A key that no table "
              "has, a value outside its range, a section that is not run: all are errors, with the "
              "line and the nearest key that "
              "exists.");
    roff_text("`include = other.ini` in `[pipeline]` takes settings from another file; the "
              "including file wins, and the command line "
              "(`stage.key=value`) over both. `${NAME}` and `${NAME:-default}` come from the "
              "environment.");
    roff_section("EXAMPLE");
    roff_example(example);
    roff_section("PIPELINE");
    roff_text("Keys of `[pipeline]`, with their defaults:");
    roff_options(settings_table, sizeof *settings_table);
    roff_section("PLUGINS");
    roff_text("Options of the plugins that came with the program, with their defaults; `pipeline "
              "plugins NAME` prints those of any.");
    plugin_folders_make(&folders, NULL, NULL);
    plugin_each(&folders, describe_plugin, &folders);
    plugin_folders_free(&folders);
    roff_section("SEE ALSO");
    roff_text("`pipeline`(1), `pipeline-plugin`(7)");
}

int command_man(int argc, char **argv) {
    static const struct {
        const char *section;
        void (*print)(void);
    } pages[] = {{"1", page_1}, {"5", page_5}, {"7", manual_of_plugins}};
    for (size_t i = 0; argc == 1 && i < sizeof pages / sizeof *pages; i++)
        if (!strcmp(argv[0], pages[i].section)) return pages[i].print(), EXIT_DONE;
    return usage_error("man wants the section: 1, 5 or 7");
}
