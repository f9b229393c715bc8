#!/bin/bash
# The public header: compiles without a warning as C11, C++17 and C++20, and every offset is as it was (ABI 1).
# `layout.sh update` writes the golden file anew, for members appended at an end.
. "$(dirname "$0")/../lib.sh"
skip_with "the header" address undefined thread
flags="-Iinclude -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -fsyntax-only"
for header in pipeline.h pipeline_test.h; do
    gcc -std=c11 $flags -x c "include/text-pipeline/$header" && echo "ok $header is clean C11" || status=1
    if command -v g++ >/dev/null; then
        for std in c++17 c++20; do
            g++ -std=$std $flags -x c++ "include/text-pipeline/$header" && echo "ok $header is clean $std" || status=1
        done
    else echo "skipped $header as C++: no g++ here"; fi
done
# The members, from the header itself: a struct or member that is new shows up as a difference.
python3 - include/text-pipeline/pipeline.h >"$tmp/members.inc" <<'PY'
import re, sys
text = re.sub(r"/\*.*?\*/", "", open(sys.argv[1]).read(), flags=re.S)
text = re.sub(r"union \{[^}]*\} (\w+)", r"int \1", text)
for body, name in re.findall(r"typedef struct \w+ \{(.*?)\}\s*(\w+);", text, flags=re.S):
    print(f"STRUCT({name});")
    body = re.sub(r"PL_PRINTF\([^)]*\)", "", body)
    for declaration in body.split(";"):
        declaration = " ".join(declaration.split())
        if not declaration: continue
        pointer = re.match(r".*?\(\*(\w+)\)\(", declaration)
        names = [pointer.group(1)] if pointer else [re.sub(r"\[.*", "", n).split()[-1].lstrip("*") for n in declaration.split(",")]
        for member in names: print(f"MEMBER({name}, {member});")
PY
gcc -std=c11 -Iinclude -I"$tmp" -o "$tmp/layout" tests/api/layout.c && "$tmp/layout" >"$tmp/layout.txt" || exit 1
[ "${1:-}" = update ] && cp "$tmp/layout.txt" tests/api/layout.txt
if diff -u tests/api/layout.txt "$tmp/layout.txt"; then echo "ok every offset and size is as in ABI 1"; else status=1; fi
exit $status
