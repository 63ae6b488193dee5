import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { Stage } from "./support.js";

const page = await readFile(new URL("../../../docs/reference/parley.v1.md", import.meta.url), "utf8");
const examples = [...page.matchAll(/```text\n([^]*?)```/g)].map(([, text]) => text.trim().split("\n"));
const headings = new Set([...page.matchAll(/^### (.*)$/gm)].flatMap(([, line]) => line.match(/\w+/g)));

// What a program does so that the client sends a message of the page; what it sends by itself is in sent already.
function act(connection, rooms, { op, group, data, id, token, ref, ...rest }) {
  const room = rooms.get(group);
  const acts = {
    join: () => rooms.set(group, connection.join(group, rest)),
    publish: () => room.publish(data, { id }).catch(() => {}),
    history: () => room.history(rest),
    signal: () => room.signal(data),
    auth: () => connection.auth(token),
    leave: () => room.leave(),
  };
  acts[op]();
}

async function play(lines) {
  const stage = await Stage.connecting();
  const rooms = new Map();
  let sent = [];
  let played = 0;
  for (const line of lines) {
    if (line.startsWith("- ")) {
      stage.socket.drop();
      await stage.clock.advance(500);
      continue;
    }

    const message = JSON.parse(line.slice(2));
    assert.ok(headings.has(message.op), `${message.op} is explained`);
    if (line.startsWith("S ")) {
      stage.socket.say(message);
    } else {
      if (!sent.length) {
        sent = stage.socket.take();
      }

      if (!sent.length) {
        act(stage.connection, rooms, message);
        sent = stage.socket.take();
      }

      assert.deepEqual(sent.shift(), message);
    }

    played++;
  }

  assert.deepEqual([...sent, ...stage.socket.take()], [], "the client sends no more than the page says");
  return played;
}

test("the reference's sessions are what the client says and takes", async () => {
  const played = [];
  for (const lines of examples) {
    played.push(await play(lines));
  }

  assert.ok(played.length >= 5 && played.every((count) => count >= 4), `${played}`);
});
