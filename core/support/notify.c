/* notify.c: sd_notify without libsystemd. */
#include "support/notify.h"
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int fd = -1; /* set before threads start */

/* "@name" is a name in the abstract space: its first byte is NUL, its length counts. */
static int connect_to(const char *path) {
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    const size_t n = strlen(path);
    if ((*path != '/' && *path != '@') || n >= sizeof to.sun_path) return -1;
    memcpy(to.sun_path, path, n);
    if (*path == '@') to.sun_path[0] = 0;
    const int s = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n);
    if (s >= 0 && !connect(s, (const struct sockaddr *)&to, size)) return s;
    if (s >= 0) close(s);
    return -1;
}

void notify_open(void) {
    const char *path = getenv("NOTIFY_SOCKET");
    if (path) fd = connect_to(path);
    unsetenv("NOTIFY_SOCKET");
}

bool notify_is_open(void) { return fd >= 0; }

void notify(const char *lines, const char *status) {
    char text[1024];
    if (fd < 0) return;
    const int head = snprintf(text, sizeof text, "%sSTATUS=", lines);
    snprintf(text + head, sizeof text - (size_t)head, "%s", status);
    for (char *p = text + head; *p; p++)
        if (*p == '\n') *p = ' ';
    if (write(fd, text, strlen(text)) < 0) { /* nobody listens: the run is none the worse */
    }
}
