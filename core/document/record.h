/* record.h: the JSON record of a document: read from JSON Lines, written for outputs, merged from the answers of `exec`.
 * Design section 9 is the contract; include/README.md documents it for users. Any thread, on the batch it owns. */
#ifndef RECORD_H
#define RECORD_H
#include "document/document.h"

struct record_error {
    char text[256];
};

/* Takes a record over: id and text by `names` (defaults "id", "text", "metadata"; id may be a string or a number), the fields
 * title, created (also "date"), language, source and url, the members of the metadata object (nested ones with dotted names),
 * every other member as a field of its own, values untouched (numbers keep their text, arrays and objects are PL_JSON).
 * Members that this program derives itself (sents, tokens, ents, entities, keyphrases, summary, zones, removed, cluster,
 * duplicates, duplicate_of, passages, flags, verdict, failed) are passed over. Sets doc->id (may stay empty) and *text (not
 * yet document_set_text; the caller checks size and emptiness). `json` is valid UTF-8 and lives in the batch.
 * PL_EDOC with the error set: not an object, bad JSON (with the byte), text missing or not a string. */
int record_read(pl_document *, pl_str json, const pl_record_names *names, pl_str *text,
                struct record_error *);

/* One line of JSON without line feed, in the arena. `encoding` complete (all members present). */
pl_str record_write(pl_document *, const pl_encoding *encoding, struct arena *);

/* Element `i` of a layer as an object of the members in its table, without span and text; empty when it has no table. */
pl_str record_write_members(pl_document *, int layer, uint32_t i, struct arena *);

/* Inside a transaction of `stage`: fields, metadata, "flags", "edits" ({"start","end","with","why"} in code points of the current
 * text) and "drop": {"reason","message"}. The id must be the document's; "text" may only repeat the text. */
int record_merge(pl_document *, uint16_t stage, pl_str json, struct record_error *);

/* A string of the record with its escapes resolved; a name of a field (record_read.c). */
pl_str record_unescape(struct arena *, pl_str raw, bool escaped);
/* True for members that stages of this program derive: not taken over from records. */
bool record_is_derived(pl_str key);
#endif
