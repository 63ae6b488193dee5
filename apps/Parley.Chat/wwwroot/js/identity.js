// Who somebody is. The server attests a session's `user`; its forms are `g:TAG:NAME` for guests and `u:SUB:NAME` for people
// whom the operator's own site knows. A name is what people call each other, the key is who they are.

const guest = /^g:([a-z0-9]{8}):(.+)$/su;
const person = /^u:([^:]+):(.+)$/su;

// Controls, marks that turn the direction of text around, and what can't be seen: none may hide in a name.
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;
const known = new Map();
const segments = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * Reads a session's user.
 * @returns `key`: the same for as long as it is the same one, whatever the name; `name`: to be shown, never empty;
 * `guest`: anybody may have chosen this name; `verified`: the operator's site vouches for it; `initials`; `hue` in degrees.
 */
export function identify(user) {
  const text = typeof user === "string" ? user : "";
  let who = known.get(text);
  if (!who) {
    if (known.size >= 2000) {
      known.clear();
    }
    known.set(text, (who = read(text)));
  }
  return who;
}

function read(text) {
  const [kind, id, name] = guest.test(text) ? ["g", ...guest.exec(text).slice(1)]
    : person.test(text) ? ["u", ...person.exec(text).slice(1)]
    : ["x", text, text];
  const key = `${kind}:${id}`;
  const shown = cleanName(name) || "?";
  return Object.freeze({ key, name: shown, guest: kind !== "u", verified: kind === "u", initials: initialsOf(shown), hue: hueOf(key) });
}

/** A name without what can't be seen, in one line of at most 40 characters. */
export function cleanName(name) {
  const line = String(name ?? "").replace(unseen, " ").replace(/\s+/gu, " ").trim();
  return graphemes(line, 40).join("").trim();
}

/** Whether a name consists of something that can be seen. */
export function isName(name) {
  return /[\p{L}\p{N}\p{S}\p{P}]/u.test(cleanName(name));
}

/** One or two letters for a picture of somebody. */
export function initialsOf(name) {
  const words = cleanName(name).split(/[\s._-]+/u).filter((word) => /[\p{L}\p{N}\p{S}]/u.test(word));
  if (words.length === 0) {
    return "?";
  }
  const first = firstLetter(words[0]);
  const isWide = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{Extended_Pictographic}]/u.test(first);
  return (isWide || words.length === 1 ? first : first + firstLetter(words.at(-1))).toLocaleUpperCase();
}

/** A colour for somebody, in degrees. CSS decides how light it is, so that the contrast is the same for all. */
export function hueOf(key) {
  let hash = 2166136261;
  for (const character of key) {
    hash = Math.imul(hash ^ character.codePointAt(0), 16777619) >>> 0;
  }
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507) >>> 0;
  return ((hash >>> 8) % 24) * 15;
}

function firstLetter(word) {
  return graphemes(word.replace(/^[^\p{L}\p{N}\p{S}]+/u, ""), 1)[0]?.slice(0, 8) ?? "";
}

// A grapheme may be a letter below a hundred accents: nine code units are plenty for every family of emoji but the largest.
function graphemes(text, most) {
  const found = [];
  for (const { segment } of segments.segment(text)) {
    if (found.length === most) {
      break;
    }
    found.push(segment.length > 14 ? segment.slice(0, 2).replace(/[\ud800-\udbff]$/u, "") : segment);
  }
  return found;
}
