# What a new user does with the package, inside a Debian without anything. Nothing is waited for but
# the line that a server prints when it listens.

export DEBIAN_FRONTEND=noninteractive
rm -rf /var/lib/deskbell /tmp/deskbell /tmp/lines && mkdir -p /tmp/deskbell
dpkg --purge deskbell

serve() {
    mkfifo /tmp/lines
    deskbell serve --json >/tmp/lines 2>/tmp/log &
    server=$!
    read -r line </tmp/lines || { cat /tmp/log; exit 1; }
    rm /tmp/lines
}

# Installed.
apt-get install --yes --no-install-recommends /deskbell.deb
deskbell --version
test "$(command -v deskbell)" = /usr/bin/deskbell
for file in systemd/system/deskbell.service systemd/system/deskbell.socket \
    systemd/system/deskbell-backup.service systemd/system/deskbell-backup.timer; do
    test -f /usr/lib/$file
done
for file in man/man1/deskbell.1.gz man/man1/deskbell-serve.1.gz doc/deskbell/copyright \
    bash-completion/completions/deskbell zsh/vendor-completions/_deskbell \
    fish/vendor_completions.d/deskbell.fish; do
    test -f /usr/share/$file
done
ls /usr/share/doc/deskbell/THIRD-PARTY.md*
# What the pages lead to is there, too.
for file in docs/operate/metrics.md examples/operate/alerts.yml examples/operate/prometheus.yml \
    packaging/compose.yaml packaging/haproxy.cfg; do
    test -f /usr/share/doc/deskbell/$file
done
dpkg-query --show --showformat='${Conffiles}\n' deskbell | grep -q /etc/deskbell/deskbell.toml

# Served, with the settings of the package.
mkdir -p /var/lib/deskbell
serve
echo "$line" | grep -q '"address":"http://127.0.0.1:8080"'
deskbell health
deskbell key create --name crm
deskbell backup /tmp/deskbell/copy.db

# Updated while it is served: what an administrator changed stays, and so do the chats.
sed -i 's/127.0.0.1:8080/127.0.0.1:8081/' /etc/deskbell/deskbell.toml
dpkg-deb --raw-extract /deskbell.deb /tmp/newer
sed -i 's/^Version: .*/Version: 99/' /tmp/newer/DEBIAN/control
dpkg-deb -Zgzip -z1 --build /tmp/newer /newer.deb
rm -r /tmp/newer
dpkg --install --force-confold /newer.deb
test "$(dpkg-query --show --showformat='${Version}' deskbell)" = 99
deskbell health --url http://127.0.0.1:8080
kill -TERM $server && wait $server
serve
echo "$line" | grep -q '"address":"http://127.0.0.1:8081"'
deskbell key list | grep -q crm
kill -TERM $server && wait $server

# Rolled back to the older package, on the same schema.
dpkg --install --force-confold --force-downgrade /deskbell.deb
deskbell key list | grep -q crm

# Removed, which keeps settings; purged, which keeps the chats alone.
dpkg --remove deskbell
test -f /etc/deskbell/deskbell.toml
test ! -e /usr/bin/deskbell
dpkg --purge deskbell
test ! -e /etc/deskbell
test -f /var/lib/deskbell/deskbell.db
rm -rf /var/lib/deskbell /newer.deb
