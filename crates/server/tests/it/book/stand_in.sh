#!/bin/sh
# Stands in for a program that a page names, under that program's name. `deskbell` is run, with its server in the
# background. Of the others, those that would change this machine or take minutes only look at what they are given.
set -e
name=${0##*/}

wrong() {
    echo "$name: $1" >&2
    exit 1
}

# The server, one at a time. It holds a lock while it lives.
stop() {
    [ -f "$STATE/pid" ] || return 0
    kill -TERM "$(cat "$STATE/pid")" 2>/dev/null || true
    rm "$STATE/pid"
    flock "$STATE/lock" true
}
serve() {
    stop
    rm -f "$STATE/lines"
    mkfifo "$STATE/lines"
    (flock 9 && exec "$PROGRAM" "$@") >"$STATE/lines" 9>"$STATE/lock" &
    echo $! >"$STATE/pid"
    head --lines=1 "$STATE/lines" | grep '^address: ' || wrong "the server does not listen"
    # The lists are in memory a moment after the start.
    until "$PROGRAM" health >/dev/null 2>&1; do
        if flock --nonblock "$STATE/lock" true; then wrong "the server ended"; fi
    done
}

# An export that follows, until it does.
follow() {
    rm -f "$STATE/told"
    mkfifo "$STATE/told"
    "$PROGRAM" "$@" 2>"$STATE/told" &
    pid=$!
    exec 3<"$STATE/told"
    while read -r line <&3; do
        case $line in *": following") kill -TERM "$pid" ;; esac
    done
    wait "$pid"
}

unit() {
    [ -f "$UNITS/$1" ] || [ -f "$UNITS/$1.service" ] || wrong "there is no unit $1"
}

case $name in
deskbell)
    case " $* " in
    # Another test makes its 23,905 chats.
    *" serve --demo "*) exec "$PROGRAM" "$@" --help ;;
    *" serve "*) serve "$@" ;;
    *" --follow "*) follow "$@" ;;
    # The source is on this machine: nobody has to be spared.
    *" import helpcrunch "*) exec "$PROGRAM" "$@" --rate 600000 ;;
    *) exec "$PROGRAM" "$@" ;;
    esac
    ;;
stop) stop ;;
sudo) exec "$@" ;;

# Another test sends every call.
curl) ;;

# Another test starts and reloads them, with the configurations of their page.
caddy | haproxy | nginx) ;;

# Another test checks the configuration and the rules with it.
promtool)
    for last; do :; done
    [ -f "$last" ] || wrong "$last is no file"
    ;;

# They build for minutes. `cargo xtask` has a file for each task.
cargo)
    if [ "$1" = xtask ]; then
        [ -f "$ROOT/xtask/src/$2.rs" ] || wrong "there is no task $2"
    else
        case $1 in audit | build | run | test) ;; *) wrong "there is no command $1" ;; esac
    fi
    ;;

# They change this machine. `cargo xtask packages deb` and `units` install the package.
apt | dpkg)
    for last; do :; done
    case $last in ./deskbell_*_amd64.deb | deskbell_*_amd64.deb) ;; *) wrong "$last is no package" ;; esac
    ;;
systemctl)
    case "$*" in "reload caddy" | "reload haproxy" | "reload nginx" | "reload prometheus") exit 0 ;; esac
    action=$1
    shift
    [ "$action" = daemon-reload ] || [ $# -gt 0 ] || wrong "which unit?"
    for word; do
        case $word in --now) ;; *) unit "$word" ;; esac
    done
    case "$action $*" in
    stop*) stop ;;
    *deskbell-backup.timer*) ;;
    start* | restart* | enable*) serve serve ;;
    daemon-reload*) ;;
    *) wrong "$action is no action" ;;
    esac
    ;;

# There is no service of Docker. `cargo xtask packages image` runs the image, and a test reads the compose file.
docker)
    case "$*" in
    "load --input "*) [ -f "$3" ] || wrong "$3 is no file of a release" ;;
    "run "*)
        for last; do :; done
        case $last in localhost/deskbell:*) serve serve ;; *) wrong "$last is no image" ;; esac
        ;;
    "stop deskbell") stop ;;
    "rm deskbell") ;;
    "compose up "*) [ -f compose.yaml ] && [ -f haproxy.cfg ] && [ -f desk.pem ] && [ -f .env ] ;;
    "exec deskbell "*"/usr/bin/deskbell "*)
        shift 3
        exec deskbell "$@"
        ;;
    "compose exec one "*"/usr/bin/deskbell "*)
        shift 4
        exec deskbell "$@"
        ;;
    *) wrong "it has no command $*" ;;
    esac
    ;;
*) wrong "nobody knows it" ;;
esac
