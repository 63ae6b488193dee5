import assert from "node:assert/strict";
import test from "node:test";
import { Stage, codeOf, settle } from "./support.js";

async function openRoom(options, terms) {
  const stage = await Stage.connecting(options);
  stage.welcome(terms);
  const { room, events } = stage.join();
  const publish = (data, publishOptions) => {
    const published = room.publish(data, publishOptions);
    published.catch(() => {});
    return published;
  };
  const acknowledge = ({ id }, offset = 1, more) => stage.socket.say({ op: "published", group: "lobby", id, offset, ...more });
  const sentData = () => stage.socket.take().filter(({ op }) => op === "publish").map(({ data }) => data);
  return { stage, room, events, publish, acknowledge, sentData };
}

test("a publication resolves with its offset once the server has acknowledged it", async () => {
  const { stage, publish, acknowledge } = await openRoom();
  const published = publish({ text: "hello" });
  assert.deepEqual(stage.socket.take(), [{ op: "publish", group: "lobby", id: published.id, data: { text: "hello" } }]);
  let isPublished = false;
  published.then(() => (isPublished = true));
  await settle();
  assert.equal(isPublished, false);
  acknowledge(published, 58);
  assert.equal((await published).offset, 58);
});

test("an acknowledgement may say that it is a duplicate", async () => {
  const { publish, acknowledge } = await openRoom();
  const published = publish("x");
  acknowledge(published, 3, { duplicate: true });
  assert.equal((await published).duplicate, true);
});

test("acknowledgements find their publications in any order", async () => {
  const { publish, acknowledge } = await openRoom();
  const [a, b] = [publish("a"), publish("b")];
  acknowledge(b, 2);
  acknowledge(a, 1);
  assert.deepEqual((await Promise.all([a, b])).map(({ offset }) => offset), [1, 2]);
});

test("ids are made of 128 random bits and a counter", async () => {
  const { publish } = await openRoom();
  const other = await openRoom();
  const ids = [publish("a").id, publish("b").id, publish("c").id];
  const [prefix, ...others] = ids.map((id) => id.slice(0, id.lastIndexOf("-")));
  assert.match(prefix, /^\d{1,10}-\d{1,10}-\d{1,10}-\d{1,10}$/);
  assert.deepEqual(others, [prefix, prefix]);
  assert.equal(new Set(ids).size, 3);
  assert.ok(!other.publish("a").id.startsWith(prefix));
  const counts = ids.map((id) => Number(id.slice(prefix.length + 1)));
  assert.deepEqual(counts, [...counts].sort((a, b) => a - b));
  assert.ok(ids.every((id) => id.length <= 64));
});

test("a refusal rejects with its code, the id, and when to try again", async () => {
  const { stage, publish, sentData } = await openRoom();
  const published = publish("x");
  stage.socket.say({ op: "error", code: "rate_limited", message: "Slow down.", id: published.id, retry_after: 1.5 });
  await assert.rejects(published, { name: "ParleyError", code: "rate_limited", message: "Slow down.", id: published.id, retryAfter: 1.5 });
  sentData();
  await stage.reconnect();
  assert.deepEqual(sentData(), [], "what was refused is not sent again");
});

test("what is published while there is no connection goes out with the next, in its order", async () => {
  const stage = await Stage.connecting();
  const room = stage.connection.join("lobby");
  for (const data of [1, 2, 3]) {
    room.publish(data);
  }

  stage.welcome();
  assert.deepEqual(stage.socket.take().filter(({ op }) => op === "publish").map(({ data }) => data), [1, 2, 3]);
});

test("groups share one order", async () => {
  const { stage, room, sentData } = await openRoom();
  const { room: other } = stage.join("other");
  room.publish("a");
  other.publish("b");
  room.publish("c");
  assert.deepEqual(sentData(), ["a", "b", "c"]);
  await stage.reconnect();
  assert.deepEqual(sentData(), ["a", "b", "c"]);
});

test("what was not acknowledged is sent again, the same text, before what is new", async () => {
  const { stage, publish, acknowledge } = await openRoom();
  const [a, b, c] = [publish("a"), publish({ b: 1 }), publish("c")];
  const first = stage.socket.takeTexts();
  acknowledge(b, 1);
  stage.socket.drop();
  const d = publish("d");
  await stage.clock.advance(500);
  stage.welcome();
  const again = stage.socket.takeTexts().filter((text) => text.includes('"publish"'));
  assert.deepEqual(again.slice(0, 2), [first[0], first[2]]);
  assert.equal(again.length, 3);
  [a, c, d].forEach((published, i) => acknowledge(published, i + 2));
  await Promise.all([a, b, c, d]);
});

test("it is sent again after each reconnect until it is acknowledged, and never after", async () => {
  const { stage, publish, acknowledge, sentData } = await openRoom();
  const published = publish("x");
  for (let i = 0; i < 5; i++) {
    await stage.reconnect();
    assert.deepEqual(sentData(), ["x"]);
  }

  acknowledge(published);
  await published;
  await stage.reconnect();
  assert.deepEqual(sentData(), []);
});

test("an acknowledgement on a socket that was given up does not count", async () => {
  const { stage, publish } = await openRoom();
  const published = publish("x");
  const old = stage.socket;
  await stage.reconnect();
  old.say({ op: "published", group: "lobby", id: published.id, offset: 9 });
  stage.socket.say({ op: "published", group: "lobby", id: published.id, offset: 4, duplicate: true });
  assert.equal((await published).offset, 4);
});

test("what is published is copied", async () => {
  const { stage, publish, sentData } = await openRoom();
  const data = { text: "as it was" };
  publish(data);
  data.text = "changed";
  await stage.reconnect();
  assert.deepEqual(sentData(), [{ text: "as it was" }]);
});

test("no more than 64 are on their way", async () => {
  const { publish, acknowledge, sentData } = await openRoom();
  const all = Array.from({ length: 70 }, (_, i) => publish(i));
  assert.equal(sentData().length, 64);
  acknowledge(all[10], 1);
  assert.deepEqual(sentData(), [64]);
  acknowledge(all[0], 2);
  acknowledge(all[1], 3);
  assert.deepEqual(sentData(), [65, 66]);
});

test("a refusal makes room for the next too, and after a reconnect the first 64 go out again", async () => {
  const { stage, publish, sentData } = await openRoom();
  const all = Array.from({ length: 70 }, (_, i) => publish(i));
  stage.socket.say({ op: "error", code: "forbidden", message: "No.", id: all[0].id });
  sentData();
  await stage.reconnect();
  assert.deepEqual(sentData(), Array.from({ length: 64 }, (_, i) => i + 1));
});

test("what is older than the server remembers is not sent again, and rejects with unknown", async () => {
  const { stage, publish, sentData } = await openRoom({}, { resend: 900 });
  const published = publish("x");
  await stage.clock.advance(1000);
  const younger = publish("y");
  sentData();
  stage.socket.drop();
  await stage.clock.advance(899_001);
  stage.welcome();
  assert.deepEqual(sentData(), ["y"]);
  await assert.rejects(published, { code: "unknown", id: published.id });
  assert.equal(await Promise.race([younger, "waiting"]), "waiting");
});

test("what is just as old as the server remembers is sent again", async () => {
  for (const [age, sent] of [[30_000, ["x"]], [30_001, []]]) {
    const { stage, publish, sentData } = await openRoom({ timeout: 60_000 }, { resend: 30 });
    publish("x");
    stage.socket.drop();
    await stage.clock.advance(500);
    sentData();
    await stage.clock.advance(age - 500);
    stage.welcome({ resend: 30 });
    assert.deepEqual(sentData(), sent);
  }
});

test("the age counts from the first time that it was sent", async () => {
  const { stage, publish, sentData } = await openRoom({}, { resend: 100 });
  const published = publish("x");
  for (let i = 0; i < 2; i++) {
    await stage.clock.advance(50_000);
    stage.socket.say({ op: "pong" });
    await stage.reconnect({ resend: 100 });
  }

  assert.deepEqual(sentData(), []);
  assert.equal(await codeOf(published), "unknown");
});

test("what was never sent can't be too old", async () => {
  const { stage, publish, sentData } = await openRoom({ timeout: 4_000_000 });
  stage.socket.drop();
  const published = publish("x");
  await stage.clock.advance(3_600_000);
  stage.welcome();
  assert.deepEqual(sentData(), ["x"]);
  stage.socket.say({ op: "published", group: "lobby", id: published.id, offset: 1 });
  await published;
});

test("the new server's own terms hold", async () => {
  const { stage, publish, sentData } = await openRoom({}, { resend: 900 });
  const published = publish("x");
  await stage.clock.advance(20_000);
  await stage.reconnect({ resend: 10 });
  assert.deepEqual(sentData(), []);
  assert.equal(await codeOf(published), "unknown");
});

test("what is too large for the server is not sent, counted in bytes, and holds nothing up", async () => {
  const { publish, sentData, stage } = await openRoom({}, { max_message: 300 });
  const large = publish("界".repeat(80));
  const fitting = publish("a".repeat(80));
  assert.deepEqual(sentData(), ["a".repeat(80)]);
  await assert.rejects(large, { code: "too_large", id: large.id });
  stage.socket.say({ op: "published", group: "lobby", id: fitting.id, offset: 1 });
  await fitting;
});

test("a message of exactly the server's size is sent", async () => {
  const { stage, publish } = await openRoom();
  publish("12345", { id: "fixed" });
  const [text] = stage.socket.takeTexts();
  for (const [max_message, isSent] of [[text.length, true], [text.length - 1, false]]) {
    const other = await openRoom({}, { max_message });
    other.publish("12345", { id: "fixed" });
    assert.deepEqual(other.sentData(), isSent ? ["12345"] : []);
  }
});

test("an outbox that is full refuses", async () => {
  const { publish, acknowledge } = await openRoom({ outbox: 2 });
  const [first, , third] = [publish(1), publish(2), publish(3)];
  await assert.rejects(third, { code: "outbox_full", id: third.id });
  acknowledge(first);
  const fourth = publish(4);
  assert.equal(await Promise.race([fourth, settle().then(() => "waiting")]), "waiting");
});

test("a publication can be tried again under its id", async () => {
  const { publish, sentData, stage } = await openRoom();
  const published = publish("x");
  stage.socket.say({ op: "error", code: "unavailable", message: "Not now.", id: published.id, retry_after: 1 });
  const { id } = await published.catch((error) => error);
  sentData();
  const again = publish("x", { id });
  assert.equal(again.id, id);
  assert.equal(stage.socket.take()[0].id, id);
  assert.equal(await codeOf(publish("x", { id })), "id_reused", "once it is on its way, it is");
  stage.socket.say({ op: "published", group: "lobby", id, offset: 3, duplicate: true });
  assert.equal((await again).offset, 3);
});

test("data that is no JSON is refused", async () => {
  const { stage, publish, sentData } = await openRoom();
  const circle = {};
  circle.circle = circle;
  assert.equal(await codeOf(publish(circle)), "TypeError");
  assert.equal(await codeOf(publish(1n)), "TypeError");
  assert.deepEqual(sentData(), []);

  // A publication without data is for the server to refuse.
  const nothing = publish(undefined);
  assert.deepEqual(stage.socket.take(), [{ op: "publish", group: "lobby", id: nothing.id }]);
  stage.socket.say({ op: "error", code: "bad_request", message: "data is missing.", id: nothing.id });
  assert.equal(await codeOf(nothing), "bad_request");
});

test("closing rejects what was sent with unknown, and what was not with closed", async () => {
  const { stage, publish } = await openRoom();
  const sent = publish("sent");
  stage.socket.drop();
  const unsent = publish("unsent");
  stage.connection.close();
  await assert.rejects(sent, { code: "unknown", id: sent.id });
  await assert.rejects(unsent, { code: "closed", id: unsent.id });
});

test("publishing to a room that was left still works", async () => {
  const { room, publish, sentData } = await openRoom();
  room.leave();
  publish("x");
  assert.deepEqual(sentData(), ["x"]);
});
