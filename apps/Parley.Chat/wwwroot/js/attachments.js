// Pictures that go with the next message: they are uploaded as soon as they are added, and shown until they are sent.

import { upload } from "./api.js";
import { reasonOf } from "./dialogs.js";
import { byId, el } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { shrink } from "./shrink.js";

const kinds = ["image/png", "image/jpeg", "image/gif", "image/webp"];

export class Attachments {
  #chat;
  #strip;
  #told;
  #room;
  #all = [];
  #kept = new Map();

  /** @param told `changed(room)`, and `trouble(text, room)` for the reader. */
  constructor(chat, strip, told) {
    this.#chat = chat;
    this.#strip = strip;
    this.#told = told;
  }

  get size() {
    return this.#all.length;
  }

  isUploading(room) {
    return this.#of(room).some((one) => !one.result);
  }

  /** Shows what was added in a room. What was added in another stays there. */
  open(room) {
    this.#room = room;
    this.#all = this.#of(room);
    this.#show();
  }

  /** Adds files, as far as they are pictures and few enough. */
  add(files) {
    const { pictures } = this.#chat.me.limits;
    for (const file of files) {
      if (this.#all.length >= pictures) {
        this.#told.trouble(t("tooManyPictures", pictures), this.#room);
        break;
      }
      if (kinds.includes(file.type)) {
        this.#begin(file);
      } else {
        this.#told.trouble(t("pictureKind"), this.#room);
      }
    }
    this.#told.changed(this.#room);
  }

  /** What the server made of a room's, in order; and none is left. */
  take(room) {
    const all = [...this.#of(room)];
    all.forEach((one) => this.#remove(one));
    return all.map((one) => one.result);
  }

  #of(room) {
    const all = this.#kept.get(room) ?? [];
    this.#kept.set(room, all);
    return all;
  }

  async #begin(file) {
    const one = { room: this.#room, address: URL.createObjectURL(file), abort: new AbortController() };
    const name = file.name || t("picture");
    const remove = el("button", {
      type: "button", class: "chip-remove", "aria-label": t("removePicture", name), on: { click: () => this.#drop(one) },
    });
    remove.append(icon("close"));
    one.chip = el("li", { class: "chip uploading" },
      el("img", { src: one.address, alt: name }), el("span", { class: "unseen", role: "status", text: t("uploading") }), remove);
    this.#all.push(one);
    this.#show();
    try {
      const blob = await shrink(file, this.#chat.me.limits.picture);
      const { url, width, height } = await upload("/api/pictures", blob, one.abort.signal);
      one.result = { url, width, height };
      one.chip.classList.remove("uploading");
      one.chip.querySelector("[role=status]").remove();
    } catch (error) {
      this.#remove(one);
      if (error.code !== "aborted") {
        this.#told.trouble(error.status === 0 ? t("pictureOffline") : t("uploadFailed", reasonOf(error)), one.room);
      }
    }
    this.#told.changed(one.room);
  }

  #drop(one) {
    this.#remove(one);
    (this.#strip.querySelector("button") ?? byId("text")).focus();
    this.#told.changed(one.room);
  }

  #remove(one) {
    const all = this.#of(one.room);
    const at = all.indexOf(one);
    at >= 0 && all.splice(at, 1);
    one.abort.abort();
    URL.revokeObjectURL(one.address);
    this.#show();
  }

  #show() {
    this.#strip.replaceChildren(...this.#all.map((one) => one.chip));
    this.#strip.hidden = this.#all.length === 0;
  }
}
