#!/bin/bash
# Man pages, completions and help say what the program does: all of them are held against it and against each other.
. "$(dirname "$0")/../lib.sh"
skip_with "texts" address undefined thread
cd "$tmp" || exit 1
for section in 1 5 7; do "$P" man $section >page.$section 2>log; check "man $section" $?; done
"$P" man 2 >log 2>&1; is $? 64; check "there is no other section" $?
plain() { sed 's/\\f[BR]//g; s/\\-/-/g; s/\\&//g; s/\\e/\\/g' "page.$1"; }
for section in 1 5 7; do plain $section >plain.$section; done

# ---- form ----
if command -v mandoc >/dev/null; then
    for section in 1 5 7; do mandoc -T lint page.$section >log 2>&1; is "$? $(cat log)" "0 "; check "mandoc has nothing to say about page $section" $?; done
else echo "skipped mandoc -T lint: there is no mandoc (Debian package mandoc)"; fi
if command -v man >/dev/null; then
    for section in 1 5 7; do LC_ALL=C.UTF-8 man --warnings -E UTF-8 -l -Tutf8 -Z page.$section 2>log >/dev/null; is "$(cat log)" ""; check "man --warnings has nothing to say about page $section" $?; done
else echo "skipped man --warnings: there is no man"; fi

# ---- contents ----
all_in() { local missing=0 x; while read -r x; do grep -qF -- "$x" "$1" || { echo "missing: $x" >>log; missing=1; }; done; return $missing; }
"$P" help >help; : >log
commands=$(sed -n 's/^  pipeline \([a-z-]*\).*/\1/p' help)
options=$(sed -n 's/^      \(-[a-z-]*\).*/\1/p' help)
[ "$(wc -w <<<"$commands")" -ge 10 ] && [ "$(wc -w <<<"$options")" -ge 8 ]; check "help lists commands and options" $?
for c in $commands; do echo "pipeline $c"; done | all_in plain.1; check "page 1 has every command" $?
for o in $options; do echo "$o"; done | all_in plain.1; check "page 1 has every option" $?
"$P" help exit-codes | sed 's/^ *[0-9]*  //' >meanings; tr '\n' ' ' <plain.1 >long.1; all_in long.1 <meanings; check "page 1 has every exit code" $?
for c in $commands; do "$P" "$c" --no-such-option >out 2>&1 </dev/null; [ $? = 64 ] && ! grep -q "no command" out || echo "$c" ; done >odd; is "$(tr '\n' ' ' <odd)" "help version "; check "every command of the help is one, and refuses what it does not know" $?
printf '[pipeline]\nstages = x\n' >none.ini; bad=
for o in $options; do
    for value in "" 1 json; do "$P" run none.ini "$o" $value >out 2>&1; grep -Eq "no option|argument too many" out || continue 2; done; bad="$bad $o"
done; is "$bad" ""; check "every option of the help is one" $?
"$P" help config | sed -n 's/^| `\([a-z_]*\)`.*/\1/p' | all_in plain.5; check "page 5 has every key of [pipeline]" $?
for p in "$BUILD"/plugins/*/; do p=$(basename "$p"); echo "plugin = $p"; "$P" plugins "$p" | sed -n 's/^| `\([a-z_]*\)`.*/\1/p'; done | all_in plain.5; check "page 5 has every plugin and its options" $?
sed -n 's/^  pl_\(plugin\|host\)\.\([a-z_]*\) .*/\2/p' "$root/tests/api/layout.txt" >members; [ "$(wc -l <members)" -gt 80 ]; check "members of the ABI are known" $?
missing=; while read -r m; do grep -qw -- "$m" plain.7 || missing="$missing $m"; done <members; is "$missing" ""; check "page 7 has every member of the ABI" $?
grep -vF -f <(for c in $commands; do echo "pipeline $c"; done) <(sed -n '/^## Commands/,/^A config error/s/^    \(pipeline [a-z-]*\).*/\1/p' "$root/README.md") >log; is "$(cat log)" ""; check "the README names no command that there is not" $?
diff <("$P" help config) <(sed -n '/^| option  /,/^$/p' "$root/README.md" | sed '/^$/d') >log; check "the README's table of [pipeline] is that of the program" $?

# ---- completions ----
"$P" completions bash >bash 2>log && bash -n bash 2>log; check "completions for bash" $?
mkdir -p sub; : >a.ini; : >b.txt
complete_bash() { PATH=$(dirname "$P"):$PATH bash -c '. ./bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pipeline; printf "%s " "${COMPREPLY[@]}"' x "$@" 2>>log; }
is "$(complete_bash pipeline st)" "status "; check "bash completes commands" $?
is "$(complete_bash pipeline run --l)" "--limit --log-format "; check "bash completes options" $?
is "$(complete_bash pipeline run --log-format '')" "text json "; check "bash completes values of options" $?
is "$(complete_bash pipeline run a)" "a.ini " && is "$(complete_bash pipeline run s)" "sub "; check "bash completes configs and folders" $?
is "$(complete_bash pipeline plugins tok)" "tokenizer "; check "bash completes plugins" $?
is "$(complete_bash pipeline run a.ini pipeline.metr)" "pipeline.metrics= "; check "bash completes settings" $?
is "$(complete_bash pipeline man '')" "1 5 7 " && is "$(complete_bash pipeline help e)" "exit-codes "; check "bash completes words" $?
"$P" completions zsh >_pipeline 2>log; is "$(head -1 _pipeline)" "#compdef pipeline"; check "completions for zsh" $?
if command -v zsh >/dev/null; then
    zsh -n _pipeline 2>log; check "zsh can read them" $?
else echo "skipped zsh -n: there is no zsh"; fi
"$P" completions fish >log 2>&1; is $? 64; check "there is no other shell" $?
exit $status
