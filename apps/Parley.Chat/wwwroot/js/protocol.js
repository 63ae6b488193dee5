// What the page's messages look like inside the room's messages. The room carries anything; other programs may talk
// there too, so whatever comes is read with care and shown as what it is.

/** Makes a chat message. */
export function encodeText(sender, name, text) {
  return JSON.stringify({ type: "text", id: crypto.randomUUID?.() ?? String(Math.random()), sender, name, text, at: now() });
}

/** Makes the note that someone came or went. */
export function encodePresence(type, sender, name) {
  return JSON.stringify({ type, sender, name, at: now() });
}

/** Reads whatever came from the room: a text, a note about somebody, or a stranger's plain text or bytes. */
export function decode(data) {
  if (typeof data !== "string") {
    const size = data.byteLength ?? data.size ?? 0;
    return stranger(`(${size} bytes)`);
  }

  let message;
  try {
    message = JSON.parse(data);
  } catch {
    return stranger(data);
  }

  return isOurs(message) ? { ...message, at: timeOf(message.at) } : stranger(data);
}

function isOurs(message) {
  return message !== null
    && typeof message === "object"
    && typeof message.name === "string"
    && typeof message.sender === "string"
    && (["joined", "left"].includes(message.type) || (message.type === "text" && typeof message.text === "string"));
}

function stranger(text) {
  return { type: "text", sender: "", name: "someone", text, at: new Date() };
}

function timeOf(text) {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? new Date() : time;
}

function now() {
  return new Date().toISOString();
}
