#!/usr/bin/env bash
# Renews connect.png: types into `parley connect` in a real terminal (tmux), and lets Chromium draw what the terminal shows.
#   docs/pictures/connect.sh out/parley
set -euo pipefail
parley=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
terminal=(tmux -S "$work/tmux")
server=
trap '"${terminal[@]}" kill-server 2>/dev/null || true; [ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT

# Waits for a text in a file or, without one, on the terminal.
await() {
    for _ in $(seq 300); do
        if { [ $# -gt 1 ] && cat "$2" || "${terminal[@]}" capture-pane -p; } 2>/dev/null | grep -qF -- "$1"; then return; fi
        sleep 0.1
    done
    echo "'$1' did not appear" >&2
    exit 1
}

type_line() { "${terminal[@]}" send-keys -l -- "$1"; "${terminal[@]}" send-keys Enter; await "$2"; }

"$parley" room --port 0 >"$work/room" 2>&1 &
server=$!
await "listening on " "$work/room"
url=$(sed -n 's/^listening on //p' "$work/room")

"${terminal[@]}" new-session -d -x 84 -y 25 "PS1='$ ' exec bash --norc --noprofile"
await '$'
"${terminal[@]}" send-keys -l "PATH=$(dirname "$parley"):\$PATH; clear"
"${terminal[@]}" send-keys Enter
type_line "parley connect ${url}room/lobby/ --json" "type to send"
type_line "Good morning, 大厅!" "← Good morning"
type_line '{"op": "move", "to": [3, 4]}' ' ← {'
type_line "/ping" "pong after"
type_line $'/binary 1b 5b 32 4a' '← 4 bytes'
printf 'a line that would clear the screen: \033[2J\n' | "$parley" connect "${url}room/lobby/" --count 1 >/dev/null
await "would clear"
"${terminal[@]}" send-keys -l "Half a line, which stays below what c"
await "what c"

"${terminal[@]}" capture-pane -e -p >"$work/screen"
/usr/bin/python3 "$here/terminal.py" "$work/screen" >"$work/screen.html"
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=2 \
    --window-size=740,370 --screenshot="$here/connect.png" "file://$work/screen.html" >/dev/null 2>&1
echo "$here/connect.png"
