// The rooms and their rules.

import { ask, choice, field } from "./ask.js";
import { post } from "./api.js";
import { Table } from "./table.js";
import { make } from "../widget/element.js";

export class Rooms {
  #words;
  #notify;
  #onShown;
  #rooms = new Map();
  #table;

  /** `onShown` is told of the rooms whenever there are others. */
  constructor(words, notify, onShown) {
    this.#words = words;
    this.#notify = notify;
    this.#onShown = onShown;
    this.#table = new Table({
      columns: [
        { word: "room", cell: ({ title }) => title, by: ({ title }) => title, className: "main" },
        { word: "rule", cell: ({ rule }, words) => words.rules[rule] ?? rule, by: ({ rule }) => rule },
        { word: "people", cell: ({ members }) => members ?? 0, by: ({ members }) => members ?? 0, className: "figure" },
        { word: "offset", cell: ({ offset }) => offset ?? 0, by: ({ offset }) => offset ?? 0, className: "figure" },
        { word: "actions", cell: (room, words) => this.#buttons(room, words), className: "actions" },
      ],
      sort: { word: "room", direction: 1 },
      onSort: () => this.#show(),
    });
    document.getElementById("rooms").append(this.#table.element);
    document.getElementById("new-room").addEventListener("click", () => this.#ask(null));
    this.show(words);
  }

  show(words) {
    this.#words = words;
    this.#table.head(words);
    this.#show();
  }

  take(rooms) {
    const before = [...this.#rooms.keys()].join("\n");
    this.#rooms = new Map(rooms.map((room) => [room.id, room]));
    this.#show();
    if ([...this.#rooms.keys()].join("\n") !== before) {
      this.#onShown(rooms);
    }
  }

  #show() {
    this.#table.show(this.#table.sorted([...this.#rooms]), this.#words, null);
  }

  #buttons({ id, isFirst }, words) {
    const change = make("button", { type: "button", class: "small" }, words.change);
    const remove = make("button", { type: "button", class: "small", disabled: isFirst, title: isFirst && words.firstRoom }, words.delete);
    change.addEventListener("click", () => this.#ask(this.#rooms.get(id)));
    remove.addEventListener("click", () => this.#remove(this.#rooms.get(id)));
    return make("span", { class: "row-buttons" }, change, remove);
  }

  #remove({ id, title }) {
    const words = this.#words;
    ask({
      title: words.deleteRoomTitle(title),
      text: words.deleteRoomText,
      confirm: words.delete,
      danger: true,
      words,
      act: async () => {
        await post("/api/admin/rooms/delete", { id });
        this.#notify(words.roomDeleted(title));
      },
    });
  }

  #ask(room) {
    const words = this.#words;
    const invited = make("textarea", { name: "invited", rows: "3", spellcheck: "false" }, (room?.invited ?? []).join("\n"));
    const rule = choice("rule", words.rules, room?.rule ?? "open");
    const invitedField = field(words.invited, invited, words.invitedHint);
    const showInvited = () => {
      invitedField.hidden = rule.value !== "invited";
    };
    rule.addEventListener("change", showInvited);
    showInvited();
    ask({
      title: room ? words.changeTitle(room.title) : words.newRoom,
      fields: [
        field(words.title, make("input", { name: "title", value: room?.title ?? "", required: true, maxlength: "60" })),
        room ? null : field(words.id, make("input", { name: "id", pattern: "[a-z0-9\\-]{1,60}", maxlength: "60", required: true }), words.idHint),
        field(words.rule, rule, words.ruleHints),
        invitedField,
      ],
      confirm: words.save,
      words,
      act: (values) => this.#save(room?.id ?? values.id, values),
    });
  }

  async #save(id, { title, rule, invited }) {
    const names = invited.split("\n").map((name) => name.trim()).filter((name) => name !== "");
    await post("/api/admin/rooms", { id, title: title.trim(), rule, invited: names });
    this.#notify(this.#words.saved(title.trim()));
  }
}
