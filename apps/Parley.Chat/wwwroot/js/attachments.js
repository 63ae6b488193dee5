// Pictures that go with the next message: they are uploaded as soon as they are added, and shown until they are sent.

import { upload } from "./api.js";
import { reasonOf } from "./dialogs.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { shrink } from "./shrink.js";

const kinds = ["image/png", "image/jpeg", "image/gif", "image/webp"];

export class Attachments {
  #chat;
  #strip;
  #told;
  #all = [];

  /** @param told `changed()`, and `trouble(text)` for the reader. */
  constructor(chat, strip, told) {
    this.#chat = chat;
    this.#strip = strip;
    this.#told = told;
  }

  get size() {
    return this.#all.length;
  }

  get isUploading() {
    return this.#all.some((one) => !one.result);
  }

  /** Adds files, as far as they are pictures and few enough. */
  add(files) {
    const { pictures } = this.#chat.me.limits;
    for (const file of files) {
      if (this.#all.length >= pictures) {
        this.#told.trouble(t("tooManyPictures", pictures));
        break;
      }
      if (kinds.includes(file.type)) {
        this.#begin(file);
      } else {
        this.#told.trouble(t("pictureKind"));
      }
    }
    this.#told.changed();
  }

  /** What the server made of them, in order; and none is left. */
  take() {
    const pictures = this.#all.map((one) => one.result);
    this.clear();
    return pictures;
  }

  clear() {
    [...this.#all].forEach((one) => this.#remove(one));
  }

  async #begin(file) {
    const one = { address: URL.createObjectURL(file), abort: new AbortController() };
    const name = file.name || t("picture");
    const remove = el("button", {
      type: "button", class: "chip-remove", "aria-label": t("removePicture", name), on: { click: () => this.#remove(one) },
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
        this.#told.trouble(error.status === 0 ? t("pictureOffline") : t("uploadFailed", reasonOf(error)));
      }
    }
    this.#told.changed();
  }

  #remove(one) {
    this.#all = this.#all.filter((other) => other !== one);
    one.abort.abort();
    one.chip.remove();
    URL.revokeObjectURL(one.address);
    this.#show();
    this.#told.changed();
  }

  #show() {
    this.#strip.replaceChildren(...this.#all.map((one) => one.chip));
    this.#strip.hidden = this.#all.length === 0;
  }
}
