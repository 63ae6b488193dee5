// What the widget asks its host for. No cookies: a browser does not send a third party's.

/**
 * What the host says about a room; throws, with a sentence for the console, if this origin is not on its list. Some rooms are
 * only for people whom the site's token names.
 */
export async function readRoom({ base, host, room, token }) {
  let response;
  try {
    response = await fetch(`${base}api/widget?room=${encodeURIComponent(room)}`, {
      credentials: "omit",
      cache: "no-store",
      headers: fieldsOf(await token()),
    });
  } catch (error) {
    throw new Error(`${host} can't be reached from ${location.origin}, or does not list it as an allowed origin `
      + `(--allow-origin ${location.origin}), or this page's Content-Security-Policy has no connect-src for it. ${error.message}`);
  }

  if (!response.ok) {
    throw new Error(`${host} refuses the room ${room} to ${location.origin}: ${(await sentenceOf(response)) ?? response.status}`);
  }

  return response.json();
}

/** A guest's token: a new one for a new name. An earlier token shows whose it was, so that a guest stays the same one. */
export async function askForToken({ base }, name, earlier) {
  const response = await fetch(`${base}api/widget/guest`, {
    method: "POST",
    credentials: "omit",
    headers: { "Content-Type": "application/json", "X-Parley": "1", ...fieldsOf(earlier) },
    body: JSON.stringify({ name }),
  });
  if (!response.ok) {
    throw Object.assign(new Error(await sentenceOf(response)), { status: response.status });
  }

  return response.json();
}

function fieldsOf(token) {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

async function sentenceOf(response) {
  try {
    return (await response.json()).message;
  } catch {
    return undefined;
  }
}
