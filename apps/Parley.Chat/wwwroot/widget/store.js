// What the widget keeps in its site's localStorage: one entry for each room of a host. Where a browser keeps nothing,
// it lasts as long as the page.

export class Store {
  #key;
  #memory = {};

  constructor(host, room) {
    this.#key = `parley:${host}:${room}`;
  }

  get(name) {
    return this.#read()[name];
  }

  /** Changes one value by what it is now, which another tab may have written. */
  change(name, change) {
    const all = this.#read();
    all[name] = change(all[name]);
    this.#memory = all;
    try {
      localStorage.setItem(this.#key, JSON.stringify(all));
    } catch {
      // Kept in memory.
    }
  }

  set(name, value) {
    this.change(name, () => value);
  }

  #read() {
    try {
      return JSON.parse(localStorage.getItem(this.#key)) ?? this.#memory;
    } catch {
      return this.#memory;
    }
  }
}
