# What an administrator does with the package, in a Debian that systemd has booted.

export DEBIAN_FRONTEND=noninteractive
dropin=/etc/systemd/system/deskbell.service.d

# `!` does not end a script, whatever it finds.
refused() {
    if "$@"; then exit 1; fi
}

# The service is active as soon as it answers, and ready when its lists are in memory.
settled() {
    test "$(systemctl is-active deskbell.service)" = active
    curl --fail --silent --retry 30 --retry-delay 1 --retry-all-errors http://127.0.0.1:8080/readyz
    deskbell health
}

dpkg --purge deskbell
rm -rf /var/lib/private /var/lib/deskbell /var/lib/deskbell-backups "$dropin" /root/*.db*

# An older package: the same one, or one with the program /older.
dpkg-deb --raw-extract /deskbell.deb /tmp/older
sed -i 's/^Version: .*/Version: 0.0.1/' /tmp/older/DEBIAN/control
if [ -f /older ]; then cp /older /tmp/older/usr/bin/deskbell; fi
dpkg-deb -Zgzip -z1 --build /tmp/older /older.deb
rm -r /tmp/older

# Installed and started; the metrics can be scraped.
apt-get install --yes --no-install-recommends /older.deb
mkdir "$dropin"
cat >"$dropin/trial.conf" <<END
[Service]
Environment=DESKBELL_LIMITS__REQUESTS_PER_MINUTE=0 DESKBELL_METRICS__LISTEN=127.0.0.1:9464
END
systemctl daemon-reload
systemctl enable --now deskbell.socket deskbell.service
settled
deskbell agent invite 1 | grep -q /inbox/welcome#
key=$(deskbell key create --name load)
curl --fail --silent http://127.0.0.1:9464/metrics | grep -q '^deskbell_build_info{'
# Nothing secret is in the journal.
journalctl --unit deskbell --output cat | grep -q serving
journalctl --unit deskbell --output cat >/tmp/journal
refused grep -q 'dbk_\|dbl_' /tmp/journal
systemctl status --no-pager deskbell.service
systemd-analyze security --no-pager deskbell.service | tail -1

# Backed up, by hand and by the unit of the timer.
deskbell backup /root/before.db
systemctl enable --now deskbell-backup.timer
systemctl list-timers --no-pager | grep -q deskbell-backup
systemctl start deskbell-backup.service
copy=$(ls /var/lib/deskbell-backups/deskbell-*.db)
deskbell --database "sqlite:$copy" doctor --deep

# What ran as root has left no file that the service cannot open.
deskbell --quiet seed --chats 5000
systemctl restart deskbell.service
settled

# Upgraded under load.
echo "$key" >/told
read -r _ </go
apt-get install --yes --no-install-recommends /deskbell.deb
settled
echo upgraded >/told
read -r _ </go

# A server that hangs is started again. The request waits in the socket for the new one.
sed -i '$aWatchdogSec=2s' "$dropin/trial.conf"
systemctl daemon-reload
systemctl restart deskbell.service
hanging=$(systemctl show --value --property MainPID deskbell.service)
kill -STOP "$hanging"
curl --fail --silent --max-time 60 http://127.0.0.1:8080/healthz
test "$(systemctl show --value --property MainPID deskbell.service)" != "$hanging"
test "$(systemctl show --value --property NRestarts deskbell.service)" = 1

# A credential names the database for the service, and the same file for commands of root.
echo sqlite:/var/lib/deskbell/other.db >/etc/deskbell/database-url
chmod 600 /etc/deskbell/database-url
cat >"$dropin/credential.conf" <<END
[Service]
LoadCredential=database-url:/etc/deskbell/database-url
Environment=DESKBELL_DATABASE__URL_FILE=%d/database-url
END
systemctl daemon-reload
systemctl restart deskbell.service
settled
test -f /var/lib/deskbell/other.db
sed -i.own 's|^url = .*|url_file = "/etc/deskbell/database-url"|' /etc/deskbell/deskbell.toml
systemctl restart deskbell.service
settled
deskbell key create --name by-root
deskbell --database sqlite:/var/lib/deskbell/other.db key list | grep -q by-root
mv /etc/deskbell/deskbell.toml.own /etc/deskbell/deskbell.toml
rm "$dropin/credential.conf"
systemctl daemon-reload
systemctl restart deskbell.service
settled

# Rolled back over a change of the schema: refused by the program, and done with the backup.
systemctl stop deskbell.socket deskbell.service
sqlite3 /var/lib/deskbell/deskbell.db "INSERT INTO schema_migrations SELECT 9999, name, checksum, applied_at
    FROM schema_migrations ORDER BY version DESC LIMIT 1"
refused deskbell doctor
refused systemctl start deskbell.service
journalctl --unit deskbell --output cat | grep 'the database has migration 9999, this program knows up to'
dpkg --install --force-downgrade /older.deb
systemctl stop deskbell.service
systemctl reset-failed deskbell.service
deskbell restore --replace /root/before.db
systemctl start deskbell.socket deskbell.service
settled
deskbell key list | grep -q first

# Removed.
apt-get remove --yes deskbell
refused systemctl is-active deskbell.service
refused systemctl is-active deskbell.socket
test -f /var/lib/private/deskbell/deskbell.db
