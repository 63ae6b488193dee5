// Who is typing: each for six seconds after having said so, unless the message comes first.

import { identify } from "../js/identity.js";
import { make } from "./element.js";

const lasts = 6000;

export class Typists {
  element;
  #words;
  #timers = new Map();

  constructor(words) {
    this.#words = words;
    this.element = make("p", { class: "typing" });
  }

  tell(user, isTyping) {
    const { name } = identify(user);
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
    if (isTyping) {
      this.#timers.set(name, setTimeout(() => this.tell(user, false), lasts));
    }

    const names = [...this.#timers.keys()];
    this.element.textContent = names.length === 0 ? "" : this.#words.typing(names);
  }

  remove(user) {
    this.tell(user, false);
  }
}
