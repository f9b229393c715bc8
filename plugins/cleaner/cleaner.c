/* cleaner: one form for line ends, spaces and blank lines; control characters go. Every change is an edit with its rule.
 *
 * This version repairs layout only; boilerplate and mojibake are still to come. One pass over the bytes: a byte that cannot begin
 * a change is skipped by the table below. */
#include <stdlib.h>
#include <string.h>
#include "text-pipeline/pipeline.h"

enum layout { COMPACT, KEEP };

struct options {
    int layout;
};
struct cleaner {
    const pl_host *host;
    const struct options *options;
};

static const pl_field_def options[] = {{"layout", PL_ENUM, offsetof(struct options, layout),
                                        sizeof(int), "compact", 0, 0, "compact, keep",
                                        "compact: one space between words, no indents, at most one "
                                        "blank line; keep: line ends and controls only.",
                                        0},
                                       {0}};

struct cleaning {
    const struct cleaner *c;
    pl_batch *batch;
    pl_document *doc;
    pl_str text;
    int rc;
};

static pl_str rule(const char *s) { return (pl_str){s, strlen(s)}; }

static void replace(struct cleaning *x, size_t begin, size_t end, const char *with,
                    const char *why) {
    const pl_str new_text = {with, strlen(with)};
    if (x->rc == PL_OK)
        x->rc =
            x->c->host->edit(x->batch, x->doc, (uint32_t)begin, (uint32_t)end, new_text, rule(why));
}

static unsigned char at(const pl_str *t, size_t i) { return i < t->n ? (unsigned char)t->p[i] : 0; }

/* Length of a line end at i: LF, CR LF, CR, NEL, LS, PS, VT, FF; 0: there is none. */
static size_t line_end(const pl_str *t, size_t i) {
    const unsigned char c = at(t, i);
    if (c == '\n' || c == '\v' || c == '\f') return 1;
    if (c == '\r') return at(t, i + 1) == '\n' ? 2 : 1;
    if (c == 0xc2 && at(t, i + 1) == 0x85) return 2;
    if (c == 0xe2 && at(t, i + 1) == 0x80 && (at(t, i + 2) == 0xa8 || at(t, i + 2) == 0xa9))
        return 3;
    return 0;
}

/* Length of a space at i: blank, tab, NBSP, the spaces of U+2000, narrow NBSP, ideographic; 0: there is none. */
static size_t space(const pl_str *t, size_t i) {
    const unsigned char c = at(t, i);
    if (c == ' ' || c == '\t') return 1;
    if (c == 0xc2 && at(t, i + 1) == 0xa0) return 2;
    if (c == 0xe2 && at(t, i + 1) == 0x80 && (at(t, i + 2) <= 0x8a || at(t, i + 2) == 0xaf) &&
        at(t, i + 2) >= 0x80)
        return 3;
    return c == 0xe3 && at(t, i + 1) == 0x80 && at(t, i + 2) == 0x80 ? 3 : 0;
}

/* Length of a character that no text needs: C0 controls, DEL, byte order mark, soft hyphen, zero-width space. */
static size_t control(const pl_str *t, size_t i) {
    const unsigned char c = at(t, i);
    if ((c < 0x20 && !line_end(t, i) && !space(t, i)) || c == 0x7f) return 1;
    if (c == 0xef && at(t, i + 1) == 0xbb && at(t, i + 2) == 0xbf) return 3;
    if (c == 0xc2 && at(t, i + 1) == 0xad) return 2;
    return c == 0xe2 && at(t, i + 1) == 0x80 && at(t, i + 2) == 0x8b ? 3 : 0;
}

/* White space from i on: how far it goes, and how many line ends are in it. */
static size_t white(const pl_str *t, size_t i, size_t *ends) {
    size_t n;
    *ends = 0;
    for (;; i += n) {
        if ((n = line_end(t, i)) && i < t->n)
            ++*ends;
        else if (!(n = space(t, i)))
            return i;
    }
}

/* A run of white space becomes one space, one line end, or one blank line; at both ends of the text it goes. */
static size_t compact(struct cleaning *x, size_t i) {
    size_t ends;
    const size_t end = white(&x->text, i, &ends);
    const char *with = i == 0 || end == x->text.n ? ""
                       : ends == 0                ? " "
                       : ends == 1                ? "\n"
                                                  : "\n\n";
    replace(x, i, end, with, ends ? "layout:line-ends" : "layout:spaces");
    return end;
}

static size_t keep_layout(struct cleaning *x, size_t i) {
    const size_t n = line_end(&x->text, i);
    if (n) replace(x, i, i + n, "\n", "layout:line-ends");
    return i + (n ? n : space(&x->text, i));
}

/* One space or line end between words is as it should be: the case that must cost nothing. */
static int is_plain(const pl_str *t, size_t i) {
    return i > 0 && (t->p[i] == ' ' || t->p[i] == '\n') && (unsigned char)at(t, i + 1) > ' ' &&
           at(t, i + 1) < 0x80;
}

static int cleaner_process(void *self, pl_batch *batch, pl_document *doc) {
    const struct cleaner *c = self;
    struct cleaning x = {c, batch, doc, c->host->text(doc), PL_OK};
    for (size_t i = 0; i < x.text.n && x.rc == PL_OK;) {
        const unsigned char b = (unsigned char)x.text.p[i];
        const int may_begin =
            b <= ' ' || b == 0x7f || b == 0xc2 || b == 0xe2 || b == 0xe3 || b == 0xef;
        size_t n;
        if (!may_begin || is_plain(&x.text, i))
            i++;
        else if ((n = control(&x.text, i)))
            replace(&x, i, i + n, "", "control"), i += n;
        else if (!space(&x.text, i) && !line_end(&x.text, i))
            i++;
        else
            i = c->options->layout == COMPACT ? compact(&x, i) : keep_layout(&x, i);
    }
    return x.rc;
}

static int cleaner_open(pl_context *context, const pl_host *host, const void *o, void **self) {
    struct cleaner *c = *self = malloc(sizeof *c);
    if (!c) return host->fail(context, PL_ESTOP, "out of memory");
    *c = (struct cleaner){host, o};
    return PL_OK;
}

static void cleaner_close(void *self, pl_context *context) {
    (void)context;
    free(self);
}

static const pl_plugin plugin = {
    .size = sizeof(pl_plugin),
    .abi = PL_ABI,
    .kind = PL_STAGE,
    .name = "cleaner",
    .version = "0.1",
    .license = "MIT",
    .summary = "Brings line ends, spaces and control characters into one form.",
    .options = options,
    .option_stride = sizeof(pl_field_def),
    .options_size = sizeof(struct options),
    .open = cleaner_open,
    .process = cleaner_process,
    .close = cleaner_close};

const pl_plugin *pl_plugin_get(uint32_t i) { return i == 0 ? &plugin : NULL; }
