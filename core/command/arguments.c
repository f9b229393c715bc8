/* arguments.c: the operands and options that run, check and explain share. */
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

static int parse_format(struct arguments *a, const char *value) {
    if (strcmp(value, "text") && strcmp(value, "json"))
        return usage_error("--log-format is text or json, not '%s'", value);
    a->log_format = !strcmp(value, "json");
    return 0;
}

static int parse_option(struct arguments *a, int argc, char **argv, int *i) {
    const char *option = argv[*i], *value;
    if (!strcmp(option, "--fresh"))
        a->fresh = true;
    else if (!strcmp(option, "--in-process"))
        a->in_process = true;
    else if (!strcmp(option, "--json"))
        a->json = true;
    else if (!strcmp(option, "-q"))
        a->log_level = LOG_AT_ERROR;
    else if (!strcmp(option, "-v"))
        a->log_level = LOG_AT_DEBUG;
    else if ((value = value_of("--limit", argc, argv, i)))
        return value_uint(value, &a->limit) || !a->limit
                   ? usage_error("--limit wants a number from 1 on, not '%s'", value)
                   : 0;
    else if ((value = value_of("--wait-lock", argc, argv, i)))
        return value_real(value, &a->wait_lock) || a->wait_lock < 0
                   ? usage_error("--wait-lock wants seconds, not '%s'", value)
                   : 0;
    else if ((value = value_of("--log-format", argc, argv, i)))
        return parse_format(a, value);
    else if ((value = value_of("--trust-plugins", argc, argv, i)))
        a->trusted = value;
    else
        return usage_error("no option '%s', or its value is missing", option);
    return 0;
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
