// node soak.js ADDRESS '[["NAME","GROUP"],...]' RATE: clients of parley.js that publish in bursts, each at this rate, until
// a line comes in. Prints line by line what happens.

import { createInterface } from "node:readline";
import { connect } from "./parley.js";

const burst = 10;
const [address, members, rate] = process.argv.slice(2);
const waiting = new Set();
let isStopped = false;

// Node 20's tells of a connection that is refused, but not of its end.
class Socket extends WebSocket {
  constructor(...args) {
    super(...args);
    this.addEventListener("error", () => this.onclose?.({ code: 1006, reason: "refused" }));
  }
}

const tell = (...line) => console.log(JSON.stringify(line));

function start([name, group]) {
  const connection = connect(address, { WebSocket: Socket, minPause: 100, maxPause: 1000 });
  const room = connection.join(group, { after: 0, members: "none" });
  let count = 0;
  room.on("message", ({ offset, data }) => tell("message", name, room.position.epoch, offset, data));
  room.on("gap", ({ epoch, from, to }) => tell("gap", name, epoch, from, to));

  async function publish(text) {
    tell("sent");
    try {
      const { offset, duplicate = false } = await room.publish(text);
      tell("acknowledged", name, text, offset, duplicate);
    } catch (error) {
      tell("failed", name, text, error.code);
    }
  }

  function publishMany() {
    for (let i = 0; i < burst && !isStopped; i++) {
      const published = publish(`${name}:${++count}`).then(() => waiting.delete(published));
      waiting.add(published);
    }

    later();
  }

  const later = () => isStopped || setTimeout(publishMany, 2000 * Math.random() * burst / rate);
  later();
}

JSON.parse(members).forEach(start);
createInterface({ input: process.stdin }).once("line", async () => {
  isStopped = true;
  await Promise.all(waiting);
  tell("answered");
});
