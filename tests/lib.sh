# lib.sh: what the shell tests begin with: . "$(dirname "$0")/../lib.sh". They then stand in the root of the tree and have
#   P, root        the program, the root
#   tmp            a folder that goes when they end; what a step prints belongs into $tmp/log
#   check WHAT RC  prints "ok WHAT", or that it failed and the end of the log; `exit $status` is for the last line
#   is GOT WANTED  for `check`: says in the log what was got instead
#   skip_with WHY SANITIZER...  ends a test from which a sanitizer learns nothing
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
root=$PWD P=$BUILD/pipeline status=0
tmp=$(mktemp -d) && tmp=$(cd "$tmp" && pwd -P) || exit 1
trap 'chmod -R u+rwx "$tmp"; rm -rf "$tmp"' EXIT
check() { if [ "$2" = 0 ]; then echo "ok $1"; else echo "FAILED $1"; status=1; tail -5 "$tmp/log" 2>/dev/null; fi; }
skip_with() {
    local s
    for s in "${@:2}"; do [ "$s" != "${SAN:-}" ] || { echo "skipped with $s: $(basename "$0" .sh): $1"; exit 0; }; done
}
is() { [ "$1" = "$2" ] || { echo "expected '$2', got '$1'" >>"$tmp/log"; return 1; }; }
