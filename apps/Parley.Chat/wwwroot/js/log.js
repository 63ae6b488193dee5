// A room's messages in their order, as far as the page knows them, with what is missing between them.
// An era is a stretch of history with rising offsets: a server that begins a new history begins a new era.

export class MessageLog {
  /** Messages and gaps: each with `kind`, `era`, `offset` (a gap's first). */
  entries = [];
  era = 0;

  /** The first offset that is known to be shown or missing; what is older can be asked for. */
  start = undefined;

  /** Whether history has nothing that is older. */
  atBeginning = false;

  /** How many publications came before all that history still has. */
  forgotten = 0;

  /** The offset up to which everything has been told. */
  newest = 0;

  /** The group was joined: from here on everything is told. */
  begin(offset) {
    this.start ??= offset + 1;
    this.newest = Math.max(this.newest, offset);
  }

  /** Adds a message, or renews it. Returns whether it is new. */
  add(message) {
    this.newest = Math.max(this.newest, message.offset);
    return this.#put({ kind: "message", era: this.era, ...message });
  }

  /** Adds a page of history, and takes out what was erased in the range that it covers. Returns whether anything changed. */
  addPage(page, older) {
    const kept = new Set(page.messages.map((message) => message.offset));
    const before = this.entries.length;
    const covers = (entry) => entry.era === this.era && entry.offset >= page.from && entry.offset <= page.to;
    this.entries = this.entries.filter((entry) => entry.kind !== "message" || !covers(entry) || kept.has(entry.offset));
    let changed = this.entries.length !== before;
    this.#uncover(page);
    page.messages.forEach((message) => (changed = this.add(message) || changed));
    if (older) {
      this.start = Math.min(this.start ?? Infinity, page.from);
      this.atBeginning = !page.more;
      this.forgotten = page.more ? 0 : Math.max(0, page.from - 1);
    }
    return changed;
  }

  /** Publications that are missing. Returns the gap, or undefined if the page has them. */
  addGap({ from, to }) {
    const gap = { kind: "gap", era: this.era, offset: from, to };
    if (to === null) {
      gap.offset = this.newest + 1;
      gap.isWhole = this.start !== undefined && !this.entries.some((entry) => entry.era === this.era);
      this.era++;
      this.newest = 0;
      this.start = 1;
      this.atBeginning = true;
      this.forgotten = 0;
    } else {
      this.newest = Math.max(this.newest, to);
    }
    this.#put(gap);
    return gap;
  }

  /** Whether a message with this offset is there. */
  has(offset) {
    const entry = this.entries[this.indexOf({ era: this.era, offset })];
    return entry?.kind === "message" && entry.era === this.era && entry.offset === offset;
  }

  /** The index of the first entry that is not before this place. */
  indexOf(place) {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(this.entries[middle], place) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Takes a message out. */
  remove(offset) {
    const at = this.entries.findIndex((entry) => entry.kind === "message" && entry.era === this.era && entry.offset === offset);
    return at >= 0 && this.entries.splice(at, 1).length > 0;
  }

  /** Forgets all but the newest, which history has anyway. */
  trim(most) {
    if (this.entries.length > most * 2 && this.entries.at(-most).era === this.era) {
      this.entries.splice(0, this.entries.length - most);
      this.start = this.entries[0].offset;
      this.atBeginning = false;
      this.forgotten = 0;
    }
  }

  // What history has after all isn't missing; what the page does not cover still is.
  #uncover({ from, to }) {
    this.entries = this.entries.flatMap((entry) => {
      if (entry.kind !== "gap" || entry.to === null || entry.era !== this.era || entry.to < from || entry.offset > to) {
        return [entry];
      }
      const rest = [{ ...entry, to: from - 1 }, { ...entry, offset: to + 1 }];
      return rest.filter((gap) => gap.offset <= gap.to);
    });
  }

  #put(entry) {
    const at = this.indexOf(entry);
    const there = this.entries[at];
    if (there && compare(there, entry) === 0) {
      this.entries[at] = { ...there, ...entry };
      return false;
    }
    this.entries.splice(at, 0, entry);
    return true;
  }
}

/** Which of two places comes first. */
export function compare(left, right) {
  return left.era - right.era || left.offset - right.offset;
}
