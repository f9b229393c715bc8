/* train.c: counts words and bigrams of edited text and writes data/fluency.bin. `make train-deduper DATA=folder`.
 *
 * The text is the token column of the Groningen Meaning Bank files (Voice of America news, public domain); their annotation is not
 * read. Sentences are put together again and cut into tokens by our tokenizer, so that counts and scores see the same words. */
#define XXH_INLINE_ALL
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>
#include "fluency.h"
#include "text-pipeline/pipeline_test.h"

static const char source[] = "Groningen Meaning Bank, token column: Voice of America news, US "
                             "government work, public domain";
static const char *const files[] = {"train.conll.zst", "dev.conll", "test.conll"};
/* About one in a hundred news articles lies below; figures in README.md. */
enum { LOW = -1600 };

/* Counts of pairs of symbols (a word alone: second = 0), by open addressing. */
struct count {
    uint64_t first, second, n;
};
struct counts {
    struct count *v;
    size_t room, n;
};

static void die(const char *what) {
    fprintf(stderr, "train: %s\n", what);
    exit(1);
}

static struct count *place(struct counts *c, uint64_t first, uint64_t second) {
    uint64_t at =
        (first * 0x9e3779b97f4a7c15u ^ second * 0xd6e8feb86659fd93u) * 0x9fb21c651e98df25u >> 20;
    for (;; at++) {
        struct count *k = &c->v[at % c->room];
        if (!k->n || (k->first == first && k->second == second)) return k;
    }
}

static void add(struct counts *c, uint64_t first, uint64_t second) {
    if (c->n * 2 >= c->room) die("more different bigrams than there is room for");
    struct count *k = place(c, first, second);
    c->n += !k->n;
    *k = (struct count){first, second, k->n + 1};
}

/* ---- reading ---- */

static int joins_left(const char *token) {
    return strchr(".,;:?!'%)", *token) != NULL || !strcmp(token, "n't");
}

/* The next document: up to 100 sentences. Returns its length, 0 at the end. */
static size_t read_text(FILE *f, char *to, size_t room) {
    char line[4096];
    size_t n = 0, sentences = 0;
    while (sentences < 100 && n + sizeof line < room && fgets(line, sizeof line, f)) {
        const size_t length = strcspn(line, "\t \n");
        line[length] = 0;
        if (!length) {
            sentences++;
            to[n++] = '\n';
            continue;
        }
        if (n && to[n - 1] != '\n' && !joins_left(line)) to[n++] = ' ';
        memcpy(to + n, line, length);
        n += length;
    }
    return n;
}

static void add_file(pl_test *t, const char *path) {
    enum { ROOM = 1 << 20 };
    char command[4352], id[32], *text = malloc(ROOM);
    const char *tail = strrchr(path, '.');
    snprintf(command, sizeof command, "%s '%s'",
             tail && !strcmp(tail, ".zst") ? "zstd -dcq" : "cat", path);
    FILE *f = popen(command, "r");
    if (!f || !text) die("cannot read the data");
    size_t n, documents = 0;
    while ((n = read_text(f, text, ROOM))) {
        snprintf(id, sizeof id, "%zu", documents++);
        pl_test_add_bytes(t, id, text, n);
    }
    if (pclose(f) || !documents) die(path);
    free(text);
}

/* ---- counting ---- */

struct model {
    struct counts words, bigrams;
    uint32_t tokens;
};

static void count_document(struct model *m, pl_array tokens) {
    const struct fluency_marks marks = fluency_marks();
    uint64_t before = FLUENCY_BEGIN;
    add(&m->words, before, 0);
    for (uint32_t i = 0; i < tokens.n; i++) {
        const pl_token *t = pl_at(tokens, i);
        const uint64_t symbol = fluency_symbol(&marks, t->kind, t->hash);
        if (!symbol) continue;
        add(&m->words, symbol, 0);
        add(&m->bigrams, before, symbol);
        before = symbol;
        m->tokens++;
    }
}

static int by_hash(const void *a, const void *b) {
    const struct count *x = a, *y = b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return (x->second > y->second) - (x->second < y->second);
}

/* In an order of their own, so that equal counts give equal bytes. */
static void sort(struct counts *c) {
    size_t n = 0;
    for (size_t i = 0; i < c->room; i++)
        if (c->v[i].n) c->v[n++] = c->v[i];
    qsort(c->v, n, sizeof *c->v, by_hash);
}

/* At most five of six slots are taken. */
static uint32_t slots_for(size_t n) {
    uint32_t slots = 1024;
    while (slots / 6 * 5 < n) slots *= 2;
    return slots;
}

static void write_model(struct model *m, const char *path) {
    struct fluency_head head = {.magic = FLUENCY_MAGIC,
                                .tokens = m->tokens,
                                .low = LOW,
                                .words = slots_for(m->words.n),
                                .bigrams = slots_for(m->bigrams.n)};
    memcpy(head.source, source, sizeof source);
    const size_t bytes = head.words * sizeof(uint32_t) + head.bigrams * sizeof(uint16_t);
    uint32_t *words = calloc(1, bytes);
    if (!words) die("out of memory");
    uint16_t *bigrams = (uint16_t *)(void *)(words + head.words);
    for (size_t i = 0; i < m->words.n; i++)
        fluency_put_word(words, head.words, m->words.v[i].first, fluency_code(m->words.v[i].n));
    for (size_t i = 0; i < m->bigrams.n; i++) {
        const struct count *c = &m->bigrams.v[i];
        fluency_put_bigram(bigrams, head.bigrams, c->first, c->second, fluency_times(c->n));
    }
    head.checksum = XXH3_64bits(words, bytes);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(&head, sizeof head, 1, f) != 1 || fwrite(words, bytes, 1, f) != 1 || fclose(f))
        die(path);
    free(words);
}

int main(int n, char **arguments) {
    if (n != 3) die("usage: train DATA FOLDER");
    char path[4096];
    pl_test *t = pl_test_open("[pipeline]\nstages = tokenizer\n");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/nlp/ner/gmbfix-%s", arguments[1], files[i]);
        add_file(t, path);
    }
    if (pl_test_run(t)) die(pl_test_error(t));
    struct model m = {.words = {.room = 1 << 20}, .bigrams = {.room = 1 << 23}};
    m.words.v = calloc(m.words.room, sizeof *m.words.v);
    m.bigrams.v = calloc(m.bigrams.room, sizeof *m.bigrams.v);
    if (!m.words.v || !m.bigrams.v) die("out of memory");
    for (uint32_t i = 0; pl_test_document(t, i); i++)
        count_document(&m, pl_test_layer(t, i, "tokens"));
    sort(&m.words);
    sort(&m.bigrams);
    snprintf(path, sizeof path, "%s/fluency.bin", arguments[2]);
    write_model(&m, path);
    printf("%u tokens, %zu words, %zu bigrams\n", m.tokens, m.words.n, m.bigrams.n);
    free(m.words.v);
    free(m.bigrams.v);
    pl_test_close(t);
    return 0;
}
