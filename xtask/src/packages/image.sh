# $1: the options of buildah; $2: the archive with the image.
refused() {
    if "$@"; then exit 1; fi
}

data=$(mktemp -d)
chown 65532:65532 "$data"
lines=$data.lines
mkfifo "$lines"
container=
trap 'rm -rf "$data" "$lines"; buildah $1 rm "$container"' EXIT

# A new container of the image, with the volume.
container() {
    container=$(buildah $1 from "$2")
    buildah $1 config --env DESKBELL_METRICS__LISTEN=127.0.0.1:0 "$container"
    inside="buildah $1 run --volume $data:/data $container --"
}

serve() {
    # The address is one of this machine: nothing isolates the network here.
    $inside /usr/bin/deskbell serve --listen 127.0.0.1:0 --json >"$lines" &
    server=$!
    read -r line <"$lines"
    address=$(echo "$line" | sed 's/.*"address":"\([^"]*\)".*/\1/')
    curl --fail --silent --show-error "$address/readyz"
    $inside /usr/bin/deskbell health --url "$address"
}

container "$1" "$2"
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
test -s "$data/copy.db"
kill -TERM "$server"
wait "$server"

# Replaced by a new container on the same volume.
buildah $1 rm "$container"
container "$1" "$2"
serve
curl --fail --silent --show-error --header "Authorization: Bearer $key" "$address/v1/organization"
kill -TERM "$server"
wait "$server"
