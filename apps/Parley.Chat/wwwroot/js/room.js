// One room as the page knows it: messages, gaps, who is here, who types, what is unread.

import { Emitter } from "./dom.js";
import { identify } from "./identity.js";
import { MessageLog } from "./log.js";
import { Typists } from "./typists.js";

const pageSize = 100;

/** Events: `changed` (the messages), `message` (a new one of somebody else's), `people`, `typing`, `unread`, `joined`. */
export class Room extends Emitter {
  log = new MessageLog();
  unread = 0;
  people = [];
  count = 0;
  typists = new Typists(() => this.emit("typing"));

  /** Whether older messages are being loaded; `failed` if they could not be. */
  loading = false;

  #face;
  #chat;
  #epoch;

  constructor(chat, details) {
    super();
    this.#chat = chat;
    this.update(details);
  }

  update({ id, title, rule, mayPublish }) {
    Object.assign(this, { id, title: title || id, rule: rule ?? "open", mayPublish: mayPublish ?? true });
  }

  get group() {
    return `room.${this.id}`;
  }

  get epoch() {
    return this.#epoch;
  }

  get face() {
    return this.#face;
  }

  /** Begins to listen, or goes on from where it was. */
  attach(connection, members, position = this.#face?.position) {
    const face = connection.join(this.group, { ...position, members });
    this.#face = face;
    face.on("joined", (joined) => this.#joined(joined));
    face.on("message", (message) => this.#received(message));
    face.on("gap", (gap) => this.#missed(gap));
    face.on("deleted", ({ offset }) => this.log.remove(offset) && this.emit("changed"));
    face.on("presence", () => this.#peopleChanged());
    face.on("signal", (signal) => this.#signalled(signal));
    face.on("error", (error) => this.emit("refused", error));
    this.membersMode = members;
  }

  /** From now on its people are told one by one. */
  showPeople(connection) {
    if (this.membersMode !== "list" && this.#face) {
      const { position } = this.#face;
      this.#face.leave();
      this.attach(connection, "list", position);
    }
  }

  leave() {
    this.#face?.leave();
  }

  /** Loads a page of older messages, if there are any. */
  async loadOlder() {
    const { era, start, atBeginning } = this.log;
    if (this.loading || atBeginning || start === undefined || !this.#face || this.#chat.state !== "open") {
      return;
    }
    this.loading = true;
    this.failed = false;
    this.emit("changed");
    try {
      const page = await this.#history({ before: start, limit: pageSize });
      // What was trimmed meanwhile would be a hole.
      if (era === this.log.era && start === this.log.start) {
        this.log.addPage(page, true);
        page.messages.forEach((message) => this.#found(message));
      }
    } catch {
      this.failed = true;
    }
    this.loading = false;
    this.emit("changed");
  }

  say(data) {
    this.sayTyping(false);
    return this.#chat.outbox.add(this.id, data);
  }

  sayTyping(isTyping) {
    const now = Date.now();
    if (isTyping ? now - (this.typedAt ?? 0) > 3000 : this.typedAt) {
      this.typedAt = isTyping ? now : 0;
      this.#face?.signal({ typing: isTyping });
    }
  }

  /** What was sent is stored. */
  stored({ id, data, at }, { offset }) {
    if (this.log.start !== undefined && offset >= this.log.start && !this.log.has(offset)) {
      this.log.add({ id, offset, data, user: this.#chat.me.user, at: new Date(at).toISOString() });
    }
    this.emit("changed");
  }

  setUnread(count) {
    if (count !== this.unread) {
      this.unread = count;
      this.emit("unread");
    }
  }

  isMine(message) {
    return message.user !== undefined && identify(message.user).key === this.#chat.key;
  }

  async #joined(joined) {
    const isFirst = this.#epoch === undefined;
    const isNew = this.#epoch !== joined.epoch;
    this.#epoch = joined.epoch;
    if (this.failed) {
      this.failed = false;
      this.emit("changed");
    }
    if (isFirst) {
      this.log.begin(joined.offset);
    }
    this.#peopleChanged();
    this.emit("joined", { isFirst });
    if (isFirst) {
      this.#countUnread(joined);
    } else if (!isNew) {
      await this.#lookForErased();
    }
  }

  // What was erased while there was no connection is not told later: the newest page shows it.
  async #lookForErased() {
    try {
      const { era } = this.log;
      const page = await this.#history({ limit: 200 });
      if (era === this.log.era && this.log.start !== undefined) {
        const from = Math.max(page.from, this.log.start);
        const messages = page.messages.filter((message) => message.offset >= from);
        if (this.log.addPage({ ...page, from, messages }, false)) {
          this.emit("changed");
        }
      }
    } catch {
      // The next time will do.
    }
  }

  // Whoever has many rooms asks for much at once: what is too much for now comes later.
  async #history(query) {
    for (;;) {
      try {
        return await this.#face.history(query);
      } catch (error) {
        if (error.code !== "rate_limited") {
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, 1000 * (error.retryAfter ?? 1) * (1 + Math.random())));
      }
    }
  }

  async #countUnread({ epoch, offset }) {
    const read = this.#chat.read.of(this.id);
    if (read === undefined) {
      this.#chat.read.set(this.id, { epoch, after: offset });
      return;
    }
    const after = read.epoch === epoch ? read.after : 0;
    if (offset > after) {
      try {
        const page = await this.#history({ after, limit: 100 });
        const late = page.messages.filter((message) => message.offset <= offset && !this.isMine(message)).length;
        this.setUnread(this.unread + late);
      } catch {
        // Without history nothing is known to be unread.
      }
    }
  }

  #received(message) {
    const { id, offset, user, at, data } = message;
    this.#found(message);
    this.typists.tell(user, false);
    const isNew = this.log.add({ id, offset, user, at, data });
    this.emit("changed");
    if (isNew && !this.isMine(message)) {
      this.emit("message", message);
    }
  }

  // What waited to be sent, or was not known to be stored, is there.
  #found(message) {
    if (this.isMine(message)) {
      this.#chat.outbox.seen(message);
    }
  }

  // History may have what a slow reader missed.
  async #missed(gap) {
    this.log.addGap(gap);
    this.emit("changed");
    if (gap.to !== null) {
      try {
        const page = await this.#history({ after: gap.from - 1, limit: Math.min(1000, gap.to - gap.from + 1) });
        this.log.addPage(page, false);
        this.emit("changed");
      } catch {
        // It stays missing.
      }
    }
  }

  #peopleChanged() {
    this.count = this.#face.count;
    const people = new Map(this.#face.members.map((member) => identify(member.user)).map((who) => [who.key, who]));
    this.people = [...people.values()].sort((a, b) => a.name.localeCompare(b.name));
    this.count = Math.max(this.people.length, this.people.length > 0 ? 0 : this.count);
    this.emit("people");
  }

  #signalled(signal) {
    if (signal.user !== undefined && !this.isMine(signal) && typeof signal.data?.typing === "boolean") {
      this.typists.tell(signal.user, signal.data.typing);
    }
  }
}
