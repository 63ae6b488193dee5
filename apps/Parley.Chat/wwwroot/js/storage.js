// What the browser keeps for the page. Where it keeps nothing (private windows, a full disk) the page works without.

const prefix = "parley.";

/** What was kept under a name, or undefined. */
export function recall(name) {
  try {
    const text = localStorage.getItem(prefix + name);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keeps a value; undefined forgets it. */
export function remember(name, value) {
  try {
    if (value === undefined) {
      localStorage.removeItem(prefix + name);
    } else {
      localStorage.setItem(prefix + name, JSON.stringify(value));
    }
    return true;
  } catch {
    return false;
  }
}

/** The names that begin so. */
export function names(beginning) {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(prefix + beginning))
      .map((name) => name.slice(prefix.length));
  } catch {
    return [];
  }
}
