/* spool_test.c: batches come back from a spool as they went in; damage is an error. */
#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "engine/spool.h"

static char folder[] = "spool_test.XXXXXX";
static char path[64];

static void make_folder(void) {
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/spool", folder);
}
static void remove_folder(void) {
    unlink(path);
    rmdir(folder);
}
TestSuite(spool, .init = make_folder, .fini = remove_folder);

/* An element with a member of every type. */
struct all_types {
    pl_span span;
    int yes, choice;
    int64_t i;
    int32_t i32;
    uint64_t u, size;
    uint8_t u8;
    uint16_t name;
    double real;
    float real32;
    int64_t duration;
    pl_str text, path, json;
    pl_array list;
    char more[3]; /* not in the table */
};
#define ROW(member, type_)                                                                         \
    {                                                                                              \
        .name = #member, .type = type_, .offset = offsetof(struct all_types, member),              \
        .size = sizeof((struct all_types *)0)->member                                              \
    }
static const pl_field_def all_fields[] = {
    ROW(yes, PL_BOOL),
    ROW(choice, PL_ENUM),
    ROW(i, PL_INT),
    ROW(i32, PL_INT),
    ROW(u, PL_UINT),
    ROW(size, PL_SIZE),
    ROW(u8, PL_UINT),
    ROW(name, PL_NAME),
    ROW(real, PL_REAL),
    ROW(real32, PL_REAL),
    ROW(duration, PL_DURATION),
    ROW(text, PL_TEXT),
    ROW(path, PL_PATH),
    ROW(json, PL_JSON),
    ROW(list, PL_LIST),
    {.name = NULL},
};
static const pl_layer_def all_def = {.name = "all",
                                     .element_size = sizeof(struct all_types),
                                     .fields = all_fields,
                                     .field_stride = sizeof(pl_field_def)};
static const pl_layer_def token_def = {
    .name = "tokens", .element_size = sizeof(pl_token), .flags = PL_EXACT};
static const pl_layer_def odd_def = {.name = "odd", .element_size = 13};

enum { ALL, TOKENS, ODD, PURE_SENTS };
static struct schema_layer layers[] = {
    {.def = &all_def, .name = "all", .stage = 1},
    {.def = &token_def, .name = "tokens", .stage = 2, .pure = true},
    {.def = &odd_def, .name = "odd", .stage = 3},
    {.def = &token_def, .name = "more", .stage = 4, .pure = true},
};
static const struct schema schema = {.layers = layers, .n_layers = 4};

static pl_str S(const char *s) { return str_of(s); }

static void expect_text(pl_str got, pl_str want, const char *what) {
    cr_assert(got.n == want.n && !memcmp(got.p, want.p, want.n), "%s: '%.*s' instead of '%.*s'",
              what, (int)got.n, got.p, (int)want.n, want.p);
}

static void *annotate(pl_document *doc, int id, uint32_t n, uint16_t version) {
    const size_t bytes = n * layers[id].def->element_size;
    void *v = arena_zero(&doc->batch->arena, bytes, 16);
    doc->layers[id] = (struct layer){v, n, layers[id].stage, version};
    return v;
}

static struct edit_list *edited(pl_document *doc, uint16_t stage, const struct edit *v, uint32_t n,
                                pl_str after) {
    struct edit_list *list = arena_zero(&doc->batch->arena, sizeof *list, 8);
    *list = (struct edit_list){.before = doc->edits, .v = v, .n = n, .stage = stage, .old_text = doc->text};
    doc->edits = list;
    doc->text = after;
    doc->version++;
    return list;
}

static pl_document *add(struct batch *b, uint32_t ordinal, const char *source, const char *id,
                        const char *text) {
    pl_document *doc =
        batch_add(b, (pl_position){7, ordinal, (uint64_t)5 << 33}, S(source), S("raw bytes"));
    doc->id = S(id);
    doc->text = doc->original = S(text);
    return doc;
}

static const pl_str words[] = {{"one", 3}, {"", 0}, {"three", 5}};

static void fill_all(pl_document *doc) {
    struct all_types *v = annotate(doc, ALL, 2, 0);
    v[0] = (struct all_types){.span = {1, 4},
                              .yes = 1,
                              .choice = 2,
                              .i = INT64_MIN,
                              .i32 = -5,
                              .u = UINT64_MAX,
                              .size = 64 << 20,
                              .u8 = 255,
                              .name = 65535,
                              .real = 0.1,
                              .real32 = 2.5f,
                              .duration = -3,
                              .text = {"text", 4},
                              .path = {"../p", 4},
                              .json = {"{\"a\":[1]}", 9},
                              .list = {words, 3, sizeof(pl_str)},
                              .more = {'x', 'y', 'z'}};
    v[1] = (struct all_types){.span = {5, 6}, .text = {"second", 6}};
}

static pl_value list_value(void) {
    return (pl_value){.type = PL_LIST, .u = {.list = {words, 3, sizeof(pl_str)}}};
}

static void fill_fields(pl_document *doc) {
    static struct field fields[] = {
        {{"title", 5}, {.type = PL_TEXT, .u = {.s = {"A title", 7}}}, 0},
        {{"fluency", 7}, {.type = PL_REAL, .u = {.r = 0.191}}, 1},
        {{"count", 5}, {.type = PL_INT, .u = {.i = -77}}, 1},
        {{"deep.json", 9}, {.type = PL_JSON, .u = {.s = {"[1,2]", 5}}}, 2},
        {{"yes", 3}, {.type = PL_BOOL, .u = {.i = 1}}, 3},
        {{"title", 5}, {.type = PL_TEXT, .u = {.s = {"", 0}}}, 3},
        {{"flags", 5}, {.type = PL_LIST}, 4},
    };
    fields[6].value = list_value();
    doc->fields = fields;
    doc->n_fields = doc->fields_room = 7;
}

static const struct edit first_edits[] = {{0, 0, {"<<", 2}, {"insert", 6}},
                                          {0, 0, {"*", 1}, {"insert", 6}},
                                          {3, 6, {"", 0}, {"cut", 3}},
                                          {9, 9, {"!", 1}, {"end", 3}}};
static const struct edit second_edits[] = {{0, 3, {"", 0}, {"undo", 4}}};

/* Documents of every sort: 0 plain, 1 with all layers and fields, 2 edited twice, 3 dropped, 4
 * failed, 5 edited wrongly. */
static void fill(struct batch *b) {
    b->pub.seq = 99;
    add(b, 0, "a.txt", "a", "plain");
    pl_document *doc = add(b, 1, "a.txt", "b", "abc def gh");
    fill_all(doc);
    fill_fields(doc);
    pl_token *t = annotate(doc, TOKENS, 3, 0);
    t[2].hash = 12345;
    memcpy(annotate(doc, ODD, 2, 0), "abcdefghijklmnopqrstuvwxyz", 26);
    annotate(doc, PURE_SENTS, 1, 0);

    doc = add(b, 0, "b.txt", "c", "abc   def");
    edited(doc, 1, first_edits, 4, S("<<*abcdef!"));
    annotate(doc, TOKENS, 2, 1); /* made before the second edit: cannot be made again */
    edited(doc, 3, second_edits, 1, S("abcdef!"));
    annotate(doc, PURE_SENTS, 5, 2);
    doc->original = S("ABC   DEF"); /* as from a reader that maps */
    annotate(doc, ODD, 0, 2);

    doc = add(b, 2, "b.txt", "d", "dropped");
    doc->verdict = (pl_verdict){PL_DROPPED, S("clean"), S("empty"), S("nothing is left")};
    doc->verdict_stage = 1;
    annotate(doc, TOKENS, 1, 0);
    doc = add(b, 3, "b.txt", "", "");
    doc->failed_stage = 6;
    doc = add(b, 4, "b.txt", "e", "abc");
    edited(doc, 1, second_edits, 1, S("not what the edits say"));
}

static void expect_all(const pl_document *doc) {
    const struct all_types *v = doc->layers[ALL].v;
    cr_assert_eq(doc->layers[ALL].n, 2u);
    cr_assert_eq((uintptr_t)v % 16, 0u);
    cr_assert(v->span.begin == 1 && v->span.end == 4 && v->yes == 1 && v->choice == 2 &&
              v->i == INT64_MIN && v->i32 == -5);
    cr_assert(v->u == UINT64_MAX && v->size == 64 << 20 && v->u8 == 255 && v->name == 65535 &&
              v->duration == -3);
    cr_assert(!(v->real < 0.1 || v->real > 0.1) && !(v->real32 < 2.5f || v->real32 > 2.5f) &&
              !memcmp(v->more, "xyz", 3));
    expect_text(v->text, S("text"), "text");
    expect_text(v->path, S("../p"), "path");
    expect_text(v->json, S("{\"a\":[1]}"), "json");
    cr_assert(v->list.n == 3 && v->list.element_size == sizeof(pl_str));
    for (uint32_t i = 0; i < 3; i++) expect_text(((const pl_str *)v->list.v)[i], words[i], "list");
    expect_text(v[1].text, S("second"), "second");
    cr_assert(v[1].json.n == 0 && v[1].list.n == 0);
}

static void expect_fields(const pl_document *doc) {
    const struct field *f = doc->fields;
    cr_assert_eq(doc->n_fields, 7u);
    expect_text(f[0].value.u.s, S("A title"), "title");
    cr_assert(f[1].value.type == PL_REAL && fabs(f[1].value.u.r - 0.191) < 1e-300 &&
              f[1].stage == 1);
    cr_assert(f[2].value.type == PL_INT && f[2].value.u.i == -77);
    expect_text(f[3].name, S("deep.json"), "name");
    cr_assert(f[3].value.type == PL_JSON && f[3].stage == 2 && f[4].value.type == PL_BOOL &&
              f[4].value.u.i == 1);
    cr_assert(f[5].value.u.s.n == 0 && f[5].stage == 3 && f[6].value.u.list.n == 3);
    expect_text(((const pl_str *)f[6].value.u.list.v)[2], words[2], "third of the list");
}

static void expect_edits(const pl_document *doc) {
    const struct edit_list *list = doc->edits;
    expect_text(doc->text, S("abcdef!"), "text");
    expect_text(doc->original, S("ABC   DEF"), "original");
    cr_assert(doc->version == 2 && list->n == 1 && list->stage == 3);
    expect_text(list->old_text, S("<<*abcdef!"), "text between");
    list = list->before;
    cr_assert(list->n == 4 && list->stage == 1 && !list->before);
    expect_text(list->old_text, S("abc   def"), "base text");
    for (uint32_t i = 0; i < 4; i++) {
        cr_assert(list->v[i].begin == first_edits[i].begin && list->v[i].end == first_edits[i].end);
        expect_text(list->v[i].with, first_edits[i].with, "with");
        expect_text(list->v[i].why, first_edits[i].why, "why");
    }
    static const uint32_t origin[] = {0, 1, 2, 6, 7, 8, 9}; /* of a b c d e f ! */
    for (uint32_t at = 0; at < 7; at++) cr_assert_eq(edit_to_original(doc, at), origin[at]);
}

/* Layers that are left out are those of pure stages on kept documents that were not edited since.
 */
static void expect_layers(const struct batch *b) {
    const pl_document *full = b->docs[1], *twice = b->docs[2];
    cr_assert(!full->layers[TOKENS].v && !full->layers[PURE_SENTS].v &&
              full->layers[ALL].stage == 1);
    cr_assert(full->layers[ODD].n == 2 &&
              !memcmp(full->layers[ODD].v, "abcdefghijklmnopqrstuvwxyz", 26));
    cr_assert(twice->layers[TOKENS].n == 2 && twice->layers[TOKENS].version == 1 &&
              !twice->layers[PURE_SENTS].v);
    cr_assert(twice->layers[ODD].v && twice->layers[ODD].n == 0, "an empty layer is there");
    cr_assert(b->docs[3]->layers[TOKENS].n == 1,
              "a dropped document keeps what nobody makes again");
    cr_assert_null(b->docs[0]->layers[ALL].v);
}

static void expect_batch(const struct batch *b) {
    cr_assert(b->n == 6 && b->pub.seq == 99 && b->bytes == 6 * strlen("raw bytes"));
    expect_text(b->docs[0]->text, S("plain"), "text");
    expect_text(b->docs[0]->original, S("plain"), "original");
    expect_text(b->docs[1]->source, S("a.txt"), "source");
    expect_text(b->docs[2]->source, S("b.txt"), "source");
    expect_text(b->docs[3]->id, S("d"), "id");
    const pl_document *d = b->docs[3];
    cr_assert(d->position.file == 7 && d->position.ordinal == 2 &&
              d->position.offset == (uint64_t)5 << 33);
    cr_assert(d->verdict.state == PL_DROPPED && d->verdict_stage == 1 &&
              d->failed_stage == STAGE_NONE && !d->raw.n);
    expect_text(d->verdict.message, S("nothing is left"), "message");
    expect_text(d->verdict.reason, S("empty"), "reason");
    expect_text(d->verdict.stage, S("clean"), "stage");
    cr_assert(b->docs[4]->failed_stage == 6 && b->docs[4]->text.n == 0 &&
              b->docs[4]->verdict.state == PL_KEPT);
    expect_text(b->docs[5]->text, S("not what the edits say"), "text");
    expect_all(b->docs[1]);
    expect_fields(b->docs[1]);
    expect_edits(b->docs[2]);
    expect_layers(b);
}

static void pack_into(struct buffer *frame) {
    struct batch b = {0};
    ZSTD_CCtx *z = ZSTD_createCCtx();
    batch_init(&b, &schema);
    fill(&b);
    cr_assert_eq(spool_pack_frame(&b, z, frame), PL_OK);
    batch_free(&b);
    ZSTD_freeCCtx(z);
}

/* A spool of n equal batches; returns the length of each frame. */
static uint64_t write_spool(int n) {
    struct buffer frame = {0};
    struct spool *s = spool_create(path, 0);
    cr_assert_not_null(s);
    pack_into(&frame);
    for (int i = 0; i < n; i++) cr_assert_eq(spool_append(s, &frame), PL_OK);
    cr_assert_eq(spool_length(s), (uint64_t)n * frame.n);
    cr_assert_eq(spool_sync(s), PL_OK);
    cr_assert_eq(spool_close(s), PL_OK);
    const uint64_t each = frame.n;
    buffer_free(&frame);
    return each;
}

/* Reads everything from `at`; returns how many batches came before rc. */
static int read_all(uint64_t length, uint64_t at, int *rc, char *error, size_t room) {
    struct buffer scratch = {0};
    struct batch b = {0};
    struct spool *s = spool_open(path, length, at);
    int n = 0;
    cr_assert_not_null(s);
    batch_init(&b, &schema);
    for (; (*rc = spool_read(s, &scratch, &b)) == PL_OK; n++) {
        expect_batch(&b);
        batch_reset(&b);
    }
    if (*rc == PL_END) cr_assert_eq(spool_at(s), length);
    snprintf(error, room, "%s", spool_error(s));
    spool_close(s);
    batch_free(&b);
    buffer_free(&scratch);
    return n;
}

Test(spool, batches_come_back) {
    char error[200];
    int rc;
    const uint64_t each = write_spool(3);
    cr_assert_eq(read_all(3 * each, 0, &rc, error, sizeof error), 3);
    cr_assert_eq(rc, PL_END);
    cr_assert_eq(read_all(2 * each, each, &rc, error, sizeof error), 1);
    cr_assert_eq(rc, PL_END);
    cr_assert_eq(read_all(0, 0, &rc, error, sizeof error), 0);
    cr_assert_eq(rc, PL_END);
}

Test(spool, same_batch_same_bytes) {
    struct buffer a = {0}, b = {0};
    pack_into(&a);
    pack_into(&b);
    cr_assert(a.n == b.n && !memcmp(a.p, b.p, a.n),
              "pointers or memory that nobody wrote are in the frame");
    buffer_free(&a);
    buffer_free(&b);
}

Test(spool, goes_on_at_the_length_of_the_checkpoint) {
    struct buffer frame = {0};
    char error[200];
    int rc;
    const uint64_t each = write_spool(3);
    struct spool *s = spool_create(path, 2 * each);
    pack_into(&frame);
    cr_assert_eq(spool_append(s, &frame), PL_OK);
    cr_assert_eq(spool_append(s, &frame), PL_OK);
    spool_close(s);
    cr_assert_eq(read_all(4 * each, 0, &rc, error, sizeof error), 4);
    cr_assert_null(spool_create(path, 4 * each + 1));
    cr_assert_eq(errno, EBADMSG);
    cr_assert_null(spool_open(path, 4 * each + 1, 0));
    buffer_free(&frame);
}

Test(spool, cut_off) {
    char error[200], where[40];
    int rc;
    const uint64_t each = write_spool(2);
    for (uint64_t length = each + 1; length < 2 * each; length += 7) {
        cr_assert_eq(read_all(length, 0, &rc, error, sizeof error), 1);
        cr_assert_eq(rc, PL_ESTOP);
        cr_assert_eq(errno, EBADMSG);
        snprintf(where, sizeof where, "byte %d", (int)each);
        cr_assert(strstr(error, where) && strstr(error, path), "%s", error);
    }
}

/* A bit or two that zstd does not use may change; then the batch is what it was, as read_all has
 * seen. */
Test(spool, any_changed_byte_is_noticed) {
    char error[200], where[40];
    int rc, harmless = 0;
    const uint64_t each = write_spool(2);
    snprintf(where, sizeof where, "byte %d ", (int)each);
    for (uint64_t at = each; at < 2 * each; at++) {
        if (at - each >= 40 && at - each < 48)
            continue; /* the place in the file: of no meaning there */
        FILE *f = fopen(path, "r+");
        fseek(f, (long)at, SEEK_SET);
        const int c = fgetc(f);
        fseek(f, (long)at, SEEK_SET);
        fputc(c ^ 4, f);
        fclose(f);
        const int n = read_all(2 * each, 0, &rc, error, sizeof error);
        if (rc == PL_END && n == 2)
            harmless++;
        else
            cr_assert(n == 1 && rc == PL_ESTOP && strstr(error, where), "byte %d: %d, %s",
                      (int)(at - each), rc, error);
        f = fopen(path, "r+");
        fseek(f, (long)at, SEEK_SET);
        fputc(c, f);
        fclose(f);
    }
    cr_assert_leq(harmless, 2);
}

/* Beneath the checksums: whatever the bytes are, unpacking ends, and within them (for the
 * sanitizers to see). */
Test(spool, unpacking_any_bytes_ends) {
    struct batch b = {0};
    struct buffer packed = {0};
    batch_init(&b, &schema);
    fill(&b);
    cr_assert_eq(spool_pack(&b, &packed), PL_OK);
    batch_free(&b);
    batch_init(&b, &schema);
    for (size_t i = 0; i < packed.n * 4; i++) {
        const size_t n = i % 4 ? packed.n : i / 4;
        char *p = arena_alloc(&b.arena, n, 64);
        memcpy(p, packed.p, n);
        if (i % 4) p[i / 4] = (char)(i % 4 == 1 ? 0xff : i % 4 == 2 ? p[i / 4] + 1 : 0);
        const int rc = spool_unpack(p, n, &b);
        cr_assert(i % 4 ? rc == PL_OK || rc == PL_EDOC : rc == PL_EDOC, "%d", (int)i);
        batch_reset(&b);
    }
    batch_free(&b);
    buffer_free(&packed);
}
