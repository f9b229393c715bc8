#!/bin/bash
# `pipeline new-plugin`: what it writes builds, passes its test and runs, from the build tree and from an installed one.
. "$(dirname "$0")/../lib.sh"
skip_with "its plugin is built without the sanitizer" address undefined thread

cd "$tmp" || exit 1
"$BUILD/pipeline" new-plugin word_counter >log; check "new-plugin from the build tree" $?
(cd word_counter && make test run) >log 2>&1; check "make test run at once" $?
grep -q '"words":9' word_counter/word_counter.jsonl; check "its output holds the new field" $?
PIPELINE_PLUGINS=$tmp/word_counter "$BUILD/pipeline" plugins word_counter >log; grep -q at_least log; check "it is listed with its options" $?
"$BUILD/pipeline" new-plugin word_counter >log 2>&1; [ $? = 73 ]; check "an existing folder is not overwritten" $?
"$BUILD/pipeline" new-plugin Bad-Name >log 2>&1; [ $? = 64 ]; check "a bad name is refused" $?

make -s -C "$root" install DESTDIR= PREFIX="$tmp/prefix" BUILD="${BUILD#$root/}" >log 2>&1; check "make install into a prefix" $?
export PKG_CONFIG_PATH=$tmp/prefix/lib/pkgconfig
mkdir other && cd other || exit 1
"$tmp/prefix/bin/pipeline" new-plugin counter2 >log; check "new-plugin of an installed program" $?
(cd counter2 && make test run) >../log 2>&1; check "make test run with the installed header" $?
cat >outside.c <<'C'
#include <text-pipeline/pipeline.h>
#include <stddef.h>
static int process(void *self, pl_batch *b, pl_document *d) { (void)self; (void)b; (void)d; return PL_OK; }
static const pl_plugin p = {.size = sizeof(pl_plugin), .abi = PL_ABI, .kind = PL_STAGE, .name = "outside", .process = process};
const pl_plugin *pl_plugin_get(uint32_t i) { return i ? NULL : &p; }
C
gcc $(pkg-config --cflags text-pipeline) -std=c11 -shared -fPIC -Wl,-z,defs -o outside.so outside.c >../log 2>&1; check "pkg-config is enough to build a plugin" $?
PIPELINE_PLUGINS=$PWD "$tmp/prefix/bin/pipeline" plugins outside >../log 2>&1; check "and it loads" $?
make -s -C "$root" uninstall DESTDIR= PREFIX="$tmp/prefix" >../log 2>&1; [ -z "$(find "$tmp/prefix" -type f)" ]; check "make uninstall leaves no file" $?
exit $status
