#!/usr/bin/env bash
# Measures Parley and other WebSocket servers in pairs, and writes tables and charts to bench/results.
#   bench/compare.sh                    everything; an hour or so
#   bench/compare.sh --quick            Bun and Kestrel, five workloads; less than five minutes
#   bench/compare.sh --only NAME,...    some workloads or peers; --help names them
#   bench/compare.sh --rounds N         how many rounds each pair gets
# docs/howto/compare.md says how to read it.
set -euo pipefail
cd "$(dirname "$0")/.."

peers=bench/.peers
mkdir -p "$peers"
source bench/peers/install.sh

case " $* " in
    *" --help "* | *" -h "*) ;;
    *) install_peers "$@" ;;
esac

echo "building"
publish() {
    dotnet publish "$1" -c Release -o "$peers/$2" -v quiet --nologo >"$peers/build.log" 2>&1 || {
        cat "$peers/build.log"
        exit 1
    }
}
publish src/Parley.Cli parley
publish bench/Compare Compare
for project in Kestrel SignalR ParleyForms; do
    publish "bench/peers/$project" "$project"
done

if ! command -v taskset >/dev/null; then
    echo "taskset is needed to pin servers and load; it is in the package util-linux" >&2
    exit 1
fi

# From here on one program starts, pins and stops everything. It stays off the servers' core itself.
exec taskset -c 1 "$peers/Compare/Compare" --root . "$@"
