/* arguments.c: the operands and options that run, check, status and explain share. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "command/command.h"
#include "command/load.h"
#include "config/value.h"
#include "support/log.h"

/* The value of --name=VALUE or --name VALUE; NULL: it is another option. */
static const char *value_of(const char *name, int argc, char **argv, int *i) {
    const size_t n = strlen(name);
    if (strncmp(argv[*i], name, n)) return NULL;
    if (argv[*i][n] == '=') return argv[*i] + n + 1;
    if (argv[*i][n] || *i + 1 >= argc) return NULL;
    return argv[++*i];
}

static int set_fresh(struct arguments *a, const char *value) {
    (void)value;
    return a->fresh = true, 0;
}
static int set_in_process(struct arguments *a, const char *value) {
    (void)value;
    return a->in_process = true, 0;
}
static int set_json(struct arguments *a, const char *value) {
    (void)value;
    return a->json = true, 0;
}
static int set_quiet(struct arguments *a, const char *value) {
    (void)value;
    return a->log_level = LOG_AT_ERROR, 0;
}
static int set_verbose(struct arguments *a, const char *value) {
    (void)value;
    return a->log_level = LOG_AT_DEBUG, 0;
}
static int set_trusted(struct arguments *a, const char *value) { return a->trusted = value, 0; }

static int set_readmit(struct arguments *a, const char *value) {
    (void)value;
    return a->readmit = true, 0;
}

static int set_letters(struct arguments *a, const char *value) { return a->letters = value, 0; }

static int set_limit(struct arguments *a, const char *value) {
    return value_uint(value, &a->limit) || !a->limit
               ? usage_error("--limit wants a number from 1 on, not '%s'", value)
               : 0;
}

static int set_wait(struct arguments *a, const char *value) {
    return value_real(value, &a->wait_lock) || a->wait_lock < 0
               ? usage_error("--wait-lock wants seconds, not '%s'", value)
               : 0;
}

static int set_format(struct arguments *a, const char *value) {
    if (strcmp(value, "text") && strcmp(value, "json"))
        return usage_error("--log-format is text or json, not '%s'", value);
    return a->log_format = !strcmp(value, "json"), 0;
}

const struct option option_table[] = {
    {"--limit", "N", " run ",
     "the first N documents, into files and a state of their own, and an estimate for all",
     set_limit},
    {"--fresh", NULL, " run retry ", "forgets an unfinished run", set_fresh},
    {"--in-process", NULL, " run retry check explain ",
     "no child processes, one thread: for gdb and valgrind", set_in_process},
    {"--wait-lock", "SEC", " run retry forget migrate ",
     "waits so long for another run of this config to end", set_wait},
    {"--trust-plugins", "DIR", " run retry check explain forget migrate plugins ",
     "loads plugins from DIR whoever owns it", set_trusted},
    {"--log-format", "text|json", " run retry ", "the form of lines on standard error", set_format},
    {"-q", NULL, " run retry ", "errors only", set_quiet},
    {"-v", NULL, " run retry ", "more lines", set_verbose},
    {"--letters", "FILE", " retry ", "these dead letters, not those of the last run", set_letters},
    {"--readmit", NULL, " forget ", "takes a withdrawal back: a later input is new", set_readmit},
    {"--json", NULL, " status plugins ", "for programs", set_json},
    {0}};

static int parse_option(struct arguments *a, int argc, char **argv, int *i) {
    const char *value = NULL;
    for (const struct option *o = option_table; o->name; o++)
        if (o->value ? (value = value_of(o->name, argc, argv, i)) != NULL
                     : !strcmp(argv[*i], o->name))
            return o->set(a, value);
    return usage_error("no option '%s', or its value is missing", argv[*i]);
}

static int parse_operand(struct arguments *a, const char *text, bool wants_id) {
    if (!a->config)
        a->config = text;
    else if (wants_id && !a->id)
        a->id = text;
    else if (strchr(text, '='))
        a->overrides[a->n_overrides++] = text;
    else
        return usage_error("'%s' is one argument too many (a setting is stage.key=value)", text);
    return 0;
}

int arguments_parse(struct arguments *a, int argc, char **argv, bool wants_id) {
    *a = (struct arguments){.log_level = LOG_AT_INFO, .log_format = -1};
    a->overrides = calloc((size_t)argc + 1, sizeof *a->overrides);
    if (!a->overrides) return perror("pipeline: error"), EXIT_MEMORY;
    for (int i = 0; i < argc; i++) {
        const bool is_option = argv[i][0] == '-' && argv[i][1];
        const int code =
            is_option ? parse_option(a, argc, argv, &i) : parse_operand(a, argv[i], wants_id);
        if (code) return code;
    }
    if (!a->config) return usage_error("which config?");
    return wants_id && !a->id ? usage_error("which document? (its id)") : 0;
}

void arguments_free(struct arguments *a) { free(a->overrides); }
