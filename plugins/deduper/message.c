/* message.c: messages as bytes: a head, the id, the evidence. */
#include "message.h"
#include <stdlib.h>
#include <string.h>

struct head {
    uint32_t kind, rule;
    double similarity;
    pl_span here, there;
    uint32_t id, evidence; /* bytes */
};

int message_send(const pl_host *host, pl_context *context, pl_position to,
                 const struct message *m) {
    const struct head head = {m->kind,  m->rule,           m->similarity,          m->here,
                              m->there, (uint32_t)m->id.n, (uint32_t)m->evidence.n};
    const size_t n = sizeof head + m->id.n + m->evidence.n;
    char *bytes = malloc(n);
    if (!bytes) return host->fail(context, PL_ESTOP, "out of memory for a message");
    memcpy(bytes, &head, sizeof head);
    if (m->id.n) memcpy(bytes + sizeof head, m->id.p, m->id.n);
    if (m->evidence.n) memcpy(bytes + sizeof head + m->id.n, m->evidence.p, m->evidence.n);
    const int rc = host->decide(context, to, (pl_str){bytes, n});
    free(bytes);
    return rc;
}

struct message message_read(pl_str bytes) {
    struct head head;
    memcpy(&head, bytes.p, sizeof head);
    const char *id = bytes.p + sizeof head;
    return (struct message){.kind = head.kind,
                            .rule = head.rule,
                            .similarity = head.similarity,
                            .here = head.here,
                            .there = head.there,
                            .id = {id, head.id},
                            .evidence = {id + head.id, head.evidence}};
}

pl_str rule_name(uint32_t rule) {
    static const pl_str names[] = {{"", 0},     {"exact", 5},     {"field", 5},
                                   {"near", 4}, {"contained", 9}, {"spun", 4}};
    return names[rule];
}
