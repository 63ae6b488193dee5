import assert from "node:assert/strict";
import test from "node:test";
import { ParleyError, Stage, TestClock, TestSocket, codeOf, connect, parley, settle } from "./support.js";

test("a connection offers parley.v1", async () => {
  const { socket, connection } = await Stage.connecting();
  assert.equal(socket.url, "wss://example.test/rooms");
  assert.deepEqual(socket.protocols, ["parley.v1"]);
  assert.equal(connection.state, "connecting");
});

test("web addresses are addresses of WebSockets", async () => {
  assert.equal((await Stage.connecting({}, "https://example.test/a?b=c")).socket.url, "wss://example.test/a?b=c");
  assert.equal((await Stage.connecting({}, new URL("http://example.test/"))).socket.url, "ws://example.test/");
});

test("an address is relative to the page", async (t) => {
  globalThis.location = { href: "https://example.test/chat/index.html" };
  t.after(() => delete globalThis.location);
  assert.equal((await Stage.connecting({}, "/rooms")).socket.url, "wss://example.test/rooms");
  assert.equal((await Stage.connecting({}, "rooms")).socket.url, "wss://example.test/chat/rooms");
});

test("what is no address is refused at once", () => {
  assert.throws(() => connect("no address", { WebSocket: TestSocket }), TypeError);
});

test("without a WebSocket the error says so", (t) => {
  const { WebSocket } = globalThis;
  delete globalThis.WebSocket;
  t.after(() => WebSocket && (globalThis.WebSocket = WebSocket));
  assert.throws(() => connect("wss://example.test/"), /WebSocket is not defined/);
});

test("a token goes as a subprotocol, a fresh one with every attempt", async () => {
  let count = 0;
  const stage = await Stage.connecting({ token: async () => `t${++count}` });
  assert.deepEqual(stage.socket.protocols, ["parley.v1", "bearer.t1"]);
  stage.welcome();
  await stage.reconnect();
  assert.deepEqual(stage.socket.protocols, ["parley.v1", "bearer.t2"]);
});

test("a token may be missing, and one that can't be had is a failed attempt", async () => {
  for (const nothing of [undefined, null, ""]) {
    assert.deepEqual((await Stage.connecting({ token: () => nothing })).socket.protocols, ["parley.v1"]);
  }

  const stage = await Stage.connecting({ token: () => Promise.reject(new Error("signed out")) });
  assert.equal(stage.states.at(-1).reason, "Error: signed out");
  assert.equal(stage.sockets.length, 0);
});

test("nothing is sent before the welcome", async () => {
  const stage = await Stage.connecting();
  stage.connection.join("lobby").publish("early");
  stage.connection.auth("token").catch(() => {});
  assert.deepEqual(stage.socket.take(), []);
  stage.welcome();
  assert.deepEqual(stage.socket.take().map(({ op }) => op), ["auth", "join", "publish"]);
});

test("the welcome is kept, also while there is no connection", async () => {
  const stage = await Stage.connecting();
  assert.equal(stage.connection.welcome, undefined);
  stage.welcome({ client: "c7", user: "ada", features: ["history"] });
  stage.socket.drop();
  assert.equal(stage.connection.welcome.client, "c7");
  assert.equal(stage.connection.welcome.user, "ada");
});

test("a function is asked for the address before every attempt", async () => {
  let token = 0;
  const stage = await Stage.connecting({}, () => `wss://example.test/?token=${++token}`);
  stage.welcome();
  await stage.reconnect();
  assert.deepEqual(stage.sockets.map(({ url }) => url), ["wss://example.test/?token=1", "wss://example.test/?token=2"]);
});

test("the function may return a promise", async () => {
  assert.equal((await Stage.connecting({}, async () => "wss://example.test/b")).socket.url, "wss://example.test/b");
});

test("a function that fails is a failed attempt", async () => {
  for (const fail of [() => Promise.reject(new Error("no token")), () => { throw new Error("no token"); }]) {
    const stage = await Stage.connecting({}, fail);
    assert.deepEqual(stage.states.at(-1), { state: "waiting", code: 1006, reason: "Error: no token", retryIn: 500 });
  }

  const stage = await Stage.connecting({}, () => "relative, and there is no page");
  assert.equal(stage.states.at(-1).state, "waiting");
});

test("a function that never answers is given up in time", async () => {
  const stage = await Stage.connecting({}, () => new Promise(() => {}));
  await stage.clock.advance(9_999);
  assert.equal(stage.connection.state, "connecting");
  await stage.clock.advance(1);
  assert.equal(stage.connection.state, "waiting");
});

test("a WebSocket that can't be made is a failed attempt", async () => {
  const stage = await Stage.connecting({ WebSocket: class { constructor() { throw new Error("refused"); } } });
  assert.equal(stage.states.at(-1).reason, "Error: refused");
});

test("a welcome that does not come in time ends the attempt", async () => {
  const stage = await Stage.connecting();
  await stage.clock.advance(10_000);
  assert.ok(stage.socket.closedWith);
  assert.equal(stage.states.at(-1).reason, "no welcome");
  stage.welcome();
  assert.equal(stage.connection.state, "waiting", "a welcome that comes too late is stale");
});

test("the states are told in order", async () => {
  const stage = await Stage.open();
  await stage.reconnect();
  stage.connection.close();
  assert.deepEqual(stage.states.map(({ state }) => state), ["open", "waiting", "connecting", "open", "closed"]);
});

test("a loss is told with its code and reason, and when the next attempt is", async () => {
  const stage = await Stage.open();
  stage.socket.drop(1011, "a defect");
  assert.deepEqual(stage.states.at(-1), { state: "waiting", code: 1011, reason: "a defect", retryIn: 500 });
});

test("closing is for good", async () => {
  const stage = await Stage.open();
  stage.connection.close();
  assert.deepEqual(stage.socket.closedWith, { code: 1000 });
  assert.equal(stage.connection.state, "closed");
  assert.equal(stage.clock.pending, 0);
  stage.socket.drop();
  await stage.clock.advance(100_000);
  assert.equal(stage.sockets.length, 1);
  stage.connection.close();
  assert.deepEqual(stage.states.map(({ state }) => state), ["open", "closed"]);
});

test("closing while it waits leaves no timer behind", async () => {
  const stage = await Stage.open();
  stage.socket.drop();
  stage.connection.close();
  assert.equal(stage.clock.pending, 0);
});

test("closing before the address is known opens nothing", async () => {
  const stage = new Stage({}, async () => "wss://example.test/");
  stage.connection.close();
  await settle();
  assert.equal(stage.sockets.length, 0);
});

test("a listener may close the connection while it is being told of its loss", async () => {
  const stage = await Stage.open();
  stage.connection.on("state", ({ state }) => state === "waiting" && stage.connection.close());
  stage.socket.drop();
  await stage.clock.advance(100_000);
  assert.equal(stage.connection.state, "closed");
  assert.equal(stage.sockets.length, 1);
});

test("a socket that tells of its closing at once does no harm", async () => {
  class Hasty extends TestSocket {
    static all = [];

    constructor(...args) {
      super(...args);
      Hasty.all.push(this);
    }

    close(code) {
      super.close(code);
      this.drop(1000);
    }
  }

  const stage = await Stage.connecting({ WebSocket: Hasty });
  stage.connection.close();
  assert.equal(stage.connection.state, "closed");
  assert.equal(stage.clock.pending, 0);
});

test("what is asked of a closed connection fails", async () => {
  const stage = await Stage.open();
  const { room } = stage.join();
  stage.connection.close();
  assert.throws(() => stage.connection.join("other"), { code: "closed" });
  assert.equal(await codeOf(stage.connection.auth("token")), "closed");
  assert.equal(await codeOf(room.publish("late")), "closed");
  assert.equal(await codeOf(room.history()), "closed");
  room.signal("late");
  await room.leave();
});

test("closing ends what waits for an answer", async () => {
  const stage = await Stage.open();
  const { room } = stage.join();
  const other = stage.connection.join("other");
  const codes = [room.history(), stage.connection.auth("token"), other.ready].map(codeOf);
  stage.connection.close();
  assert.deepEqual(await Promise.all(codes), ["unknown", "unknown", "closed"]);
});

test("a room that could never be joined says so when the connection is closed", async () => {
  const stage = await Stage.connecting();
  const room = stage.connection.join("lobby");
  stage.connection.close();
  assert.equal(await codeOf(room.ready), "closed");
});

test("what no protocol says is ignored", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join();
  for (const text of ["", "{", "null", "1", '"text"', "[]", "{}", '{"op":"later","group":"lobby"}',
    '{"op":"message","group":"elsewhere","offset":1}', '{"op":"constructor","group":"lobby"}', '{"op":"__proto__","group":"lobby"}', '{"op":"__defineGetter__","group":"lobby"}',
    '{"op":"published","id":"nobody\'s","offset":1}', '{"op":"left","ref":"nobody\'s"}']) {
    stage.socket.say(text);
  }

  stage.socket.onmessage({ data: new ArrayBuffer(3) });
  stage.message(1);
  assert.deepEqual(events.map(([event]) => event), ["message"]);
  assert.equal(room.position.after, 1);
  assert.equal(stage.connection.state, "open");
});

test("a listener that throws harms nobody else", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join();
  const defect = new Error("a defect");
  room.on("message", () => { throw defect; });
  let told = 0;
  room.on("message", () => told++);
  stage.message(1);
  stage.message(2);
  assert.equal(told, 2);
  assert.deepEqual(stage.reports, [defect, defect]);
  assert.equal(events.length, 2);
});

test("what a listener throws is thrown again from a timer unless somebody is told", async (t) => {
  const thrown = [];
  t.mock.method(globalThis, "setTimeout", (call) => {
    try {
      call();
    } catch (error) {
      thrown.push(error);
    }
  });
  const stage = await Stage.connecting({ report: undefined });
  stage.connection.on("state", () => { throw new Error("a defect"); });
  stage.welcome();
  assert.deepEqual(thrown.map(({ message }) => message), ["a defect"]);
});

test("a listener can stop listening, also while it is told", async () => {
  const stage = await Stage.open();
  const { room } = stage.join();
  const told = [];
  const off = room.on("message", ({ offset }) => { told.push(offset); off(); });
  room.on("message", ({ offset }) => told.push(-offset));
  stage.message(1);
  stage.message(2);
  assert.deepEqual(told, [1, -1, -2]);
});

test("a listener that begins while another is told hears the next event first", async () => {
  const stage = await Stage.open();
  const { room } = stage.join();
  const told = [];
  const off = room.on("message", () => {
    off();
    room.on("message", ({ offset }) => told.push(offset));
  });
  stage.message(1);
  stage.message(2);
  assert.deepEqual(told, [2]);
});

test("an error that belongs to nothing that was asked is told by the connection", async () => {
  const stage = await Stage.open();
  const errors = [];
  stage.connection.on("error", (error) => errors.push(error));
  stage.socket.say({ op: "error", code: "rate_limited", message: "Slow down.", retry_after: 2 });
  assert.equal(errors.length, 1);
  const [{ name, code, message, retryAfter }] = errors;
  assert.deepEqual({ name, code, message, retryAfter }, { name: "ParleyError", code: "rate_limited", message: "Slow down.", retryAfter: 2 });
});

test("a fresh token is given on an open connection", async () => {
  const stage = await Stage.open();
  const answer = stage.connection.auth("fresh");
  const [{ op, token, ref }] = stage.socket.take();
  assert.deepEqual({ op, token }, { op: "auth", token: "fresh" });
  stage.socket.say({ op: "authenticated", ref, user: "ada" });
  assert.equal((await answer).user, "ada");
});

test("a token that is not taken rejects with the code", async () => {
  const stage = await Stage.open();
  const code = codeOf(stage.connection.auth("stale"));
  stage.socket.say({ op: "error", code: "forbidden", message: "It has expired.", ref: stage.socket.refOf("auth") });
  assert.equal(await code, "forbidden");
});

test("a token whose answer was cut off is given again", async () => {
  const stage = await Stage.open();
  const answer = stage.connection.auth("fresh");
  await stage.reconnect();
  assert.equal(stage.socket.take()[0].token, "fresh");
  stage.socket.say({ op: "authenticated", ref: stage.socket.refOf("auth"), user: "ada" });
  assert.equal((await answer).user, "ada");
});

test("the module has two names", () => {
  assert.deepEqual(Object.keys(parley).sort(), ["ParleyError", "connect"]);
  assert.ok(new ParleyError("a") instanceof Error);
});

test("a test clock runs its timers in order", async () => {
  const clock = new TestClock();
  const order = [];
  clock.setTimeout(() => order.push("b"), 20);
  clock.setTimeout(() => order.push("a"), 10);
  const never = clock.setTimeout(() => order.push("never"), 15);
  clock.clearTimeout(never);
  await clock.advance(19);
  assert.deepEqual(order, ["a"]);
  await clock.advance(1);
  assert.deepEqual(order, ["a", "b"]);
});
