/* roff.c: the man macros that groff and mandoc know. */
#include "command/roff.h"
#include <stdio.h>
#include <string.h>
#include "config/options.h"

enum { WIDTH = 68 }; /* escapes do not count */
static bool is_first; /* in its section: no paragraph needs to be begun */

static void begin_paragraph(void) {
    if (!is_first) printf(".PP\n");
    is_first = false;
}

/* One character; what would be a request at the beginning of a line, or an escape, is not one. */
static void put(char c, bool begins_line) {
    if (begins_line && (c == '.' || c == '\'')) fputs("\\&", stdout);
    if (c == '\\')
        fputs("\\e", stdout);
    else if (c == '-')
        fputs("\\-", stdout);
    else
        putchar(c);
}

/* `x` in bold; lines end at blanks, and behind every sentence, as roff wants it. */
static void put_text(const char *s) {
    bool is_code = false;
    for (int column = 0; *s; s++) {
        if (*s == '`') {
            is_code = !is_code;
            fputs(is_code ? "\\fB" : "\\fR", stdout);
            continue;
        }
        const bool is_full = column + (int)strcspn(s + 1, " ") > WIDTH;
        const bool begins = *s == ' ' && column && (is_full || (!is_code && s[-1] == '.'));
        column = begins ? 0 : column + 1;
        if (begins)
            putchar('\n');
        else
            put(*s, column == 1);
    }
    putchar('\n');
}

void roff_page(const char *name, int section, const char *summary) {
    printf(".\\\" Written by `pipeline man %d`; not to be edited.\n", section);
    printf(".TH ");
    for (const char *p = name; *p; p++) putchar(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
    printf(" %d \"%s\" \"pipeline %s\"\n.SH NAME\n", section, RELEASED, VERSION);
    for (const char *p = name; *p; p++) put(*p, p == name);
    printf(" \\- %s\n", summary);
}

void roff_section(const char *title) {
    printf(".SH %s\n", title);
    is_first = true;
}

void roff_sub(const char *title) {
    printf(".SS \"");
    for (; *title; title++) put(*title, false);
    printf("\"\n");
    is_first = true;
}

void roff_text(const char *text) {
    begin_paragraph();
    put_text(text);
}

void roff_item(const char *head, const char *text) {
    is_first = false;
    printf(".TP\n\\fB");
    for (; *head; head++) put(*head, false);
    printf("\\fR\n");
    put_text(text);
}

void roff_example(const char *lines) {
    bool begins = true;
    begin_paragraph();
    printf(".nf\n");
    for (; *lines; lines++) {
        put(*lines, begins);
        begins = *lines == '\n';
    }
    printf(".fi\n");
}

/* "threads = auto" and what it is: type, range or choices, meaning. */
void roff_options(const pl_field_def *table, size_t stride) {
    const pl_field_def *row;
    struct buffer text = {0}, head = {0};
    for (size_t i = 0; (row = options_row(table, stride, i)); i++) {
        buffer_clear(&text), buffer_clear(&head);
        buffer_printf(&head, "%s%s%s", row->name, row->def && *row->def ? " = " : "",
                      row->def ? row->def : "");
        options_describe_row(row, &text);
        buffer_put(&head, 0), buffer_put(&text, 0);
        roff_item(head.p, text.p);
    }
    buffer_free(&text);
    buffer_free(&head);
}
