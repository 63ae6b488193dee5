// What was said, in the order of the offsets; what waits comes last.

import { itemOf, statusOf } from "./item.js";
import { make } from "./element.js";

const sameBurst = 5 * 60_000;
const nearEnd = 60;
const nearStart = 120;

// A box that is left open for days keeps so many of the newest; what is above is read again when somebody scrolls up.
const most = 400;
const kept = 300;

export class MessageList {
  element;
  #list;
  #newer;
  #words;
  #context;
  #events;
  #hasMore = false;

  /** @param events `onOlder()`: the reader is near the start. `onTrimmed(offset)`: the oldest message is this one now. */
  constructor(words, context, events) {
    this.#words = words;
    this.#context = context;
    this.#events = events;
    this.#list = make("ol", { class: "messages", tabindex: "0", "aria-label": words.messages });
    this.#newer = make("button", { class: "newer", type: "button", hidden: true }, words.newer);
    this.element = make("div", { class: "scroller" }, this.#list, this.#newer);
    this.#newer.addEventListener("click", () => this.scrollDown());
    this.#list.addEventListener("scroll", () => this.#onScroll());
    this.clear();
  }

  clear() {
    this.#list.replaceChildren(make("li", { class: "note" }, this.#words.greeting));
    this.#hasMore = false;
  }

  /** The page before everything that is there, or the newest. */
  addPage(messages, more) {
    const wasAtEnd = this.#isAtEnd();
    const height = this.#list.scrollHeight;
    messages.forEach((message) => this.#put(message));
    this.#hasMore = more;
    this.#list.firstElementChild.hidden = more;
    if (wasAtEnd) {
      this.scrollDown();
    } else {
      this.#list.scrollTop += this.#list.scrollHeight - height;
    }

    this.#onScroll();
  }

  add(message, isOwn) {
    const wasAtEnd = this.#isAtEnd();
    this.#put(message);
    if (wasAtEnd || isOwn) {
      this.#trim();
      this.scrollDown();
    } else {
      this.#newer.hidden = false;
    }
  }

  /** A sentence: in the place of the message with this offset, or below all of them. */
  addNote(text, offset = Infinity) {
    const wasAtEnd = this.#isAtEnd();
    this.#place(make("li", { class: "note", "data-offset": offset }, text));
    if (wasAtEnd) {
      this.scrollDown();
    }
  }

  stored(id, offset) {
    const item = this.#find("id", id);
    if (item && item.dataset.state !== "stored") {
      item.dataset.offset = offset;
      this.#state(item, "stored");
      this.#place(item);
    }
  }

  /** Shows why a message has not gone, and what can be done. */
  failed(id, actions) {
    const item = this.#find("id", id);
    if (item) {
      this.#state(item, "failed", actions);
      this.scrollDown();
    }
  }

  remove(key, value) {
    const item = this.#find(key, value);
    const next = item?.nextElementSibling;
    item?.remove();
    this.#group(next);
  }

  scrollDown() {
    this.#list.scrollTop = this.#list.scrollHeight;
    this.#newer.hidden = true;
  }

  #put(message) {
    const known = this.#find("id", message.id);
    if (known) {
      if (message.offset) {
        this.stored(message.id, message.offset);
      }
    } else {
      this.#place(itemOf(message, this.#context));
    }
  }

  #trim() {
    const items = [...this.#list.children].slice(1);
    const oldest = items.at(-kept);
    if (items.length > most && Number.isFinite(Number(oldest.dataset.offset))) {
      items.slice(0, -kept).forEach((item) => item.remove());
      this.#group(oldest);
      this.#list.firstElementChild.hidden = this.#hasMore = true;
      this.#events.onTrimmed(Number(oldest.dataset.offset));
    }
  }

  #place(item) {
    const offset = Number(item.dataset.offset);
    let before = this.#list.lastElementChild;
    while (before === item || Number(before.dataset.offset) > offset) {
      before = before.previousElementSibling;
    }

    const next = item.nextElementSibling;
    before.after(item);
    [item, item.nextElementSibling, next].forEach((each) => this.#group(each));
  }

  // Whoever goes on speaking is not introduced again.
  #group(item) {
    if (item?.dataset.key) {
      const before = item.previousElementSibling;
      const follows = before?.dataset.key === item.dataset.key && item.dataset.at - before.dataset.at < sameBurst;
      item.classList.toggle("follows", follows);
    }
  }

  #state(item, state, actions) {
    item.dataset.state = state;
    item.querySelector(".status").replaceChildren(...statusOf(state, this.#words, actions));
  }

  #find(key, value) {
    return [...this.#list.children].findLast(({ dataset }) => dataset[key] === `${value}`);
  }

  #isAtEnd() {
    return this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < nearEnd;
  }

  #onScroll() {
    if (this.#isAtEnd()) {
      this.#newer.hidden = true;
    }

    if (this.#hasMore && this.#list.clientHeight > 0 && this.#list.scrollTop < nearStart) {
      this.#events.onOlder();
    }
  }
}
