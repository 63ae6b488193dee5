// What the page asks the server.

/** A refusal, with the server's sentence. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export async function get(path) {
  return answerOf(await fetch(path, { cache: "no-store" }));
}

/** Changes something. The field X-Parley is one that no form of another site can send. */
export async function post(path, body) {
  return answerOf(await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Parley": "1" },
    body: JSON.stringify(body),
  }));
}

async function answerOf(response) {
  const text = await response.text();
  const answer = text.startsWith("{") ? JSON.parse(text) : {};
  if (!response.ok) {
    throw new Refusal(response.status, answer.message ?? `${response.status} ${response.statusText}`);
  }

  return answer;
}
