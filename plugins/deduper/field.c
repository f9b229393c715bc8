/* field.c: addresses without what does not change the page. */
#define XXH_INLINE_ALL
#include "field.h"
#include <stdbool.h>
#include <string.h>
#include <xxhash.h>

static const char *const tracking[] = {
    "utm_", "fbclid=", "gclid=", "mc_cid=", "mc_eid=", "igshid=", "ref_src="};

static bool begins(pl_str s, const char *with) {
    const size_t n = strlen(with);
    return s.n >= n && !memcmp(s.p, with, n);
}

static pl_str behind(pl_str s, const char *prefix) {
    const size_t n = begins(s, prefix) ? strlen(prefix) : 0;
    return (pl_str){s.p + n, s.n - n};
}

static pl_str before(pl_str s, char end) {
    const char *at = s.n ? memchr(s.p, end, s.n) : NULL;
    return (pl_str){s.p, at ? (size_t)(at - s.p) : s.n};
}

static bool is_tracking(pl_str part) {
    for (size_t i = 0; i < sizeof tracking / sizeof *tracking; i++)
        if (begins(part, tracking[i])) return true;
    return false;
}

/* Hashes the parts of a query that count, each behind a '&'. */
static void add_query(XXH3_state_t *h, pl_str query) {
    while (query.n) {
        const pl_str part = before(query, '&');
        if (part.n && !is_tracking(part)) {
            XXH3_128bits_update(h, "&", 1);
            XXH3_128bits_update(h, part.p, part.n);
        }
        const size_t used = part.n + (part.n < query.n);
        query = (pl_str){query.p + used, query.n - used};
    }
}

static void add_address(XXH3_state_t *h, pl_str value) {
    const pl_str all = before(behind(behind(behind(value, "http://"), "https://"), "www."), '#');
    pl_str path = before(all, '?');
    const pl_str query = {all.p + path.n, all.n - path.n};
    while (path.n && path.p[path.n - 1] == '/') path.n--;
    XXH3_128bits_update(h, path.p, path.n);
    if (query.n) add_query(h, (pl_str){query.p + 1, query.n - 1});
}

void field_key(pl_str value, uint64_t key[2]) {
    key[0] = key[1] = 0;
    if (!value.n) return;
    XXH3_state_t h;
    XXH3_INITSTATE(&h);
    XXH3_128bits_reset(&h);
    if (begins(value, "http"))
        add_address(&h, value);
    else
        XXH3_128bits_update(&h, value.p, value.n);
    const XXH128_hash_t digest = XXH3_128bits_digest(&h);
    key[0] = digest.high64;
    key[1] = digest.low64;
}
