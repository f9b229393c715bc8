/* landlock.h: from some point on, this process reaches only the files that it has named.
 *
 *     struct landlock l;
 *     if (!landlock_begin(&l) && !landlock_allow(&l, "news", MAY_READ)) landlock_enter(&l);
 *
 * Files that are open stay so. Network and signals to processes outside are closed, too, where the kernel's Landlock has that.
 * Functions return 0, or -1 with errno. */
#ifndef LANDLOCK_H
#define LANDLOCK_H
#include <stdbool.h>

enum landlock_use {
    MAY_READ = 1, /* files and folders */
    MAY_REPLACE = 2, /* write, make and remove files */
    MAY_ARRANGE = 4 /* make, remove and fill folders */
};
struct landlock {
    int fd, abi;
};

int landlock_abi(void); /* version of the kernel's Landlock; 0: it has none */
int landlock_begin(struct landlock *);
/* What may be done with `path` and all below it. What is not there or not ours to look at needs no rule. */
int landlock_allow(struct landlock *, const char *path, unsigned uses);
/* For the calling thread, what it starts from now on, and their children; there is no way back. Ends `l` in any case. */
int landlock_enter(struct landlock *);
#endif
