/* history.c: what is new, what is known, and what is an update; for incremental runs. */
#include "engine/history.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>
#include "engine/append_file.h"
#include "engine/ids.h"
#include "engine/known.h"
#include "engine/report.h"
#include "engine/withdrawn.h"

static const char reason_known[] = "known";

struct history {
    struct inputs_seen *inputs;
    struct known known;
    char *known_path;
    struct append_file arrivals; /* path NULL: not open */
};

/* What `arrivals` holds of a document, and its id behind it. */
struct arrival {
    uint64_t text, url; /* hash of the text as it was read; key of the url, 0: it has none */
    uint64_t id_n;
};

static int open_known(struct engine *e) {
    struct history *h = e->history;
    if (!known_open(&h->known, h->known_path)) return PL_OK;
    return errno == EBADMSG
               ? engine_stop(e, EXIT_IO, "%s is damaged: its checksum differs", h->known_path)
               : engine_stop_errno(e, errno, h->known_path);
}

static bool is_young(void *context, const struct known_entry *entry) {
    return !inputs_seen_is_old(context, entry->run);
}

static int forget_old(struct engine *e) {
    struct history *h = e->history;
    bool has_old = false;
    for (uint64_t i = 0; i < h->known.n && !has_old; i++)
        has_old = !is_young(h->inputs, &h->known.v[i]);
    if (!has_old) return PL_OK;
    if (known_thin(&h->known, h->known_path, is_young, h->inputs))
        return engine_stop_errno(e, errno, h->known_path);
    known_close(&h->known);
    return open_known(e);
}

int history_begin(struct engine *e) {
    const struct plan *plan = e->plan;
    if (!plan->remembers) return PL_OK;
    struct history *h = e->history = checked(calloc(1, sizeof *h));
    h->known_path = text_printf("%s/known", plan->wanted ? plan->home : e->work);
    if (!plan->incremental) return open_known(e);
    return inputs_seen_begin(e, &h->inputs) || inputs_seen_age(e, h->inputs) || open_known(e) ||
                   (e->plan->retention && forget_old(e))
               ? PL_ESTOP
               : PL_OK;
}

void history_close(struct history *h) {
    if (!h) return;
    inputs_seen_free(h->inputs);
    known_close(&h->known);
    free(h->known_path);
    if (h->arrivals.path) append_file_close(&h->arrivals);
    free(h);
}

/* The arrival at *at, which moves behind it; its id is added to `ids`. */
static int read_arrival(struct history *h, uint64_t *at, struct arrival *a, struct buffer *ids) {
    if (append_file_read(&h->arrivals, a, sizeof *a, *at)) return PL_ESTOP;
    char *id = buffer_reserve(ids, a->id_n);
    if (!id) arena_exhausted(a->id_n);
    if (append_file_read(&h->arrivals, id, a->id_n, *at + sizeof *a)) return PL_ESTOP;
    ids->n += a->id_n;
    *at += sizeof *a + a->id_n;
    return PL_OK;
}

/* What an interrupted run has read. */
static int note_arrivals(struct engine *e) {
    struct history *h = e->history;
    struct buffer id = {0};
    int rc = PL_OK;
    for (uint64_t at = 0; at < h->arrivals.length && !rc;) {
        struct arrival a;
        uint32_t before;
        buffer_clear(&id);
        if (!(rc = read_arrival(h, &at, &a, &id)))
            ids_note(e->ids, (pl_str){id.p, id.n}, (uint32_t)a.text, &before);
    }
    buffer_free(&id);
    return rc;
}

int history_keep(struct engine *e, uint64_t length) {
    struct history *h = e->history;
    if (!h) return PL_OK;
    char *path = text_printf("%s/arrivals", e->work);
    int rc = append_file_create(&h->arrivals, path, length);
    if (!rc && e->start.step < RUN_PUBLISH) rc = note_arrivals(e);
    free(path);
    return rc ? engine_stop(e, EXIT_IO, "%s", history_error(h)) : PL_OK;
}

uint64_t history_length(const struct history *h) { return h ? h->arrivals.length : 0; }
int history_sync(struct history *h) { return h ? append_file_sync(&h->arrivals) : PL_OK; }
const char *history_error(const struct history *h) { return append_file_error(&h->arrivals); }

/* ---- each document ---- */

static uint64_t hash_text(const pl_document *doc) {
    return XXH3_64bits(doc->original.p, doc->original.n);
}

uint64_t history_url_key(const pl_document *doc) {
    pl_value v;
    return field_get(doc, "url", &v) == PL_OK && v.type == PL_TEXT && v.u.s.n
               ? known_key_of_url(v.u.s)
               : 0;
}

/* The keys of a document; of those of its url none without one. */
enum { KEY_ID, KEY_URL, KEY_ID_TEXT, KEY_URL_TEXT, KEYS };
struct document_keys {
    uint64_t v[KEYS];
    int step; /* from one to the next that counts */
};

static struct document_keys keys_with(uint64_t id, uint64_t url, uint64_t text) {
    return (struct document_keys){
        {id, url, known_key_with_text(id, text), known_key_with_text(url, text)}, url ? 1 : 2};
}

static struct document_keys keys_of(const pl_document *doc) {
    return keys_with(known_key_of_id(doc->id), history_url_key(doc), hash_text(doc));
}

/* The first of two keys that is known: an article may move to another address. */
static const struct known_entry *find(const struct known *k, const struct document_keys *keys,
                                      int first) {
    const struct known_entry *found = known_find(k, keys->v[first]);
    return found || keys->step > 1 ? found : known_find(k, keys->v[first + 1]);
}

static void drop_known(struct job *job, pl_document *doc, uint64_t run) {
    char text[64];
    const int n =
        snprintf(text, sizeof text, "run %llu read the same text", (unsigned long long)run);
    document_reject(doc, 0, str_of(reason_known), arena_copy(&job->batch.arena, text, (size_t)n));
    job->counts[0].kept--;
    job->counts[0].dropped++;
}

/* What a retry reads counts as read by the newest run: it has no number there of its own. */
static uint64_t run_of(const struct engine *e) {
    return e->plan->incremental ? e->run.number : e->history->known.run;
}

/* A text that came back is no update: it was written once. */
static void check_document(struct job *job, pl_document *doc) {
    struct engine *e = job->engine;
    const struct known *k = &e->history->known;
    const struct document_keys keys = keys_of(doc);
    const struct known_entry *same = find(k, &keys, KEY_ID_TEXT),
                             *found = same ? NULL : find(k, &keys, KEY_ID);
    const uint32_t text = (uint32_t)hash_text(doc);
    uint32_t before;
    if (same) {
        drop_known(job, doc, same->run);
        return;
    }
    const bool again = ids_note(e->ids, doc->id, text, &before);
    if (again && before == text)
        drop_known(job, doc, run_of(e));
    else if (found || again)
        field_set(doc, str_of("update_of"), value_text(found ? known_id(k, found) : doc->id), 0);
}

int history_check(struct job *job) {
    for (uint32_t i = 0; i < job->batch.n; i++) {
        pl_document *doc = job->batch.docs[i];
        field_set(doc, str_of("update_of"), value_text((pl_str){"", 0}), 0); /* in every row */
        if (doc->id.n && doc->verdict.state == PL_KEPT) check_document(job, doc);
    }
    return PL_OK;
}

static bool has_arrived(const pl_document *doc) {
    return doc->id.n && doc->verdict.state != PL_DEAD && !withdrawn_is_reason(doc) &&
           !(doc->verdict.state == PL_DROPPED && doc->verdict.reason.p == reason_known);
}

int history_save(struct engine *e, struct job *job) {
    struct history *h = e->history;
    for (uint32_t i = 0; h && i < job->batch.n; i++) {
        const pl_document *doc = job->batch.docs[i];
        if (!has_arrived(doc)) continue;
        const struct arrival a = {hash_text(doc), history_url_key(doc), doc->id.n};
        if (append_file_write(&h->arrivals, &a, sizeof a, doc->id.p, doc->id.n))
            return engine_stop(e, EXIT_IO, "%s", history_error(h));
    }
    return PL_OK;
}

/* ---- the end of a run ---- */

struct news {
    struct known_entry *v;
    size_t n, room;
    struct buffer ids;
};

static void add_entry(struct news *news, struct known_entry entry) {
    if (news->n == news->room) {
        news->room = news->room ? 2 * news->room : 1024;
        news->v = checked(realloc(news->v, news->room * sizeof *news->v));
    }
    news->v[news->n++] = entry;
}

static int add_arrival(struct history *h, uint64_t *at, struct news *news, uint32_t run) {
    struct arrival a;
    const size_t begin = news->ids.n;
    if (read_arrival(h, at, &a, &news->ids)) return PL_ESTOP;
    const pl_str id = {news->ids.p + begin, a.id_n};
    const struct document_keys keys = keys_with(known_key_of_id(id), a.url, a.text);
    for (int i = 0; i < KEYS; i += keys.step)
        add_entry(news, (struct known_entry){keys.v[i], begin, (uint32_t)a.id_n, run});
    return PL_OK;
}

static int publish_known(struct engine *e) {
    struct history *h = e->history;
    struct news news = {0};
    int rc = PL_OK;
    const uint64_t run = run_of(e);
    if (!h->arrivals.length) return PL_OK;
    if (e->plan->incremental && h->known.run == run) return PL_OK; /* before we were killed */
    for (uint64_t at = 0; at < h->arrivals.length && !rc;)
        rc = add_arrival(h, &at, &news, (uint32_t)run);
    if (rc)
        rc = engine_stop(e, EXIT_IO, "%s", history_error(h));
    else if (known_replace(&h->known, h->known_path, run, news.v, news.n,
                           (pl_str){news.ids.p, news.ids.n}))
        rc = engine_stop_errno(e, errno, h->known_path);
    free(news.v);
    buffer_free(&news.ids);
    return rc;
}

/* A trial (--limit) has not read its inputs to their ends. */
int history_publish(struct engine *e) {
    if (!e->history || e->plan->limit) return PL_OK;
    if (publish_known(e)) return PL_ESTOP;
    return e->history->inputs ? inputs_seen_publish(e, e->history->inputs) : PL_OK;
}
