// What was written and is not stored yet. It is kept in the browser with its publication ids, so that a reload loses nothing,
// and the server, which knows the ids, stores nothing twice. In each room one goes after the other, in order.

import { Emitter } from "./dom.js";
import { names, recall, remember } from "./storage.js";

// After these a publication may be tried again with the same id.
const passing = new Set(["rate_limited", "unavailable", "internal"]);

/**
 * Events: `changed` (a room's id), `stored` ({ entry, published }).
 * An entry's `status`: `sending`; `failed`, which was refused with `reason`, by a `code`, perhaps
 * `until` a time; `unsure`, which may have been stored.
 */
export class Outbox extends Emitter {
  /** Who publishes, as the server knows. */
  user;

  #key;
  #publish;
  #isOpen;
  #knows;
  #entries = [];
  #busy = new Set();
  #resend = 900;

  /** `publish` sends an entry, and resolves once it is stored; `knows` says whether there is such a room. */
  constructor(key, user, { publish, isOpen, knows }) {
    super();
    this.#key = `outbox.${key}.`;
    this.user = user;
    this.#publish = publish;
    this.#isOpen = isOpen;
    this.#knows = knows;
    this.#load();
  }

  get size() {
    return this.#entries.filter((entry) => entry.status === "sending" && this.#knows(entry.room)).length;
  }

  of(room) {
    return this.#entries.filter((entry) => entry.room === room);
  }

  add(room, data) {
    const at = Date.now();
    const order = Math.max(0, ...this.#entries.filter((entry) => entry.at === at).map((entry) => entry.order + 1));
    const entry = { id: newId(), room, data, at, order, status: "sending" };
    this.#entries.push(entry);
    this.#keep(entry);
    this.emit("changed", room);
    this.#pump(room);
    return entry;
  }

  /** The connection is open: what waits is on its way from now on. */
  opened(resend) {
    this.#resend = resend ?? this.#resend;
    this.#load();
    this.#busy.forEach((room) => this.#next(room) && this.#markSent(this.#next(room)));
    this.resume();
  }

  /** Sends what waits in the rooms that are known. */
  resume() {
    new Set(this.#entries.map((entry) => entry.room)).forEach((room) => this.#pump(room));
  }

  /** A message has come. If it is one of these, it is stored after all. */
  seen(message) {
    const entry = this.#entries.find((waiting) => waiting.id === message.id);
    if (entry) {
      this.#forget(entry);
    }
    return entry !== undefined;
  }

  retry(id) {
    const entry = this.#entries.find((waiting) => waiting.id === id);
    if (entry && entry.status !== "sending") {
      // What was refused was not stored; what may have been needs a new id once the old one is too old.
      Object.assign(entry, { status: "sending", reason: undefined, code: undefined, until: undefined, sentAt: undefined, by: undefined });
      if (entry.isSpent) {
        remember(this.#key + entry.id, undefined);
        Object.assign(entry, { id: newId(), isSpent: undefined });
      }
      this.#keep(entry);
      this.emit("changed", entry.room);
      this.#pump(entry.room);
    }
  }

  discard(id) {
    const entry = this.#entries.find((waiting) => waiting.id === id);
    if (entry && entry.status !== "sending") {
      this.#forget(entry);
      this.emit("changed", entry.room);
    }
  }

  // What a tab that is closed by now has left, too: two that send the same send it once.
  #load() {
    const left = names(this.#key).map(recall).filter(isEntry).filter(({ id }) => !this.#entries.some((entry) => entry.id === id));
    this.#entries = [...this.#entries, ...left].sort((a, b) => a.at - b.at || a.order - b.order);
  }

  async #pump(room) {
    if (this.#busy.has(room) || !this.#knows(room)) {
      return;
    }
    this.#busy.add(room);
    for (let entry = this.#next(room); entry && this.#knows(room); entry = this.#next(room)) {
      if (this.#isUnsure(entry)) {
        this.#fail(entry, "unsure");
        continue;
      }
      if (this.#isOpen()) {
        this.#markSent(entry);
      }
      try {
        const published = await this.#publish(entry);
        this.#forget(entry);
        this.emit("stored", { entry, published });
      } catch (error) {
        if (error.code === "closed" || error.code === "left") {
          break;
        }
        if (passing.has(error.code)) {
          await pause(1000 * Math.min(60, error.retryAfter ?? 2));
          continue;
        }
        this.#fail(entry, error.code === "unknown" ? "unsure" : "failed", error);
      }
    }
    this.#busy.delete(room);
  }

  // The server knows an id for as long as it says, and only of the same user: later, or as somebody else, it might come twice.
  #isUnsure(entry) {
    return entry.sentAt !== undefined && (entry.by !== this.user || Date.now() - entry.sentAt > 1000 * this.#resend);
  }

  #next(room) {
    return this.#entries.find((entry) => entry.room === room && entry.status === "sending");
  }

  #fail(entry, status, error) {
    if (this.#entries.includes(entry)) {
      const { message: reason, code, retryAfter } = error ?? {};
      const until = retryAfter && Date.now() + 1000 * retryAfter;
      Object.assign(entry, { status, reason, code, until, isSpent: status === "unsure" || code === "id_reused" });
      this.#keep(entry);
      this.emit("changed", entry.room);
    }
  }

  #markSent(entry) {
    if (entry.sentAt === undefined) {
      Object.assign(entry, { sentAt: Date.now(), by: this.user });
      this.#keep(entry);
    }
  }

  #keep(entry) {
    remember(this.#key + entry.id, entry);
  }

  #forget(entry) {
    this.#entries = this.#entries.filter((other) => other !== entry);
    remember(this.#key + entry.id, undefined);
  }
}

// 128 random bits. crypto.randomUUID is there in secure contexts only, and a chat at home is none.
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function isEntry(entry) {
  return typeof entry?.id === "string" && typeof entry.room === "string" && typeof entry.data === "object" && entry.data !== null;
}

function pause(time) {
  return new Promise((resolve) => setTimeout(resolve, time));
}
