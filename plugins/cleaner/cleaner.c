/* cleaner: repairs a text, takes out what is not the article, and says what it found. Every change is an edit with its rule.
 *
 * A document goes through four steps: repair (passes of draft.h), lines and language (words.h, language.h), verdicts (judge.h),
 * metadata (metadata.h). The draft remembers where every byte came from, so that the edits are exact. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "codecs.h"
#include "dates.h"
#include "draft.h"
#include "entities.h"
#include "forms.h"
#include "judge.h"
#include "language.h"
#include "layout.h"
#include "metadata.h"
#include "model.h"
#include "mojibake.h"
#include "names.h"
#include "nfc.h"
#include "phrases.h"
#include "presets.h"
#include "quality.h"
#include "repeated.h"
#include "safety.h"
#include "text-pipeline/pipeline.h"
#include "unwrap.h"
#include "utf8.h"

enum choice { AUTO, YES, NO };
enum {
    ZONE_ROOM = 256,
    LEVELS = 6 /* of mojibake: twice, in up to three codecs */
};

struct options {
    int preset, layout, entities, mojibake, quotes, dashes, ligatures, width, nfc, boilerplate,
        title;
    int repeated, quality;
    struct quality_limits limits;
    pl_array lexicon;
};

struct cleaner {
    const pl_host *host;
    pl_context *context;
    const struct options *options;
    struct entities *entities;
    struct languages *languages;
    struct names *names;
    struct lexicon *lexicon;
    struct model model;
    int measures; /* quality is asked for, by a field or a threshold */
    int zones;
    uint16_t kinds[ZONES];
};

struct scratch {
    struct draft draft;
    struct words words;
    struct judge judge;
    struct metadata metadata;
    struct quality_room room;
    struct zone_span zones[ZONE_ROOM];
};

/* What a line takes in `words` and `judge`; a text whose scratch a thread keeps for the next one. */
enum { LINE_BYTES = sizeof(struct line) + JUDGE_LINE_BYTES, KEPT_TEXT = 1 << 20 };

static void scratch_release(struct scratch *s) {
    draft_free(&s->draft);
    words_free(&s->words);
    judge_free(&s->judge);
    free(s->room.seen);
    *s = (struct scratch){0};
}

#define LIMIT(member, type, def, most, help)                                                       \
    {                                                                                              \
#member, type, offsetof(struct options, limits.member),                                    \
            sizeof(((struct options *)0)->limits.member), def, 0, most, NULL, help, 0              \
    }
#define OPTION(member, type, def, choices, help)                                                   \
    {                                                                                              \
#member, type, offsetof(struct options, member), sizeof(((struct options *)0)->member),    \
            def, 0, 0, choices, help, 0                                                            \
    }
static const pl_field_def options[] = {
    OPTION(preset, PL_ENUM, "balanced", "precise, balanced, recall",
           "precise: what a site adds, by rules alone; balanced: what is said about the article "
           "too, and the line model where it is sure; recall: where it is likely."),
    OPTION(layout, PL_ENUM, "compact", "compact, keep",
           "compact: one space between words, no indents, at most one blank line, wrapped lines "
           "joined; keep: line ends and controls only."),
    OPTION(entities, PL_ENUM, "auto", "auto, yes, no",
           "HTML entities are decoded; auto: unless the text holds tags."),
    OPTION(mojibake, PL_BOOL, "yes", NULL,
           "UTF-8 that was read as another codec is repaired, as often as it happened."),
    OPTION(quotes, PL_ENUM, "keep", "keep, straight", "straight: curly quotes become ' and \"."),
    OPTION(dashes, PL_ENUM, "keep", "keep, hyphen", "hyphen: dashes of all lengths become -."),
    OPTION(ligatures, PL_ENUM, "keep", "keep, expand",
           "expand: ligatures and double letters become their letters."),
    OPTION(width, PL_ENUM, "keep", "keep, fold",
           "fold: full-width and half-width characters become ordinary ones."),
    OPTION(nfc, PL_BOOL, "yes", NULL, "Text is brought into Unicode normalisation form C."),
    OPTION(boilerplate, PL_BOOL, "yes", NULL, "Lines that are not the article go."),
    OPTION(lexicon, PL_LIST, "en, de, fr, es, it, nl, pl, pt, ru, tr, uk", NULL,
           "Pattern files: of these languages, or paths of your own; the first pattern that fits "
           "decides."),
    OPTION(title, PL_ENUM, "keep", "keep, move",
           "keep: the title stays in the text too; move: it is in the field alone."),
    OPTION(repeated, PL_BOOL, "no", NULL,
           "Lines go that two texts of a site or three of the corpus have; needs a second pass "
           "over the corpus."),
    OPTION(quality, PL_BOOL, "no", NULL,
           "Fields quality.words, .stop_share, .symbol_share, .repetition, .line_words, .glued of "
           "the cleaned text."),
    LIMIT(min_words, PL_UINT, "0", 1e9, "Drops texts of fewer words (too_short)."),
    LIMIT(min_stop_share, PL_REAL, "0", 1,
          "Drops texts with a smaller share of function words (few_stop_words), if the language "
          "is known."),
    LIMIT(max_symbol_share, PL_REAL, "1", 1,
          "Drops texts with a larger share of signs (many_symbols)."),
    LIMIT(max_repetition, PL_REAL, "1", 1,
          "Drops texts with a larger share of repeated runs of four words (repetitive)."),
    LIMIT(min_line_words, PL_REAL, "0", 1e6,
          "Drops texts with shorter lines in the mean (short_lines)."),
    {0}};

/* ---- repair ---- */

/* Does the text hold something like a tag? Then its entities are markup. */
static int has_tags(pl_str t) {
    const char *end = t.p + t.n;
    for (const char *p = t.p; p < end && (p = memchr(p, '<', (size_t)(end - p))); p++)
        if (p + 1 < end &&
            (p[1] == '/' || p[1] == '!' || ((p[1] | 32) >= 'a' && (p[1] | 32) <= 'z')))
            return 1;
    return 0;
}

/* Passes that ASCII has no need of. */
static void repair_characters(const struct options *o, struct draft *d) {
    for (int level = 0; o->mojibake && level < LEVELS && mojibake_pass(d); level++)
        ;
    forms_pass(d, FORM_C1 | (o->quotes ? FORM_QUOTES : 0u) | (o->dashes ? FORM_DASHES : 0u) |
                      (o->ligatures ? FORM_LIGATURES : 0u) | (o->width ? FORM_WIDTH : 0u));
}

static void repair(const struct cleaner *c, struct draft *d, pl_str text) {
    draft_open(d, text.p, text.n);
    const int entities = c->options->entities;
    if (entities == YES || (entities == AUTO && memchr(text.p, '&', text.n) && !has_tags(text)))
        entities_pass(c->entities, d);
    const int is_wide = utf8_skip_ascii(d->text, 0, d->n) < d->n;
    if (is_wide) repair_characters(c->options, d);
    const int compact = c->options->layout == 0;
    if (compact) unwrap_pass(d);
    layout_pass(d, compact);
    if (is_wide && c->options->nfc) nfc_pass(d);
}

/* ---- verdicts ---- */

/* Cuts the lines out, each with the white space before it; in front of the first kept line, with that behind it. */
static void cut_lines(struct draft *d, const struct judge *j) {
    const struct words *w = j->words;
    uint32_t kept = 0;
    draft_begin(d);
    for (uint32_t i = 0; i < w->lines; i++) {
        const struct line *l = &w->line[i];
        if (!j->verdict[i].why) {
            kept = 1;
            continue;
        }
        const uint32_t begin = kept ? w->line[i - 1].end : i ? l->begin : 0;
        const uint32_t end = kept ? l->end : i + 1 < w->lines ? l[1].begin : (uint32_t)d->n;
        draft_replace(d, begin, end, "", 0, j->verdict[i].why);
    }
    draft_end(d);
}

/* ---- what the host gets ---- */

static pl_str string(const char *s) { return (pl_str){s, strlen(s)}; }

static int hand_over(const struct cleaner *c, pl_batch *batch, pl_document *doc,
                     const struct draft *d) {
    for (size_t i = 0; i < d->patches.n; i++) {
        const struct patch *p = &d->patches.v[i];
        const size_t n = p->at_end - p->at;
        char *with = n ? c->host->alloc(batch, n, 1) : NULL;
        if (n) memcpy(with, d->text + p->at, n);
        const int rc =
            c->host->edit(batch, doc, p->begin, p->end, (pl_str){with, n}, string(p->why));
        if (rc) return rc;
    }
    return PL_OK;
}

/* Sets a text field that the input has not set. */
static int set_text(const struct cleaner *c, pl_batch *batch, pl_document *doc, const char *name,
                    const char *s, size_t n) {
    pl_value old = {0};
    if (!n || (c->host->get(doc, name, &old) == PL_OK && (old.type != PL_TEXT || old.u.s.n)))
        return PL_OK;
    char *copy = c->host->alloc(batch, n, 1);
    memcpy(copy, s, n);
    return c->host->set(batch, doc, name, (pl_value){.type = PL_TEXT, .u = {.s = {copy, n}}});
}

static int set_piece(const struct cleaner *c, pl_batch *batch, pl_document *doc, const char *name,
                     const struct scratch *s, struct piece p) {
    return set_text(c, batch, doc, name, s->draft.text + p.begin, p.end - p.begin);
}

static int set_fields(const struct cleaner *c, pl_batch *batch, pl_document *doc,
                      const struct scratch *s) {
    const struct metadata *m = &s->metadata;
    const struct {
        const char *name;
        struct piece piece;
    } fields[] = {{"title", m->title},          {"byline", m->byline}, {"author", m->author},
                  {"author_bio", m->bio},       {"site", m->site},     {"url", m->url},
                  {"disclaimer", m->disclaimer}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const int rc = set_piece(c, batch, doc, fields[i].name, s, fields[i].piece);
        if (rc) return rc;
    }
    return set_text(c, batch, doc, "created", m->created, strlen(m->created));
}

static void set_zones(const struct cleaner *c, pl_batch *batch, pl_document *doc,
                      const struct scratch *s, uint32_t n) {
    if (!n || c->zones < 0) return;
    pl_zone *out = c->host->annotate(batch, doc, c->zones, n);
    if (!out) return;
    for (uint32_t i = 0; i < n; i++) {
        const struct zone_span *z = &s->zones[i];
        out[i].span.begin = c->host->to_original(doc, draft_source(&s->draft, z->begin, 0));
        out[i].span.end = c->host->to_original(doc, draft_source(&s->draft, z->end, 1));
        out[i].kind = c->kinds[z->kind];
    }
    c->host->annotated(batch, n);
}

static int judge_quality(const struct cleaner *c, pl_batch *batch, pl_document *doc,
                         struct scratch *s, int has_stops) {
    struct quality q;
    /* three sentence ends, and one in 300 words, without a blank: the extractor lost white space */
    if (s->words.glued >= 3 && 300 * (uint64_t)s->words.glued >= s->words.n)
        c->host->flag(batch, doc, "glued_words");
    if (!c->measures) return PL_OK;
    if (quality_measure(&s->judge, has_stops, &s->room, &q))
        return c->host->fail(c->context, PL_ESTOP, "out of memory");
    quality_drop(c->host, batch, doc, &q, &c->options->limits);
    return c->options->quality ? quality_set(c->host, batch, doc, &q) : PL_OK;
}

static int judge_document(const struct cleaner *c, pl_batch *batch, pl_document *doc,
                          struct scratch *s) {
    const int language = languages_guess(c->languages, &s->words);
    const char *code = languages_code(c->languages, language);
    s->judge.stops = languages_stops(c->languages, language);
    s->judge.lexicon = c->lexicon;
    s->judge.names = c->names;
    s->judge.model = &c->model;
    s->judge.dates = dates_order(code);
    s->judge.words = &s->words;
    s->judge.text = s->draft.text;
    s->judge.limits = *presets_limits((enum preset)c->options->preset);
    if (judge_lines(&s->judge)) return c->host->fail(c->context, PL_ESTOP, "out of memory");
    const uint32_t zones = metadata_collect(&s->judge, &s->metadata, s->zones, ZONE_ROOM);
    if (c->options->title == 1 && s->judge.title >= 0)
        s->judge.verdict[s->judge.title].why = "metadata:title";
    if (safety_apply(&s->judge)) c->host->flag(batch, doc, "clean_uncertain");
    set_zones(c, batch, doc, s, zones);
    int rc = set_fields(c, batch, doc, s);
    if (!rc) rc = set_text(c, batch, doc, "language", code, strlen(code));
    if (!c->options->boilerplate) safety_keep_all(&s->judge); /* what stays may still be repeated */
    if (!rc && c->options->repeated) rc = repeated_emit(c->host, batch, doc, &s->judge);
    return rc ? rc : judge_quality(c, batch, doc, s, languages_has_stops(language));
}

static int scan(const struct cleaner *c, struct words *words, const char *text, size_t n) {
    words->most_lines = (uint32_t)(c->host->memory(c->context) / LINE_BYTES);
    const int rc = words_scan(words, text, n);
    if (rc == WORDS_TOO_MANY_LINES)
        return c->host->fail(c->context, PL_EDOC, "more than %u lines, too many for `memory`",
                             words->most_lines);
    return rc ? c->host->fail(c->context, PL_ESTOP, "out of memory") : PL_OK;
}

static int clean(const struct cleaner *c, pl_batch *batch, pl_document *doc, struct scratch *s) {
    repair(c, &s->draft, c->host->text(doc));
    if (s->draft.failed) return c->host->fail(c->context, PL_ESTOP, "out of memory");
    int rc = scan(c, &s->words, s->draft.text, s->draft.n);
    if (!rc) rc = judge_document(c, batch, doc, s);
    if (rc) return rc;
    if (c->options->boilerplate) cut_lines(&s->draft, &s->judge);
    if (s->draft.failed) return c->host->fail(c->context, PL_ESTOP, "out of memory");
    return hand_over(c, batch, doc, &s->draft);
}

static int cleaner_process(void *self, pl_batch *batch, pl_document *doc) {
    struct scratch *s = batch->scratch;
    const int rc = clean(self, batch, doc, s);
    if (s->draft.source_n > KEPT_TEXT) scratch_release(s);
    return rc;
}

static int cleaner_resolve(void *self, pl_context *context, uint32_t round, uint64_t low,
                           uint64_t high) {
    const struct cleaner *c = self;
    (void)round;
    return c->options->repeated ? repeated_resolve(c->host, context, low, high) : PL_OK;
}

static int cleaner_settle(void *self, pl_batch *batch, pl_document *doc) {
    const struct cleaner *c = self;
    struct scratch *s = batch->scratch;
    const pl_str text = c->host->text(doc);
    int rc = scan(c, &s->words, text.p, text.n);
    if (!rc) rc = repeated_settle(c->host, batch, doc, &s->words);
    if (text.n > KEPT_TEXT) scratch_release(s);
    return rc;
}

/* ---- life ---- */

static int load_lexicon(struct cleaner *c) {
    const pl_array list = c->options->lexicon;
    if (!(c->lexicon = lexicon_new())) return c->host->fail(c->context, PL_ESTOP, "out of memory");
    for (uint32_t i = 0; i < list.n; i++) {
        const pl_str name = *(const pl_str *)pl_at(list, i);
        const int own = memchr(name.p, '.', name.n) || memchr(name.p, '/', name.n);
        char path[4096];
        pl_str file;
        snprintf(path, sizeof path, own ? "%.*s" : "lexicon/%.*s.txt",
                 (int)(name.n < 4000 ? name.n : 4000), name.p);
        if (c->host->map_file(c->context, path, &file)) return PL_ESTOP;
        const char *message;
        const int line = lexicon_add(c->lexicon, file.p, file.n, &message);
        if (line) return c->host->fail(c->context, PL_ESTOP, "%s:%d: %s", path, line, message);
    }
    return lexicon_seal(c->lexicon) ? c->host->fail(c->context, PL_ESTOP, "out of memory") : PL_OK;
}

static int load_names(struct cleaner *c) {
    static const char *const files[] = {"names.txt", "names.more.txt"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        pl_str file;
        if (c->host->map_file(c->context, files[i], &file)) return PL_ESTOP;
        if (!(c->names = names_add(c->names, file.p, file.n)))
            return c->host->fail(c->context, PL_ESTOP, "out of memory");
    }
    return PL_OK;
}

static int load(struct cleaner *c) {
    pl_str file;
    words_setup();
    dates_setup();
    phrases_setup();
    nfc_setup();
    if (c->host->map_file(c->context, "entities.txt", &file)) return PL_ESTOP;
    c->entities = entities_load(file.p, file.n);
    if (c->host->map_file(c->context, "codecs.txt", &file)) return PL_ESTOP;
    codecs_setup(file.p, file.n);
    if (c->host->map_file(c->context, "languages.txt", &file)) return PL_ESTOP;
    c->languages = languages_load(file.p, file.n);
    if (load_names(c)) return PL_ESTOP;
    if (!c->entities || !c->languages) return c->host->fail(c->context, PL_ESTOP, "out of memory");
    if (c->host->map_file(c->context, "lines.model", &file)) return PL_ESTOP;
    const char *wrong = model_load(&c->model, file.p, file.n);
    return wrong ? c->host->fail(c->context, PL_ESTOP, "lines.model: %s", wrong) : load_lexicon(c);
}

static void cleaner_close(void *self, pl_context *context) {
    struct cleaner *c = self;
    (void)context;
    if (!c) return;
    entities_free(c->entities);
    languages_free(c->languages);
    names_free(c->names);
    lexicon_free(c->lexicon);
    free(c);
}

static int cleaner_open(pl_context *context, const pl_host *host, const void *o, void **self) {
    struct cleaner *c = *self = calloc(1, sizeof *c);
    if (!c) return host->fail(context, PL_ESTOP, "out of memory");
    c->host = host;
    c->context = context;
    c->options = o;
    c->measures = c->options->quality || quality_has_limits(&c->options->limits);
    if (c->options->repeated) host->barrier(context, 1);
    c->zones = host->layer_id(context, "zones");
    for (int i = 1; i < ZONES; i++)
        c->kinds[i] = (uint16_t)host->name_id(context, metadata_zone_name((enum zone)i));
    return load(c);
}

static int cleaner_thread_open(void *self, pl_context *context, void **scratch) {
    const struct cleaner *c = self;
    *scratch = calloc(1, sizeof(struct scratch));
    return *scratch ? PL_OK : c->host->fail(context, PL_ESTOP, "out of memory");
}

static void cleaner_thread_close(void *self, pl_context *context, void *scratch) {
    struct scratch *s = scratch;
    (void)self;
    (void)context;
    if (s) scratch_release(s);
    free(s);
}

static const pl_field_def zone_members[] = {{"kind", PL_NAME, offsetof(pl_zone, kind),
                                             sizeof(uint16_t), NULL, 0, 0, NULL,
                                             "What it is: title, byline, date, caption ...", 0},
                                            {0}};
static const pl_layer_def layers[] = {
    {"zones", sizeof(pl_zone), zone_members, sizeof(pl_field_def),
     "Parts of the original text that are not the article's body.", PL_ORIGINAL | PL_WITH_TEXT},
    {0}};

static const pl_plugin plugin = {
    .size = sizeof(pl_plugin),
    .abi = PL_ABI,
    .kind = PL_STAGE,
    .name = "cleaner",
    .version = "0.2",
    .license = "MIT",
    .summary = "Repairs text, takes out boilerplate and finds metadata; every change has its rule.",
    .gives = "zones",
    .options = options,
    .option_stride = sizeof(pl_field_def),
    .options_size = sizeof(struct options),
    .layers = layers,
    .layer_stride = sizeof(pl_layer_def),
    .open = cleaner_open,
    .thread_open = cleaner_thread_open,
    .thread_close = cleaner_thread_close,
    .process = cleaner_process,
    .resolve = cleaner_resolve,
    .settle = cleaner_settle,
    .close = cleaner_close};

const pl_plugin *pl_plugin_get(uint32_t i) { return i == 0 ? &plugin : NULL; }
