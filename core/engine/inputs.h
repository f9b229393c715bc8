/* inputs.h: the input files of a run, opened a few ahead so that compressed ones inflate at once. */
#ifndef INPUTS_H
#define INPUTS_H
#include "engine/engine.h"
#include "support/file_list.h"
#include "support/input.h"

enum { AHEAD = 4 };

struct pl_input {
    struct input *stream;
    struct inputs *inputs;
    pl_str name; /* valid UTF-8, whatever the file system says */
    uint32_t file;
    bool damaged;
};
struct inputs {
    struct engine *engine;
    struct file_list list;
    uint32_t next; /* index of the file that input_next opens */
    struct input *ahead[AHEAD]; /* opened: file i at i % AHEAD; NULL: not yet, or failed */
    int ahead_errors[AHEAD];
    uint32_t opened; /* files below this index have been opened */
    pl_input current;
    bool has_current, noted_unreadable;
    uint64_t consumed; /* bytes of files that are done */
    struct arena names; /* those that had to be made valid */
};
/* Names go into records, which are UTF-8: another name is read as windows-1252, where every byte is a character. */
pl_str inputs_valid_name(struct inputs *, const char *name);
#endif
