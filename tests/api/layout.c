/* layout.c: prints offset and size of every public member: the ABI as numbers, compared with tests/api/layout.txt. */
#include <stdio.h>
#include "text-pipeline/pipeline.h"
#define STRUCT(t) printf("%s %zu\n", #t, sizeof(t))
#define MEMBER(t, m) printf("  %s.%s %zu %zu\n", #t, #m, offsetof(t, m), sizeof(((t *)0)->m))
int main(void) {
#include "members.inc"
    printf("PL_ABI %u\n", PL_ABI);
    return 0;
}
