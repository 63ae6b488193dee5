// Where a message is written. What was typed stays until it has been sent.

export class Composer {
  #text = document.getElementById("text");
  #send = document.getElementById("send");

  /** Calls onSend(text); it returns whether the text was taken. */
  constructor(onSend) {
    const form = document.getElementById("composer");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.#text.value.trim();
      if (text !== "" && onSend(text)) {
        this.#text.value = "";
        this.#text.focus();
      }
    });
    this.#text.addEventListener("keydown", (event) => {
      // While an input method composes a character, Enter belongs to it.
      const isComposing = event.isComposing || event.keyCode === 229;
      if (event.key === "Enter" && !event.shiftKey && !isComposing) {
        event.preventDefault();
        form.requestSubmit(this.#send.disabled ? null : this.#send);
      }
    });
  }

  focus() {
    this.#text.focus();
  }

  setReady(isReady) {
    this.#send.disabled = !isReady;
  }
}
