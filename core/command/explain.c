/* explain.c: `pipeline explain CONFIG ID`: one document, before and after, with the reason of every change. */
#include <stdio.h>
#include "command/command.h"
#include "command/load.h"

int command_explain(int argc, char **argv) {
    (void)argc, (void)argv;
    return EXIT_USAGE;
}
