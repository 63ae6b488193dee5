// Who is typing in a room: each for six seconds after having said so.

import { identify } from "./identity.js";

const lasts = 6000;

export class Typists {
  #typing = new Map();
  #changed;

  constructor(changed) {
    this.#changed = changed;
  }

  get names() {
    return [...this.#typing.values()].map(({ name }) => name);
  }

  tell(user, isTyping) {
    const { key, name } = identify(user);
    clearTimeout(this.#typing.get(key)?.timer);
    const was = this.#typing.delete(key);
    if (isTyping) {
      this.#typing.set(key, { name, timer: setTimeout(() => this.tell(user, false), lasts) });
    }
    if (was || isTyping) {
      this.#changed();
    }
  }
}
