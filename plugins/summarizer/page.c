/* page.c: writes digests; strings from documents are escaped for where they stand. */
#include "page.h"
#include <stdio.h>

static void put(struct pack *k, const char *s) { pack_bytes(k, s, strlen(s)); }

static void put_number(struct pack *k, const char *before, uint32_t v) {
    char text[64];
    const int n = snprintf(text, sizeof text, "%s%u", before, v);
    pack_bytes(k, text, (size_t)n);
}

/* ---- JSON ---- */

static void put_json(struct pack *k, pl_str s) {
    put(k, "\"");
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i];
        char escape[8];
        if (c == '"' || c == '\\')
            snprintf(escape, sizeof escape, "\\%c", c), put(k, escape);
        else if (c < 0x20)
            snprintf(escape, sizeof escape, "\\u%04x", c), put(k, escape);
        else
            pack_bytes(k, s.p + i, 1);
    }
    put(k, "\"");
}

static void put_member(struct pack *k, const char *before, pl_str v) {
    put(k, before);
    put_json(k, v);
}

static void put_sentences(const struct digest *d, struct pack *k) {
    put(k, ",\"sentences\":[");
    for (uint32_t i = 0; i < d->taken_n; i++) {
        const struct report *r = &d->reports[d->taken[i].report];
        const struct quote *q = &r->quotes[d->taken[i].quote];
        put_member(k, i ? ",{\"id\":" : "{\"id\":", r->id);
        put_number(k, ",\"start\":", q->start);
        put_number(k, ",\"end\":", q->end);
        put_member(k, ",\"text\":", q->text);
        put_number(k, ",\"support\":", d->taken[i].support);
        put(k, "}");
    }
    put(k, "]");
}

static void put_sources(const struct digest *d, struct pack *k) {
    put(k, ",\"sources\":[");
    for (uint32_t i = 0; i < d->n; i++) {
        const struct report *r = &d->reports[i];
        put_member(k, i ? ",{\"id\":" : "{\"id\":", r->id);
        put_member(k, ",\"source\":", r->source);
        put_member(k, ",\"created\":", r->created);
        put_member(k, ",\"title\":", r->headline);
        put_member(k, ",\"url\":", r->url);
        put(k, "}");
    }
    put(k, "]");
}

static void put_names(const char *name, const struct counted *v, uint32_t n, struct pack *k) {
    put(k, name);
    for (uint32_t i = 0; i < n; i++) {
        put_member(k, i ? ",{\"text\":" : "{\"text\":", v[i].name);
        put_number(k, ",\"documents\":", v[i].documents);
        put(k, "}");
    }
    put(k, "]");
}

static pl_str headline(const struct digest *d) {
    const struct report *r = &d->reports[d->headline];
    if (r->headline.n || !d->taken_n) return r->headline;
    return d->reports[d->taken[0].report].quotes[d->taken[0].quote].text;
}

void page_json(const struct digest *d, struct pack *k) {
    put_member(k, "{\"headline\":", headline(d));
    put_number(k, ",\"documents\":", d->documents);
    put_number(k, ",\"copies\":", d->copies);
    put_sentences(d, k);
    put_sources(d, k);
    put_names(",\"keyphrases\":[", d->phrases, d->phrases_n, k);
    put_names(",\"entities\":[", d->entities, d->entities_n, k);
    put(k, "}\n");
}

/* ---- Markdown ---- */

static void put_plain(struct pack *k, pl_str s) {
    for (size_t i = 0; i < s.n; i++) {
        const unsigned char c = (unsigned char)s.p[i];
        if (c && strchr("\\`*_[]<>#|", c)) put(k, "\\");
        pack_bytes(k, c < ' ' ? " " : s.p + i, 1);
    }
}

static void put_dates(const struct digest *d, struct pack *k) {
    pl_str first = {"", 0}, last = {"", 0};
    for (uint32_t i = 0; i < d->n; i++) {
        const pl_str created = d->reports[i].created;
        if (d->reports[i].day == NO_DAY) continue;
        if (!first.n) first = (pl_str){created.p, 10};
        last = (pl_str){created.p, 10};
    }
    if (first.n) put(k, ", "), put_plain(k, first);
    if (first.n && memcmp(first.p, last.p, 10)) put(k, " to "), put_plain(k, last);
}

static void put_count(struct pack *k, uint32_t n, const char *one, const char *many) {
    put_number(k, "", n);
    put(k, n == 1 ? one : many);
}

static void put_source_line(const struct report *r, struct pack *k) {
    const pl_str parts[] = {r->created, r->headline, r->source, r->url};
    put(k, "- `");
    for (size_t i = 0; i < r->id.n; i++) pack_bytes(k, r->id.p[i] == '`' ? "'" : r->id.p + i, 1);
    put(k, "`");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].n) put(k, ", "), put_plain(k, parts[i]);
    put(k, "\n");
}

void page_markdown(const struct digest *d, struct pack *k) {
    put(k, "## ");
    put_plain(k, headline(d));
    put(k, "\n\n");
    put_count(k, d->documents, " document", " documents");
    if (d->copies) put(k, " and "), put_count(k, d->copies, " copy", " copies");
    put_dates(d, k);
    put(k, "\n\n");
    for (uint32_t i = 0; i < d->taken_n; i++) {
        const struct report *r = &d->reports[d->taken[i].report];
        put(k, "> ");
        put_plain(k, r->quotes[d->taken[i].quote].text);
        put(k, " (");
        put_plain(k, r->id);
        put(k, ")\n>\n");
    }
    put(k, "\nSources:\n\n");
    for (uint32_t i = 0; i < d->n; i++) put_source_line(&d->reports[i], k);
    if (d->phrases_n) put(k, "\nKeyphrases: ");
    for (uint32_t i = 0; i < d->phrases_n; i++)
        put(k, i ? ", " : ""), put_plain(k, d->phrases[i].name);
    put(k, "\n\n");
}
