#!/usr/bin/env bash
# Keeps an echo and a broadcast server busy for long, side by side, beside clients that misbehave. Fails if a healthy client
# notices anything, or if a server holds more memory at the end than after the first minute by more than 10 % and 8 MiB.
#   bench/soak.sh [--minutes 10] [--connections 100]
set -euo pipefail
cd "$(dirname "$0")/.."

minutes=10
connections=100
while [ $# -gt 0 ]; do
    case "$1" in
        --minutes | --connections)
            [ $# -ge 2 ] || { echo "$1 takes a number" >&2; exit 2; }
            printf -v "${1#--}" '%s' "$2"
            shift 2
            ;;
        --help | -h) sed -n '2,4s/^# //p' "$0"; exit 0 ;;
        *) echo "'$1' is not known; --help says what is" >&2; exit 2 ;;
    esac
done

peers=bench/.peers
parley=$peers/parley/parley
mkdir -p "$peers"
work=$(mktemp -d)
started=()

stop_all() {
    local process
    for process in "${started[@]}"; do
        kill "$process" 2>/dev/null || true
    done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap stop_all EXIT
trap 'exit 130' INT TERM

dotnet publish src/Parley.Cli -c Release -o "$peers/parley" -v quiet --nologo >"$work/build.log" 2>&1 || {
    cat "$work/build.log"
    exit 1
}

# Starts a server on a free port and a load on it. Sets ${kind}_load to the load's process.
start() {
    local kind=$1 address="" server waited
    "$parley" "$kind" --port 0 >"$work/$kind.server" 2>&1 &
    server=$!
    started+=("$server")
    for ((waited = 0; waited < 100 && ${#address} == 0; waited++)); do
        sleep 0.1
        address=$(sed -n 's/^listening on //p' "$work/$kind.server")
    done
    if [ -z "$address" ]; then
        echo "$kind: the server did not start"
        cat "$work/$kind.server"
        exit 1
    fi

    "$parley" bench mixed "$address" --kind "$kind" --connections "$connections" --minutes "$minutes" --pid "$server" \
        --json "$work/$kind.json" > >(sed -u "s/^/$kind: /") 2>&1 &
    printf -v "${kind}_load" '%s' "$!"
    started+=("$!")
}

number() {
    sed -n "s/^  \"$2\": \([0-9]*\),\{0,1\}$/\1/p" "$work/$1.json"
}

# Says how a load ended, and fails if it ended badly.
judge() {
    local kind=$1 load=$2 early late most
    if ! wait "$load"; then
        echo "$kind: FAILED, see above"
        return 1
    fi
    early=$(number "$kind" residentBytesEarly)
    late=$(number "$kind" residentBytesAtEnd)
    most=$((early + early / 10 + 8 * 1024 * 1024))
    echo "$kind: $((early / 1024)) KiB after the first minute, $((late / 1024)) KiB at the end, $((most / 1024)) KiB allowed"
    if [ "$late" -gt "$most" ]; then
        echo "$kind: FAILED, the memory grows"
        return 1
    fi
}

start echo
start broadcast
status=0
judge echo "$echo_load" || status=1
judge broadcast "$broadcast_load" || status=1
[ "$status" -eq 0 ] && echo "passed"
exit "$status"
