/* options.h: a section of the config becomes the struct that a plugin's table describes.
 * A PL_LIST with PL_READS, PL_WRITES or PL_GLOB is a list of paths. One thread. */
#ifndef OPTIONS_H
#define OPTIONS_H
#include "config/ini.h"
#include "support/buffer.h"
#include "text-pipeline/pipeline.h"

/* Strings and lists of options; lives until the engine is closed. */
struct options_memory {
    void **blocks;
    size_t n;
};
void options_memory_free(struct options_memory *);

/* Sets defaults, then what `section` (may be NULL) says, into `out` (zeroed, as large as the table
 * says). Marks what it used. `where`/`line`: of the section, for what is missing; paths of defaults
 * are relative to the folder of `where`. Everything wrong goes into the list. Strings are
 * NUL-terminated, too. */
void options_parse(const pl_field_def *table, size_t stride, struct section *section,
                   const char *name, const char *where, int line, void *out,
                   struct options_memory *, struct problems *);
/* Reports settings that no table has, with the nearest one that exists; `also`: a key that is known
 * besides, or NULL. Call it after options_parse. */
void options_check_unknown(const pl_field_def *table, size_t stride, const struct section *,
                           const char *also, struct problems *);
/* An aligned table in Markdown; for `pipeline plugins NAME`, and the README. */
void options_describe(const pl_field_def *table, size_t stride, FILE *);
/* One row as a sentence: its type, what is allowed, its meaning. */
void options_describe_row(const pl_field_def *, struct buffer *);
/* An array with an object per row. */
void options_describe_json(const pl_field_def *table, size_t stride, struct buffer *);

/* table.c: NULL, or what is wrong with a table that describes a struct of `struct_size` bytes, as
 * text in `room`: "option 'near': its default '2' is not a number between 0 and 1". */
const char *options_table_wrong(const pl_field_def *table, size_t stride, size_t struct_size,
                                char *room, size_t size);
/* The same for the members of a layer: PL_NAME and PL_JSON may stand there, defaults may not. */
const char *members_table_wrong(const pl_field_def *table, size_t stride, size_t struct_size,
                                char *room, size_t size);

/* Row i of a table, NULL behind the last one and for no table. */
const pl_field_def *options_row(const pl_field_def *table, size_t stride, size_t i);
/* Sets a member, of a row whose type and size are right, to its default. */
void options_parse_default(const pl_field_def *row, void *member, struct options_memory *,
                           struct problems *);
#endif
