// What the page asks over HTTP. The field X-Parley shows that no foreign form has sent it.

/** A refusal: `status`, and the server's `code` and `message`. Status 0 is no answer at all. */
export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    Object.assign(this, { name: "ApiError", status, code });
  }
}

export const get = (path) => ask(path, { headers: { Accept: "application/json" } });

export const post = (path, body) => ask(path, {
  method: "POST",
  headers: { "Content-Type": "application/json", "X-Parley": "1" },
  body: JSON.stringify(body ?? {}),
});

/** Sends a file as it is. */
export const upload = (path, blob, signal) => ask(path, {
  method: "POST",
  headers: { "Content-Type": blob.type, "X-Parley": "1" },
  body: blob,
  signal,
});

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", cache: "no-store", ...options });
  } catch (error) {
    throw new ApiError(0, error.name === "AbortError" ? "aborted" : "unreachable", error.message);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new ApiError(response.status, answer.error ?? "failed", answer.message ?? `${response.status} ${response.statusText}`);
  }
  return answer;
}
