// A server of one group for simulations: history, positions, ids and gaps by the book, and a wire that can be cut.

export class ModelServer {
  epoch = "e1";

  /** What history has, and what was published in all epochs, as [epoch, offset, data]. */
  history = [];
  published = [];
  #offset = 0;
  #ids = new Map();
  #wires = new Set();

  connect(socket) {
    const wire = { socket, toClient: [], isJoined: false };
    this.#wires.add(wire);
    this.#tell(wire, { op: "welcome", client: "c", heartbeat: 25, resend: 900, max_message: 65_536, features: [] });
    return wire;
  }

  /** Whatever is on the wire in either direction is lost. */
  cut(wire) {
    this.#wires.delete(wire);
    wire.socket.drop();
  }

  receive(wire, { op, ref, id, data, epoch, after }) {
    if (op === "join") {
      this.#join(wire, ref, epoch, after);
    } else if (op === "publish") {
      this.#publish(wire, id, data);
    } else if (op === "ping") {
      this.#tell(wire, { op: "pong" });
    }
  }

  /** What is old is forgotten. */
  trim(count) {
    this.history.splice(0, count);
  }

  /** Everything is forgotten, and those who are there are told. */
  restart() {
    const from = this.#offset + 1;
    const old = this.epoch;
    this.epoch = `e${Number(old.slice(1)) + 1}`;
    this.history = [];
    this.#ids.clear();
    this.#offset = 0;
    for (const wire of this.#wires) {
      if (wire.isJoined) {
        this.#tell(wire, this.#joined(false));
        this.#tell(wire, { op: "gap", group: "g", epoch: old, from, to: null });
      }
    }
  }

  #join(wire, ref, epoch, after) {
    wire.isJoined = true;
    const first = this.#offset - this.history.length + 1;
    const isLost = epoch !== undefined && epoch !== this.epoch;
    const isGap = epoch === this.epoch && after + 1 < first;
    this.#tell(wire, { ...this.#joined(after !== undefined && !isLost && !isGap), ref });
    if (isLost) {
      this.#tell(wire, { op: "gap", group: "g", epoch, from: after + 1, to: null });
    } else if (isGap) {
      this.#tell(wire, { op: "gap", group: "g", epoch, from: after + 1, to: first - 1 });
    }

    const position = isLost ? 0 : (after ?? this.#offset);
    this.history.filter(({ offset }) => offset > position).forEach((message) => this.#tell(wire, message));
  }

  #publish(wire, id, data) {
    const known = this.#ids.get(id);
    if (known === undefined) {
      const message = { op: "message", group: "g", offset: ++this.#offset, id, client: "c", at: "", data };
      this.#ids.set(id, message.offset);
      this.history.push(message);
      this.published.push([this.epoch, message.offset, data]);
      for (const other of this.#wires) {
        if (other.isJoined) {
          this.#tell(other, message);
        }
      }
    }

    this.#tell(wire, { op: "published", group: "g", id, offset: known ?? this.#offset, duplicate: known !== undefined });
  }

  #joined(recovered) {
    return { op: "joined", group: "g", epoch: this.epoch, offset: this.#offset, recovered, recoverable: true, version: 1 };
  }

  #tell(wire, message) {
    wire.toClient.push(JSON.stringify(message));
  }
}
