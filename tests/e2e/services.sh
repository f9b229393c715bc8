#!/bin/bash
# The units of examples/systemd, the cron line, and the README's nightly job as it is written there; without a service manager.
. "$(dirname "$0")/../lib.sh"
skip_with "installed files" address undefined thread

# ---- units ----
if command -v systemd-analyze >/dev/null; then
    mkdir "$tmp/units"
    for unit in examples/systemd/*.service examples/systemd/*.timer; do sed "s|/usr/local/bin/pipeline|$P|" "$unit" >"$tmp/units/${unit##*/}"; done
    for unit in "$tmp"/units/*; do
        systemd-analyze verify --man=no "$unit" >"$tmp/log" 2>&1; is "$? $(cat "$tmp/log")" "0 "; check "systemd-analyze verify prints nothing about ${unit##*/}" $?
    done
    for unit in "$tmp"/units/*.service; do
        systemd-analyze security --offline=true --threshold=10 "$unit" >"$tmp/log" 2>&1; check "the exposure of ${unit##*/} is 1.0 at most" $?
    done
    systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' examples/systemd/pipeline@.timer)" >"$tmp/log" 2>&1; check "the time of the timer is one" $?
else echo "skipped units: there is no systemd-analyze"; fi
# Every exit code is either a success, or tried again, or not.
unit=examples/systemd/pipeline@.service
"$P" help exit-codes | awk '{ print $1 }' | grep -v '^0$' >"$tmp/codes"
{ sed -n 's/^SuccessExitStatus=//p; s/^RestartPreventExitStatus=//p' $unit | tr ' ' '\n'; printf '71\n73\n74\n'; } | sort -nu >"$tmp/named"
cmp "$tmp/codes" "$tmp/named" >"$tmp/log" 2>&1; check "the unit knows every exit code" $?

# ---- the README, in a root of its own ----
mkdir "$tmp/bin" "$tmp/root"
chmod 755 "$tmp"
cat >"$tmp/bin/sudo" <<'SH'
#!/bin/sh
exec "$@"
SH
cat >"$tmp/bin/systemctl" <<SH
#!/bin/bash
# Starts a unit as the service manager does: as another user, if it may, with STATE_DIRECTORY and a socket that nobody reads.
echo "systemctl \$*" >>"$tmp/asked"
[ "\$1" = start ] || exit 0
name=\${2#pipeline@}; name=\${name%.service}
line=\$(sed -n 's/^ExecStart=//p' "$tmp/root/usr/local/lib/systemd/system/pipeline@.service" | sed "s/%i/\$name/g; s# /etc/# $tmp/root/etc/#")
export STATE_DIRECTORY=$tmp/root/var/lib/pipeline/\$name
mkdir -p "\$STATE_DIRECTORY"
as=
if [ "\$(id -u)" = 0 ] && setpriv --reuid=65534 --clear-groups --no-new-privs test -x "$tmp/root/usr/local/bin/pipeline" 2>/dev/null; then
    chown -R 65534 "\$STATE_DIRECTORY"; as="setpriv --reuid=65534 --clear-groups --no-new-privs"
fi
cd / && \$as $tmp/root\$line
code=\$?
[ \$code = 3 ] || exit \$code
SH
chmod +x "$tmp"/bin/*
sed -n '/^## A nightly job/,/^## Measured/s/^    //p' README.md >"$tmp/lines"
is "$(grep -c . "$tmp/lines")" 10; check "it is ten lines" $?
PATH=$tmp/bin:$tmp/root/usr/local/bin:$PATH n=0
while read -r line; do
    n=$((n + 1))
    here=$(sed "s|make install|make --no-print-directory BUILD=$BUILD DESTDIR=$tmp/root install|; s# /\(etc\|srv\|var\)/# $tmp/root/\1/#g" <<<"$line")
    if grep -q ' /' <<<"${here//" $tmp"/}"; then echo "it would touch this machine: $here" >"$tmp/log"; check "line $n" 1; continue; fi
    eval "$here" >"$tmp/log" 2>&1
    code=$? wanted=0
    case $line in *"pipeline status"*) wanted=3; cp "$tmp/log" "$tmp/seen" ;; *news.ini) sed -i "s|= /srv/|= $tmp/root/srv/|; s|:-/var/|:-$tmp/root/var/|" "$tmp/root/etc/pipeline/news.ini" ;; esac
    is $code $wanted; check "line $n works as written: ${line%%  *}" $?
done <"$tmp/lines"
grep -q 'stands: *finished' "$tmp/seen" && grep -q '17 in: ' "$tmp/seen"; check "the job has run" $?
is "$(ls "$tmp/root/var/lib/pipeline/news" | tr '\n' ' ')" "index news-00001.failed.jsonl news-00001.jsonl news-00001.rejected.jsonl news-00001.report.json news.prom state "; check "and has written what the config says" $?
is "$(cut -d' ' -f2- "$tmp/asked" | tr '\n' ' ')" "daemon-reload enable --now pipeline@news.timer start pipeline@news.service status pipeline@news.service "; check "the service manager was asked for what the README says" $?

for f in man/man1/pipeline.1 man/man5/pipeline.ini.5 man/man7/pipeline-plugin.7 bash-completion/completions/pipeline zsh/site-functions/_pipeline; do [ -s "$tmp/root/usr/local/share/$f" ]; check "make install puts $f in place" $?; done
grep -q 'plugin = tokenizer' "$tmp/root/usr/local/share/man/man5/pipeline.ini.5"; check "the manual that is installed knows the plugins" $?

# ---- cron ----
mkdir "$tmp/cron"; sed "s|/srv/news|$tmp/root/srv/news|; s|\${STATE_DIRECTORY:-[^}]*}|$tmp/cron|" examples/systemd/news.ini >"$tmp/cron/news.ini"
awk '/^[0-9]/ { for (i = 1; i <= 6; i++) sub(/^[^ ]+ +/, ""); print }' examples/cron/pipeline | sed "s|/usr/local/bin/pipeline|$P|g; s|/etc/pipeline/|$tmp/cron/|g" >"$tmp/cron/line"
sh "$tmp/cron/line" >"$tmp/log" 2>&1; is "$? $(grep -c . "$tmp/cron/news-00001.jsonl") $(cat "$tmp/log")" "0 $(grep -c . "$tmp/root/var/lib/pipeline/news/news-00001.jsonl") "; check "the cron line does the same, and prints nothing after a good night" $?
sh "$tmp/cron/line" >"$tmp/log" 2>&1; is "$? $(stat -c %s "$tmp/cron/news-00002.jsonl") $(cat "$tmp/log")" "0 0 "; check "the night after, there is nothing new, and that is no error" $?
rm -rf "$tmp/root/srv/news"; sh "$tmp/cron/line" >"$tmp/log" 2>&1; is $? 66 && grep -q 'next: *put the input' "$tmp/log"; check "after a bad one, what is wrong and what to do" $?
exit $status
