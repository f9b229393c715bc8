/* spool_format.h: what spool_pack.c writes and spool_unpack.c reads.
 *
 *     batch:      bytes, n, documents
 *     document:   flags, position, [source], id, base text, [original], [verdict],
 *                 [failed stage], edit lists, fields, layers
 *     edit list:  stage, n, edits, then 0 when applying them gives the next text, else 1 and it
 *     layer:      id, stage, version, n, element size, zeros up to ELEMENT_ALIGN, the structs,
 *                 then what their pointers point to, member by member
 *
 * Numbers are varints, strings a length and bytes. In packed structs the pointers are zero, the
 * lengths beside them are not. The base text is the one before the oldest edit. */
#ifndef SPOOL_FORMAT_H
#define SPOOL_FORMAT_H
#include <stdbool.h>
#include "document/document.h"

enum {
    SPOOL_SAME_SOURCE = 1, /* as the document before */
    SPOOL_ORIGINAL = 2, /* is not the base text */
    SPOOL_VERDICT = 4,
    SPOOL_FAILED = 8
};
enum { ELEMENT_ALIGN = 16 };

static inline bool is_text_type(pl_type type) {
    return type == PL_TEXT || type == PL_PATH || type == PL_JSON;
}
/* Whether a member of a layer is a pl_str or an array of them. */
static inline bool is_text_member(const pl_field_def *f) {
    return is_text_type(f->type) && f->size >= sizeof(pl_str);
}
static inline bool is_list_member(const pl_field_def *f) {
    return f->type == PL_LIST && f->size >= sizeof(pl_array);
}
#endif
