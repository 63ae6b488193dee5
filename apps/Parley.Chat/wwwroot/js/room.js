// The room: its messages, the state of its connection, and what is written to it.

import { Composer } from "./composer.js";
import { MessageList } from "./messages.js";
import { RoomSocket } from "./socket.js";
import { addressOf, socketAddressOf } from "./address.js";
import { decode, encodePresence, encodeText } from "./protocol.js";

export class RoomView {
  #view = document.getElementById("room-view");
  #title = document.getElementById("room-title");
  #state = document.getElementById("state");
  #copy = document.getElementById("copy-link");
  #leave = document.getElementById("leave");
  #messages = new MessageList();
  #composer = new Composer((text) => this.#say(text));
  #socket = null;
  #name = "";
  #room = "";
  #unread = 0;

  // Tells my own messages from those of a namesake.
  #sender = crypto.randomUUID?.() ?? String(Math.random());

  constructor(onLeave) {
    this.#leave.addEventListener("click", onLeave);
    this.#copy.addEventListener("click", () => this.#copyLink());
    addEventListener("pagehide", () => this.#announce("left"));
    document.addEventListener("visibilitychange", () => this.#showTitle(0));
  }

  enter(name, room) {
    this.#name = name;
    this.#room = room;
    this.#messages.clear();
    this.#title.textContent = room;
    this.#show(true);
    this.#showTitle(0);
    this.#composer.focus();
    this.#socket = new RoomSocket(socketAddressOf(room), {
      onState: (state, seconds) => this.#showState(state, seconds),
      onOpen: () => this.#announce("joined"),
      onMessage: (data) => this.#receive(decode(data)),
    });
  }

  leave() {
    this.#announce("left");
    this.#socket?.close();
    this.#socket = null;
    this.#show(false);
  }

  #say(text) {
    if (!this.#socket.isOpen) {
      return false;
    }

    this.#socket.send(encodeText(this.#sender, this.#name, text));
    return true;
  }

  #announce(type) {
    if (this.#socket?.isOpen) {
      this.#socket.send(encodePresence(type, this.#sender, this.#name));
    }
  }

  #receive(message) {
    const isOwn = message.sender === this.#sender;
    if (message.type === "text") {
      this.#messages.addText(message, isOwn);
      this.#showTitle(document.hidden ? this.#unread + 1 : 0);
    } else {
      const who = isOwn ? "You" : message.name;
      this.#messages.addNote(`${who} ${message.type === "joined" ? "came in" : "left"}`, message.at);
    }
  }

  #showState(state, seconds) {
    this.#state.dataset.state = state;
    this.#state.textContent = {
      connecting: "Connecting…",
      connected: `Connected as ${this.#name}`,
      reconnecting: `The connection was lost. Trying again in ${seconds} s; what you type is kept.`,
      offline: "You are offline. What you type is kept.",
    }[state];
    this.#composer.setReady(state === "connected");
  }

  #show(isShown) {
    this.#view.hidden = !isShown;
    this.#title.hidden = !isShown;
    this.#copy.hidden = !isShown;
    this.#leave.hidden = !isShown;
  }

  #showTitle(unread) {
    this.#unread = unread;
    if (this.#socket || !this.#view.hidden) {
      document.title = `${unread > 0 ? `(${unread}) ` : ""}${this.#room} · Parley`;
    }
  }

  async #copyLink() {
    const address = addressOf(this.#room);
    try {
      await navigator.clipboard.writeText(address);
      this.#copy.textContent = "Copied";
      setTimeout(() => (this.#copy.textContent = "Copy link"), 2000);
    } catch {
      // Without a permission the address can still be copied by hand.
      prompt("The room's address:", address);
    }
  }
}
