// What the tests stand on: a clock that is moved by hand, and sockets whose other end is the test.

import { webcrypto } from "node:crypto";

// Node has it as a global from version 20 on.
globalThis.crypto ??= webcrypto;

/** The module, or the file of it that is to be tested. */
export const parley = await import(
  process.env.PARLEY_JS ?? new URL("../../../src/parley.js/parley.js", import.meta.url).href);
export const { connect, ParleyError } = parley;

/** Lets everything go on that waits for a promise. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));

export class TestClock {
  #now = 1_700_000_000_000;
  #timers = [];

  now = () => this.#now;

  setTimeout = (call, pause) => {
    const timer = { call, due: this.#now + pause };
    this.#timers.push(timer);
    return timer;
  };

  clearTimeout = (timer) => {
    this.#timers = this.#timers.filter((other) => other !== timer);
  };

  /** How many timers are running. */
  get pending() {
    return this.#timers.length;
  }

  async advance(time) {
    const end = this.#now + time;
    for (;;) {
      const [next] = this.#timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
      if (!next) {
        break;
      }

      this.clearTimeout(next);
      this.#now = Math.max(this.#now, next.due);
      next.call();
      await settle();
    }

    this.#now = end;
    await settle();
  }
}

/** One WebSocket, seen from the server. */
export class TestSocket {
  onmessage = null;
  onclose = null;
  onerror = null;

  /** What the client has closed it with; undefined while it has not. */
  closedWith;

  #sent = [];
  #refs = new Map();

  constructor(url, protocols) {
    this.url = url;
    this.protocols = protocols;
  }

  send(text) {
    this.#sent.push(text);
    const { op, group, ref } = JSON.parse(text);
    this.#refs.set(`${op} ${group}`, ref);
  }

  close(code) {
    this.closedWith = { code };
  }

  /** What the client has sent since this was called last, as text. */
  takeTexts() {
    return this.#sent.splice(0);
  }

  /** The same as objects. */
  take() {
    return this.takeTexts().map((text) => JSON.parse(text));
  }

  /** The ref of the client's latest request of a kind. */
  refOf(op, group) {
    return this.#refs.get(`${op} ${group}`);
  }

  /** Sends an object, or text as it is, to the client. */
  say(message) {
    this.onmessage({ data: typeof message === "string" ? message : JSON.stringify(message) });
  }

  /** The connection breaks, or the server closes it. */
  drop(code = 1006, reason = "") {
    this.onclose({ code, reason });
  }
}

/** A connection whose server is the test. */
export class Stage {
  clock = new TestClock();
  sockets = [];
  states = [];
  reports = [];

  /** What the client's dice show next. */
  chance = 0.5;

  constructor(options, url = "wss://example.test/rooms") {
    const { sockets } = this;
    this.connection = connect(url, {
      WebSocket: class extends TestSocket {
        constructor(...args) {
          super(...args);
          sockets.push(this);
        }
      },
      clock: this.clock,
      random: () => this.chance,
      report: (error) => this.reports.push(error),
      ...options,
    });
    this.connection.on("state", (event) => this.states.push(event));
  }

  /** A connection that has not been welcomed. */
  static async connecting(options, url) {
    const stage = new Stage(options, url);
    await settle();
    return stage;
  }

  /** A connection that is open. */
  static async open(options) {
    const stage = await Stage.connecting(options);
    stage.welcome();
    return stage;
  }

  /** The latest socket. */
  get socket() {
    return this.sockets.at(-1);
  }

  welcome(terms) {
    this.socket.say({
      op: "welcome", client: `c${this.sockets.length}`, heartbeat: 25, resend: 900, max_message: 65_536, features: [], ...terms,
    });
  }

  /** Cuts the connection off, and lets it come back. */
  async reconnect(terms) {
    this.socket.drop();
    await this.clock.advance(this.states.at(-1).retryIn);
    this.welcome(terms);
  }

  /** Joins a group, and answers for the server; what comes of it is kept in events. */
  join(group = "lobby", options, answer) {
    const room = this.connection.join(group, options);
    const events = [];
    for (const event of ["joined", "message", "gap", "presence", "signal", "deleted", "error"]) {
      room.on(event, (detail) => events.push([event, detail]));
    }

    this.joined(group, answer);
    this.socket.take();
    events.splice(0);
    return { room, events };
  }

  /** Answers a join. */
  joined(group = "lobby", answer) {
    this.socket.say({
      op: "joined", ref: this.socket.refOf("join", group), group, epoch: "e1", offset: 0, recovered: false, recoverable: true, version: 1, ...answer,
    });
  }

  message(offset, group = "lobby") {
    this.socket.say({ op: "message", group, offset, id: `i${offset}`, client: "c9", at: "2026-01-02T03:04:05Z", data: `m${offset}` });
  }
}

/** The code that a promise is rejected with. */
export const codeOf = (promise) => promise.then(() => "no error", (error) => error.code ?? error.name);

/** The offsets of the messages among events. */
export const offsetsOf = (events) => events.filter(([event]) => event === "message").map(([, { offset }]) => offset);
