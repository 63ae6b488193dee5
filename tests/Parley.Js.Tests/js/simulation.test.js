import assert from "node:assert/strict";
import test from "node:test";
import { ModelServer } from "./model-server.js";
import { Stage } from "./support.js";

const seeds = 300;
const steps = 400;

// Numbers by chance, the same ones for the same seed (mulberry32).
function dice(seed) {
  return (sides) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

// A client, its wire, and everything that it was told: [epoch, from, to, data].
class Actor {
  transcript = [];
  acknowledged = [];
  failed = [];

  async start(server, options) {
    this.server = server;
    this.stage = await Stage.connecting();
    this.wire = server.connect(this.stage.socket);
    this.room = this.stage.connection.join("g", options);
    this.room.on("joined", ({ epoch }) => (this.epoch = epoch));
    this.room.on("message", ({ offset, data }) => this.transcript.push([this.epoch, offset, offset, data]));
    this.room.on("gap", ({ epoch, from, to }) => this.transcript.push([epoch, from, to ?? Infinity]));
    return this;
  }

  publish(data) {
    this.room.publish(data).then(
      ({ offset }) => this.acknowledged.push([data, offset]),
      (error) => this.failed.push(error));
  }

  // One message goes one way.
  toServer() {
    const [text, ...rest] = this.stage.socket.takeTexts();
    rest.forEach((other) => this.stage.socket.send(other));
    if (text) {
      this.server.receive(this.wire, JSON.parse(text));
    }

    return text;
  }

  toClient() {
    const text = this.wire.toClient.shift();
    if (text) {
      this.stage.socket.say(text);
    }

    return text;
  }

  async reconnect() {
    this.server.cut(this.wire);
    await this.stage.clock.advance(this.stage.states.at(-1).retryIn);
    this.wire = this.server.connect(this.stage.socket);
  }
}

async function simulate(seed) {
  const roll = dice(seed);
  const server = new ModelServer();
  const actors = await Promise.all([{ after: 0 }, undefined, { after: 0 }].map((options) => new Actor().start(server, options)));
  let count = 0;
  for (let step = 0; step < steps; step++) {
    const actor = actors[roll(actors.length)];
    const event = roll(100);
    if (event < 20) {
      actor.publish(++count);
    } else if (event < 55) {
      actor.toServer();
    } else if (event < 92) {
      actor.toClient();
    } else if (event < 97) {
      await actor.reconnect();
    } else if (event < 99) {
      server.trim(roll(10));
    } else if (roll(4) === 0) {
      server.restart();
    }
  }

  // Everybody comes back once more, and everything on the wires arrives.
  for (const actor of actors) {
    await actor.reconnect();
  }

  while (actors.some((actor) => actor.toServer() || actor.toClient())) {
    // Goes on.
  }

  await new Promise((resolve) => setImmediate(resolve));
  actors.forEach((actor) => check(server, actor));
  assert.equal(actors.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0), count, "everything is acknowledged");
}

// Within each epoch a transcript has every offset from its first to the newest exactly once, in order, as it was published.
function check(server, { transcript, acknowledged, failed }) {
  assert.deepEqual(failed, []);
  const next = new Map();
  const epochs = [];
  for (const [epoch, from, to, data] of transcript) {
    if (next.has(epoch)) {
      assert.equal(from, next.get(epoch), `after ${next.get(epoch) - 1} in ${epoch}`);
    } else {
      epochs.push(epoch);
    }

    next.set(epoch, to + 1);
    if (data !== undefined) {
      assert.deepEqual(server.published.find(([e, offset]) => e === epoch && offset === from), [epoch, from, data]);
    }
  }

  const newest = server.published.filter(([epoch]) => epoch === server.epoch).length;
  assert.equal(next.get(server.epoch) ?? newest + 1, newest + 1, "up to the newest");
  assert.deepEqual(epochs, [...epochs].sort((a, b) => a.slice(1) - b.slice(1)));
  for (const [data, offset] of acknowledged) {
    assert.ok(server.published.some(([, o, d]) => o === offset && d === data), `${data} at ${offset}`);
  }
}

test("in simulations of cuts, restarts and forgotten history nobody loses anything or hears it twice", async () => {
  for (let seed = 1; seed <= seeds; seed++) {
    await simulate(seed).catch((error) => {
      error.message = `seed ${seed}: ${error.message}`;
      throw error;
    });
  }
});
