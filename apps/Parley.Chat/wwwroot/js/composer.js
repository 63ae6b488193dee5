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
  #wantsToSend = false;

  /** @param onSaid Called when something was said. */
  constructor(chat, onSaid) {
    this.#chat = chat;
    this.onSaid = onSaid;
    this.#attachments = new Attachments(chat, byId("attachments"), {
      changed: () => this.#changed(),
      trouble: (text) => this.#tell(text, "sticky"),
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
    onLanguage(() => this.#showRoom());
  }

  open(room) {
    this.#room = room;
    this.#attachments.clear();
    this.#text.value = room ? recall(this.#draft) ?? "" : "";
    this.#tell("");
    this.#showRoom();
    this.#fit();
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

  get #draft() {
    return `draft.${this.#chat.key}.${this.#room.id}`;
  }

  #showRoom() {
    const room = this.#room;
    show(this.#form, Boolean(room) && room.mayPublish);
    show(byId("read-only"), Boolean(room) && !room.mayPublish);
    if (room) {
      this.#text.placeholder = t("writeTo", room.title);
    }
    this.#changed();
  }

  #typed() {
    this.#tell("");
    remember(this.#draft, this.#text.value || undefined);
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
    if (this.#wantsToSend && !this.#attachments.isUploading) {
      this.#say();
    }
  }

  #say() {
    this.#wantsToSend = false;
    const text = this.#text.value.trim().toWellFormed();
    if (!this.#room || this.#send.disabled) {
      return;
    }
    if (this.#attachments.isUploading) {
      this.#wantsToSend = true;
      this.#tell(t("waitsForPictures"), "sticky");
      return;
    }
    const pictures = this.#attachments.take();
    if (text === "" && pictures.length === 0) {
      return;
    }
    this.#text.value = "";
    remember(this.#draft, undefined);
    this.#tell("");
    this.#fit();
    this.#room.say({ ...(text && { text }), ...(pictures.length > 0 && { pictures }) });
    this.#changed();
    this.#text.focus();
    this.onSaid();
  }

  // While a word is being composed, as Chinese is, Enter chooses.
  #pressed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      this.#say();
    }
  }

  #pasted(event) {
    const files = [...event.clipboardData.files];
    if (files.length > 0) {
      event.preventDefault();
      this.#attachments.add(files);
    }
  }

  #takeDrops() {
    const target = byId("main");
    const carriesFiles = (event) => event.dataTransfer?.types.includes("Files") && this.#room?.mayPublish;
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
    this.#text.style.height = `${Math.min(this.#text.scrollHeight, 200)}px`;
  }
}

// As the server counts: UTF-16 code units.
function length(text) {
  return text.length;
}
