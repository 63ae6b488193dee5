#!/usr/bin/env bash
# Says how long the chat takes from its start to its first answer: the normal build, and what dotnet publish -r RID makes.
#   bench/chat-start.sh [STARTS]        10 starts of each unless given; the first of each, which is cold, does not count
set -euo pipefail
cd "$(dirname "$0")/.."

case " $* " in
    *" --help "* | *" -h "*) sed -n '2,3s/^# //p' "$0"; exit 0 ;;
esac

starts=${1:-10}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
port=10984

# A start, in milliseconds: until /health has been answered.
start() {
    local begin end
    begin=$(date +%s%N)
    "$@" --urls "http://127.0.0.1:$port" --data "$folder/data" >"$folder/out" 2>&1 &
    local server=$!
    until { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null; do
        kill -0 "$server" 2>/dev/null || { cat "$folder/out"; exit 1; }
    done
    printf 'GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
    head -n 1 <&3 >/dev/null
    end=$(date +%s%N)
    exec 3>&-
    kill -TERM "$server"
    wait "$server" || true
    echo $(((end - begin) / 1000000))
}

median() {
    local name=$1
    shift
    start "$@" >/dev/null
    for _ in $(seq "$starts"); do start "$@"; done | sort -n >"$folder/times"
    printf '%-28s median %4d ms, fastest %4d ms, slowest %4d ms\n' "$name" \
        "$(sed -n "$(((starts + 1) / 2))p" "$folder/times")" "$(head -n 1 "$folder/times")" "$(tail -n 1 "$folder/times")"
}

if [ -z "${PARLEY_BUILT:-}" ]; then
    dotnet build apps/Parley.Chat -c Release -v quiet --nologo -o bench/.peers/chat-normal >/dev/null
    dotnet publish apps/Parley.Chat -c Release -r linux-x64 -v quiet --nologo -o bench/.peers/chat-single >/dev/null
fi

median "the normal build" bench/.peers/chat-normal/Parley.Chat
median "dotnet publish -r linux-x64" bench/.peers/chat-single/Parley.Chat
