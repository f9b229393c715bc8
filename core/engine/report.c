/* report.c: the run report, as JSON and as tables. */
#include "engine/report.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <xxhash.h>
#include "engine/outputs.h"
#include "support/memory.h"
#include "support/file.h"
#include "support/json_fields.h"

struct reason_count {
    char *stage, *reason;
    uint64_t n;
    struct reason_count *next;
};

static bool is(const char *s, pl_str t) { return strlen(s) == t.n && !memcmp(s, t.p, t.n); }

void reason_count(struct engine *e, pl_str stage, pl_str reason, uint64_t n) {
    struct reason_count **at = &e->reasons;
    for (; *at; at = &(*at)->next)
        if (is((*at)->stage, stage) && is((*at)->reason, reason)) break;
    if (!*at) {
        *at = checked(calloc(1, sizeof **at));
        (*at)->stage = checked(strndup(stage.p ? stage.p : "", stage.n));
        (*at)->reason = checked(strndup(reason.p ? reason.p : "", reason.n));
    }
    (*at)->n += n;
}

void reasons_free(struct engine *e) {
    for (struct reason_count *r = e->reasons, *next; r; r = next)
        next = r->next, free(r->stage), free(r->reason), free(r);
    e->reasons = NULL;
}

static double seconds(uint64_t ns) { return (double)ns / 1e9; }

static long peak_rss_bytes(void) {
    struct rusage u;
    return getrusage(RUSAGE_SELF, &u) ? 0 : u.ru_maxrss * 1024;
}

void reasons_write(struct buffer *b, const struct engine *e) {
    json_write_key(b, "reasons");
    json_write_begin(b, '[');
    for (const struct reason_count *r = e->reasons; r; r = r->next) {
        json_write_begin(b, '{');
        key_text(b, "stage", r->stage);
        key_text(b, "reason", r->reason);
        key_uint(b, "documents", r->n);
        json_write_end(b, '}');
    }
    json_write_end(b, ']');
}

static void write_documents(struct buffer *b, const struct engine *e) {
    json_write_key(b, "documents");
    json_write_begin(b, '{');
    key_uint(b, "in", e->totals.in);
    key_uint(b, "kept", e->totals.kept);
    key_uint(b, "dropped", e->totals.dropped);
    key_uint(b, "dead_letters", e->totals.dead);
    key_uint(b, "failed_after_barrier", e->totals.failed);
    key_uint(b, "repeated_ids", e->totals.repeated_ids);
    json_write_end(b, '}');
    reasons_write(b, e);
}

static void key_hash(struct buffer *b, const char *key, uint64_t hash) {
    char text[17];
    snprintf(text, sizeof text, "%016llx", (unsigned long long)hash);
    key_text(b, key, text);
}

static void write_stage(struct buffer *b, const pl_context *stage) {
    const struct stage_counts c = stage->counts;
    json_write_begin(b, '{');
    key_text(b, "stage", stage->name);
    key_text(b, "plugin", stage->plugin->name);
    key_text(b, "version", stage->plugin->version);
    key_hash(b, "xxh3", stage->plan->hash);
    key_uint(b, "documents", c.documents);
    key_uint(b, "bytes", c.bytes);
    key_uint(b, "kept", c.kept);
    key_uint(b, "dropped", c.dropped);
    key_uint(b, "failed", c.failed);
    key_real(b, "process_seconds", seconds(c.process_ns));
    key_real(b, "commit_seconds", seconds(c.commit_ns));
    json_write_key(b, "counts");
    json_write_begin(b, '{');
    for (const struct named_count *n = stage->named; n; n = n->next) {
        json_write_name(b, n->name, strlen(n->name));
        if (n->is_metric)
            json_write_real(b, n->value, 6);
        else
            json_write_uint(b, n->n);
    }
    json_write_end(b, '}');
    json_write_end(b, '}');
}

static void write_data_files(struct buffer *b, const struct engine *e) {
    json_write_key(b, "data_files");
    json_write_begin(b, '[');
    for (const struct mapped_file *f = e->mapped; f; f = f->next) {
        json_write_begin(b, '{');
        key_text(b, "stage", f->stage);
        key_text(b, "path", f->path);
        key_uint(b, "bytes", f->bytes.n);
        key_hash(b, "xxh3", XXH3_64bits(f->bytes.p, f->bytes.n));
        json_write_end(b, '}');
    }
    json_write_end(b, ']');
}

static const char *bottleneck(const struct engine *e) {
    const char *name = "";
    uint64_t most = 0;
    for (uint16_t i = 0; i < e->n_stages; i++) {
        const struct stage_counts c = e->stages[i].counts;
        if (c.process_ns + c.commit_ns <= most) continue;
        most = c.process_ns + c.commit_ns;
        name = e->stages[i].name;
    }
    return name;
}

static void write_outputs(struct buffer *b, const struct engine *e) {
    json_write_key(b, "outputs");
    json_write_begin(b, '[');
    for (uint32_t i = 0; i < e->n_outputs; i++) {
        json_write_begin(b, '{');
        key_text(b, "path", e->outputs[i]->path);
        key_uint(b, "parts", e->outputs[i]->part + 1);
        key_uint(b, "bytes", e->outputs[i]->total);
        json_write_end(b, '}');
    }
    json_write_end(b, ']');
}

static void write_all(struct buffer *b, const struct engine *e, int exit_code) {
    const double s = seconds(clock_ns() - e->started_ns);
    json_write_begin(b, '{');
    key_text(b, "program", VERSION);
    key_uint(b, "abi", PL_ABI);
    key_text(b, "config", e->plan->name);
    key_uint(b, "exit_code", (uint64_t)exit_code);
    write_documents(b, e);
    key_uint(b, "bytes_in", e->totals.bytes_in);
    key_real(b, "seconds", s);
    key_real(b, "megabytes_per_second", (double)e->totals.bytes_in / 1e6 / (s > 0 ? s : 1));
    key_uint(b, "threads", e->plan->threads);
    key_uint(b, "peak_rss_bytes", (uint64_t)peak_rss_bytes());
    key_text(b, "bottleneck", bottleneck(e));
    json_write_key(b, "stages");
    json_write_begin(b, '[');
    for (uint16_t i = 0; i < e->n_stages; i++) write_stage(b, &e->stages[i]);
    json_write_end(b, ']');
    write_data_files(b, e);
    write_outputs(b, e);
    json_write_end(b, '}');
    buffer_puts(b, "\n");
}

int report_write(struct engine *e) {
    if (!e->report) return PL_OK;
    struct buffer b = {0};
    write_all(&b, e, e->exit_code ? e->exit_code : e->totals.dead || e->totals.failed ? 3 : 0);
    int rc = PL_OK;
    if (b.failed)
        rc = engine_stop(e, EXIT_MEMORY, "out of memory for the report");
    else if (file_put(e->report, b.p, b.n))
        rc = engine_stop_errno(e, errno, e->report);
    buffer_free(&b);
    return rc;
}

static void print_stages(const struct engine *e, FILE *f) {
    fprintf(f, "\n  %-16s %10s %10s %9s %9s %9s %9s\n", "stage", "documents", "kept", "dropped",
            "failed", "seconds", "MB/s");
    for (uint16_t i = 0; i < e->n_stages; i++) {
        const struct stage_counts c = e->stages[i].counts;
        const double s = seconds(c.process_ns + c.commit_ns);
        fprintf(f, "  %-16s %10llu %10llu %9llu %9llu %9.2f %9.0f\n", e->stages[i].name,
                (unsigned long long)c.documents, (unsigned long long)c.kept,
                (unsigned long long)c.dropped, (unsigned long long)c.failed, s,
                s > 0 ? (double)c.bytes / 1e6 / s : 0);
    }
}

void report_print(const struct engine *e, FILE *f) {
    const struct totals *t = &e->totals;
    const double s = seconds(clock_ns() - e->started_ns);
    fprintf(f,
            "%llu documents in: %llu kept, %llu dropped, %llu dead letters; %.1f MB in %.2f s "
            "(%.0f MB/s, %u thread%s)\n",
            (unsigned long long)t->in, (unsigned long long)t->kept, (unsigned long long)t->dropped,
            (unsigned long long)t->dead, (double)t->bytes_in / 1e6, s,
            (double)t->bytes_in / 1e6 / (s > 0 ? s : 1), e->plan->threads,
            e->plan->threads == 1 ? "" : "s");
    if (t->failed)
        fprintf(f, "%llu documents failed after a barrier and were kept as they stood\n",
                (unsigned long long)t->failed);
    for (const struct reason_count *r = e->reasons; r; r = r->next)
        fprintf(f, "  dropped by %s: %llu x %s\n", r->stage, (unsigned long long)r->n, r->reason);
    print_stages(e, f);
    fprintf(f, "\n");
    for (uint32_t i = 0; i < e->n_outputs; i++)
        fprintf(f, "  wrote %s%s (%.1f MB)\n", output_name(e->outputs[i]),
                e->outputs[i]->part ? " in parts" : "", (double)e->outputs[i]->total / 1e6);
    if (e->report) fprintf(f, "  wrote %s\n", e->report);
}
