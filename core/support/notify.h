/* notify.h: tells a service manager such as systemd how the program stands, by datagrams to the socket in $NOTIFY_SOCKET.
 *
 * It is connected once, before processes are forked and plugins loaded; all that is left for later is write(). Without a manager,
 * or when it listens no more, nothing happens. Any thread, and every forked process. */
#ifndef NOTIFY_H
#define NOTIFY_H
#include <stdbool.h>
void notify_open(
    void); /* and programs of stages, which inherit the environment, cannot speak for us */
bool notify_is_open(void);
/* `lines`: "", or NAME=VALUE lines each with its line feed, such as "READY=1\n". `status`: one line for people. */
void notify(const char *lines, const char *status);
#endif
