#!/bin/bash
# The option tables in README.md and plugins/NAME/README.md are those that the program prints, and links in them lead somewhere.
# `documents.sh update` writes the tables anew.
set -u
cd "$(dirname "$0")/../.." || exit 1
python3 - "$BUILD/pipeline" "${1:-}" <<'PY'
import glob, os, re, subprocess, sys
program, update = sys.argv[1], sys.argv[2] == "update"
status = 0


def check(what, good):
    global status
    print("ok" if good else "FAILED", what)
    status |= not good


def table(text):
    found = re.search(r"^\| option .*\n(\|.*\n)+", text, re.M)
    return found.group(0) if found else ""


def compare(path, *arguments):
    text = open(path, encoding="utf-8").read()
    printed = table(subprocess.run([program, *arguments], capture_output=True, text=True).stdout + "\n")
    if not printed: return
    if update and table(text):
        text = text.replace(table(text), printed)
        open(path, "w", encoding="utf-8").write(text)
    check(f"{path}: the table of options is the program's", table(text) == printed)


compare("README.md", "help", "config")
for path in sorted(glob.glob("plugins/*/README.md")):
    compare(path, "plugins", path.split("/")[1])
for path in ["README.md", *sorted(glob.glob("*/README.md") + glob.glob("plugins/*/README.md"))]:
    links = re.findall(r"\]\(([^)#:]+)\)", open(path, encoding="utf-8").read())
    gone = [l for l in links if not os.path.exists(os.path.join(os.path.dirname(path), l))]
    check(f"{path}: every link leads somewhere{' but ' + ', '.join(gone) if gone else ''}", not gone)
for plugin in sorted(glob.glob("plugins/*/")):
    check(f"{plugin} has a README.md", os.path.exists(plugin + "README.md"))
sys.exit(status)
PY
