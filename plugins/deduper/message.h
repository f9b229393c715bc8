/* message.h: what resolve tells settle about a document. */
#ifndef DEDUPER_MESSAGE_H
#define DEDUPER_MESSAGE_H
#include "compare.h"
#include "text-pipeline/pipeline.h"

enum message_kind {
    MESSAGE_DUPLICATE_OF, /* the document is a duplicate of `id` */
    MESSAGE_DUPLICATE, /* `id` is a duplicate of the document */
    MESSAGE_PASSAGE /* a run of words that `id` has too */
};

struct message {
    uint32_t kind, rule;
    double similarity;
    pl_span here, there; /* MESSAGE_PASSAGE: bytes of its text, code points of the other */
    pl_str id, evidence; /* evidence: JSON */
};

int message_send(const pl_host *, pl_context *, pl_position, const struct message *);
struct message
message_read(pl_str bytes); /* of what message_send was given; strings point into it */
pl_str rule_name(uint32_t rule);
#endif
