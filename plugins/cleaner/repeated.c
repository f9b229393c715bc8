/* repeated.c: (line, site, text) records; a line counts once per distinct text, so that copies of one text do not make its lines
 * boilerplate. Two walks over the sorted records: the first finds the lines, the second tells the documents. */
#include "repeated.h"
#include <stdlib.h>
#include <string.h>

enum {
    LINES = 1, /* kind of the records */
    LONGEST = 40, /* words of a line that a site repeats */
    OF_SITE = 2, /* distinct texts of one site that must have it */
    OF_CORPUS = 3 /* or of the corpus */
};

static uint64_t hash(const char *p, size_t n, uint64_t h) { /* FNV-1a, 64 bits */
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)p[i]) * 1099511628211u;
    return h;
}

static const uint64_t basis = 14695981039346656037u;

static size_t host_of(pl_str url) {
    size_t n = 0;
    while (n < url.n && url.p[n] != '/') n++;
    return n;
}

/* From the field site or url, else the folder of the input file. */
static uint64_t site_of(const pl_host *host, const pl_document *doc) {
    pl_value v = {0};
    if (host->get(doc, "site", &v) == PL_OK && v.type == PL_TEXT && v.u.s.n)
        return hash(v.u.s.p, v.u.s.n, basis);
    if (host->get(doc, "url", &v) == PL_OK && v.type == PL_TEXT && v.u.s.n) {
        pl_str url = v.u.s;
        const char *scheme = memmem(url.p, url.n, "://", 3);
        if (scheme) url.n -= (size_t)(scheme + 3 - url.p), url.p = scheme + 3;
        return hash(url.p, host_of(url), basis);
    }
    const pl_str file = host->source(doc);
    const char *slash = memrchr(file.p, '/', file.n);
    return hash(file.p, slash ? (size_t)(slash - file.p) : 0, basis);
}

static int is_candidate(const struct judge *j, uint32_t i) {
    const struct line *l = &j->words->line[i];
    return !j->verdict[i].why && (int32_t)i != j->title && l->words >= 2 && l->words <= LONGEST;
}

int repeated_emit(const pl_host *host, pl_batch *batch, pl_document *doc, const struct judge *j) {
    uint64_t text = basis;
    for (uint32_t i = 0; i < j->words->lines; i++)
        if (!j->verdict[i].why) text = (text ^ j->words->line[i].hash) * 1099511628211u;
    const uint64_t site = site_of(host, doc);
    for (uint32_t i = 0; i < j->words->lines; i++) {
        if (!is_candidate(j, i)) continue;
        const uint64_t key[2] = {j->words->line[i].hash, site};
        const int rc =
            host->emit(batch, doc, LINES, key, (pl_str){(const char *)&text, sizeof text});
        if (rc) return rc;
    }
    return PL_OK;
}

/* Distinct texts of a line so far; only as many as decide. */
struct group {
    uint64_t line, site, of_site[OF_SITE], of_corpus[OF_CORPUS];
    int sites, corpus; /* used of these */
    int known; /* it is in the list already */
};

static int add_distinct(uint64_t *list, int n, int most, uint64_t text) {
    for (int i = 0; i < n; i++)
        if (list[i] == text) return n;
    if (n < most) list[n++] = text;
    return n;
}

static void count(struct group *g, const pl_record *r) {
    uint64_t text;
    memcpy(&text, r->bytes.p, sizeof text);
    if (g->line != r->key[0]) *g = (struct group){.line = r->key[0], .site = r->key[1]};
    if (g->site != r->key[1]) g->site = r->key[1], g->sites = 0;
    g->sites = add_distinct(g->of_site, g->sites, OF_SITE, text);
    g->corpus = add_distinct(g->of_corpus, g->corpus, OF_CORPUS, text);
}

struct lines {
    uint64_t *v;
    size_t n, room;
};

static int push(struct lines *l, uint64_t line) {
    if (l->n == l->room) {
        const size_t room = l->room * 2 + 1024;
        uint64_t *v = realloc(l->v, room * sizeof *v);
        if (!v) return -1;
        l->v = v;
        l->room = room;
    }
    l->v[l->n++] = line;
    return 0;
}

/* Repeated lines, ascending as the records are. */
static int find_lines(const pl_host *host, pl_context *context, pl_cursor *c, struct lines *l) {
    struct group g = {0};
    pl_record r;
    int rc;
    while ((rc = host->next(c, &r)) == PL_OK) {
        if (r.bytes.n != sizeof(uint64_t)) continue;
        count(&g, &r);
        if (g.known || (g.sites < OF_SITE && g.corpus < OF_CORPUS)) continue;
        g.known = 1;
        if (push(l, g.line)) return host->fail(context, PL_ESTOP, "out of memory");
    }
    return rc;
}

static int tell(const pl_host *host, pl_context *context, pl_cursor *c, const struct lines *l) {
    size_t i = 0;
    pl_record r;
    int rc;
    while ((rc = host->next(c, &r)) == PL_OK) {
        while (i < l->n && l->v[i] < r.key[0]) i++;
        if (i == l->n) return PL_END;
        const pl_str line = {(const char *)&l->v[i], sizeof l->v[i]};
        if (l->v[i] == r.key[0] && (rc = host->decide(context, r.position, line))) return rc;
    }
    return rc;
}

int repeated_resolve(const pl_host *host, pl_context *context, uint64_t low, uint64_t high) {
    struct lines l = {0};
    pl_cursor *c = host->records(context, LINES, low, high);
    int rc = c ? find_lines(host, context, c, &l) : PL_ESTOP;
    if (c) host->close_cursor(c);
    if (rc == PL_END && l.n) {
        c = host->records(context, LINES, low, high);
        rc = c ? tell(host, context, c, &l) : PL_ESTOP;
        if (c) host->close_cursor(c);
    }
    free(l.v);
    return rc == PL_END ? PL_OK : rc;
}

/* The decisions come in the order of resolve: ascending. */
static int is_told(pl_array decisions, uint64_t line) {
    uint32_t low = 0, high = decisions.n;
    while (low < high) {
        const uint32_t mid = (low + high) / 2;
        const pl_str *const s = pl_at(decisions, mid);
        uint64_t told = 0;
        if (s->n == sizeof told) memcpy(&told, s->p, sizeof told);
        if (told == line) return 1;
        if (told < line)
            low = mid + 1;
        else
            high = mid;
    }
    return 0;
}

int repeated_settle(const pl_host *host, pl_batch *batch, pl_document *doc, const struct words *w) {
    static const pl_str why = {"boilerplate:repeated", sizeof "boilerplate:repeated" - 1};
    const pl_array decisions = host->decisions(doc);
    uint64_t all = 0, gone = 0;
    if (!decisions.n) return PL_OK;
    for (uint32_t i = 0; i < w->lines; i++) {
        all += w->line[i].words;
        gone += is_told(decisions, w->line[i].hash) ? w->line[i].words : 0;
    }
    if (2 * gone > all)
        return PL_OK; /* a copy of another text, near enough: that is not for a cleaner to decide */
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w->lines; i++) {
        const struct line *l = &w->line[i];
        if (!is_told(decisions, l->hash)) {
            kept = 1;
            continue;
        }
        const uint32_t begin = kept ? w->line[i - 1].end : i ? l->begin : 0;
        const uint32_t end = kept ? l->end : i + 1 < w->lines ? l[1].begin : l->end;
        const int rc = host->edit(batch, doc, begin, end, (pl_str){"", 0}, why);
        if (rc) return rc;
    }
    return PL_OK;
}
