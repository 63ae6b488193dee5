// The list of what was said. Whatever people type is put in as text, never as markup.

import { colourOf, initialsOf } from "./names.js";

const mostMessages = 1000;
const sameBurst = 5 * 60_000;

export class MessageList {
  #list = document.getElementById("messages");
  #newer = document.getElementById("newer");
  #last = null;

  constructor() {
    this.#newer.addEventListener("click", () => this.#scrollDown());
    this.#list.addEventListener("scroll", () => {
      if (this.#isAtEnd()) {
        this.#newer.hidden = true;
      }
    });
  }

  clear() {
    this.#list.replaceChildren();
    this.#last = null;
    this.#newer.hidden = true;
  }

  addText(message, isOwn) {
    const follows = this.#last?.sender === message.sender
      && this.#last.name === message.name
      && message.at - this.#last.at < sameBurst;
    this.#add(message.at, textItem(message, isOwn, follows), isOwn);
    this.#last = message;
  }

  addNote(text, at) {
    this.#add(at, element("li", "note", text), false);
    this.#last = null;
  }

  #add(at, item, scrolls) {
    const wasAtEnd = this.#isAtEnd();
    if (this.#last?.at.toDateString() !== at.toDateString() && this.#list.dataset.day !== at.toDateString()) {
      this.#list.dataset.day = at.toDateString();
      this.#list.append(element("li", "day", at.toLocaleDateString([], { dateStyle: "full" })));
    }

    this.#list.append(item);
    while (this.#list.childElementCount > mostMessages) {
      this.#list.firstElementChild.remove();
    }

    if (wasAtEnd || scrolls) {
      this.#scrollDown();
    } else {
      this.#newer.hidden = false;
    }
  }

  #isAtEnd() {
    return this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < 40;
  }

  #scrollDown() {
    this.#list.scrollTop = this.#list.scrollHeight;
    this.#newer.hidden = true;
  }
}

function textItem(message, isOwn, follows) {
  const item = element("li", `message${isOwn ? " own" : ""}${follows ? " follows" : ""}`);
  const avatar = element("span", "avatar", initialsOf(message.name));
  avatar.style.background = colourOf(message.name);
  avatar.setAttribute("aria-hidden", "true");

  const meta = element("div", "meta");
  meta.append(element("span", "author", isOwn ? `${message.name} (you)` : message.name), " ", timeItem(message.at));

  const text = element("p", "text");
  text.title = message.at.toLocaleString();
  text.append(...withLinks(message.text));
  item.append(avatar, meta, text);
  return item;
}

function timeItem(at) {
  const time = element("time", "", at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
  time.dateTime = at.toISOString();
  time.title = at.toLocaleString();
  return time;
}

// Only http and https become links, and a page that is opened learns nothing of this one.
function withLinks(text) {
  return text.split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}。，；：！？）】])/u).map((part, index) => {
    if (index % 2 === 0) {
      return part;
    }

    const link = element("a", "", part);
    link.href = part;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  });
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  if (text !== undefined) {
    made.textContent = text;
  }

  return made;
}
