# Keeps one throw-away PostgreSQL cluster for as long as standard input stays open.
# $1: an empty folder that belongs to us   $2: the folder of the server programs
# $3: options for the server
# Prints `ready` or `failed` in one line, and after the end of its input stops the server and
# removes the folder. A signal has the same effect as the end of the input. It is no error if nobody
# reads the line.
folder=$1 programs=$2 options=$3
trap : HUP INT TERM
trap '' PIPE
cd "$folder" || exit 1
if {
    "$programs/initdb" --pgdata=data --username=postgres --auth=trust --encoding=UTF8 \
        --locale=C --no-sync &&
        "$programs/pg_ctl" --pgdata=data --log=log --options="$options" --timeout=60 --wait start
} </dev/null >>log 2>&1; then
    echo ready
else
    echo failed
fi
read -r _
"$programs/pg_ctl" --pgdata=data --mode=immediate --wait stop </dev/null >>log 2>&1
cd / && rm -rf "$folder"
