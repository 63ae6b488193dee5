// What the browser keeps for the page. Where it keeps nothing (private windows, a full disk) it lasts as long as the page.

const prefix = "parley.";
const unkept = new Map();

/** What was kept under a name, or undefined. */
export function recall(name) {
  if (unkept.has(name)) {
    return unkept.get(name);
  }
  try {
    const text = localStorage.getItem(prefix + name);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keeps a value; undefined forgets it. */
export function remember(name, value) {
  unkept.delete(name);
  try {
    if (value === undefined) {
      localStorage.removeItem(prefix + name);
    } else {
      localStorage.setItem(prefix + name, JSON.stringify(value));
    }
  } catch {
    value === undefined || unkept.set(name, value);
  }
}

/** The names that begin so. */
export function names(beginning) {
  let kept = [];
  try {
    kept = Object.keys(localStorage).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  } catch {
    // Nothing is kept.
  }
  return [...new Set([...kept, ...unkept.keys()])].filter((name) => name.startsWith(beginning));
}
