// Who is connected.

import { ask, choice, field } from "./ask.js";
import { get, post } from "./api.js";
import { bytes, span } from "./figures.js";
import { nameOf, personOf } from "./person.js";
import { Table } from "./table.js";
import { make } from "../widget/element.js";

const mostShown = 200;

export class Connections {
  #words;
  #notify;
  #onMuted;
  #connections = [];
  #titles = new Map();
  #filter = document.getElementById("filter");
  #count = document.getElementById("connections-count");
  #table;

  constructor(words, notify, onMuted) {
    this.#words = words;
    this.#notify = notify;
    this.#onMuted = onMuted;
    this.#table = new Table({ columns: this.#columns(), sort: { word: "since", direction: 1 }, onSort: () => this.#show() });
    document.getElementById("connections").append(this.#table.element);
    this.#filter.addEventListener("input", () => this.#show());
    this.show(words);
  }

  show(words) {
    this.#words = words;
    this.#table.head(words);
    this.#show();
  }

  /** What the rooms are called. */
  know(rooms) {
    this.#titles = new Map(rooms.map(({ id, title }) => [id, title]));
  }

  async refresh() {
    this.#connections = (await get("/api/admin/connections")).connections;
    this.#show();
  }

  #columns() {
    return [
      { word: "user", cell: ({ user }, words) => personOf(user, words), by: ({ user }) => nameOf(user, this.#words), className: "main" },
      { word: "address", cell: ({ address }) => address, by: ({ address }) => address, className: "address" },
      { word: "since", cell: ({ since }) => span(Date.now() - Date.parse(since)), by: ({ since }) => -Date.parse(since), className: "figure" },
      {
        word: "rooms", cell: (connection) => this.#roomsOf(connection), by: (connection) => this.#roomsOf(connection), className: "rooms",
        tip: ({ rooms }) => rooms.join(", "),
      },
      { word: "queue", cell: ({ queue }) => bytes(queue ?? 0), by: ({ queue }) => queue ?? 0, className: "figure" },
      { word: "roundTrip", cell: ({ roundTrip }) => roundTripOf(roundTrip), by: ({ roundTrip }) => roundTrip ?? Infinity, className: "figure" },
      { word: "sent", cell: ({ messages }) => messages ?? 0, by: ({ messages }) => messages ?? 0, className: "figure" },
      { word: "actions", cell: (connection, words) => this.#actions(connection, words), className: "actions" },
    ];
  }

  #show() {
    const wanted = this.#filter.value.trim().toLowerCase();
    const matching = this.#connections.filter((connection) => wanted === ""
      || [connection.user, connection.address, ...connection.rooms, this.#roomsOf(connection)].some((text) => text?.toLowerCase().includes(wanted)));
    const sorted = this.#table.sorted(matching.map((connection) => [connection.id, connection]));
    this.#count.textContent = this.#connections.length;
    this.#table.show(sorted.slice(0, mostShown), this.#words, this.#noteOf(sorted.length));
  }

  #roomsOf({ rooms }) {
    return rooms.map((id) => this.#titles.get(id) ?? id).join(", ");
  }

  #noteOf(count) {
    if (count > mostShown) {
      return this.#words.shown(mostShown, count);
    }

    return count > 0 ? null : this.#connections.length === 0 ? this.#words.nobody : this.#words.noMatch;
  }

  #actions(connection, words) {
    const close = make("button", { type: "button", class: "small" }, words.close);
    const mute = make("button", { type: "button", class: "small", disabled: !connection.user }, words.mute);
    close.addEventListener("click", () => this.#close(connection));
    mute.addEventListener("click", () => this.#mute(connection));
    return make("span", { class: "row-buttons" }, mute, close);
  }

  #close({ id, user }) {
    const words = this.#words;
    const name = nameOf(user, words);
    ask({
      title: words.closeTitle(name),
      text: words.closeText,
      confirm: words.close,
      danger: true,
      words,
      act: async () => {
        await post("/api/admin/close", { id });
        this.#notify(words.closed(name));
        await this.refresh();
      },
    });
  }

  #mute({ user }) {
    const words = this.#words;
    const name = nameOf(user, words);
    ask({
      title: words.muteTitle(name),
      text: words.muteText,
      fields: [field(words.duration, choice("minutes", words.minutes, "60"))],
      confirm: words.mute,
      danger: true,
      words,
      act: async ({ minutes }) => {
        await post("/api/admin/mute", { user, minutes: Number(minutes) });
        this.#notify(words.muted(name));
        await this.#onMuted();
      },
    });
  }
}

function roundTripOf(milliseconds) {
  return milliseconds === null || milliseconds === undefined
    ? "–"
    : `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}
