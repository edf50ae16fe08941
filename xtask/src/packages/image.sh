# $1: the options of buildah; $2: the archive with the image.
refused() {
    if "$@"; then exit 1; fi
}

container=$(buildah $1 from "$2")
buildah $1 config --env DESKBELL_METRICS__LISTEN=127.0.0.1:0 "$container"
inside="buildah $1 run $container --"
lines=$(mktemp -u)
mkfifo "$lines"
server=
trap 'rm "$lines"; [ -z "$server" ] || pkill --signal KILL --pgroup "$server"; buildah $1 rm "$container"' EXIT
# A shell that a signal ends runs no trap of EXIT. The server is out of the signal's reach.
trap 'exit 1' HUP INT TERM

serve() {
    # The address is one of this machine: nothing isolates the network here.
    setsid $inside /usr/bin/deskbell serve --listen 127.0.0.1:0 --json >"$lines" &
    server=$!
    exec 4<"$lines"
    read -r line <&4
    address=$(echo "$line" | sed 's/.*"address":"\([^"]*\)".*/\1/')
    # The lists are in memory a moment after the start.
    curl --fail --silent --retry 30 --retry-delay 1 --retry-all-errors "$address/readyz"
    $inside /usr/bin/deskbell health --url "$address"
}

# Stops the server, to which buildah passes no signal, and waits until it has closed its output.
stop() {
    kill -TERM "$(pgrep -g "$server" -x deskbell)"
    server=
    cat <&4
    exec 4<&-
}

test "$(buildah $1 inspect --type image --format '{{.OCIv1.Config.User}}' "$(buildah $1 images --quiet)")" = 65532:65532
$inside /usr/bin/deskbell --version
# It has no shell, and nothing but the program, libraries and authorities.
refused $inside /bin/sh -c true

# Started, its metrics scraped, its database backed up.
serve
metrics=$(echo "$line" | sed 's/.*"metrics":"\([^"]*\)".*/\1/')
curl --fail --silent --show-error "$metrics" | grep '^deskbell_build_info{'
key=$($inside /usr/bin/deskbell key create --name crm)
$inside /usr/bin/deskbell backup /data/copy.db
$inside /usr/bin/deskbell --database sqlite:/data/copy.db doctor --deep
stop

# Started again, on the same data.
serve
curl --fail --silent --show-error --header "Authorization: Bearer $key" "$address/v1/organization"
stop
