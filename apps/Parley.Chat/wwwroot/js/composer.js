// Where a message is written: text over several lines, emoji, pictures. What was begun is kept for each room.

import { Attachments } from "./attachments.js";
import { byId, show } from "./dom.js";
import { onLanguage, t } from "./i18n.js";
import { recall, remember } from "./storage.js";

export class Composer {
  #chat;
  #room;
  #form = byId("composer");
  #text = byId("text");
  #send = byId("send");
  #note = byId("composer-note");
  #attachments;

  // The rooms in which a message goes as soon as its pictures are there.
  #waiting = new Set();

  /** @param onSaid Called when something was said. */
  constructor(chat, onSaid) {
    this.#chat = chat;
    this.onSaid = onSaid;
    this.#attachments = new Attachments(chat, byId("attachments"), {
      changed: (room) => this.#uploaded(room),
      trouble: (text, room) => this.#troubled(text, room),
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#say();
    });
    this.#text.addEventListener("input", () => this.#typed());
    this.#text.addEventListener("keydown", (event) => this.#pressed(event));
    this.#text.addEventListener("paste", (event) => this.#pasted(event));
    byId("add-picture").addEventListener("click", () => byId("picture-file").click());
    byId("picture-file").addEventListener("change", ({ target }) => {
      this.#attachments.add([...target.files]);
      target.value = "";
    });
    this.#takeDrops();
    onLanguage(() => this.refresh());
  }

  open(room) {
    this.#room = room;
    this.#attachments.open(room);
    this.#text.value = room ? recall(this.#draft(room)) ?? "" : "";
    this.#tell(this.#waiting.has(room) ? t("waitsForPictures") : "", "sticky");
    this.refresh();
    this.#fit();
  }

  /** What is said about the room may have changed, and whether one may write there. */
  refresh() {
    const room = this.#room;
    show(this.#form, Boolean(room) && room.mayPublish);
    show(byId("read-only"), Boolean(room) && !room.mayPublish);
    if (room) {
      this.#text.placeholder = t("writeTo", room.title);
    }
    this.#changed();
  }

  focus() {
    this.#text.focus();
  }

  /** Puts a text where the cursor is. */
  insert(text) {
    this.#text.setRangeText(text, this.#text.selectionStart, this.#text.selectionEnd, "end");
    this.#typed();
  }

  #draft(room) {
    return `draft.${this.#chat.key}.${room.id}`;
  }

  #typed() {
    this.#tell("");
    remember(this.#draft(this.#room), this.#text.value || undefined);
    this.#room.sayTyping(this.#text.value.trim() !== "");
    this.#fit();
    this.#changed();
  }

  #changed() {
    const over = length(this.#text.value.trim()) - this.#chat.me.limits.text;
    const isEmpty = this.#text.value.trim() === "" && this.#attachments.size === 0;
    this.#send.disabled = isEmpty || over > 0;
    if (over > 0) {
      this.#tell(t("tooLong", over));
    } else if (over > -200 && this.#chat.me.limits.text > 400) {
      this.#tell(t("left", -over), "quiet");
    } else if (this.#note.dataset.kind !== "sticky") {
      this.#tell("");
    }
  }

  #uploaded(room) {
    this.#changed();
    if (this.#waiting.has(room) && !this.#attachments.isUploading(room)) {
      room === this.#room ? this.#say() : this.#post(room);
    }
  }

  // Without its picture a message isn't what was meant.
  #troubled(text, room) {
    this.#waiting.delete(room);
    if (room === this.#room) {
      this.#tell(text, "sticky");
    }
  }

  #say() {
    if (!this.#room || this.#send.disabled) {
      return;
    }
    if (this.#attachments.isUploading(this.#room)) {
      this.#waiting.add(this.#room);
      this.#tell(t("waitsForPictures"), "sticky");
      return;
    }
    this.#post(this.#room);
    this.#changed();
    this.#text.focus();
  }

  #post(room) {
    const isOpen = room === this.#room;
    const text = (isOpen ? this.#text.value : recall(this.#draft(room)) ?? "").trim().toWellFormed();
    const pictures = this.#attachments.take(room);
    this.#waiting.delete(room);
    remember(this.#draft(room), undefined);
    if (text !== "" || pictures.length > 0) {
      room.say({ ...(text && { text }), ...(pictures.length > 0 && { pictures }) });
    }
    if (isOpen) {
      this.#text.value = "";
      this.#tell("");
      this.#fit();
      this.onSaid();
    }
  }

  // While a word is being composed, as Chinese is, Enter chooses.
  #pressed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      this.#say();
    }
  }

  #pasted(event) {
    // Tables come with a picture of themselves: there the text is meant.
    const { files, types } = event.clipboardData;
    const isText = types.includes("text/html") && types.includes("text/plain");
    if (files.length > 0 && !isText) {
      event.preventDefault();
      this.#attachments.add([...files]);
    }
  }

  #takeDrops() {
    const target = byId("main");
    const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
    const carriesFiles = (event) => hasFiles(event) && this.#room?.mayPublish;
    // Beside its place, the browser would open the file instead of the page.
    ["dragover", "drop"].forEach((name) => addEventListener(name, (event) => hasFiles(event) && event.preventDefault()));
    target.addEventListener("dragover", (event) => {
      if (carriesFiles(event)) {
        event.preventDefault();
        target.classList.add("dropping");
      }
    });
    target.addEventListener("dragleave", (event) => {
      if (!target.contains(event.relatedTarget)) {
        target.classList.remove("dropping");
      }
    });
    target.addEventListener("drop", (event) => {
      target.classList.remove("dropping");
      if (carriesFiles(event)) {
        event.preventDefault();
        this.#attachments.add([...event.dataTransfer.files]);
      }
    });
  }

  #tell(text, kind = "") {
    this.#note.textContent = text;
    this.#note.dataset.kind = text === "" ? "" : kind;
    show(this.#note, text !== "");
  }

  #fit() {
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }
}

// As the server counts: UTF-16 code units.
function length(text) {
  return text.length;
}
