// A WebSocket that comes back: with growing pauses, and at once when the network returns or the page is looked at.

const firstPause = 500;
const longestPause = 15_000;

export class RoomSocket {
  #address;
  #events;
  #socket = null;
  #timer = 0;
  #failures = 0;
  #isClosed = false;
  #retry = () => this.#reconnectNow();

  /** Events: onState(state, seconds), onOpen(), onMessage(data). */
  constructor(address, events) {
    this.#address = address;
    this.#events = events;
    addEventListener("online", this.#retry);
    document.addEventListener("visibilitychange", this.#retry);
    this.#connect();
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  send(text) {
    this.#socket.send(text);
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    removeEventListener("online", this.#retry);
    document.removeEventListener("visibilitychange", this.#retry);
    this.#socket.close(1000);
  }

  #connect() {
    this.#events.onState("connecting", 0);
    const socket = new WebSocket(this.#address);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#onOpen();
    socket.onmessage = (event) => this.#isClosed || this.#events.onMessage(event.data);
    socket.onclose = () => this.#onClose();
    this.#socket = socket;
  }

  #onOpen() {
    if (this.#isClosed) {
      return;
    }

    this.#failures = 0;
    this.#events.onState("connected", 0);
    this.#events.onOpen();
  }

  #onClose() {
    if (this.#isClosed) {
      return;
    }

    // Half of the pause is left to chance, so that a server that comes back is not met by everyone at once.
    const pause = Math.min(longestPause, firstPause * 2 ** this.#failures++) * (0.5 + Math.random() / 2);
    this.#countDown(Date.now() + pause);
  }

  #countDown(due) {
    const left = due - Date.now();
    if (left <= 0) {
      this.#connect();
      return;
    }

    this.#events.onState(isOffline() ? "offline" : "reconnecting", Math.ceil(left / 1000));
    this.#timer = setTimeout(() => this.#countDown(due), Math.min(left, 1000));
  }

  #reconnectNow() {
    if (document.visibilityState === "visible" && this.#socket.readyState === WebSocket.CLOSED) {
      clearTimeout(this.#timer);
      this.#connect();
    }
  }
}

// A machine without a network still reaches itself.
function isOffline() {
  return !navigator.onLine && !["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
}
