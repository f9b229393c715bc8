/* known.h: the documents of earlier runs, by hashes of id and url, each alone and with the text: a sorted file that is mapped, 24
 * bytes a key, and the ids.
 *
 * Replaced as a whole: the entries of a run are merged with those that are there, of which the ones with the same key go. */
#ifndef KNOWN_H
#define KNOWN_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "support/buffer.h"
#include "text-pipeline/pipeline.h"

struct known_entry {
    uint64_t key;
    uint64_t id; /* where the id begins */
    uint32_t id_n, run; /* its bytes; the run that read it */
};
struct known {
    const struct known_entry *v;
    uint64_t n, ids_n, run; /* run: the last one that was merged */
    const char *ids;
    void *map;
    size_t mapped;
};

uint64_t known_key_of_id(pl_str id);
uint64_t known_key_of_url(pl_str url);
uint64_t known_key_with_text(uint64_t key, uint64_t text_hash);
/* 0, or -1 with errno (EBADMSG: damaged). A file that is not there is empty. */
int known_open(struct known *, const char *path);
const struct known_entry *known_find(const struct known *, uint64_t key); /* NULL: not there */
pl_str known_id(const struct known *, const struct known_entry *);
/* Writes the file anew with `n` more entries, whose ids lie in `ids`; sorts them. Of equal keys the last counts. 0, or -1 with errno. */
int known_replace(const struct known *, const char *path, uint64_t run, struct known_entry *,
                  size_t n, pl_str ids);
/* The file anew with the entries for which `keep` says yes, and with no other ids than theirs. 0, or -1 with errno. */
int known_thin(const struct known *, const char *path,
               bool (*keep)(void *context, const struct known_entry *), void *context);
void known_close(struct known *);
#endif
