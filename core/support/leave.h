/* leave.h: the end of a process that must not run the exit handlers of the process it was forked from. */
#ifndef LEAVE_H
#define LEAVE_H
_Noreturn void leave(int code); /* flushes nothing; a coverage run counts it */
#endif
