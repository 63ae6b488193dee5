// The log of the open room. The page holds a window of its messages, however many there are: rows come in at the edge that is
// scrolled to and go out at the other, and what the reader looks at stays where it is.

import { byId, coalesce, renew, show } from "./dom.js";
import { onLanguage, t } from "./i18n.js";
import { itemsOf } from "./items.js";
import { onMidnight } from "./times.js";

const first = 100;
const step = 80;
const most = 320;
const near = 900;
const kept = 2000;

export class Timeline {
  #chat;
  #actions;
  #scroller;
  #list;
  #newer;
  #rows = new Map();
  #room;

  // Where the window begins and ends; without an end it follows what is new.
  #low;
  #high;
  #following = true;
  #unsubscribe;
  #schedule = coalesce(() => this.#render());
  #calm;

  constructor(chat, { scroller, list, newer }, actions) {
    this.#chat = chat;
    this.#actions = actions;
    this.#scroller = scroller;
    this.#list = list;
    this.#newer = newer;
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    newer.addEventListener("click", () => this.toEnd());
    new ResizeObserver(() => this.#following && this.#stick()).observe(scroller);
    new ResizeObserver(() => this.#following && this.#stick()).observe(list);
    chat.on("state", () => this.#schedule());
    chat.on("me", () => this.refresh());
    onLanguage(() => this.refresh());
    onMidnight(() => this.#schedule());
    document.addEventListener("visibilitychange", () => this.#tellRead());
  }

  /** Shows a room, its newest messages first. */
  open(room) {
    this.#unsubscribe?.();
    this.#unsubscribe = room?.on("changed", () => this.#schedule());
    this.#room = room;
    this.#low = this.#high = undefined;
    this.#following = true;
    this.#rows.clear();
    this.#list.replaceChildren();
    this.refresh();
  }

  /** Renews every row. */
  refresh() {
    this.#hush();
    this.#rows.forEach((known) => delete known.sign);
    if (this.#room) {
      this.#list.setAttribute("aria-label", t("messages", this.#room.title));
      this.#scroller.setAttribute("aria-label", t("messages", this.#room.title));
    }
    this.#render();
  }

  /** Scrolls to the newest message. */
  toEnd() {
    this.#following = true;
    this.#high = this.#low = undefined;
    this.#render();
  }

  /** Whether the reader sees the newest message. */
  get isRead() {
    return this.#following && document.visibilityState === "visible";
  }

  #render() {
    const room = this.#room;
    if (!room) {
      this.#tellRead();
      return;
    }
    if (this.#following) {
      room.log.trim(kept);
    }
    const anchors = this.#following ? [] : this.#anchors();
    const [low, high] = this.#window(room.log);
    this.#place(itemsOf(room, low, high, this.#chat, this.#actions(room)));
    if (this.#following) {
      this.#stick();
    } else {
      this.#hold(anchors);
    }
    this.#tellRead();
    this.#extend();
  }

  #window(log) {
    const { entries } = log;
    let high = this.#high ? Math.min(entries.length, log.indexOf(this.#high) + 1) : entries.length;
    let low = this.#low ? log.indexOf(this.#low) : Math.max(0, high - first);
    if (this.#following && high - low > most) {
      low = high - first;
    } else if (high - low > most + step) {
      high = low + most;
      this.#high = entries[high - 1];
    }
    this.#low = entries[low];
    return [low, high];
  }

  // Rows come before the edge is seen, from memory or from the server.
  #extend() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const { log } = this.#room;
    const low = this.#low ? log.indexOf(this.#low) : 0;
    if (scrollTop < near && low > 0) {
      this.#move(Math.max(0, low - step), undefined);
    } else if (scrollTop < near && !log.atBeginning && !this.#room.failed) {
      this.#hush();
      this.#room.loadOlder();
    } else if (this.#high && scrollHeight - scrollTop - clientHeight < near) {
      this.#move(undefined, Math.min(log.entries.length, log.indexOf(this.#high) + 1 + step));
    }
  }

  #move(newLow, newHigh) {
    const { log } = this.#room;
    const { entries } = log;
    let low = newLow ?? (this.#low ? log.indexOf(this.#low) : 0);
    let high = newHigh ?? (this.#high ? log.indexOf(this.#high) + 1 : entries.length);
    if (high - low > most) {
      [low, high] = newLow === undefined ? [high - most, high] : [low, low + most];
    }
    this.#low = entries[low];
    this.#high = high < entries.length ? entries[high - 1] : undefined;
    this.#hush();
    this.#schedule();
  }

  #place(items) {
    const wanted = new Map(items.map((item) => [item.key, item]));
    for (const [key, { row }] of this.#rows) {
      if (!wanted.has(key)) {
        row.remove();
        this.#rows.delete(key);
      }
    }
    let next = this.#list.firstChild;
    for (const { key, sign, make } of wanted.values()) {
      const known = this.#rows.get(key);
      const row = known?.row ?? make();
      if (known && known.sign !== sign) {
        renew(row, make());
      }
      if (row === next) {
        next = next.nextSibling;
      } else {
        this.#list.insertBefore(row, next);
      }
      this.#rows.set(key, { row, sign });
    }
  }

  // The first messages that can be seen, and where they are: a row may be made anew, and a message erased.
  #anchors() {
    const top = this.#scroller.getBoundingClientRect().top;
    const anchors = [];
    for (const row of this.#list.querySelectorAll(".message")) {
      const box = row.getBoundingClientRect();
      if (box.bottom > top && anchors.push({ key: row.dataset.key, top: box.top }) === 4) {
        break;
      }
    }
    return anchors;
  }

  #hold(anchors) {
    const anchor = anchors.find(({ key }) => this.#rows.has(key));
    if (anchor) {
      this.#scroller.scrollTop += this.#rows.get(anchor.key).row.getBoundingClientRect().top - anchor.top;
    }
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#following = this.#high === undefined && scrollHeight - scrollTop - clientHeight < 60;
    this.#room && this.#extend();
    this.#tellRead();
  }

  #stick() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #tellRead() {
    const room = this.#room;
    if (room && this.isRead) {
      this.#chat.markRead(room);
    }
    show(this.#newer, Boolean(room) && !this.#following);
    this.#newer.querySelector("span").textContent = t("newBelow", room?.unread ?? 0);
  }

  // Old rows are nothing to announce.
  #hush() {
    this.#list.setAttribute("aria-busy", "true");
    clearTimeout(this.#calm);
    this.#calm = setTimeout(() => this.#list.removeAttribute("aria-busy"), 1000);
  }
}

/** The parts that the timeline needs, of the page. */
export function timelineParts() {
  return { scroller: byId("scroller"), list: byId("messages"), newer: byId("newer") };
}
