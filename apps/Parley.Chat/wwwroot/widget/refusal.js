// Why the server refuses something, in the reader's language and time zone where there are words for it.

import { momentOf } from "./item.js";

export function sentenceOf({ code, message, retryAfter }, words) {
  const text = Object.hasOwn(words.refusals, code ?? "") ? words.refusals[code] : message;
  return typeof text === "function" ? text(momentOf(new Date(Date.now() + 1000 * (retryAfter ?? 0)), words)) : text;
}
