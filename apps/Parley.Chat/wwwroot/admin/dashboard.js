// Everything behind the secret.

import { get, post } from "./api.js";
import { Connections } from "./connections.js";
import { Live } from "./live.js";
import { Messages } from "./messages.js";
import { Mutes } from "./mutes.js";
import { Rooms } from "./rooms.js";

const refreshEvery = 2000;

export class Dashboard {
  #words;
  #live;
  #connections;
  #rooms;
  #mutes;
  #messages;
  #notice = document.getElementById("notice");
  #timer = 0;
  #isRunning = false;

  /** `onEnd` is called when the server no longer takes this page for an administrator's. */
  constructor(words, onEnd) {
    this.#words = words;
    const notify = (text) => this.#notify(text);
    this.#mutes = new Mutes(words, notify);
    this.#messages = new Messages(words, notify);
    this.#rooms = new Rooms(words, notify, (rooms) => this.#messages.take(rooms));
    this.#connections = new Connections(words, notify, () => this.#mutes.refresh());
    this.#live = new Live(words, ({ rooms }) => this.#takeRooms(rooms), onEnd);
  }

  /** Throws if the server refuses. */
  async start() {
    this.stop();
    this.#takeRooms((await get("/api/admin/overview")).rooms);
    await this.#startMessages();
    this.#live.start();
    this.#isRunning = true;
    await this.#refresh();
  }

  stop() {
    this.#isRunning = false;
    clearTimeout(this.#timer);
    this.#live.stop();
    this.#messages.stop();
  }

  show(words) {
    this.#words = words;
    [this.#live, this.#connections, this.#rooms, this.#mutes, this.#messages].forEach((part) => part.show(words));
  }

  #takeRooms(rooms) {
    this.#rooms.take(rooms);
    this.#connections.know(rooms);
  }

  // Nobody looks at a hidden page.
  async #refresh() {
    try {
      if (document.visibilityState === "visible") {
        await Promise.all([this.#connections.refresh(), this.#mutes.refresh()]);
      }
    } catch {
      // The live events say that the server is away.
    } finally {
      clearTimeout(this.#timer);
      this.#timer = this.#isRunning ? setTimeout(() => this.#refresh(), refreshEvery) : 0;
    }
  }

  // Rooms are read as somebody: who only knows the secret is a guest for that.
  async #startMessages() {
    try {
      const { user } = await get("/api/me");
      if (!user) {
        await post("/api/guest", { name: this.#words.administration });
      }

      this.#messages.start();
    } catch (error) {
      this.#notify(this.#words.failed(error.message));
    }
  }

  #notify(text) {
    this.#notice.textContent = text;
    this.#notice.classList.remove("shown");
    requestAnimationFrame(() => this.#notice.classList.add("shown"));
  }
}
