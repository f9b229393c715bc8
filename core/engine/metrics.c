/* metrics.c: Prometheus' text format. */
#include "engine/metrics.h"
#include <stdlib.h>
#include <string.h>
#include "document/utf8.h"
#include "support/file.h"

#define LAST_SUCCESS "pipeline_last_success_timestamp_seconds"
enum { LARGEST_FILE = 1 << 20 };

bool exit_is_success(int code) { return code == EXIT_DONE || code == EXIT_DEAD_LETTERS; }

/* A label value: valid UTF-8, with backslash, quote and line feed escaped. */
static void print_label(struct buffer *b, const char *s) {
    size_t left = strlen(s), valid = utf8_valid(s, left);
    for (; left; s++, left--, valid -= valid > 0) {
        if (!valid && !(valid = utf8_valid(s, left)))
            buffer_put(b, '?');
        else if (*s == '\n')
            buffer_puts(b, "\\n");
        else {
            if (*s == '"' || *s == '\\') buffer_put(b, '\\');
            buffer_put(b, *s);
        }
    }
}

static void print_head(struct buffer *b, const char *name, const char *help) {
    buffer_printf(b, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void print_row(struct buffer *b, const char *name, const char *config, const char *label,
                      const char *value, double v) {
    buffer_printf(b, "%s{config=\"", name);
    print_label(b, config);
    if (label) {
        buffer_printf(b, "\",%s=\"", label);
        print_label(b, value);
    }
    buffer_printf(b, "\"} %.15g\n", v);
}

static void print_run(struct buffer *b, const struct metrics *m) {
    const struct {
        const char *name, *help;
        double value;
    } rows[] = {
        {LAST_SUCCESS, "When a run last put its outputs in place; 0: never.",
         (double)m->last_success},
        {"pipeline_last_run_timestamp_seconds", "When the last run ended.", (double)m->ended},
        {"pipeline_last_exit_code", "Exit code of the last run.", m->exit_code},
        {"pipeline_duration_seconds", "How long the last run took.", m->seconds},
        {"pipeline_peak_rss_bytes", "Most memory that a process of the last run held.",
         (double)m->peak_rss},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        print_head(b, rows[i].name, rows[i].help);
        print_row(b, rows[i].name, m->config, NULL, NULL, rows[i].value);
    }
}

static void print_counts(struct buffer *b, const struct metrics *m) {
    static const char documents[] = "pipeline_documents", bytes[] = "pipeline_bytes";
    const struct totals *t = &m->outcome->totals;
    print_head(b, documents, "Documents of the last run, by what became of them.");
    print_row(b, documents, m->config, "outcome", "kept", (double)t->kept);
    print_row(b, documents, m->config, "outcome", "dropped", (double)t->dropped);
    print_row(b, documents, m->config, "outcome", "dead_letter", (double)t->dead);
    print_head(b, bytes, "Bytes that the last run read and wrote.");
    print_row(b, bytes, m->config, "direction", "in", (double)t->bytes_in);
    print_row(b, bytes, m->config, "direction", "out", (double)m->outcome->bytes_out);
}

void metrics_print(struct buffer *b, const struct metrics *m) {
    static const char stages[] = "pipeline_stage_seconds";
    print_run(b, m);
    print_counts(b, m);
    if (m->outcome->n_stages)
        print_head(b, stages, "Time that all threads together spent in a stage in the last run.");
    for (uint32_t i = 0; i < m->outcome->n_stages; i++)
        print_row(b, stages, m->config, "stage", m->outcome->stages[i].name,
                  m->outcome->stages[i].seconds);
}

uint64_t metrics_last_success(const char *path) {
    struct buffer b = {0};
    uint64_t when = 0;
    if (!file_is_stream(path) && !file_read_all(path, LARGEST_FILE, &b) &&
        !buffer_append(&b, "", 1)) {
        const char *row = strstr(b.p, "\n" LAST_SUCCESS "{"),
                   *end = row ? strchr(row + 1, '\n') : NULL;
        const char *value = end ? memrchr(row, ' ', (size_t)(end - row)) : NULL;
        if (value) when = strtoull(value, NULL, 10);
    }
    buffer_free(&b);
    return when;
}
