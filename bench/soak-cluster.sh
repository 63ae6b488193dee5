#!/usr/bin/env bash
# Three servers of sessions that share a Redis: one is killed with SIGKILL every 5 s and Redis twice, while clients publish over TCP.
# Fails if anything that was acknowledged is not in every member's transcript exactly once, or if two transcripts differ.
# With --redis forgetful Redis keeps nothing: then a new epoch may begin, and what was lost with the former must be named in a gap.
#   bench/soak-cluster.sh [--redis durable|forgetful] [--nodes 3] [--clients 200] [--kill-every 5s] [--redis-kills 2] [--minutes 3]
#                         [--group-count 1] [--rate 200]
# A short one, to try: bench/soak-cluster.sh --clients 20 --minutes 0.5
set -euo pipefail
cd "$(dirname "$0")/.."

case " $* " in
    *" --help "* | *" -h "*) sed -n '2,7s/^# //p' "$0"; exit 0 ;;
esac

redis=(--redis durable)
case " $* " in *" --redis "*) redis=() ;; esac
nodes=(--nodes 3)
case " $* " in *" --nodes "*) nodes=() ;; esac

exec bench/soak-sessions.sh "${redis[@]}" "${nodes[@]}" "$@"
