/* options.h: a section of the config becomes the struct that a plugin's table describes. */
#ifndef OPTIONS_H
#define OPTIONS_H
#include "config/ini.h"
#include "support/buffer.h"
#include "text-pipeline/pipeline.h"

/* Strings and lists of options; lives until the engine is closed. */
struct options_memory { void **blocks; size_t n; };
void options_memory_free(struct options_memory *);

/* Sets defaults, then what `section` (may be NULL) says, into `out` (zeroed, as large as the table says). Marks what it used.
 * `where`/`line`: of the section, for what is missing. Everything wrong goes into the list. */
void options_parse(const pl_field_def *table, size_t stride, struct section *section, const char *name, const char *where, int line,
                   void *out, struct options_memory *, struct problems *);
/* Reports settings that no table has, with the nearest one that exists; `also`: a key that is known besides, or NULL. */
void options_check_unknown(const pl_field_def *table, size_t stride, const struct section *, const char *also, struct problems *);
/* One line of text per row; for `pipeline plugins NAME`, and the README. */
void options_describe(const pl_field_def *table, size_t stride, FILE *);
void options_describe_json(const pl_field_def *table, size_t stride, struct buffer *);
/* NULL, or what is wrong with a table that describes a struct of `struct_size` bytes. */
const char *options_table_wrong(const pl_field_def *table, size_t stride, size_t struct_size);
#endif
