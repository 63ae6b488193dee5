// The browser's storage, which may be switched off: then nothing is remembered, and nothing breaks.

export function recall(key) {
  try {
    return localStorage.getItem("parley." + key);
  } catch {
    return null;
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem("parley." + key, value);
  } catch {
    // Not remembered.
  }
}
