/* dead_letter.c: {"id","source","offset","length","stage","reason","message","raw" or "raw_base64"}, one line each.
 *
 * `raw` is the record as it came, so the file can be read again as input after a repair; above 64 KiB only its beginning is
 * kept ("raw_cut": true), and what is not UTF-8 is written in base64. */
#include "engine/dead_letter.h"
#include <errno.h>
#include "document/utf8.h"
#include "engine/outputs.h"
#include "support/json.h"

enum { RAW_LIMIT = 64 << 10 };

struct letter {
    pl_str id, source, stage, reason, message, raw;
    uint64_t offset;
};

static void write_base64(struct buffer *out, pl_str s) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < s.n; i += 3) {
        const unsigned char *p = (const unsigned char *)s.p + i;
        const size_t left = s.n - i;
        const uint32_t v =
            (uint32_t)p[0] << 16 | (left > 1 ? (uint32_t)p[1] << 8 : 0) | (left > 2 ? p[2] : 0u);
        const char four[4] = {digits[v >> 18], digits[v >> 12 & 63],
                              left > 1 ? digits[v >> 6 & 63] : '=',
                              left > 2 ? digits[v & 63] : '='};
        buffer_append(out, four, 4);
    }
}

static void write_raw(struct buffer *out, pl_str raw) {
    const pl_str shown = {raw.p, raw.n < RAW_LIMIT ? raw.n : RAW_LIMIT};
    const size_t valid = utf8_valid(shown.p, shown.n);
    const bool cut_inside =
        raw.n > RAW_LIMIT && valid + 4 > shown.n; /* the limit fell inside a character */
    if (valid == shown.n || cut_inside) {
        buffer_puts(out, ",\"raw\":");
        json_write_string(out, shown.p, valid);
    } else {
        buffer_puts(out, ",\"raw_base64\":\"");
        write_base64(out, shown);
        buffer_puts(out, "\"");
    }
    if (raw.n > RAW_LIMIT) buffer_puts(out, ",\"raw_cut\":true");
}

static void write_member(struct buffer *out, const char *key, pl_str value) {
    buffer_puts(out, key);
    json_write_string(out, value.p, utf8_valid(value.p, value.n));
}

static void write_letter(struct buffer *out, const struct letter *l) {
    write_member(out, "{\"id\":", l->id);
    write_member(out, ",\"source\":", l->source);
    buffer_printf(out, ",\"offset\":%llu,\"length\":%zu", (unsigned long long)l->offset, l->raw.n);
    write_member(out, ",\"stage\":", l->stage);
    write_member(out, ",\"reason\":", l->reason);
    write_member(out, ",\"message\":", l->message);
    write_raw(out, l->raw);
    buffer_puts(out, "}\n");
}

static struct letter letter_of(const pl_document *doc) {
    return (struct letter){.id = doc->id,
                           .source = doc->source,
                           .stage = doc->verdict.stage,
                           .reason = doc->verdict.reason,
                           .message = doc->verdict.message,
                           .raw = doc->raw,
                           .offset = doc->position.offset};
}

/* A document that failed behind a barrier is kept; its letter says where and why. */
static struct letter letter_of_failed(const pl_document *doc) {
    struct letter l = letter_of(doc);
    pl_value v;
    l.reason = str_of("failed");
    if (field_get(doc, "failed.stage", &v) == PL_OK) l.stage = v.u.s;
    if (field_get(doc, "failed.reason", &v) == PL_OK) l.message = v.u.s;
    return l;
}

int dead_letters_collect(struct job *job, const struct phase *phase) {
    struct engine *e = job->engine;
    if (!e->dead_letters) return PL_OK;
    struct buffer *out = &job->out[e->dead_letters->index];
    for (const struct refused *r = phase->index == 0 ? job->refused : NULL; r; r = r->next) {
        const struct letter l = {.source = r->source,
                                 .stage = str_of(e->stages[0].name),
                                 .reason = str_of("refused"),
                                 .message = r->message,
                                 .raw = r->raw,
                                 .offset = r->position.offset};
        write_letter(out, &l);
    }
    for (uint32_t i = 0; i < job->batch.n; i++) {
        const pl_document *doc = job->batch.docs[i];
        const struct letter l = doc->failed_now ? letter_of_failed(doc) : letter_of(doc);
        if (doc->failed_now || (phase->index == 0 && doc->verdict.state == PL_DEAD))
            write_letter(out, &l);
    }
    return PL_OK;
}

int dead_letters_open(struct engine *e) {
    const char *path = e->plan->dead_letters;
    if (!path) return PL_OK;
    const pl_output_options options = {.size = sizeof options, .path = str_of(path)};
    e->dead_letters = output_create(e, NULL, &options);
    return e->dead_letters ? PL_OK : PL_ESTOP;
}
