// Somebody, as this page shows them.

import { identify } from "../js/identity.js";
import { make } from "../widget/element.js";

/** What they are called; a connection may be nobody's. */
export function nameOf(user, words) {
  return user ? identify(user).name : words.anonymous;
}

/** Their name, what tells them from others of that name, and whether the operator's site knows them. */
export function personOf(user, words) {
  if (!user) {
    return make("span", { class: "person soft" }, words.anonymous);
  }

  const { key, name, verified } = identify(user);
  return make("span", { class: "person" },
    make("bdi", {}, name),
    make("span", { class: verified ? "mark verified" : "mark" }, `${verified ? words.member : words.guest} ${key.slice(2)}`));
}
