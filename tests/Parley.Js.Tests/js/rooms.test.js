import assert from "node:assert/strict";
import test from "node:test";
import { Stage, codeOf, offsetsOf, settle } from "./support.js";

const joinOf = (stage) => {
  const { ref, ...join } = stage.socket.take().find(({ op }) => op === "join");
  assert.equal(typeof ref, "string");
  return join;
};

test("a room that is joined without a position begins with what is new", async () => {
  const stage = await Stage.open();
  const room = stage.connection.join("lobby");
  assert.deepEqual(joinOf(stage), { op: "join", group: "lobby" });
  assert.equal(room.position, undefined);
  stage.joined("lobby", { epoch: "e1", offset: 57 });
  assert.deepEqual(room.position, { epoch: "e1", after: 57 });
  assert.equal((await room.ready).offset, 57);
  await stage.reconnect();
  assert.deepEqual(joinOf(stage), { op: "join", group: "lobby", epoch: "e1", after: 57 });
});

test("what is shown and which members are told goes with every join", async () => {
  const stage = await Stage.open();
  const show = { name: "Ada" };
  stage.connection.join("lobby", { show, members: "count" });
  show.name = "changed";
  const expected = { op: "join", group: "lobby", show: { name: "Ada" }, members: "count" };
  assert.deepEqual(joinOf(stage), expected);
  await stage.reconnect();
  assert.deepEqual(joinOf(stage), expected);
});

test("options that are no JSON are refused at once", async () => {
  const stage = await Stage.open();
  assert.throws(() => stage.connection.join("lobby", { show: 1n }), TypeError);
  stage.connection.join("lobby");
});

test("all rooms are joined again, each from where it was", async () => {
  const stage = await Stage.open();
  const a = stage.join("a", {}, { offset: 5 });
  stage.join("b", {}, { offset: 7 });
  stage.message(6, "a");
  await stage.reconnect();
  const joins = stage.socket.take().map(({ group, after }) => [group, after]);
  assert.deepEqual(joins, [["a", 6], ["b", 7]]);
  assert.deepEqual(a.room.position, { epoch: "e1", after: 6 });
});

test("a message moves the position, and is told once", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join("lobby", {}, { offset: 3 });
  for (const offset of [4, 5, 4, 5, 3, 6]) {
    stage.message(offset);
  }

  assert.deepEqual(offsetsOf(events), [4, 5, 6]);
  assert.equal(room.position.after, 6);
  assert.deepEqual(events[0][1], {
    op: "message", group: "lobby", offset: 4, id: "i4", client: "c9", at: "2026-01-02T03:04:05Z", data: "m4",
  });
});

test("what was missed is told after a reconnect, and nothing twice", async () => {
  const stage = await Stage.open();
  const { events } = stage.join();
  stage.message(1);
  stage.message(2);
  await stage.reconnect();
  stage.joined("lobby", { offset: 4, recovered: true });
  for (const offset of [2, 3, 4, 5]) {
    stage.message(offset);
  }

  assert.deepEqual(offsetsOf(events), [1, 2, 3, 4, 5]);
});

test("an offset that is left out was erased, and is no gap", async () => {
  const stage = await Stage.open();
  const { events } = stage.join();
  stage.message(1);
  stage.message(4);
  assert.deepEqual(events.map(([event]) => event), ["message", "message"]);
});

test("a gap is told, and moves the position", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join("lobby", {}, { offset: 10 });
  await stage.reconnect();
  stage.joined("lobby", { offset: 90 });
  stage.socket.say({ op: "gap", group: "lobby", epoch: "e1", from: 11, to: 80 });
  assert.equal(room.position.after, 80);
  stage.message(80);
  stage.message(81);
  assert.deepEqual(events.filter(([event]) => event === "gap"), [["gap", { op: "gap", group: "lobby", epoch: "e1", from: 11, to: 80 }]]);
  assert.deepEqual(offsetsOf(events), [81]);
  await stage.reconnect();
  assert.equal(joinOf(stage).after, 81);
});

test("a gap of what had come is none", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join("lobby", {}, { offset: 10 });
  for (const to of [10, 8]) {
    stage.socket.say({ op: "gap", group: "lobby", epoch: "e1", from: 5, to });
    assert.deepEqual(events, []);
    assert.equal(room.position.after, 10);
  }

  stage.socket.say({ op: "gap", group: "lobby", epoch: "e1", from: 5, to: 12 });
  assert.deepEqual(events.map(([, { from, to }]) => [from, to]), [[11, 12]]);
  assert.equal(room.position.after, 12);
});

test("after a new epoch everything begins again, and the gap of the old one is told", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join("lobby", {}, { epoch: "e1", offset: 58 });
  await stage.reconnect();
  stage.joined("lobby", { epoch: "e2", offset: 2 });
  stage.socket.say({ op: "gap", group: "lobby", epoch: "e1", from: 59, to: null });
  stage.message(1);
  stage.message(2);
  assert.deepEqual(events.map(([event, { epoch, from, to }]) => event === "gap" && [epoch, from, to]).filter(Boolean), [["e1", 59, null]]);
  assert.deepEqual(offsetsOf(events), [1, 2]);
  assert.deepEqual(room.position, { epoch: "e2", after: 2 });
});

test("a connection lost between a new epoch and the gap of the old one swallows no gap", async () => {
  const stage = await Stage.open();
  stage.join("lobby", {}, { epoch: "e1", offset: 58 });
  await stage.reconnect();
  stage.joined("lobby", { epoch: "e2", offset: 2 });
  await stage.reconnect();
  const { epoch, after } = joinOf(stage);
  assert.deepEqual({ epoch, after }, { epoch: "e1", after: 58 });
});

test("a connection lost between the gap of the old epoch and the first message begins with the new one's first", async () => {
  const stage = await Stage.open();
  stage.join("lobby", {}, { epoch: "e1", offset: 58 });
  await stage.reconnect();
  stage.joined("lobby", { epoch: "e2", offset: 2 });
  stage.socket.say({ op: "gap", group: "lobby", epoch: "e1", from: 59, to: null });
  await stage.reconnect();
  const { epoch, after } = joinOf(stage);
  assert.deepEqual({ epoch, after }, { epoch: "e2", after: 0 });
});

test("an epoch may end while the connection is open", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join("lobby", {}, { epoch: "e1", offset: 58 });
  stage.socket.say({ op: "joined", group: "lobby", epoch: "e2", offset: 0, recovered: false, recoverable: true, version: 1 });
  stage.socket.say({ op: "gap", group: "lobby", epoch: "e1", from: 59, to: null });
  stage.message(1);
  assert.deepEqual(events.map(([event]) => event), ["joined", "gap", "message"]);
  assert.deepEqual(room.position, { epoch: "e2", after: 1 });
});

test("being joined again within an epoch moves no position", async () => {
  const stage = await Stage.open();
  const { room } = stage.join("lobby", {}, { offset: 5 });
  stage.socket.say({ op: "joined", group: "lobby", epoch: "e1", offset: 9, recovered: true, recoverable: true, version: 1 });
  assert.equal(room.position.after, 5);
});

test("a history that went back under the same epoch begins again", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join("lobby", {}, { offset: 58 });
  await stage.reconnect();
  stage.joined("lobby", { offset: 40 });
  stage.socket.say({ op: "gap", group: "lobby", epoch: "e1", from: 59, to: null });
  stage.message(39);
  stage.message(40);
  assert.deepEqual(offsetsOf(events), [39, 40]);
  assert.equal(room.position.after, 40);
});

test("everything that history has can be asked for", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join("lobby", { after: 0 }, { offset: 3, recovered: true });
  assert.deepEqual(room.position, { epoch: "e1", after: 0 });
  for (const offset of [1, 2, 3, 4]) {
    stage.message(offset);
  }

  assert.deepEqual(offsetsOf(events), [1, 2, 3, 4]);
});

test("what was gone when everything was asked for is no gap, what has gone since is one", async () => {
  for (const [to, told] of [[50, []], [60, [[51, 60]]]]) {
    const stage = await Stage.open();
    const { room, events } = stage.join("lobby", { after: 0 }, { offset: 50 });
    await stage.reconnect();
    assert.deepEqual(joinOf(stage), { op: "join", group: "lobby", epoch: "e1", after: 0 });
    stage.joined("lobby", { offset: 70 });
    stage.socket.say({ op: "gap", group: "lobby", epoch: "e1", from: 1, to });
    assert.deepEqual(events.filter(([event]) => event === "gap").map(([, gap]) => [gap.from, gap.to]), told);
    assert.equal(room.position.after, to);
  }
});

test("once something has come every gap is told", async () => {
  const stage = await Stage.open();
  const { events } = stage.join("lobby", { after: 0 }, { offset: 50 });
  stage.message(20);
  await stage.reconnect();
  stage.joined("lobby", { offset: 50 });
  stage.socket.say({ op: "gap", group: "lobby", epoch: "e1", from: 21, to: 30 });
  assert.deepEqual(events.filter(([event]) => event === "gap").map(([, gap]) => [gap.from, gap.to]), [[21, 30]]);
});

test("a room goes on from a position that was kept", async () => {
  const first = await Stage.open();
  const { room } = first.join("lobby", {}, { offset: 5 });
  first.message(6);
  const kept = JSON.parse(JSON.stringify(room.position));
  const second = await Stage.open();
  second.connection.join("lobby", kept);
  assert.deepEqual(joinOf(second), { op: "join", group: "lobby", epoch: "e1", after: 6 });
  const events = [];
  second.joined("lobby", { offset: 8, recovered: true });
  second.message(6);
  second.message(7);
  assert.deepEqual(events, []);
});

test("without positions every message is told", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join("lobby", {}, { offset: 0, recoverable: false });
  stage.message(0);
  stage.message(0);
  assert.equal(events.length, 2);
  assert.equal(room.position.after, 0);
});

test("a room that is refused ends, and can be joined again", async () => {
  const stage = await Stage.open();
  const room = stage.connection.join("lobby");
  const errors = [];
  room.on("error", (error) => errors.push(error.code));
  stage.socket.say({ op: "error", code: "forbidden", message: "Members only.", ref: stage.socket.refOf("join", "lobby") });
  assert.equal(await codeOf(room.ready), "forbidden");
  assert.deepEqual(errors, ["forbidden"]);
  await stage.reconnect();
  assert.deepEqual(stage.socket.take(), [], "it is not asked for again by itself");
  stage.join("lobby");
});

test("a room that is refused after a reconnect says so", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join();
  await room.ready;
  await stage.reconnect();
  stage.socket.say({ op: "error", code: "forbidden", message: "No more.", ref: stage.socket.refOf("join", "lobby") });
  assert.deepEqual(events.map(([event, { code }]) => [event, code]), [["error", "forbidden"]]);
  stage.message(1);
  assert.equal(events.length, 1);
});

test("a room that is refused for now is asked for again when the server says", async () => {
  const stage = await Stage.open();
  const room = stage.connection.join("lobby");
  stage.socket.take();
  stage.socket.say({ op: "error", code: "rate_limited", message: "Slow down.", ref: stage.socket.refOf("join", "lobby"), retry_after: 3 });
  await stage.clock.advance(2999);
  assert.deepEqual(stage.socket.take(), []);
  await stage.clock.advance(1);
  assert.equal(joinOf(stage).group, "lobby");
  stage.joined();
  await room.ready;
});

test("a room that was left meanwhile is not asked for again", async () => {
  const stage = await Stage.open();
  const room = stage.connection.join("lobby");
  stage.socket.say({ op: "error", code: "unavailable", message: "Not now.", ref: stage.socket.refOf("join", "lobby"), retry_after: 3 });
  room.leave();
  stage.socket.take();
  await stage.clock.advance(3000);
  assert.deepEqual(stage.socket.take(), []);
});

test("a group can't be joined twice", async () => {
  const stage = await Stage.open();
  stage.join();
  assert.throws(() => stage.connection.join("lobby"), { code: "already_joined" });
  stage.connection.join("Lobby");
});

test("a room that is left is told nothing more", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join();
  let hasLeft = false;
  const leaving = room.leave().then(() => (hasLeft = true));
  const [{ ref, ...leave }] = stage.socket.take();
  assert.deepEqual(leave, { op: "leave", group: "lobby" });
  stage.message(1);
  await settle();
  assert.equal(hasLeft, false);
  stage.socket.say({ op: "left", group: "lobby", ref });
  await leaving;
  assert.deepEqual(events, []);
  await room.leave();
  await stage.reconnect();
  assert.deepEqual(stage.socket.take(), []);
});

test("leaving while there is no connection is done at once", async () => {
  const stage = await Stage.open();
  const { room } = stage.join();
  stage.socket.drop();
  await room.leave();
  await stage.clock.advance(500);
  stage.welcome();
  assert.deepEqual(stage.socket.take(), []);
});

test("leaving is done too when the connection is lost before the answer", async () => {
  const stage = await Stage.open();
  const { room } = stage.join();
  const leaving = room.leave();
  stage.socket.drop();
  await leaving;
});

test("leaving before the answer to the join is in order", async () => {
  const stage = await Stage.open();
  const room = stage.connection.join("lobby");
  const events = [];
  room.on("joined", (event) => events.push(event));
  const leaving = room.leave();
  assert.equal(await codeOf(room.ready), "left");
  assert.deepEqual(stage.socket.take().map(({ op }) => op), ["join", "leave"]);
  stage.joined();
  stage.socket.say({ op: "left", group: "lobby", ref: stage.socket.refOf("leave", "lobby") });
  await leaving;
  assert.deepEqual(events, []);
});

test("a room that is joined again after it was left hears nothing of its first time", async () => {
  const stage = await Stage.open();
  const { room } = stage.join("lobby", {}, { offset: 5 });
  room.leave();
  const again = stage.connection.join("lobby");
  const events = [];
  again.on("message", ({ offset }) => events.push(offset));
  stage.message(6);
  stage.message(7);
  assert.deepEqual(events, []);
  stage.joined("lobby", { offset: 7 });
  stage.message(8);
  assert.deepEqual(events, [8]);
});

test("nothing is told before the answer to a join", async () => {
  const stage = await Stage.open();
  const { events } = stage.join();
  await stage.reconnect();
  stage.message(1);
  assert.deepEqual(events, []);
  stage.joined("lobby", { offset: 1 });
  stage.message(1);
  assert.deepEqual(offsetsOf(events), [1]);
});

test("an answer that was cut off is asked for again", async () => {
  const stage = await Stage.open();
  const room = stage.connection.join("lobby");
  await stage.reconnect();
  stage.joined();
  await room.ready;
});

test("signals go out while there is a connection, and never later", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join();
  room.signal({ typing: true });
  assert.deepEqual(stage.socket.take(), [{ op: "signal", group: "lobby", data: { typing: true } }]);
  stage.socket.say({ op: "signal", group: "lobby", client: "c9", user: "bob", data: { typing: true } });
  assert.deepEqual(events.map(([event, { client, user, data }]) => [event, client, user, data]), [["signal", "c9", "bob", { typing: true }]]);
  stage.socket.drop();
  room.signal("late");
  await stage.clock.advance(500);
  stage.welcome();
  assert.deepEqual(stage.socket.take().map(({ op }) => op), ["join"]);
});

test("what is erased is told", async () => {
  const stage = await Stage.open();
  const { events } = stage.join();
  stage.message(1);
  stage.socket.say({ op: "deleted", group: "lobby", offset: 1 });
  assert.deepEqual(events.map(([event, { offset }]) => [event, offset]), [["message", 1], ["deleted", 1]]);
});

test("history is read from the newest unless it is said from where", async () => {
  const stage = await Stage.open();
  const { room } = stage.join();
  const asked = (query) => {
    room.history(query);
    const [{ ref, ...message }] = stage.socket.take();
    return message;
  };
  const newest = { op: "history", group: "lobby", before: Number.MAX_SAFE_INTEGER };
  assert.deepEqual(asked(), newest);
  assert.deepEqual(asked({ limit: 20 }), { ...newest, limit: 20 });
  assert.deepEqual(asked({ before: 40, limit: 20 }), { ...newest, before: 40, limit: 20 });
  assert.deepEqual(asked({ after: 40 }), { op: "history", group: "lobby", after: 40 });
  assert.deepEqual(asked({ after: 0 }), { op: "history", group: "lobby", after: 0 });
});

test("a page of history moves no position, and is told to nobody but who asked", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join("lobby", {}, { offset: 9 });
  const page = room.history({ limit: 2 });
  stage.socket.say({
    op: "history", ref: stage.socket.refOf("history", "lobby"), group: "lobby", from: 8, to: 9, more: true,
    messages: [{ offset: 8, data: "a" }, { offset: 9, data: "b" }],
  });
  const { from, to, more, messages } = await page;
  assert.deepEqual([from, to, more, messages.length], [8, 9, true, 2]);
  assert.deepEqual(events, []);
  assert.equal(room.position.after, 9);
});

test("history that is refused rejects with the code", async () => {
  const stage = await Stage.open();
  const { room } = stage.join();
  const code = codeOf(room.history());
  stage.socket.say({ op: "error", code: "forbidden", message: "No.", ref: stage.socket.refOf("history", "lobby") });
  assert.equal(await code, "forbidden");
});

test("history whose answer was cut off is asked for again", async () => {
  const stage = await Stage.open();
  const { room } = stage.join();
  const page = room.history({ after: 3 });
  await stage.reconnect();
  assert.deepEqual(stage.socket.take().find(({ op }) => op === "history").after, 3);
  stage.socket.say({ op: "history", ref: stage.socket.refOf("history", "lobby"), group: "lobby", from: 4, to: 4, messages: [], more: false });
  assert.equal((await page).from, 4);
});
