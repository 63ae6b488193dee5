// The button in the corner and the box it opens: shows what the conversation tells.

import { identify } from "../js/identity.js";
import { Composer } from "./composer.js";
import { make } from "./element.js";
import { Frame } from "./frame.js";
import { MessageList } from "./list.js";
import { sentenceOf } from "./refusal.js";
import { Typists } from "./typists.js";

// A connection that is there, or back, as soon as this is not worth a banner.
const bannerAfter = 1000;

export class Box {
  conversation;
  #words;
  #store;
  #visitor;
  #list;
  #frame;
  #composer;
  #typists;
  #banner;
  #announcer = make("div", { class: "unseen", "aria-live": "polite" });
  #bannerTimer = 0;
  #unread = 0;
  #newest = 0;

  constructor({ root, settings, told, store, visitor }) {
    this.#words = settings.words;
    this.#store = store;
    this.#visitor = visitor;
    this.#list = new MessageList(this.#words, { words: this.#words, host: settings.host, isOwn: (user) => this.#isOwn(user) }, {
      onOlder: () => this.conversation.readOlder(),
      onTrimmed: (offset) => this.conversation.trimmed(offset),
    });
    this.#typists = new Typists(this.#words);
    this.#banner = make("p", { class: "banner", role: "status" });
    this.#composer = new Composer({
      words: this.#words,
      limits: told.limits,
      needsName: async () => !(await this.#visitor.hasName()),
      events: {
        onSay: (text) => this.conversation.say(text),
        onName: (name) => this.#rename(name),
        onTyping: (isTyping) => this.conversation.typing(isTyping),
      },
    });
    this.#frame = new Frame({
      root,
      words: this.#words,
      title: settings.title ?? this.#words.title,
      key: `parley:open:${settings.host}:${told.room}`,
      content: [this.#banner, this.#list.element, this.#typists.element, this.#composer.element],
      events: { onOpen: (byHand) => this.#onOpen(byHand) },
    });
    root.append(this.#announcer);
    document.addEventListener("visibilitychange", () => this.#read());
  }

  /** Open again if it was open on the page before. */
  restore() {
    this.#frame.restore();
  }

  onState({ state }) {
    this.#frame.state = state;
    if (state === "open") {
      clearTimeout(this.#bannerTimer);
      this.#bannerTimer = 0;
      this.#banner.textContent = "";
    } else {
      this.#bannerTimer ||= setTimeout(() => {
        this.#banner.textContent = this.#words.offline;
      }, bannerAfter);
    }
  }

  onPage(messages, more) {
    this.#list.addPage(messages, more);
    messages.forEach((message) => this.#count(message));
    this.#read();
  }

  onMessage(message) {
    const isOwn = this.#isOwn(message.user);
    this.#typists.remove(message.user);
    this.#list.add(message, isOwn);
    this.#count(message);
    if (!isOwn) {
      this.#announcer.textContent = `${identify(message.user).name}: ${message.data?.text ?? this.#words.picture}`;
    }

    this.#read();
  }

  onPending({ id, data, at }) {
    this.#list.add({ id, data, at }, true);
  }

  onStored(id, offset) {
    this.#list.stored(id, offset);
  }

  onFailed(entry, error) {
    const doubtful = error === null || error.code === "unknown";
    this.#list.failed(entry.id, {
      sentence: doubtful ? this.#words.unconfirmed : `${this.#words.failed}: ${sentenceOf(error, this.#words)}`,
      buttons: [
        { label: this.#words.retry, onClick: () => this.#drop(entry, () => this.conversation.retry(entry)) },
        { label: this.#words.discard, onClick: () => this.#drop(entry, () => this.conversation.discard(entry.id)) },
      ],
    });
  }

  onDeleted(offset) {
    this.#list.remove("offset", offset);
  }

  onGap(to) {
    this.#list.addNote(this.#words.gap, to);
  }

  onReset() {
    this.#list.clear();
    this.#store.set("read", 0);
  }

  onTyping(user, isTyping) {
    if (!this.#isOwn(user)) {
      this.#typists.tell(user, isTyping);
    }
  }

  onRefused(error) {
    this.#list.addNote(`${this.#words.noEntry} ${sentenceOf(error, this.#words)}`);
    this.#composer.close();
  }

  #drop({ id }, then) {
    this.#list.remove("id", id);
    then();
    this.#composer.focus();
  }

  async #rename(name) {
    await this.#visitor.rename(name);
    this.conversation.start();
  }

  #isOwn(user) {
    const own = this.conversation.user;
    return own !== undefined && user !== undefined && identify(user).key === identify(own).key;
  }

  #onOpen(byHand) {
    if (!this.conversation.isStarted) {
      this.conversation.start();
    }

    this.#list.scrollDown();
    this.#read();
    if (byHand) {
      this.#composer.focus();
    }
  }

  #count({ offset, user }) {
    if (offset > (this.#store.get("read") ?? 0) && !this.#isOwn(user)) {
      this.#unread++;
    }

    this.#newest = Math.max(this.#newest, offset);
  }

  // Whoever has the box open and looks at the page has read it.
  #read() {
    if (this.#frame.isOpen && document.visibilityState === "visible") {
      this.#unread = 0;
      if (this.#newest > (this.#store.get("read") ?? 0)) {
        this.#store.set("read", this.#newest);
      }
    }

    this.#frame.unread = this.#unread;
  }
}
