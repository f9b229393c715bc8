/* reading.c: a document made ready for comparisons: memory for its grams, and where its units stand in the text. */
#include <stdlib.h>
#include <string.h>
#include "compare.h"

enum { BLOCK = 1024 };

void reading_set(struct reading *r, uint32_t document, struct body body) {
    r->document = document;
    r->body = body;
    memset(r->has, 0, sizeof r->has);
    r->has_about = r->has_places = r->has_blocks = false;
}

void reading_about(struct reading *r) {
    if (!r->has_about) r->about = body_about(&r->body);
    r->has_about = true;
}

void reading_free(struct reading *r) {
    for (int s = 0; s < SETS; s++) gram_set_free(&r->sets[s]);
    free(r->scratch);
    free(r->places);
    free(r->blocks);
    *r = (struct reading){.document = UINT32_MAX};
}

int reading_reserve(struct reading *r) {
    const size_t wanted = (size_t)r->body.n * 2 + 64;
    if (wanted <= r->room) return 0;
    free(r->scratch);
    r->scratch = malloc(wanted * sizeof *r->scratch);
    r->room = r->scratch ? wanted : 0;
    return r->scratch ? 0 : -1;
}

const pl_span *reading_places(struct reading *r) {
    if (r->has_places) return r->places;
    const size_t wanted = (size_t)r->body.n + 1;
    if (wanted > r->places_room) {
        free(r->places);
        r->places_room = 0;
        if (!(r->places = malloc(wanted * sizeof *r->places))) return NULL;
        r->places_room = wanted;
    }
    body_spans(&r->body, r->places);
    r->has_places = true;
    return r->places;
}

static uint32_t count_characters(const char *p, size_t n) {
    uint32_t count = 0;
    for (size_t i = 0; i < n; i++) count += ((unsigned char)p[i] & 0xc0) != 0x80;
    return count;
}

/* Counts the characters of the whole text once, so that no number of questions costs more than a block each. */
static int read_blocks(struct reading *r) {
    const size_t wanted = r->about.text.n / BLOCK + 2;
    if (r->has_blocks) return 0;
    if (wanted > r->blocks_room) {
        free(r->blocks);
        r->blocks_room = 0;
        if (!(r->blocks = malloc(wanted * sizeof *r->blocks))) return -1;
        r->blocks_room = wanted;
    }
    r->blocks[0] = 0;
    for (size_t i = 0; (i + 1) * BLOCK <= r->about.text.n; i++)
        r->blocks[i + 1] = r->blocks[i] + count_characters(r->about.text.p + i * BLOCK, BLOCK);
    r->has_blocks = true;
    return 0;
}

static uint32_t characters_before(const struct reading *r, uint32_t at) {
    const uint32_t block = at / BLOCK;
    return r->blocks[block] + count_characters(r->about.text.p + block * BLOCK, at % BLOCK);
}

int reading_characters(struct reading *r, pl_span bytes, pl_span *characters) {
    if (read_blocks(r)) return -1;
    *characters = (pl_span){characters_before(r, bytes.begin), characters_before(r, bytes.end)};
    return 0;
}
