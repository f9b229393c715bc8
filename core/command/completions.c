/* completions.c: `pipeline completions`: what bash and zsh need to complete command lines, from the tables of commands and options. */
#include <stdio.h>
#include <string.h>
#include "command/command.h"
#include "config/options.h"
#include "config/settings.h"

static bool is_of(const struct option *o, const char *command) {
    char wanted[64];
    snprintf(wanted, sizeof wanted, " %s ", command);
    return strstr(o->of, wanted) != NULL;
}

/* What an operand of the command can be. */
enum operand { NOTHING, CONFIG, PLUGIN, WORDS };
static enum operand operand_of(const struct command *c) {
    if (strstr(c->operands, "CONFIG")) return CONFIG;
    if (!strcmp(c->name, "plugins")) return PLUGIN;
    return strchr(c->operands, '|') ? WORDS : NOTHING;
}

/* "[a|b]" -> "a b" */
static void put_words(const char *choices) {
    for (; *choices; choices++)
        if (*choices == '|')
            putchar(' ');
        else if (*choices != '[' && *choices != ']')
            putchar(*choices);
}

static void put_commands(void) {
    for (const struct command *c = command_table; c->name; c++)
        if (c->help) printf("%s%s", c == command_table ? "" : " ", c->name);
}

/* ---- bash ---- */

static void bash_values(void) {
    printf("    case $before in\n");
    for (const struct option *o = option_table; o->name; o++) {
        if (!o->value) continue;
        printf("    %s) ", o->name);
        if (strchr(o->value, '|'))
            printf("COMPREPLY=($(compgen -W '"), put_words(o->value), printf("' -- \"$word\"))");
        else if (!strcmp(o->value, "DIR"))
            printf("COMPREPLY=($(compgen -d -- \"$word\"))");
        else
            printf("COMPREPLY=()");
        printf("; return ;;\n");
    }
    printf("    esac\n");
}

static void bash_options(const struct command *c) {
    printf("        case $word in -*) COMPREPLY=($(compgen -W '");
    for (const struct option *o = option_table; o->name; o++)
        if (is_of(o, c->name)) printf("%s ", o->name);
    printf("' -- \"$word\")); return ;; esac\n");
}

static void bash_operands(const struct command *c) {
    switch (operand_of(c)) {
    case CONFIG:
        printf("        COMPREPLY=($(compgen -f -X '!*.ini' -- \"$word\"; compgen -d -- "
               "\"$word\"))\n");
        break;
    case PLUGIN:
        printf("        COMPREPLY=($(compgen -W \"$(pipeline plugins 2>/dev/null | cut -d' ' "
               "-f1)\" -- "
               "\"$word\"))\n");
        break;
    case WORDS:
        printf("        COMPREPLY=($(compgen -W '"), put_words(c->operands),
            printf("' -- \"$word\"))\n");
        break;
    default: break;
    }
}

/* Behind "pipeline." the keys of that section. */
static void bash_settings(void) {
    const pl_field_def *row;
    printf("    case $word in pipeline.*)\n        compopt -o nospace\n        "
           "COMPREPLY=($(compgen -W '");
    for (size_t i = 0; (row = options_row(settings_table, sizeof *settings_table, i)); i++)
        printf("pipeline.%s= ", row->name);
    printf("' -- \"$word\")); return ;;\n    esac\n");
}

static void print_bash(void) {
    printf("# Written by `pipeline completions bash`.\n_pipeline() {\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
           "    COMPREPLY=()\n    if [ \"$COMP_CWORD\" = 1 ]; then COMPREPLY=($(compgen -W '");
    put_commands();
    printf("' -- \"$word\")); return; fi\n");
    bash_values();
    bash_settings();
    printf("    case ${COMP_WORDS[1]} in\n");
    for (const struct command *c = command_table; c->name; c++) {
        if (!c->help) continue;
        printf("    %s)\n", c->name);
        bash_options(c);
        bash_operands(c);
        printf("        ;;\n");
    }
    printf("    esac\n}\ncomplete -o filenames -F _pipeline pipeline\n");
}

/* ---- zsh ---- */

/* Inside '...[...]': quotes, brackets and colons mean something there. */
static void put_help(const char *help) {
    for (; *help; help++) {
        if (*help == '\'')
            printf("'\\''");
        else if (strchr("[]:\\", *help))
            printf("\\%c", *help);
        else
            putchar(*help);
    }
}

static void zsh_option(const struct option *o) {
    printf(" \\\n            '%s[", o->name);
    put_help(o->help);
    printf("]");
    if (o->value) {
        printf(":%s:", strchr(o->value, '|') ? "form" : o->value);
        if (strchr(o->value, '|')) printf("("), put_words(o->value), printf(")");
        if (!strcmp(o->value, "DIR")) printf("_files -/");
    }
    printf("'");
}

static void zsh_operands(const struct command *c) {
    switch (operand_of(c)) {
    case CONFIG: printf(" \\\n            '*:config:_files -g \"*.ini(-.)\"'"); break;
    case PLUGIN:
        printf(" \\\n            '1:plugin:($(pipeline plugins 2>/dev/null | cut -d\" \" -f1))'");
        break;
    case WORDS: printf(" \\\n            '1:which:("), put_words(c->operands), printf(")'"); break;
    default: break;
    }
}

static void print_zsh(void) {
    printf("#compdef pipeline\n# Written by `pipeline completions zsh`.\n_pipeline() {\n"
           "    local -a commands=(");
    for (const struct command *c = command_table; c->name; c++)
        if (c->help) printf("\n        '%s:", c->name), put_help(c->help), printf("'");
    printf("\n    )\n    if (( CURRENT == 2 )); then _describe command commands; return; fi\n"
           "    local command=$words[2]\n    shift words; (( CURRENT-- ))\n    case $command in\n");
    for (const struct command *c = command_table; c->name; c++) {
        if (!c->help) continue;
        printf("        %s) _arguments", c->name);
        for (const struct option *o = option_table; o->name; o++)
            if (is_of(o, c->name)) zsh_option(o);
        zsh_operands(c);
        printf(" ;;\n");
    }
    printf("    esac\n}\n_pipeline \"$@\"\n");
}

int command_completions(int argc, char **argv) {
    if (argc == 1 && !strcmp(argv[0], "bash")) return print_bash(), EXIT_DONE;
    if (argc == 1 && !strcmp(argv[0], "zsh")) return print_zsh(), EXIT_DONE;
    return usage_error("completions wants the shell: bash or zsh");
}
