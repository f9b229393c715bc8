/* nearest.h: what a mistyped name may have meant. */
#ifndef NEAREST_H
#define NEAREST_H
/* Edits between two names (insert, delete, replace, swap of neighbours; Damerau's optimal string alignment), case ignored;
 * 3 or more comes out as 3. */
int name_distance(const char *a, const char *b);
struct nearest {
    const char *name;
    int distance;
}; /* begin with {wanted's best so far NULL, 3} */
void nearest_try(struct nearest *, const char *wanted,
                 const char *candidate); /* ties: the first stays */
#endif
