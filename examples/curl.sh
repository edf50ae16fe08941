#!/usr/bin/env bash
# Deskbell from a shell, with curl and nothing else.
#
#   export URL=http://127.0.0.1:8080 KEY=…
#   ./curl.sh pages                 counts every chat and every message
#   ./curl.sh post CHAT TEXT        posts a message, once, however often it has to be sent
#   ./curl.sh follow FILE [COUNT]   prints what changes; FILE keeps how far it came
set -euo pipefail

answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# Writes the JSON to the file $answer, and what is refused to standard error; 404 is left to the
# caller. curl waits as long as Retry-After says, and tries again when the connection is refused.
call() {
  local status
  status=$(curl -sS --retry 10 --retry-connrefused -o "$answer" -w '%{http_code}' \
    -H "Authorization: Bearer $KEY" "$@")
  case $status in
    2* | 404) ;;
    *) refuse ;;
  esac
}

refuse() {
  grep -o '"message":"[^"]*"' "$answer" >&2 || cat "$answer" >&2
  exit 1
}

# Counts a key in JSON. No text can be taken for the key, since quotes in texts are escaped.
times() {
  { grep -o "\"$1\":" || true; } | wc -l
}

pages() {
  local chats=0 messages=0 cursor= page found id total
  while :; do
    call "$URL/v1/chats?limit=100&cursor=$cursor"
    page=$(<"$answer")
    found=$(times closedBy <<<"$page")
    chats=$((chats + found))
    for id in $(grep -o '"id":[0-9]*,"closedBy"' <<<"$page" | grep -o '[0-9]*'); do
      # Any page has the total of all messages; a chat without messages is 404.
      call "$URL/v1/chats/$id/messages?limit=1"
      total=$(grep -o '"total":[0-9]*' "$answer" || echo :0)
      messages=$((messages + ${total#*:}))
    done
    # The cursor of the next page; on the last page it is null.
    cursor=$(grep -o '"next":"[0-9a-f]*"}}$' <<<"$page" | grep -o '[0-9a-f]\{60\}') || break
  done
  echo "$chats chats, $messages messages"
}

post() {
  local text=${2//\\/\\\\}
  text=${text//\"/\\\"}
  call "$URL/v1/messages" -H "Idempotency-Key: $$-$RANDOM$RANDOM" \
    -d "{\"chat\": $1, \"text\": \"$text\"}"
  grep -o '^{"id":[0-9]*' "$answer" | grep -o '[0-9]*' || refuse
}

follow() {
  local file=$1 left=${2:--1} line stream seq= kind= after history
  [[ -s $file ]] || echo 0 >"$file"
  read -r after history <"$file" || true
  while :; do
    # 410: away for too long, or a backup was restored. Read everything again, then follow.
    call "$URL/v1/changes?limit=1&after=$after${history:+&history=$history}"
    history=$(grep -o '"history":"[^"]*"' "$answer" | tail -n 1 | cut -d '"' -f 4)
    exec 3< <(exec curl -sSN -H "Authorization: Bearer $KEY" \
      "$URL/v1/stream?after=$after&history=$history")
    stream=$!
    while IFS= read -r line <&3; do
      case $line in
        "id: "*) seq=${line#id: } ;;
        "event: "*) kind=${line#event: } ;;
        "")
          [[ -n $seq ]] || continue
          echo "$seq $kind"
          after=$seq
          echo "$after $history" >"$file"
          seq=
          left=$((left - 1))
          if ((left == 0)); then
            kill "$stream"
            return
          fi
          ;;
      esac
    done
    # The stream broke off: the next one begins after the last change that was printed.
    sleep 0.2
  done
}

case ${1-} in
  pages) pages ;;
  post) post "$2" "$3" ;;
  follow) follow "$2" "${3:--1}" ;;
  *) sed -n '2,7s/^# *//p' "$0" ;;
esac
