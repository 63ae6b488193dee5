// What was said last in a room, live, with a button that deletes it for everybody.

import { ask } from "./ask.js";
import { post } from "./api.js";
import { moment } from "./figures.js";
import { personOf } from "./person.js";
import { connect } from "../parley.js";
import { readable } from "../js/format.js";
import { make } from "../widget/element.js";

const most = 50;

export class Messages {
  #words;
  #notify;
  #list = document.getElementById("messages");
  #select = document.getElementById("room");
  #connection = null;
  #room = null;
  #messages = new Map();

  constructor(words, notify) {
    this.#words = words;
    this.#notify = notify;
    this.#select.addEventListener("change", () => this.#open());
  }

  start() {
    this.#connection = connect("/chat");
    this.#open();
  }

  stop() {
    this.#connection?.close();
    this.#connection = null;
    this.#room = null;
  }

  /** The rooms to choose from. */
  take(rooms) {
    const chosen = this.#select.value;
    this.#select.replaceChildren(...rooms.map(({ id, title }) => make("option", { value: id, selected: id === chosen }, title)));
    if (this.#select.value !== chosen || this.#room === null) {
      this.#open();
    }
  }

  show(words) {
    this.#words = words;
    this.#show();
  }

  async #open() {
    const id = this.#select.value;
    if (this.#connection === null || id === "") {
      return;
    }

    this.#room?.leave();
    this.#messages.clear();
    this.#show();
    const room = this.#connection.join(`room.${id}`, { members: "none" });
    this.#room = room;
    room.on("message", (message) => this.#take([message]));
    room.on("deleted", ({ offset }) => this.#forget(offset));
    room.on("error", ({ message }) => this.#notify(this.#words.failed(message)));
    try {
      await room.ready;
      const { messages } = await room.history({ limit: most });
      if (room === this.#room) {
        this.#take(messages);
      }
    } catch {
      // Told as the room's error.
    }
  }

  #take(messages) {
    messages.forEach((message) => this.#messages.set(message.offset, message));
    const newest = [...this.#messages.keys()].sort((one, other) => other - one);
    newest.slice(most).forEach((offset) => this.#messages.delete(offset));
    this.#show();
  }

  #forget(offset) {
    this.#messages.delete(offset);
    this.#show();
  }

  // The newest first. What is there already stays, so that a button keeps the focus.
  #show() {
    const known = new Map([...this.#list.children].map((item) => [item.dataset.offset, item]));
    const sorted = [...this.#messages.values()].sort((one, other) => other.offset - one.offset);
    const items = sorted.map((message) => {
      const item = known.get(`${message.offset}`);
      return item?.dataset.language === this.#words.code ? item : this.#item(message);
    });
    known.forEach((item) => items.includes(item) || item.remove());
    items.forEach((item, index) => this.#list.children[index] === item || this.#list.insertBefore(item, this.#list.children[index] ?? null));
    if (items.length === 0) {
      this.#list.append(make("li", { class: "empty" }, this.#words.noMessages));
    }
  }

  #item({ offset, user, at, data }) {
    const words = this.#words;
    const button = make("button", { type: "button", class: "small" }, words.delete);
    button.addEventListener("click", () => this.#ask(offset));
    return make("li", { "data-offset": offset, "data-language": words.code },
      make("div", { class: "said" },
        make("div", { class: "who" }, personOf(user, words), " ", make("time", { datetime: at }, moment(at, words.code))),
        make("p", { dir: "auto" }, textOf(data, words))),
      button);
  }

  #ask(offset) {
    const words = this.#words;
    const room = this.#select.value;
    ask({
      title: words.deleteTitle,
      text: words.deleteText,
      confirm: words.delete,
      danger: true,
      words,
      act: async () => {
        await post("/api/admin/delete", { room, offset });
        this.#forget(offset);
        this.#notify(words.deleted);
      },
    });
  }
}

function textOf(data, words) {
  const text = readable(typeof data === "string" ? data : data?.text, 4000);
  return [text, ...(data?.pictures ?? []).map(() => words.picture)].filter(Boolean).join(" ");
}
