// Up to where somebody has read each room, kept in the browser and shared by its tabs.

import { Emitter } from "./dom.js";
import { recall, remember } from "./storage.js";

/** Event: `changed`, when another tab has read on. */
export class ReadPositions extends Emitter {
  #name;
  #positions;

  constructor(key) {
    super();
    this.#name = `read.${key}`;
    this.#positions = this.#load();
    addEventListener("storage", ({ key: name }) => {
      if (name === `parley.${this.#name}`) {
        this.#positions = this.#load();
        this.emit("changed");
      }
    });
  }

  /** `{ epoch, after }`, or undefined. */
  of(room) {
    return this.#positions.get(room);
  }

  set(room, position) {
    const before = this.of(room);
    if (before?.epoch !== position.epoch || before.after < position.after) {
      this.#positions = this.#load().set(room, position);
      remember(this.#name, [...this.#positions].slice(-1000));
    }
  }

  #load() {
    const kept = recall(this.#name);
    return new Map(Array.isArray(kept) ? kept.filter((pair) => Array.isArray(pair) && typeof pair[1]?.after === "number") : []);
  }
}
