#!/usr/bin/env bash
# Puts chatting sessions on one chat server, with its history on the disk, and says how long a message takes from publish to delivery.
#   bench/chat-load.sh [--sessions 2000] [--rooms 20] [--rate 100] [--seconds 30]
# A short one, to try: bench/chat-load.sh --sessions 100 --seconds 5
set -euo pipefail
cd "$(dirname "$0")/.."

case " $* " in
    *" --help "* | *" -h "*) sed -n '2,4s/^# //p' "$0"; exit 0 ;;
esac

source bench/chat-publish.sh
exec bench/.peers/chat-bench/ChatBench load "$@"
