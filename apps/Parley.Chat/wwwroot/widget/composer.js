// Where the visitor writes, and is asked for a name before the first message goes.

import { icon, make } from "./element.js";

const typingEvery = 3000;

export class Composer {
  element;
  #words;
  #needsName;
  #events;
  #text;
  #name;
  #error;
  #nameForm;
  #typedAt = 0;
  #isAsking = false;

  /**
   * `needsName` promises whether a name is to be asked for.
   * Events: onSay(text), onName(name) (a promise that is rejected with a sentence), onTyping(isTyping).
   */
  constructor({ words, limits, needsName, events }) {
    this.#words = words;
    this.#needsName = needsName;
    this.#events = events;
    this.#text = make("textarea", {
      rows: "1", maxlength: limits?.text, placeholder: words.write, "aria-label": words.write, enterkeyhint: "send", dir: "auto",
    });
    this.#name = make("input", { id: "name", maxlength: limits?.name ?? 40, autocomplete: "name", required: true, dir: "auto", "aria-describedby": "problem" });
    this.#error = make("p", { class: "problem", id: "problem", role: "alert" });
    this.#nameForm = this.#makeNameForm();
    this.element = make("div", { class: "composer" }, this.#nameForm, this.#makeTextForm());
  }

  focus() {
    (this.#nameForm.hidden ? this.#text : this.#name).focus();
  }

  /** Nothing can be said here. */
  close() {
    this.element.hidden = true;
  }

  #makeTextForm() {
    const form = make("form", { class: "write" }, this.#text,
      make("button", { class: "send", type: "submit", "aria-label": this.#words.send, title: this.#words.send }, icon("send")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#text.addEventListener("keydown", (event) => this.#onKey(event));
    this.#text.addEventListener("input", () => this.#onInput());
    return form;
  }

  #makeNameForm() {
    const form = make("form", { class: "ask", hidden: true },
      make("label", { for: "name" }, this.#words.askName),
      this.#name, this.#error,
      make("button", { class: "primary", type: "submit" }, this.#words.sendAs));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submitName();
    });
    return form;
  }

  // While a word is being composed, Enter chooses one.
  #onKey(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      this.#submit();
    }
  }

  #onInput() {
    this.#grow();
    const isTyping = this.#text.value.trim() !== "";
    if (!isTyping || Date.now() - this.#typedAt > typingEvery) {
      this.#typedAt = isTyping ? Date.now() : 0;
      this.#events.onTyping(isTyping);
    }
  }

  async #submit() {
    if (this.#isAsking || this.#text.value.trim() === "") {
      this.#text.focus();
      return;
    }

    this.#isAsking = true;
    const needsName = await this.#needsName();
    this.#isAsking = false;
    if (needsName) {
      this.#nameForm.hidden = false;
      this.#name.focus();
    } else {
      this.#say();
    }
  }

  #say() {
    const text = this.#text.value.trim();
    this.#text.value = "";
    this.#onInput();
    this.#text.focus();
    if (text !== "") {
      this.#events.onSay(text);
    }
  }

  async #submitName() {
    const name = this.#name.value.trim();
    if (name === "") {
      return;
    }

    this.#nameForm.inert = true;
    this.#error.textContent = "";
    try {
      await this.#events.onName(name);
      this.#nameForm.hidden = true;
      this.#say();
    } catch (error) {
      this.#error.textContent = (error.status < 500 && error.message) || this.#words.nameFailed;
    } finally {
      this.#nameForm.inert = false;
    }

    this.focus();
  }

  #grow() {
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight + 2}px`;
  }
}
