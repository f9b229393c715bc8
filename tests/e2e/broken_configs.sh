#!/bin/bash
# Every kind of broken config, the exact message and exit code. A case is a file in broken_configs/: the config, a line "--- CODE", and
# what `pipeline check` prints. `broken_configs.sh update` writes the expectations anew: read the difference before committing it.
. "$(dirname "$0")/../lib.sh"
skip_with "nothing runs" thread
cases=$root/tests/e2e/broken_configs include=$root/include
cd "$tmp" || exit 1
mkdir folder; printf 'hello\n' >in.txt
printf '[pipeline]\ninclude = again.ini\n' >again.ini
printf '[write]\npath = out.jsonl\nrejeted = x\n' >included.ini
printf '[read]\npath = a.txt,\n  b.txt\n' >continued.ini
for i in 1 2 3 4 5 6 7 8 9; do printf '[pipeline]\ninclude = deep%d.ini\n' $((i + 1)) >deep$i.ini; done
truncate -s 1048577 large.ini
export BUILD XDG_DATA_HOME=/nonexistent
unset PIPELINE_PLUGINS NOT_SET_ANYWHERE

# plugin NAME LAYERS: a stage that needs and gives nothing but layers.
umask 022; mkdir plugins
plugin() {
    "${CC:-gcc}" -std=c11 -w -shared -fPIC -I"$include" -o "plugins/$1.so" -x c - <<C || exit 1
#include <text-pipeline/pipeline.h>
static int process(void *self, pl_batch *b, pl_document *d) { return PL_OK; }
static const pl_layer_def rows[] = {{.name = "words", .element_size = sizeof(pl_span)}, {0}};
static const pl_plugin p = {.size = sizeof p, .abi = PL_ABI, .kind = PL_STAGE, .name = "$1", .process = process, $2};
const pl_plugin *pl_plugin_get(uint32_t i) { return i ? 0 : &p; }
C
}
gives='.gives = "words", .layers = rows, .layer_stride = sizeof *rows'
plugin words "$gives"; plugin words2 "$gives"; plugin needs_words '.needs = "words"'
for case in "$cases"/*.case; do
    name=$(basename "$case" .case)
    sed '/^--- [0-9]*$/,$d' "$case" >case.ini
    "$BUILD/pipeline" check case.ini >printed 2>&1
    code=$?
    { cat case.ini; echo "--- $code"; sed "s|$BUILD|BUILD|g" printed; } >now
    [ "${1:-}" = update ] && cp now "$case"
    if diff -u "$case" now >difference; then echo "ok broken config: $name"
    else echo "FAILED broken config: $name"; cat difference; status=1; fi
done

# What is no config at all.
no_config() {   # no_config PATH LINE
    "$BUILD/pipeline" check "$1" >printed 2>&1
    local code=$?
    if [ $code = 78 ] && [ "$(cat printed)" = "$2" ]; then echo "ok no config: $1"
    else echo "FAILED no config: $1: exit code $code"; cat printed; status=1; fi
}
no_config nowhere.ini "nowhere.ini: No such file or directory"
no_config folder "folder: is a folder"
no_config large.ini "large.ini: is larger than 1 MiB: this is no config"
exit $status
