// What was written and is not stored yet. It outlives the page: a message goes again under the same id, and the server
// stores it once. Two tabs of a site may send the same one, for the same reason.

// A server remembers ids for fifteen minutes. What is older may have been stored under an id that is forgotten.
const certain = 10 * 60_000;

export class Outbox {
  #store;
  #prefix = crypto.getRandomValues(new Uint32Array(4)).join("-");
  #count = 0;

  constructor(store) {
    this.#store = store;
  }

  get entries() {
    return this.#store.get("outbox") ?? [];
  }

  add(data) {
    const entry = { id: `${this.#prefix}-${++this.#count}`, data, at: Date.now() };
    this.#store.change("outbox", (entries = []) => [...entries, entry]);
    return entry;
  }

  has(id) {
    return this.entries.some((entry) => entry.id === id);
  }

  /** It is stored, or given up. */
  remove(id) {
    if (this.has(id)) {
      this.#store.change("outbox", (entries) => entries.filter((entry) => entry.id !== id));
    }
  }

  /** Whether it may go again without the risk that it comes twice. */
  isCertain(entry) {
    return Date.now() - entry.at < certain;
  }
}
