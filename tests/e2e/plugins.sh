#!/bin/bash
# Plugins that must not load, from outside: one clear line each, and the exit code. (The loader's own tests are in tests/unit.)
set -u
cd "$(dirname "$0")/../.."
root=$PWD
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
status=0
check() { if [ "$2" = 0 ]; then echo "ok $1"; else echo "FAILED $1"; status=1; cat "$tmp/log"; fi; }
[ -z "${SAN:-}" ] || { echo "skipped plugins: they are built without the sanitizer"; exit 0; }
cd "$tmp" || exit 1
head='#include <text-pipeline/pipeline.h>
#include <stdlib.h>
static int process(void *s, pl_batch *b, pl_document *d) { (void)s; (void)b; (void)d; return PL_OK; }
'
tail='const pl_plugin *pl_plugin_get(uint32_t i) { return i ? NULL : &p; }'
build() {       # build NAME BODY [flags]
    printf '%s%s\n' "$head" "$2" >"$1.c"
    gcc -std=c11 -I"$root/include" -shared -fPIC -o "$1.so" "$1.c" ${3:-} 2>>log || exit 1
}
entry() { echo "static const pl_plugin p = {.size = sizeof(pl_plugin), .abi = ${2:-PL_ABI}, .kind = PL_STAGE, .name = \"$1\", .process = process${3:-}};"; }
build good "$(entry good) $tail"
build wrong_abi "$(entry wrong_abi 7) $tail"
build no_symbol "int nothing;"
build undefined "int missing_function(void); int use(void) { return missing_function(); } $(entry undefined) $tail"
build other_name "$(entry another) $tail"
build crashes "static int crash(pl_context *c, const pl_host *h, const void *o, void **s) { (void)c; (void)h; (void)o; (void)s; abort(); } $(entry crashes PL_ABI ', .open = crash') $tail"
build refuses "static int no(pl_context *c, const pl_host *h, const void *o, void **s) { (void)o; (void)s; return h->fail(c, PL_ESTOP, \"the model is missing\"); } $(entry refuses PL_ABI ', .open = no') $tail"
gcc -shared -fPIC -o libhelper_xyz.so -x c - <<<'int helper(void) { return 1; }'
build needs_library "int helper(void); int use(void) { return helper(); } $(entry needs_library) $tail" "-L. -lhelper_xyz"
rm libhelper_xyz.so
printf 'text\n' >in.txt
config() { printf '[pipeline]\nstages = read, x, write\nstate = none\nplugin_path = %s\n[read]\nplugin = text_reader\npath = in.txt\n[x]\nplugin = %s\n[write]\nplugin = jsonl_writer\npath = out.jsonl\n' "$2" "$1" >c.ini; }
expect() {      # expect CODE 'text in the one line' NAME
    config "$3" "$tmp"
    "$BUILD/pipeline" check c.ini >log 2>&1; local code=$?
    [ $code = "$1" ] && [ "$(wc -l <log)" = 1 ] && grep -qF "$2" log; check "$3" $?
}
config good "$tmp"; "$BUILD/pipeline" run -q c.ini >log 2>&1; check "a plugin built outside the tree runs" $?
expect 69 'speaks plugin ABI 7' wrong_abi
expect 69 'pl_plugin_get' no_symbol
expect 69 'missing_function' undefined
expect 69 "other_name" other_name
expect 69 'libhelper_xyz.so' needs_library
expect 69 '[x] crashed in open (SIGABRT)' crashes
expect 78 '[x] the model is missing' refuses
mkdir open && cp good.so open/ && chmod 666 open/good.so
config good "$tmp/open"; "$BUILD/pipeline" check c.ini >log 2>&1; [ $? = 69 ] && grep -q "chmod go-w" log; check "a file that others can write is refused with the cure" $?
chmod 644 open/good.so; chmod 777 open
"$BUILD/pipeline" check c.ini >log 2>&1; [ $? = 69 ] && grep -q "chmod go-w" log; check "so is a folder" $?
"$BUILD/pipeline" check c.ini --trust-plugins "$tmp/open" >log 2>&1; check "--trust-plugins allows it" $?
exit $status
