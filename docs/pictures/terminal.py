"""Turns what `tmux capture-pane -e` prints into a page: colours and nothing else."""
import html
import re
import sys

COLOURS = ["#1e1e1e", "#f14c4c", "#4ec969", "#e5c453", "#569cd6", "#c586c0", "#4ec9d6", "#d4d4d4"]
BRIGHT = ["#8a8a8a", "#ff6b6b", "#6fe38a", "#ffe07a", "#7ab8ff", "#e0a3dc", "#7fe3ee", "#ffffff"]

# Few fonts have the picture of this character.
ESCAPE = "\u241b"
ESCAPE_DRAWN = '<span style="display:inline-block;width:8px;font-size:6px;letter-spacing:-1px">ESC</span>'


def colour(codes):
    """The colour that a sequence selects; None if it selects none."""
    numbers = [int(code or 0) for code in codes.split(";")]
    if numbers[:2] == [38, 5] and len(numbers) == 3:
        return (COLOURS + BRIGHT)[numbers[2]] if numbers[2] < 16 else None
    for number in numbers:
        if 30 <= number <= 37:
            return COLOURS[number - 30]
        if 90 <= number <= 97:
            return BRIGHT[number - 90]
    return None


def page(screen):
    parts = re.split(r"\x1b\[([0-9;]*)m", screen.rstrip("\n"))
    body = html.escape(parts[0])
    for codes, text in zip(parts[1::2], parts[2::2]):
        style = colour(codes)
        body += f'<span style="color:{style}">{html.escape(text)}</span>' if style else html.escape(text)
    return (
        '<!doctype html><meta charset="utf-8"><body style="margin:0;background:#1e1e1e"><pre style="margin:16px;'
        "color:#d4d4d4;font:14px/18px 'DejaVu Sans Mono','Noto Sans Mono CJK SC',monospace\">"
        f"{body.replace(ESCAPE, ESCAPE_DRAWN)}<span style=\"background:#d4d4d4\"> </span></pre>"
    )


print(page(open(sys.argv[1], encoding="utf-8").read()))
