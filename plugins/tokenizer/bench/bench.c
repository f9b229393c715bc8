/* bench.c: speed of the tokenizer beside ICU's break iterators, on the same text in the same run.
 *
 *   bench TEXT LEXICON ...      made and run by bench.sh
 *
 * Every engine gets the same documents: pieces of the text of about 4 KB that end at an empty line. Ours makes what the plugin makes:
 * tokens with hash, shape, kind and flags, and sentences. ICU finds boundaries in UTF-8 (UText) and nothing else. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ubrk.h>
#include "../lines.h"
#include "../scan.h"
#include "../segments.h"
#include "../sentence.h"

enum { PIECE = 4096, ROUNDS = 5 };

struct bench {
    const char *text;
    size_t n;
    struct lexicon lexicon;
    struct tokens tokens;
    pl_token *copy;
    pl_sentence *sentences;
    size_t room;
    UBreakIterator *words, *sents;
    uint64_t found;
};

static void die(const char *what) {
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

static char *read_file(const char *path, size_t *n) {
    FILE *f = fopen(path, "rb");
    if (!f) die(path);
    fseek(f, 0, SEEK_END);
    *n = (size_t)ftell(f);
    rewind(f);
    char *p = malloc(*n + 1);
    if (!p || fread(p, 1, *n, f) != *n) die(path);
    fclose(f);
    p[*n] = 0;
    return p;
}

static void keep(struct bench *b, uint32_t sentences) {
    if (b->tokens.n > b->room) {
        b->room = b->tokens.n * 2;
        b->copy = realloc(b->copy, b->room * sizeof *b->copy);
        b->sentences = realloc(b->sentences, b->room * sizeof *b->sentences);
        if (!b->copy || !b->sentences) die("no memory");
    }
    tokens_write(&b->tokens, b->copy);
    sentences_write(&b->tokens, b->sentences);
    b->found += b->tokens.n + sentences;
}

static struct scan scan_of(struct bench *b, const char *p, size_t n) {
    tokens_clear(&b->tokens);
    return (struct scan){.text = (const uint8_t *)p,
                         .n = (uint32_t)n,
                         .lexicon = &b->lexicon,
                         .split_glued = 1,
                         .out = &b->tokens};
}

static void run_news(struct bench *b, const char *p, size_t n) {
    struct scan scan = scan_of(b, p, n);
    if (scan_text(&scan)) die("no memory");
    lines_resolve(&b->tokens, LINES_AUTO);
    keep(b, sentences_find(scan.text, &b->tokens, b->lexicon.traits));
}

static void run_unicode(struct bench *b, const char *p, size_t n) {
    struct scan scan = scan_of(b, p, n);
    uint32_t sentences;
    if (segments_find(&scan, &sentences)) die("no memory");
    keep(b, sentences);
}

static void run_iterator(struct bench *b, UBreakIterator *it, const char *p, size_t n) {
    UErrorCode error = U_ZERO_ERROR;
    UText *text = utext_openUTF8(NULL, p, (int64_t)n, &error);
    ubrk_setUText(it, text, &error);
    if (U_FAILURE(error)) die(u_errorName(error));
    while (ubrk_next(it) != UBRK_DONE) b->found++;
    utext_close(text);
}

static void run_icu_words(struct bench *b, const char *p, size_t n) {
    run_iterator(b, b->words, p, n);
}
static void run_icu_sentences(struct bench *b, const char *p, size_t n) {
    run_iterator(b, b->sents, p, n);
}
static void run_icu_both(struct bench *b, const char *p, size_t n) {
    run_icu_words(b, p, n);
    run_icu_sentences(b, p, n);
}

static size_t piece_end(const struct bench *b, size_t at) {
    if (b->n - at <= PIECE) return b->n;
    const char *gap = strstr(b->text + at + PIECE, "\n\n");
    return gap ? (size_t)(gap - b->text) + 2 : b->n;
}

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double measure(struct bench *b, const char *name,
                      void (*engine)(struct bench *, const char *, size_t)) {
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        b->found = 0;
        const double begin = seconds();
        for (size_t at = 0, end; at < b->n; at = end) {
            end = piece_end(b, at);
            engine(b, b->text + at, end - at);
        }
        const double took = seconds() - begin;
        if (took < best) best = took;
    }
    const double speed = (double)b->n / best * 1e-6;
    printf("%-44s %8.1f MB/s   %llu found\n", name, speed, (unsigned long long)b->found);
    return speed;
}

int main(int argc, char **argv) {
    UErrorCode error = U_ZERO_ERROR;
    struct bench b = {0};
    if (argc < 3) die("usage: bench TEXT LEXICON ...");
    b.text = read_file(argv[1], &b.n);
    for (int i = 2; i < argc; i++) {
        pl_str file;
        char *const words = read_file(argv[i], &file.n);
        file.p = words;
        if (lexicon_add(&b.lexicon, file)) die(argv[i]);
        free(words);
    }
    b.words = ubrk_open(UBRK_WORD, "en", NULL, 0, &error);
    b.sents = ubrk_open(UBRK_SENTENCE, "en", NULL, 0, &error);
    if (U_FAILURE(error)) die(u_errorName(error));
    const double ours = measure(&b, "mode = news: tokens, forms, sentences", run_news);
    measure(&b, "mode = unicode: tokens, forms, sentences", run_unicode);
    measure(&b, "ICU words", run_icu_words);
    measure(&b, "ICU sentences", run_icu_sentences);
    const double icu = measure(&b, "ICU words and sentences", run_icu_both);
    printf("news is %.1f times as fast as ICU\n", ours / icu);
    return 0;
}
