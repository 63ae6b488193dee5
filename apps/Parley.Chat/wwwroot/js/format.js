// What people typed, as nodes. Everything is text: nodes are made of it by createTextNode and textContent, never of markup.
// Whatever shows the result needs `white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate` and dir="auto".

// A link ends at white space, quotes, angle brackets, and marks that turn text around or can't be seen.
const link = /\bhttps?:\/\/[^\s<>"'`\\\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3000-\u3002\uff08\uff09\uff0c\uff1a\uff1b\uff1f\uff01\ufeff\u{e0000}-\u{e0fff}]+/giu;
const emoji = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u200d\ufe0f\u20e3\s]|[0-9#*](?=\ufe0f?\u20e3))+$/u;
const pictograph = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;

// Marks that override the order of letters have no business in a message; what embeds or isolates is closed by the element.
const overrides = /[\u202d\u202e]/gu;

/** The nodes of a text: links to http and https, and text between them. Line breaks stay in the text. */
export function format(text, owner = document) {
  const nodes = owner.createDocumentFragment();
  const plain = readable(text);
  let end = 0;
  for (const match of plain.matchAll(link)) {
    const address = withoutTail(match[0]);
    const url = parse(address);
    if (url === null) {
      continue;
    }
    append(nodes, plain.slice(end, match.index), owner);
    nodes.append(anchor(url, address, owner));
    end = match.index + address.length;
  }
  append(nodes, plain.slice(end), owner);
  return nodes;
}

/** Whether a text is one to six emoji and nothing else, so that they may be shown large. */
export function isOnlyEmoji(text) {
  const plain = String(text ?? "").trim();
  return plain.length <= 60 && pictograph.test(plain) && emoji.test(plain) && countOf(plain.replace(/\s/gu, "")) <= 6;
}

/** A text without marks that reorder its letters, of at most so many characters. */
export function readable(text, most = 100_000) {
  return String(text ?? "").slice(0, most).replace(overrides, "").replace(/\r\n?/gu, "\n");
}

/** One line for a list or a notification. */
export function oneLine(text, most = 120) {
  const line = readable(text, 1_000).replace(/\s+/gu, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1).replace(/[\ud800-\udbff]$/u, "")}…` : line;
}

function anchor(url, address, owner) {
  const element = owner.createElement("a");
  element.href = url.href;
  element.target = "_blank";
  element.rel = "noopener noreferrer nofollow ugc";
  element.textContent = address;
  if (url.host !== hostIn(address)) {
    element.title = url.href;
  }
  return element;
}

function parse(address) {
  try {
    const url = new URL(address);
    return (url.protocol === "https:" || url.protocol === "http:") && url.host !== "" && address.length <= 2_048 ? url : null;
  } catch {
    return null;
  }
}

function hostIn(address) {
  return address.replace(/^[a-z]+:\/\//iu, "").split(/[/?#]/u)[0];
}

// A sentence's full stop and a bracket that was opened before the link are not part of it.
function withoutTail(address) {
  let rest = address.replace(/[.,;:!?*_~'’”»…]+$/u, "");
  for (const [open, close] of ["()", "[]", "{}"]) {
    for (let over = rest.split(close).length - rest.split(open).length; over > 0 && rest.endsWith(close); over--) {
      rest = rest.slice(0, -1).replace(/[.,;:!?]+$/u, "");
    }
  }
  return rest;
}

function append(nodes, text, owner) {
  if (text !== "") {
    nodes.append(owner.createTextNode(text));
  }
}

function countOf(text) {
  return [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)].length;
}
