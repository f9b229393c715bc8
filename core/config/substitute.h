/* substitute.h: ${NAME} and ${NAME:-default} in values, from the environment. */
#ifndef SUBSTITUTE_H
#define SUBSTITUTE_H
#include <stddef.h>
/* A new string, or NULL with the reason in `wrong`. $$ is a dollar sign. What comes in is not looked at again. */
char *substitute_environment(const char *value, char *wrong, size_t size);
#endif
