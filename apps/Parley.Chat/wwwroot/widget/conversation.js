// The visitor's side of one room: connects, reads history, publishes what waits, and tells the box what happened.

import { connect } from "../parley.js";
import { Outbox } from "./outbox.js";

const page = 40;
// So many attempts that fail make a token doubtful. A server that is away gives no other, and one that is there the same guest's.
const mostFailures = 4;
const retryCodes = new Set(["rate_limited", "unavailable", "internal"]);

export class Conversation {
  #address;
  #group;
  #visitor;
  #store;
  #events;
  #outbox;
  #connection = null;
  #room = null;
  #oldest = null;
  #isReading = false;
  #failures = 0;

  /** Events: onState, onPage, onMessage, onPending, onStored, onFailed, onDeleted, onGap, onReset, onTyping, onRefused. */
  constructor({ address, group, visitor, store, events }) {
    this.#address = address;
    this.#group = group;
    this.#visitor = visitor;
    this.#store = store;
    this.#events = events;
    this.#outbox = new Outbox(store);
  }

  get isStarted() {
    return this.#connection !== null;
  }

  get user() {
    return this.#connection?.welcome?.user;
  }

  /** Connects, and again under another token: the room goes on from where it was. */
  start() {
    const position = this.#room?.position;
    const isFirst = this.#connection === null;
    this.#connection?.close();
    const connection = connect(this.#address, { token: () => this.#token() });
    const room = connection.join(this.#group, { members: "none", ...position });
    this.#connection = connection;
    this.#room = room;
    connection.on("state", (state) => this.#onState(state));
    room.on("message", (message) => this.#onMessage(message));
    room.on("deleted", ({ offset }) => this.#events.onDeleted(offset));
    room.on("gap", (gap) => this.#onGap(gap));
    room.on("signal", ({ user, data }) => this.#events.onTyping(user, data?.typing === true));
    room.on("error", (error) => this.#events.onRefused(error));
    this.#begin(room, isFirst || this.#oldest === null);
  }

  /** Keeps a message until it is stored, and sends it as soon as it can be sent. */
  say(text) {
    const entry = this.#outbox.add({ text });
    this.#events.onPending(entry);
    this.#publish(entry);
  }

  /** Sends what failed once more. If it may have been sent, then under an id of its own: the visitor has decided. */
  retry(entry) {
    this.#outbox.remove(entry.id);
    this.say(entry.data.text);
  }

  discard(id) {
    this.#outbox.remove(id);
  }

  typing(isTyping) {
    this.#room?.signal({ typing: isTyping });
  }

  /** Reads the page of history before the oldest message that is known. */
  async readOlder() {
    if (this.#isReading || !this.#oldest || this.#oldest <= 1) {
      return;
    }

    this.#isReading = true;
    const before = this.#oldest;
    try {
      const older = await this.#room.history({ before, limit: page });
      // What was trimmed meanwhile would be a hole.
      if (before === this.#oldest) {
        this.#tellPage(older);
      }
    } catch {
      // The reader scrolls again.
    } finally {
      this.#isReading = false;
    }
  }

  /** The oldest message that is shown is this one now. */
  trimmed(offset) {
    this.#oldest = offset;
  }

  async #token() {
    try {
      return await this.#visitor.token();
    } catch (error) {
      // Such as a chat that takes no guests: another attempt changes nothing.
      if (error.status === 403) {
        this.#connection.close();
        this.#events.onRefused(error);
      }

      throw error;
    }
  }

  async #begin(room, readsHistory) {
    try {
      await room.ready;
      if (readsHistory) {
        await this.#readNewest(room);
      }
    } catch (error) {
      if (room === this.#room && retryCodes.has(error.code)) {
        setTimeout(() => this.#begin(room, readsHistory), 1000 * (error.retryAfter ?? 2));
      }

      return;
    }

    for (const entry of room === this.#room ? this.#outbox.entries : []) {
      this.#events.onPending(entry);
      if (this.#outbox.isCertain(entry)) {
        this.#publish(entry);
      } else {
        this.#events.onFailed(entry, null);
      }
    }
  }

  async #readNewest(room) {
    const history = await room.history({ limit: page });
    if (room === this.#room) {
      this.#tellPage(history);
    }
  }

  #tellPage({ messages, from, more }) {
    this.#oldest = more ? from : 1;
    messages.forEach(({ id }) => this.#outbox.remove(id));
    this.#events.onPage(messages, more);
  }

  #onState(event) {
    if (event.state === "open") {
      this.#failures = 0;
    } else if (event.state === "waiting" && (event.code === 3000 || ++this.#failures % mostFailures === 0)) {
      // The token is over, or so it seems: a page can't see why a handshake fails. The next attempt has another.
      this.#visitor.renew().catch(() => {});
    }

    this.#events.onState(event);
  }

  #onMessage(message) {
    this.#outbox.remove(message.id);
    this.#events.onMessage(message);
  }

  #onGap({ to }) {
    if (to !== null) {
      this.#events.onGap(to);
      return;
    }

    // Another epoch: its offsets begin anew.
    this.#oldest = null;
    this.#events.onReset();
    this.#readNewest(this.#room).catch(() => {});
  }

  async #publish(entry) {
    const room = this.#room;
    if (room === null || !this.#outbox.has(entry.id)) {
      return;
    }

    try {
      const { offset } = await room.publish(entry.data, { id: entry.id });
      this.#outbox.remove(entry.id);
      this.#events.onStored(entry.id, offset);
    } catch (error) {
      this.#onRefusal(entry, error, room);
    }
  }

  #onRefusal(entry, error, room) {
    if (retryCodes.has(error.code)) {
      setTimeout(() => this.#publish(entry), 1000 * (error.retryAfter ?? 2));
    } else if (room === this.#room && !["closed", "id_reused"].includes(error.code)) {
      this.#events.onFailed(entry, error);
    }
  }
}
