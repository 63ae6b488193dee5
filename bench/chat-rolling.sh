#!/usr/bin/env bash
# Restarts three chat servers that share a Redis, one after another, while people chat through a load balancer. Fails if anything that
# was acknowledged is not heard by everybody exactly once and in one order, or if somebody would see a banner for more than 2 s.
#   bench/chat-rolling.sh [--nodes 3] [--clients 150] [--rate 75]
set -euo pipefail
cd "$(dirname "$0")/.."

case " $* " in
    *" --help "* | *" -h "*) sed -n '2,4s/^# //p' "$0"; exit 0 ;;
esac

source bench/chat-publish.sh
exec bench/.peers/chat-bench/ChatBench rolling "$@"
