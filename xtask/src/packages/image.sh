# $1: the options of buildah; $2: the archive with the image.
container=$(buildah $1 from "$2")
inside="buildah $1 run $container --"
trap 'buildah $1 rm "$container"' EXIT
test "$(buildah $1 inspect --type image --format '{{.OCIv1.Config.User}}' "$(buildah $1 images --quiet)")" = 65532:65532
$inside /usr/bin/deskbell --version
# It has no shell, and nothing but the program, libraries and authorities.
! $inside /bin/sh -c true
lines=$(mktemp -u)
mkfifo "$lines"
# The address is one of this machine: nothing isolates the network here.
$inside /usr/bin/deskbell serve --listen 127.0.0.1:0 --json >"$lines" &
server=$!
read -r line <"$lines"
rm "$lines"
address=$(echo "$line" | sed 's/.*"address":"\([^"]*\)".*/\1/')
curl --fail --silent --show-error "$address/readyz"
$inside /usr/bin/deskbell health --url "$address"
kill -TERM "$server"
wait "$server" || true
