// What names of people and rooms may look like, and the colour that goes with a name.

const maxRoomBytes = 100;
const maxNameLength = 40;

/** What is wrong with a room's name, as a sentence; empty if nothing is. */
export function roomError(room) {
  if (room === "") {
    return "Name a room, such as lobby.";
  }

  if (/[\p{Cc}{}/]/u.test(room)) {
    return "A room's name has no control characters and none of / { }.";
  }

  // The browser would read these as steps up the path.
  if (room === "." || room === "..") {
    return "A room's name is more than dots.";
  }

  return new TextEncoder().encode(room).length > maxRoomBytes
    ? `A room's name is at most ${maxRoomBytes} bytes long, about 33 Chinese or 100 Latin letters.`
    : "";
}

/** What is wrong with a person's name, as a sentence; empty if nothing is. */
export function nameError(name) {
  if (name === "") {
    return "Say who you are.";
  }

  return [...name].length > maxNameLength ? `A name is at most ${maxNameLength} letters long.` : "";
}

/** One or two letters for an avatar. */
export function initialsOf(name) {
  const words = name.trim().split(/\s+/u);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...word][0] ?? "?").join("").toUpperCase();
}

/** A colour for a name: always the same, and dark enough for white letters on it. */
export function colourOf(name) {
  let hash = 0;
  for (const letter of name) {
    hash = (hash * 31 + letter.codePointAt(0)) % 360;
  }

  return `hsl(${hash} 55% 34%)`;
}
