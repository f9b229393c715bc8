/* commands.c: the tables of commands and exit codes. */
#include <stddef.h>
#include "command/command.h"

#define SETTINGS "[stage.key=value ...]"

const struct command command_table[] = {
    {"run", "CONFIG " SETTINGS " [options]", "runs a config",
     "An unfinished run, whether it was stopped, killed or out of disk, goes on from its last "
     "checkpoint; a finished one begins anew "
     "and replaces the outputs at its end. Settings on the command line win over the config. Ends "
     "with the files it wrote, a table of "
     "stages, and the next command to type.",
     command_run},
    {"check", "CONFIG " SETTINGS, "everything that run checks before the first byte",
     "Prints all errors at once, each as `file:line:column: [section] what (the fix)`, or the "
     "phases, the disk they need and the state "
     "folder.",
     command_check},
    {"status", "CONFIG|STATE [--json]",
     "what the last run did, where an unfinished one stands, what is set aside, what to type next",
     "Takes a config or a state folder, loads no plugin and changes nothing. Its exit code is that "
     "of the last run; 75 while a run is not "
     "finished; 66 when none is known.",
     command_status},
    {"retry", "CONFIG " SETTINGS " [options]", "the dead letters of the last run once more",
     "Reads the sources of the dead letters again and takes the records at their places alone "
     "through all stages; behind a place at "
     "which a source could not be read on, everything. What comes out goes beside the outputs: "
     "`news.retry1.jsonl`, with a state folder "
     "of its own; an unfinished retry goes on, the next has another number. Nothing that exists is "
     "replaced, and what is still set "
     "aside is in the retry's own dead letters. Stages that see the whole corpus see these records "
     "only, and what they keep between runs "
     "(`index` of the deduper).",
     command_retry},
    {"forget", "CONFIG|STATE ID [--readmit]",
     "takes a withdrawn document out of all that is kept, and keeps it out",
     "Its text, its hashes and its id go from the state folder with its trial and retries, from "
     "the "
     "dead letters, the file of rejected documents and what stages keep from run to run (`index` "
     "of the deduper): it makes nothing a copy any more. What is published is not touched; the "
     "files "
     "that hold it are named. Later runs drop it, without its text, when an input has its id or an "
     "url of it again: reason `withdrawn`; of it, only hashes of these stay. `--readmit` takes "
     "that "
     "back: a later input is new then. An unfinished run is given up and begun anew by the next. A "
     "kill at any moment leaves all as before, or a forgetting that the next run or the same "
     "command ends.",
     command_forget},
    {"migrate", "CONFIG|STATE", "makes what an older version has left readable for this one",
     "What stages keep from run to run (`index` of the deduper) is written anew in the form of "
     "this "
     "version; an unfinished run of another version is given up, and begun anew from its inputs by "
     "the next run. A run that finds an older form ends with exit code 78 and names this command. "
     "A kill at any moment leaves files of both forms, and the same command ends it.",
     command_migrate},
    {"explain", "CONFIG ID", "one document: before, after, and why",
     "Takes the document with this id through all stages and prints every change with its reason, "
     "beside its original if it is a copy. "
     "What a barrier decided comes from the last run.",
     command_explain},
    {"plugins", "[NAME] [--json]", "lists plugins, or the options and layers of one", NULL,
     command_plugins},
    {"new-plugin", "NAME", "a folder with a working plugin to start from",
     "The folder holds the source, its test, a config and a text; `make test run` in it builds all "
     "and runs it.",
     command_new_plugin},
    {"help", "[config|exit-codes]", "this text; the keys of [pipeline]; the exit codes", NULL,
     command_help},
    {"version", "", "versions of the program, its plugin ABI, its records and its state", NULL,
     command_version},
    {"man", "1|5|7", "a man page, in the form that man reads: try pipeline man 1 | man -l -", NULL,
     command_man},
    {"completions", "bash|zsh", "what a shell needs to complete command lines", NULL,
     command_completions},
    {"--version", "", NULL, NULL, command_version},
    {"--help", "", NULL, NULL, command_help},
    {0}};

const struct exit_meaning exit_table[] = {
    {EXIT_DONE, "all done, no dead letters"},
    {EXIT_DEAD_LETTERS,
     "done, but some documents are in the dead letters or sources were unreadable"},
    {EXIT_USAGE, "wrong command line"},
    {EXIT_TOO_MANY_DEAD, "more dead letters than max_dead_letters"},
    {EXIT_NO_INPUT, "no input; explain, forget: no document with this id; status: no run is known"},
    {EXIT_PLUGIN, "a plugin is missing or refused"},
    {EXIT_BUG, "a stage failed, or crashed on more than max_crashes documents: a bug in it"},
    {EXIT_MEMORY, "out of memory or threads"},
    {EXIT_CANNOT_CREATE, "an output cannot be created"},
    {EXIT_IO, "input or output error, such as a full disk"},
    {EXIT_AGAIN, "another run holds the lock, or a signal stopped this one: try again"},
    {EXIT_CONFIG,
     "the config has errors, or is not that of the unfinished run (--fresh begins again)"},
    {0, NULL}};

const char *exit_meaning(int code) {
    for (const struct exit_meaning *row = exit_table; row->meaning; row++)
        if (row->code == code) return row->meaning;
    return "";
}
