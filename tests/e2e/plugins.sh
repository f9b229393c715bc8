#!/bin/bash
# Plugins built outside the tree: what is wrong with one is one exact line and an exit code; a good one loads, runs and is listed.
. "$(dirname "$0")/../lib.sh"
skip_with "they are built without the sanitizer" address undefined thread
include=$PWD/include
cd "$tmp" || exit 1
umask 022
mkdir plugins
unset PIPELINE_PLUGINS
export XDG_DATA_HOME=$tmp/none

# The table of a stage NAME, with further initialisers, behind what it needs.
source_of() {   # source_of NAME INITIALISERS [DECLARATIONS]
    cat <<C
#include <stdlib.h>
#include "text-pipeline/pipeline.h"
static int process(void *self, pl_batch *b, pl_document *d) { (void)self, (void)b, (void)d; return PL_OK; }
${3:-}
static const pl_plugin plugin = {.size = sizeof(pl_plugin), .abi = PL_ABI, .kind = PL_STAGE, .name = "$1",
    .version = "1.0", .process = process, $2};
PL_EXPORT const pl_plugin *pl_plugin_get(uint32_t i) { return i ? NULL : &plugin; }
C
}
build() {       # build NAME FLAGS...: plugins/NAME.so from standard input
    local name=$1; shift
    cat >"$name.c"
    "${CC:-gcc}" -std=c11 -w -shared -fPIC -I"$include" -o "plugins/$name.so" "$name.c" "$@" && chmod 755 "plugins/$name.so"
}
config() {      # config STAGE: NAME.ini that reads, runs it, writes
    printf '[pipeline]\nstages = read, %s, write\nplugin_path = plugins\nstate = none\n[read]\nplugin = text_reader\npath = in.txt\n' "$1"
    printf '[write]\nplugin = jsonl_writer\npath = out.jsonl\n'
}
compare() {     # compare WHAT CODE EXPECTED GOT-CODE, what was printed in ./printed
    printf '%s\n--- %s\n' "$3" "$2" >expected
    { sed -e "s|$tmp|TMP|g" -e "s|$BUILD|BUILD|g" printed; echo "--- $4"; } >got
    if diff -u expected got >difference; then echo "ok plugin: $1"
    else echo "FAILED plugin: $1"; cat difference; status=1; fi
}
refused() {     # refused WHAT NAME CODE LINE: what `pipeline check` prints for a config with it
    config "$2" >case.ini
    "$BUILD/pipeline" check case.ini >printed 2>&1
    compare "$1" "$3" "$4" $?
}
check() { if [ "$2" = 0 ]; then echo "ok plugin: $1"; else echo "FAILED plugin: $1"; head -20 printed; status=1; fi; }

printf 'one two\n' >in.txt

# ---- what cannot be loaded ----
at=case.ini:2:1:
source_of abi7 ".abi = 7" | build abi7
refused "another ABI" abi7 69 "$at [abi7] abi7.so speaks ABI 7, this program ABI 1: rebuild it against text-pipeline/pipeline.h of this program"
echo 'int nothing;' | build dumb
refused "no pl_plugin_get" dumb 69 "$at [dumb] TMP/plugins/dumb.so exports no pl_plugin_get: it is no plugin"
source_of hungry ".open = (void *)gone" "int gone(void);" | build hungry
refused "a symbol that nothing defines" hungry 69 "$at [hungry] TMP/plugins/hungry.so needs the symbol gone, which nothing defines (link it with -Wl,-z,defs and the library that has it)"
echo 'int gone(void) { return 0; }' | build libgone -Wl,-soname,libgone.so.7
source_of library ".open = (void *)gone" "int gone(void);" | build library -Wl,-z,defs plugins/libgone.so
rm plugins/libgone.so
refused "a library that is missing" library 69 "$at [library] TMP/plugins/library.so needs the library libgone.so.7, which is not installed"
source_of other "" | build alias
refused "an entry with another name" alias 69 "$at [alias] TMP/plugins/alias.so has no entry named 'alias'"
source_of short ".size = 40" | build short
refused "a table that is too short" short 69 "$at [short] short.so: its pl_plugin is too short (set .size = sizeof(pl_plugin))"
source_of idle ".process = NULL" | build idle
refused "no process" idle 69 "$at [idle] idle.so: it has no process"
source_of wild ".options = rows, .option_stride = sizeof *rows, .options_size = 4" \
    'static const pl_field_def rows[] = {{"n", PL_UINT, 4, 4, "1"}, {0}};' | build wild
refused "an option outside its struct" wild 69 "$at [wild] wild.so: option 'n': it lies outside the struct"
source_of promise '.gives = "tokens"' | build promise
refused "a layer without a row" promise 69 "$at [promise] promise.so: it gives layer 'tokens' but has no row for it in .layers"
printf 'hello' >plugins/text.so && chmod 755 plugins/text.so
refused "a text file" text 69 "$at [text] cannot be loaded: TMP/plugins/text.so: file too short"
source_of needy '.needs = "runes"' | build needy
refused "a layer that nobody gives" needy 78 "$at [needy] needs layer 'runes', which no earlier stage gives"

# ---- what fails in open ----
source_of crash ".open = open_it" 'static int open_it(pl_context *c, const pl_host *h, const void *o, void **self) { abort(); }' | build crash
refused "a crash in open" crash 69 "pipeline: error: [crash] crashed in open (SIGABRT)"
source_of null ".open = open_it" 'static int open_it(pl_context *c, const pl_host *h, const void *o, void **self) { *(volatile int *)0 = 1; return 0; }' | build null
refused "a null pointer in open" null 69 "pipeline: error: [null] crashed in open (SIGSEGV)"
source_of refuser ".open = open_it" 'static int open_it(pl_context *c, const pl_host *h, const void *o, void **self) { return h->fail(c, PL_ESTOP, "no model at %s", "here"); }' | build refuser
refused "a reason from open" refuser 78 "$at [refuser] no model at here"
echo '__attribute__((constructor)) static void early(void) { __builtin_trap(); }' | build early
config early >case.ini; "$BUILD/pipeline" check case.ini >printed 2>&1; code=$?
sed -i 's/SIG[A-Z]*/SIGNAL/' printed
compare "a crash while it is loaded" 69 "pipeline: error: crashed while plugins were loaded (SIGNAL)" $code

# ---- who could have written it ----
mkdir -m 755 shared
source_of good "" | build good
cp plugins/good.so shared/
good_is() {     # good_is WHAT CODE LINE ARGUMENTS...: what `pipeline plugins good` prints first
    local what=$1 code=$2 line=$3; shift 3
    PIPELINE_PLUGINS=shared "$BUILD/pipeline" plugins good "$@" >all 2>&1; local got=$?
    head -1 all >printed
    compare "$what" "$code" "$line" $got
}
listed="good 1.0 (stage, ): "
good_is "only we can write to it" 0 "$listed"
chmod 666 shared/good.so
good_is "everybody can write to it" 69 "pipeline: refused: everybody can write to TMP/shared/good.so (chmod go-w 'TMP/shared/good.so', or --trust-plugins FOLDER)"
good_is "--trust-plugins cures it" 0 "$listed" --trust-plugins shared
good_is "--trust-plugins of a folder that is not there does not" 69 "pipeline: refused: everybody can write to TMP/shared/good.so (chmod go-w 'TMP/shared/good.so', or --trust-plugins FOLDER)" --trust-plugins plugins/..//none
chmod 755 shared/good.so; chmod 777 shared
good_is "everybody can write to its folder" 69 "pipeline: refused: everybody can write to TMP/shared (chmod go-w 'TMP/shared', or --trust-plugins FOLDER)"
good_is "--trust-plugins cures that, too" 0 "$listed" --trust-plugins shared
config good | sed 's/^plugin_path = .*/plugin_path = shared/' >case.ini
"$BUILD/pipeline" run -q case.ini >printed 2>&1
compare "run refuses it, too" 69 "$at [good] refused: everybody can write to TMP/shared (chmod go-w 'TMP/shared', or --trust-plugins FOLDER)" $?
"$BUILD/pipeline" run -q case.ini --trust-plugins shared >printed 2>&1; check "and runs it when it is trusted" $?
chmod 755 shared
good_is "cured" 0 "$listed"

# ---- one that works: nothing but the header is needed ----
mkdir lonely && cp -r "$include" lonely/include && mkdir lonely/out
cat >lonely/shouter.c <<'C'
#include "text-pipeline/pipeline.h"
#include <stddef.h>
struct options { uint64_t times; pl_str mark; };
static const pl_field_def options[] = {
    {"times", PL_UINT, offsetof(struct options, times), sizeof(uint64_t), "1", 1, 5, NULL, "How often.", 0},
    {"mark", PL_TEXT, offsetof(struct options, mark), sizeof(pl_str), "!", 0, 0, NULL, "What is added.", 0},
    {0}};
struct shouter { const pl_host *host; const struct options *options; };
static int open_it(pl_context *c, const pl_host *h, const void *o, void **self) {
    static struct shouter s;
    (void)c;
    s = (struct shouter){h, o};
    *self = &s;
    return PL_OK;
}
static int process(void *self, pl_batch *b, pl_document *d) {
    const struct shouter *s = self;
    const uint32_t end = (uint32_t)s->host->text(d).n;
    int rc = PL_OK;
    for (uint64_t i = 0; !rc && i < s->options->times; i++)
        rc = s->host->edit(b, d, end, end, s->options->mark, (pl_str){"shout", 5});
    return rc;
}
static const pl_plugin shouter = {.size = sizeof shouter, .abi = PL_ABI, .kind = PL_STAGE, .name = "shouter",
    .version = "2.5", .license = "MIT", .summary = "Shouts.", .options = options,
    .option_stride = sizeof *options, .options_size = sizeof(struct options), .open = open_it, .process = process};
PL_EXPORT const pl_plugin *pl_plugin_get(uint32_t i) { return i ? NULL : &shouter; }
C
(cd lonely && "${CC:-gcc}" -std=c11 -Wall -Wextra -Wpedantic -Werror -shared -fPIC -fvisibility=hidden -Wl,-z,defs -Iinclude \
    -o out/shouter.so shouter.c) >printed 2>&1; check "builds with nothing but the header, without a warning" $?
chmod 755 lonely/out/shouter.so
PIPELINE_PLUGINS=$tmp/lonely/out "$BUILD/pipeline" plugins shouter >printed 2>&1; code=$?
grep -v '^| *-\|^|-' printed | sed 's/  */ /g' >squeezed; mv squeezed printed
check "is listed" $code
for line in 'shouter 2.5 (stage, MIT): Shouts.' 'times.* 1 .*How often\.' 'mark.*!.*What is added\.'; do
    grep -q "$line" printed; check "its list says '$line'" $?
done
PIPELINE_PLUGINS=$tmp/lonely/out "$BUILD/pipeline" plugins >printed 2>&1; grep -q '^shouter  *stage  *2.5  *Shouts\.$' printed; check "is among all plugins" $?
config shouter | sed 's/^plugin_path/#&/' >case.ini
printf '[shouter]\ntimes = 3\n' >>case.ini
PIPELINE_PLUGINS=$tmp/lonely/out "$BUILD/pipeline" run -q case.ini >printed 2>&1; check "runs" $?
cp out.jsonl printed; grep -q '"text":"one two\\n!!!"' out.jsonl; check "and its edits are in the output" $?
printf 'mark = ?\ntimes = 4\ncount = 6\n' >>case.ini
PIPELINE_PLUGINS=$tmp/lonely/out "$BUILD/pipeline" check case.ini >printed 2>&1
compare "its options are checked" 78 "case.ini:14:1: [shouter] 'times' is set twice (first at line 12)
case.ini:15:1: [shouter] unknown option 'count' (there are: times, mark)" $?
PIPELINE_PLUGINS=$tmp/lonely/out "$BUILD/pipeline" run -q case.ini shouter.times=9 >printed 2>&1; check "a bad option ends the run" $(($? != 78))
exit $status
