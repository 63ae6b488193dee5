#!/usr/bin/env bash
# Kills the server of sessions with SIGKILL again and again, and restarts it on its SQLite file, while clients publish over TCP.
# Fails if anything that was acknowledged is not in every member's transcript exactly once, or if two transcripts differ.
#   bench/soak-sessions.sh [--clients 200] [--kill-every 5s] [--minutes 3] [--group-count 1] [--rate 200] [--node-clients 0]
# A short one, to try: bench/soak-sessions.sh --clients 20 --minutes 0.2. Node's clients need Node 20.10 or newer.
set -euo pipefail
cd "$(dirname "$0")/.."

case " $* " in
    *" --help "* | *" -h "*) sed -n '2,5s/^# //p' "$0"; exit 0 ;;
esac

log=$(mktemp)
trap 'rm -f "$log"' EXIT
publish() {
    dotnet publish "$1" -c Release -o "$2" -v quiet --nologo >"$log" 2>&1 || {
        cat "$log"
        exit 1
    }
}

publish src/Parley.Cli out
publish bench/Soak bench/.peers/soak

# Not exec: the trap above is still to run. A signal to this script's group reaches the driver, which kills its server.
bench/.peers/soak/Soak --server out/parley "$@"
