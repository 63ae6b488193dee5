import assert from "node:assert/strict";
import test from "node:test";
import { Stage, settle } from "./support.js";

// What a browser has, as far as the client looks at it.
function makePage(t, visibilityState = "visible") {
  const removed = [];
  const names = ["addEventListener", "removeEventListener", "dispatchEvent"];
  const page = new EventTarget();
  for (const name of names) {
    globalThis[name] = page[name].bind(page);
  }

  globalThis.document = Object.assign(new EventTarget(), { visibilityState });
  for (const target of [globalThis, document]) {
    const { removeEventListener } = target;
    target.removeEventListener = (name, ...rest) => {
      removed.push(name);
      removeEventListener.call(target === globalThis ? page : target, name, ...rest);
    };
  }

  t.after(() => ["document", ...names].forEach((name) => delete globalThis[name]));
  return {
    removed,
    online: () => globalThis.dispatchEvent(new Event("online")),
    show(state) {
      document.visibilityState = state;
      document.dispatchEvent(new Event("visibilitychange"));
    },
  };
}

test("pauses double up to the longest", async () => {
  const stage = await Stage.connecting();
  stage.chance = 0.999;
  const pauses = [];
  for (let i = 0; i < 8; i++) {
    stage.socket.drop();
    pauses.push(Math.round(stage.states.at(-1).retryIn / 0.999));
    await stage.clock.advance(pauses.at(-1));
  }

  assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 16_000, 20_000, 20_000, 20_000]);
});

test("a pause is any part of what it may be", async () => {
  for (const chance of [0, 0.25, 0.75]) {
    const stage = await Stage.connecting();
    stage.chance = chance;
    stage.socket.drop();
    assert.equal(stage.states.at(-1).retryIn, chance * 1000);
  }
});

test("the pauses can be set", async () => {
  const stage = await Stage.connecting({ minPause: 100, maxPause: 300 });
  stage.chance = 0.5;
  const pauses = [];
  for (let i = 0; i < 4; i++) {
    stage.socket.drop();
    pauses.push(stage.states.at(-1).retryIn);
    await stage.clock.advance(pauses.at(-1));
  }

  assert.deepEqual(pauses, [50, 100, 150, 150]);
});

test("the next attempt is made when the pause is over, not before", async () => {
  const stage = await Stage.open();
  stage.socket.drop();
  await stage.clock.advance(499);
  assert.equal(stage.sockets.length, 1);
  await stage.clock.advance(1);
  assert.equal(stage.sockets.length, 2);
});

test("after a connection that lasted the pause is a short one again", async () => {
  const stage = await Stage.connecting();
  for (let i = 0; i < 4; i++) {
    stage.socket.drop();
    await stage.clock.advance(stage.states.at(-1).retryIn);
  }

  stage.welcome();
  await stage.clock.advance(5000);
  stage.socket.drop();
  assert.equal(stage.states.at(-1).retryIn, 500);
});

test("a connection that ends right after its welcome makes the pauses no shorter", async () => {
  const stage = await Stage.connecting();
  const pauses = [];
  for (let i = 0; i < 4; i++) {
    stage.welcome();
    await stage.clock.advance(4999);
    stage.socket.drop();
    pauses.push(stage.states.at(-1).retryIn);
    await stage.clock.advance(pauses.at(-1));
  }

  assert.deepEqual(pauses, [500, 1000, 2000, 4000]);
});

test("after 1008 the pause is a long one", async () => {
  const stage = await Stage.open();
  await stage.clock.advance(60_000);
  stage.message(1);
  stage.socket.drop(1008);
  assert.equal(stage.states.at(-1).retryIn, 10_000);
});

test("the network's return ends the pause", async (t) => {
  const page = makePage(t, "hidden");
  const stage = await Stage.open();
  stage.socket.drop();
  page.online();
  await settle();
  assert.equal(stage.sockets.length, 2);
  await stage.clock.advance(5000);
  assert.equal(stage.sockets.length, 2, "the pause's own attempt is not made besides");
  stage.connection.close();
});

test("a page that is looked at ends the pause, one that is hidden does not", async (t) => {
  const page = makePage(t);
  const stage = await Stage.open();
  stage.socket.drop();
  page.show("hidden");
  await settle();
  assert.equal(stage.sockets.length, 1);
  page.show("visible");
  await settle();
  assert.equal(stage.sockets.length, 2);
  stage.connection.close();
});

test("a page that is looked at makes no second attempt beside the first", async (t) => {
  const page = makePage(t);
  const stage = await Stage.connecting();
  page.show("visible");
  page.online();
  await settle();
  assert.equal(stage.sockets.length, 1);
  stage.connection.close();
});

test("a connection that may be dead is tried when the page is looked at", async (t) => {
  const page = makePage(t);
  const stage = await Stage.open();
  page.show("visible");
  assert.deepEqual(stage.socket.take(), [{ op: "ping" }]);
  await stage.clock.advance(10_000);
  assert.equal(stage.states.at(-1).reason, "no pong");
  stage.connection.close();
});

test("a closed connection does not listen to the page", async (t) => {
  const page = makePage(t);
  const stage = await Stage.open();
  stage.connection.close();
  assert.deepEqual(page.removed, ["online", "visibilitychange"]);
  page.online();
  page.show("visible");
  await settle();
  assert.deepEqual([stage.sockets.length, stage.socket.take()], [1, []]);
});

test("a server that drains is left for as long as it says, and up to twice that", async () => {
  for (const [chance, pause] of [[0, 8000], [0.5, 12_000], [0.999, 15_992]]) {
    const stage = await Stage.open();
    stage.chance = chance;
    stage.socket.say({ op: "drain", retry_after: 8 });
    assert.equal(stage.connection.state, "open");
    stage.socket.drop(1012);
    assert.equal(stage.states.at(-1).retryIn, pause);
    await stage.clock.advance(pause - 1);
    assert.equal(stage.sockets.length, 1);
    await stage.clock.advance(1);
    assert.equal(stage.sockets.length, 2);
  }
});

test("what is answered between a drain and the end counts", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join();
  const published = room.publish("last");
  stage.socket.say({ op: "drain", retry_after: 1 });
  stage.message(1);
  stage.socket.say({ op: "published", group: "lobby", id: published.id, offset: 1 });
  assert.equal((await published).offset, 1);
  assert.equal(events.length, 1);
});

test("nobody hurries back to a server that drains", async (t) => {
  const page = makePage(t);
  const stage = await Stage.open();
  stage.chance = 0.9;
  stage.socket.say({ op: "drain", retry_after: 8 });
  stage.socket.drop(1012);
  await stage.clock.advance(7999);
  page.show("visible");
  page.online();
  await settle();
  assert.equal(stage.sockets.length, 1);
  await stage.clock.advance(1);
  page.online();
  await settle();
  assert.equal(stage.sockets.length, 2, "from then on one may");
  stage.connection.close();
});

test("a drain holds for one pause", async () => {
  const stage = await Stage.open();
  stage.socket.say({ op: "drain", retry_after: 8 });
  stage.socket.drop(1012);
  await stage.clock.advance(12_000);
  stage.socket.drop();
  assert.equal(stage.states.at(-1).retryIn, 500);
});

test("the client pings as often as the welcome says", async () => {
  const stage = await Stage.connecting();
  stage.welcome({ heartbeat: 7 });
  for (let i = 0; i < 3; i++) {
    await stage.clock.advance(6999);
    assert.deepEqual(stage.socket.take(), []);
    await stage.clock.advance(1);
    assert.deepEqual(stage.socket.take(), [{ op: "ping" }]);
    stage.socket.say({ op: "pong" });
  }
});

test("a pong that does not come in time ends the connection", async () => {
  const stage = await Stage.open();
  await stage.clock.advance(25_000 + 9999);
  assert.equal(stage.connection.state, "open");
  await stage.clock.advance(1);
  assert.equal(stage.connection.state, "waiting");
  assert.ok(stage.socket.closedWith);
  await stage.clock.advance(500);
  assert.equal(stage.sockets.length, 2);
});

test("whatever comes after a ping shows that the server is there", async () => {
  const stage = await Stage.open();
  const { room } = stage.join();
  await stage.clock.advance(25_000);
  stage.message(1);
  await stage.clock.advance(10_000);
  assert.equal(stage.connection.state, "open");
  assert.equal(room.position.after, 1);
});

test("what came before a ping is no answer to it", async () => {
  const stage = await Stage.open();
  stage.join();
  stage.message(1);
  await stage.clock.advance(35_000);
  assert.equal(stage.connection.state, "waiting");
});

test("a lost connection pings no more, and leaves no timer but that of its pause", async () => {
  const stage = await Stage.open();
  stage.socket.drop();
  assert.equal(stage.clock.pending, 1);
  await stage.clock.advance(500);
  stage.sockets[0].take();
  stage.welcome();
  await stage.clock.advance(25_000);
  assert.deepEqual(stage.sockets[0].take(), []);
});

test("nobody listens to a socket that was given up", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join();
  const [old] = stage.sockets;
  await stage.clock.advance(35_000);
  await stage.clock.advance(500);
  stage.welcome();
  stage.joined();
  events.splice(0);

  old.say({ op: "message", group: "lobby", offset: 1, at: "", data: "stale" });
  old.say({ op: "drain", retry_after: 100 });
  old.say({ op: "welcome", client: "stale", heartbeat: 1 });
  old.drop(1006);
  assert.deepEqual(events, []);
  assert.equal(room.position.after, 0);
  assert.equal(stage.connection.state, "open");
  assert.equal(stage.connection.welcome.client, "c2");
});
