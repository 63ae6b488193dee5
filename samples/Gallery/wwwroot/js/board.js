/**
 * Notes that all pages see alike. A note has a key, a value and a version; each change of any note raises the version.
 * `onChange(changes, isAll)` hears what has changed, with a value of null for what is gone; the first time everything.
 */
export class Board {
  #name;
  #onChange;
  #socket;
  #notes = new Map();

  constructor(name, onChange) {
    this.#name = name;
    this.#onChange = onChange;
    this.#connect();
  }

  /** The note with a key: `{key, value, version}`; version 0 if there is none. */
  get(key) {
    return this.#notes.get(key) ?? { key, value: null, version: 0 };
  }

  /** All notes, those that changed last at the end. */
  get notes() {
    return [...this.#notes.values()];
  }

  /**
   * Puts a value, null to take the note away. With `version` only in the place of that one: who was faster, has won.
   * With `bound` only as long as this page is connected.
   */
  put(key, value, { version, bound } = {}) {
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify({ key, value, version, bound }));
    }
  }

  #connect() {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    let isAll = true;
    this.#socket = new WebSocket(`${scheme}://${location.host}/boards/${this.#name}`);
    this.#socket.onmessage = event => {
      const changes = JSON.parse(event.data);
      if (isAll) {
        this.#notes.clear();
        this.#show('open', 'connected · 已连接');
      }

      for (const note of changes) {
        this.#notes.delete(note.key);
        if (note.value !== null) {
          this.#notes.set(note.key, note);
        }
      }

      this.#onChange(changes, isAll);
      isAll = false;
    };
    this.#socket.onclose = () => {
      this.#show('closed', 'not connected · 未连接');
      setTimeout(() => this.#connect(), 500 + 1000 * Math.random());
    };
  }

  #show(state, text) {
    const element = document.querySelector('#state');
    element.dataset.state = state;
    element.textContent = text;
  }
}

/** A name for this window, which a reload keeps. */
export function ownName() {
  let name = sessionStorage.getItem('name');
  if (!name) {
    name = Math.random().toString(36).slice(2, 10);
    sessionStorage.setItem('name', name);
  }
  return name;
}
