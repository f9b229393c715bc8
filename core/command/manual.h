/* manual.h: the man page that lies in a file of its own. */
#ifndef MANUAL_H
#define MANUAL_H
void manual_of_plugins(void); /* pipeline-plugin(7) */
#endif
