/* leave.c: ends a process at once; in a build for coverage its counts are written first. */
#include "support/leave.h"
#include <unistd.h>

#ifdef PL_COVERAGE
#include <dlfcn.h>
extern void __gcov_dump(void);

/* What makes calls fail in a test must let those through that write the counts: they are not the program's. */
__attribute__((destructor)) static void end_of_faults(void) {
    void (*end)(void) = NULL;
    *(void **)&end = dlsym(RTLD_DEFAULT, "fail_nth_end");
    if (end) end();
}

void leave(int code) {
    end_of_faults();
    __gcov_dump();
    _exit(code);
}
#else
void leave(int code) { _exit(code); }
#endif
