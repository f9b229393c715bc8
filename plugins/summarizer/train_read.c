/* train_read.c: reads the training sets and runs them through the tokenizer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "train.h"

static _Noreturn void die(const char *what, const char *which) {
    fprintf(stderr, "train: %s: %s\n", what, which);
    exit(1);
}

static FILE *open_rows(const char *path, int *is_packed) {
    char command[4096];
    const size_t n = strlen(path);
    *is_packed = n > 4 && !strcmp(path + n - 4, ".zst");
    if (!*is_packed) return fopen(path, "r");
    snprintf(command, sizeof command, "zstd -dcq '%s'", path);
    return popen(command, "r");
}

/* ---- JSON: only what the sets need, flat objects of strings ---- */

static char *put_utf8(char *out, unsigned long c) {
    if (c < 0x80) return *out++ = (char)c, out;
    if (c < 0x800) return *out++ = (char)(0xc0 | c >> 6), *out++ = (char)(0x80 | (c & 63)), out;
    if (c >= 0x10000) *out++ = (char)(0xf0 | c >> 18), *out++ = (char)(0x80 | (c >> 12 & 63));
    if (c < 0x10000) *out++ = (char)(0xe0 | c >> 12);
    *out++ = (char)(0x80 | (c >> 6 & 63)), *out++ = (char)(0x80 | (c & 63));
    return out;
}

static unsigned long four_digits(const char *p) {
    char digits[5] = "";
    memcpy(digits, p, 4);
    return strtoul(digits, NULL, 16);
}

/* The character of the escape at `p`, behind its backslash; moves `p` behind it. */
static unsigned long unescape(const char **p) {
    const char c = *(*p)++;
    if (c == 'n') return '\n';
    if (c == 't') return '\t';
    if (c != 'u') return c == 'r' || c == 'b' || c == 'f' ? ' ' : (unsigned char)c;
    unsigned long v = four_digits(*p);
    *p += 4;
    if (v >= 0xd800 && v < 0xdc00 && **p == '\\') {
        v = 0x10000 + ((v - 0xd800) << 10) + (four_digits(*p + 2) - 0xdc00);
        *p += 6;
    }
    return v;
}

/* The string value of a key, to be freed; an empty one when the key is not there. */
static char *member(const char *line, const char *key) {
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"%s\": \"", key);
    const char *p = strstr(line, quoted);
    char *v = malloc(strlen(line) + 1), *out = v;
    if (!v) die("out of memory", key);
    for (p = p ? p + strlen(quoted) : ""; *p && *p != '"';) {
        if (*p != '\\')
            *out++ = *p++;
        else
            p++, out = put_utf8(out, unescape(&p));
    }
    *out = '\0';
    return v;
}

void read_rows(const char *path, void (*each)(void *, char *id, char *text, char *summary),
               void *to) {
    char *line = NULL;
    size_t room = 0;
    int is_packed;
    FILE *f = open_rows(path, &is_packed);
    if (!f) die("cannot open", path);
    while (getline(&line, &room, f) > 0)
        each(to, member(line, "id"), member(line, "text"), member(line, "summary"));
    if (is_packed ? pclose(f) : fclose(f)) die("cannot read", path);
    free(line);
}

/* ---- running text ---- */

enum { SENTENCES_A_TEXT = 20, LONGEST_TEXT = 1 << 16 };

struct running {
    char **texts;
    uint32_t n, sentences;
    size_t at;
    char text[LONGEST_TEXT];
};

static void end_text(struct running *r) {
    if (!r->at) return;
    if (!(r->texts = realloc(r->texts, (r->n + 1) * sizeof *r->texts)))
        die("out of memory", "texts");
    r->text[r->at] = '\0';
    r->texts[r->n++] = strdup(r->text);
    r->at = r->sentences = 0;
}

char **read_running_text(const char *path, uint32_t *n) {
    static struct running r;
    char line[4096];
    int is_packed;
    FILE *f = open_rows(path, &is_packed);
    if (!f) die("cannot open", path);
    r = (struct running){0};
    while (fgets(line, sizeof line, f)) {
        const size_t word = strcspn(line, "\t\n");
        if (!word && ++r.sentences == SENTENCES_A_TEXT) end_text(&r);
        if (r.at + word + 2 > LONGEST_TEXT) end_text(&r);
        memcpy(r.text + r.at, line, word);
        r.at += word;
        r.text[r.at++] = word ? ' ' : '\n';
    }
    end_text(&r);
    if (is_packed ? pclose(f) : fclose(f)) die("cannot read", path);
    *n = r.n;
    return r.texts;
}

pl_test *tokenize(char *const *texts, uint32_t n) {
    pl_test *t = pl_test_open("[pipeline]\nstages = tokenizer\n");
    for (uint32_t i = 0; i < n; i++) pl_test_add(t, "x", texts[i]);
    if (pl_test_run(t) != PL_OK) die("tokenizer", pl_test_error(t));
    return t;
}
