/* spool_fuzz.c: any bytes unpack to documents or are refused; what was unpacked packs and unpacks to the same bytes again. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "engine/spool.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct element {
    pl_span span;
    pl_str text;
    pl_array list;
    uint64_t number;
};
#define ROW(member, type_)                                                                         \
    {                                                                                              \
        .name = #member, .type = type_, .offset = offsetof(struct element, member),                \
        .size = sizeof((struct element *)0)->member                                                \
    }
static const pl_field_def rows[] = {
    ROW(text, PL_TEXT), ROW(list, PL_LIST), ROW(number, PL_UINT), {0}};
static const pl_layer_def plain = {"plain", sizeof(pl_span), NULL, 0, NULL, 0};
static const pl_layer_def rich = {"rich", sizeof(struct element), rows, sizeof *rows, NULL, 0};

static char *in_arena(struct batch *b, const void *p, size_t n) {
    char *to = arena_alloc(&b->arena, n + 1, 64);
    if (n) memcpy(to, p, n);
    return to;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *stages[] = {"read", "fuzz", "write"};
    struct schema schema = {.stages = stages, .n_stages = 3};
    schema_layer_add(&schema, &plain, "fuzz", 1, false);
    schema_layer_add(&schema, &rich, "fuzz", 1, false);
    struct batch first = {0}, second = {0};
    struct buffer packed = {0}, again = {0};
    batch_init(&first, &schema);
    batch_init(&second, &schema);
    if (!spool_unpack(in_arena(&first, data, size), size, &first)) {
        assert(!spool_pack(&first, &packed));
        assert(!spool_unpack(in_arena(&second, packed.p, packed.n), packed.n, &second));
        assert(second.n == first.n && !spool_pack(&second, &again));
        assert(again.n == packed.n && !memcmp(again.p, packed.p, again.n));
    }
    buffer_free(&packed);
    buffer_free(&again);
    batch_free(&first);
    batch_free(&second);
    schema_free(&schema);
    return 0;
}
