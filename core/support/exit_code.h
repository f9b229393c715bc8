/* exit_code.h: the one table of exit codes; README, `pipeline help exit-codes` and the tests follow it. */
#ifndef EXIT_CODE_H
#define EXIT_CODE_H
enum exit_code {
    EXIT_DONE = 0,
    EXIT_DEAD_LETTERS =
        3, /* done, but documents are in the dead letters or sources were unreadable */
    EXIT_USAGE = 64,
    EXIT_TOO_MANY_DEAD = 65,
    EXIT_NO_INPUT = 66, /* also: an unknown id */
    EXIT_PLUGIN = 69, /* missing or refused */
    EXIT_BUG = 70,
    EXIT_MEMORY = 71, /* or no process, no thread */
    EXIT_CANNOT_CREATE = 73,
    EXIT_IO = 74,
    EXIT_AGAIN = 75, /* lock held, or stopped by a signal */
    EXIT_CONFIG = 78
};
#endif
