// Who is typing: each for six seconds after having said so, unless the message comes first.

import { identify } from "../js/identity.js";
import { make } from "./element.js";

const lasts = 6000;

export class Typists {
  element;
  #words;
  #typing = new Map();

  constructor(words) {
    this.#words = words;
    this.element = make("p", { class: "typing" });
  }

  tell(user, isTyping) {
    const { key, name } = identify(user);
    clearTimeout(this.#typing.get(key)?.timer);
    this.#typing.delete(key);
    if (isTyping) {
      this.#typing.set(key, { name, timer: setTimeout(() => this.tell(user, false), lasts) });
    }

    const names = [...this.#typing.values()].map((typist) => typist.name);
    this.element.textContent = names.length === 0 ? "" : this.#words.typing(names);
  }

  remove(user) {
    this.tell(user, false);
  }
}
