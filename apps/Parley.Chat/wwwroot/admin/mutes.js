// Who is muted, and until when.

import { get, post } from "./api.js";
import { moment } from "./figures.js";
import { nameOf, personOf } from "./person.js";
import { Table } from "./table.js";
import { make } from "../widget/element.js";

export class Mutes {
  #words;
  #notify;
  #mutes = [];
  #table;

  constructor(words, notify) {
    this.#words = words;
    this.#notify = notify;
    this.#table = new Table({
      columns: [
        { word: "user", cell: (mute, words) => personOf(fullUser(mute), words), by: (mute) => shownName(mute, this.#words), className: "main" },
        { word: "until", cell: ({ until }, { code }) => moment(until, code), by: ({ until }) => until },
        { word: "actions", cell: (mute, words) => this.#button(mute, words), className: "actions" },
      ],
      sort: { word: "until", direction: 1 },
      onSort: () => this.#show(),
    });
    document.getElementById("mutes").append(this.#table.element);
    this.show(words);
  }

  show(words) {
    this.#words = words;
    this.#table.head(words);
    this.#show();
  }

  async refresh() {
    this.#mutes = (await get("/api/admin/mutes")).mutes;
    this.#show();
  }

  #show() {
    const note = this.#mutes.length === 0 ? this.#words.noMutes : null;
    this.#table.show(this.#table.sorted(this.#mutes.map((mute) => [mute.user, mute])), this.#words, note);
  }

  #button(mute, words) {
    const button = make("button", { type: "button", class: "small" }, words.unmute);
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        await post("/api/admin/unmute", { user: mute.user });
        this.#notify(this.#words.unmuted(shownName(mute, this.#words)));
        await this.refresh();
      } catch (error) {
        this.#notify(this.#words.failed(error.message));
        button.disabled = false;
      }
    });
    return button;
  }
}

function shownName(mute, words) {
  return nameOf(fullUser(mute), words);
}

// A mute is kept by who it is, and beside it what they were called.
function fullUser({ user, name }) {
  return name && !user.endsWith(`:${name}`) ? `${user}:${name}` : user;
}
