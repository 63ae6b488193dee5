// Which room the address names: /room/ID, or /?room=ID.

/** The room of an address, or undefined. */
export function roomOf({ pathname, search }) {
  const path = /^\/room\/([^/]+)\/?$/.exec(pathname);
  try {
    return path ? decodeURIComponent(path[1]) : new URLSearchParams(search).get("room") ?? undefined;
  } catch {
    return undefined;
  }
}

/** The path of a room. */
export const pathOf = (id) => `/room/${encodeURIComponent(id)}`;

/** Takes the token out of the fragment, so that neither history nor a copied address holds it. */
export function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token !== null) {
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  return token;
}
