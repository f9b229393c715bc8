/* roff.h: writes man pages: text with `code` in it becomes roff of the man macros. */
#ifndef ROFF_H
#define ROFF_H
#include <stddef.h>
#include "text-pipeline/pipeline.h"
void roff_page(const char *name, int section, const char *summary); /* its beginning */
void roff_section(const char *title);
void roff_sub(const char *title); /* a heading inside a section */
void roff_text(const char *text); /* a paragraph */
void roff_item(const char *head, const char *text); /* `head` as it stands, `text` indented below */
void roff_example(const char *lines); /* as they stand */
void roff_options(const pl_field_def *table, size_t stride); /* an item for each row */
#endif
