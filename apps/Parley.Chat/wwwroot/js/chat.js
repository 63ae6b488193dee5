// The chat as one person has it: the connection, the rooms, what waits to be sent.

import { connect } from "/parley.js";
import { get, post } from "./api.js";
import { Emitter } from "./dom.js";
import { identify } from "./identity.js";
import { Outbox } from "./outbox.js";
import { ReadPositions } from "./read.js";
import { Room } from "./room.js";

/**
 * Events: `state` (of the connection), `rooms` (the list, or what is unread), `active` (another room is open), `me`,
 * `message` ({ room, message }: somebody else's), `signedOut`.
 */
export class Chat extends Emitter {
  rooms = new Map();
  active = undefined;
  hasRooms = false;

  /** Whether the reader sees the newest message of the open room. */
  isReading = () => false;

  #connection;
  #failures = 0;

  constructor(me) {
    super();
    this.#know(me);
    this.read = new ReadPositions(this.key);
    this.read.on("changed", () => this.rooms.forEach((room) => this.#readElsewhere(room)));
    this.outbox = new Outbox(this.key, me.user, {
      publish: ({ id, room, data }) => this.rooms.get(room).face.publish(data, { id }),
      isOpen: () => this.state === "open",
      knows: (room) => this.rooms.has(room),
    });
    this.outbox.on("changed", (id) => this.rooms.get(id)?.emit("changed"));
    this.outbox.on("stored", ({ entry, published }) => this.rooms.get(entry.room)?.stored(entry, published));
  }

  get state() {
    return this.#connection?.state ?? "connecting";
  }

  /** Connects, and joins every room there is for this person. */
  async start() {
    this.#connect();
    await this.refreshRooms();
  }

  /** Asks for the rooms anew. */
  async refreshRooms() {
    let rooms;
    try {
      ({ rooms } = await get("/api/rooms"));
    } catch {
      return;
    }
    const ids = new Set(rooms.map((room) => room.id));
    for (const [id, room] of this.rooms) {
      if (!ids.has(id)) {
        room.leave();
        this.rooms.delete(id);
      }
    }
    rooms.forEach((details) => this.#take(details));
    this.hasRooms = true;
    this.outbox.resume();
    this.emit("rooms");
  }

  /** Makes a room, and returns it. */
  async createRoom(title) {
    const room = this.#take(await post("/api/rooms", { title }));
    this.emit("rooms");
    return room;
  }

  /** Opens a room for reading; undefined closes the one that is open. */
  open(id) {
    const room = this.rooms.get(id);
    if (room !== this.active) {
      this.active?.sayTyping(false);
      this.active?.log.trim(300);
      this.active = room;
      if (room) {
        this.#markNew(room);
        room.showPeople(this.#connection);
      }
      this.emit("active", room);
      this.#loadFirst(room);
    }
  }

  /** Everything in a room has been seen. */
  markRead(room) {
    if (room.epoch !== undefined) {
      this.read.set(room.id, { epoch: room.epoch, after: room.log.newest });
      room.setUnread(0);
    }
  }

  /** Takes another name, and returns who one is then: the session begins anew, and everything else goes on. */
  async rename(name) {
    const me = await post("/api/guest", { name });
    this.#know(me);
    this.outbox.user = me.user;
    this.#connection.close();
    this.#connect();
    this.rooms.forEach((room) => room.attach(this.#connection, room.membersMode));
    this.emit("me");
    return me;
  }

  /** Tries to connect at once. parley.js does so when the network returns. */
  hurry() {
    dispatchEvent(new Event("online"));
  }

  get unread() {
    return [...this.rooms.values()].reduce((sum, room) => sum + room.unread, 0);
  }

  #know(me) {
    this.me = me;
    this.key = identify(me.user).key;
  }

  #connect() {
    const connection = connect(this.me.socket, { minPause: 400, maxPause: 8000, timeout: 8000 });
    this.#connection = connection;
    connection.on("state", (change) => connection === this.#connection && this.#changed(change));
    const news = connection.join("chat.rooms", { members: "none" });
    news.on("message", () => this.refreshRooms());
    news.on("joined", () => this.hasRooms && this.refreshRooms());
  }

  #changed({ state, code }) {
    if (state === "open") {
      this.#failures = 0;
      this.outbox.user = this.#connection.welcome.user ?? this.outbox.user;
      this.outbox.opened(this.#connection.welcome.resend);
      this.#loadFirst(this.active);
      if (!this.hasRooms) {
        this.refreshRooms();
      }
      if (this.#connection.welcome.user !== this.me.user) {
        this.#askMe();
      }
    } else if (state === "waiting" && (++this.#failures % 3 === 0 || code === 1008)) {
      this.#askMe();
    }
    this.emit("state");
  }

  // Whoever is refused again and again may have been signed out; another tab may have taken another name.
  async #askMe() {
    try {
      const me = await get("/api/me");
      if (!me.user || identify(me.user).key !== this.key) {
        this.emit("signedOut", me);
      } else {
        this.#know(me);
        this.emit("me");
      }
    } catch {
      // It can't be reached: then that is the reason.
    }
  }

  #take(details) {
    const there = this.rooms.get(details.id);
    if (there) {
      there.update(details);
      return there;
    }
    const room = new Room(this, details);
    this.rooms.set(room.id, room);
    room.on("unread", () => this.emit("rooms"));
    room.on("message", (message) => this.#heard(room, message));
    room.on("joined", ({ isFirst }) => isFirst && room === this.active && this.#opened(room));
    room.on("refused", () => this.refreshRooms());
    room.attach(this.#connection, "none");
    return room;
  }

  #opened(room) {
    this.#markNew(room);
    this.#loadFirst(room);
  }

  // History is there as soon as a room is looked at.
  #loadFirst(room) {
    if (room && !room.hasLoaded && room.epoch !== undefined && this.state === "open") {
      room.hasLoaded = true;
      room.loadOlder();
    }
  }

  // Where the unread messages begin, as long as the room stays open.
  #markNew(room) {
    const read = this.read.of(room.id);
    const hasNews = read !== undefined && read.epoch === room.epoch && read.after < room.log.newest;
    room.divider = hasNews ? { era: room.log.era, offset: read.after } : undefined;
  }

  #heard(room, message) {
    if (room === this.active && this.isReading()) {
      this.markRead(room);
    } else {
      if (room.unread === 0 && (room !== this.active || document.visibilityState !== "visible")) {
        room.divider = { era: room.log.era, offset: message.offset - 1 };
      }
      room.setUnread(room.unread + 1);
    }
    if (room !== this.active) {
      room.log.trim(300);
    }
    this.emit("message", { room, message });
  }

  #readElsewhere(room) {
    const read = this.read.of(room.id);
    if (read?.epoch === room.epoch && read?.after >= room.log.newest) {
      room.setUnread(0);
    }
  }
}
