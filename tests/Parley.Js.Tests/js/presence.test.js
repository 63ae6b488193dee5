import assert from "node:assert/strict";
import test from "node:test";
import { Stage } from "./support.js";

const ada = { client: "c1", user: "ada", show: { name: "Ada" } };
const bob = { client: "c2", user: "bob" };
const eve = { client: "c3" };

const presence = (stage, version, changes) => stage.socket.say({ op: "presence", group: "lobby", version, ...changes });
const namesOf = (members) => members.map(({ user, client }) => user ?? client);
const told = (events) => events
  .filter(([event]) => event === "presence")
  .map(([, { joined, left, count }]) => [namesOf(joined), namesOf(left), count]);

test("whoever is there is told with the join", async () => {
  const stage = await Stage.open();
  const room = stage.connection.join("lobby");
  const events = [];
  room.on("joined", () => events.push(["joined", namesOf(room.members), room.count]));
  room.on("presence", ({ joined, left, count }) => events.push([namesOf(joined), namesOf(left), count]));
  stage.joined("lobby", { members: [ada, bob] });
  assert.deepEqual(events, [["joined", ["ada", "bob"], 2], [["ada", "bob"], [], 2]]);
  assert.deepEqual(room.members, [ada, bob]);
});

test("who comes and goes is applied", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join("lobby", {}, { members: [ada], version: 4 });
  presence(stage, 5, { joined: [bob, eve], left: [] });
  presence(stage, 6, { joined: [], left: [{ client: "c1", user: "ada" }] });
  assert.deepEqual(told(events), [[["bob", "c3"], [], 3], [[], ["ada"], 2]]);
  assert.deepEqual(room.members, [bob, eve]);
});

test("what the list of members knew is not applied again", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join("lobby", {}, { members: [ada], version: 4 });
  presence(stage, 4, { joined: [bob], left: [] });
  presence(stage, 3, { joined: [], left: [ada] });
  assert.deepEqual(told(events), []);
  assert.deepEqual(room.members, [ada]);
  presence(stage, 9, { joined: [bob], left: [] });
  presence(stage, 9, { joined: [], left: [bob] });
  assert.deepEqual(namesOf(room.members), ["ada", "bob"]);
});

test("whoever left and came back is there", async () => {
  const stage = await Stage.open();
  const { room } = stage.join("lobby", {}, { members: [ada] });
  presence(stage, 2, { joined: [{ ...ada, client: "c8" }], left: [ada] });
  assert.deepEqual(namesOf(room.members), ["ada"]);
  assert.equal(room.members[0].client, "c8");
});

test("a user is a member by name, whichever connection is told; nobody's user is one by connection", async () => {
  const stage = await Stage.open();
  const { room } = stage.join("lobby", {}, { members: [ada, { client: "ada" }] });
  presence(stage, 2, { joined: [], left: [{ client: "c77", user: "ada" }] });
  assert.deepEqual(room.members, [{ client: "ada" }]);
});

test("lists may be left out", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join("lobby", {}, { members: [ada] });
  presence(stage, 2, { joined: [bob] });
  presence(stage, 3, { left: [ada] });
  assert.deepEqual(told(events), [[["bob"], [], 2], [[], ["ada"], 1]]);
  assert.equal(room.count, 1);
});

test("who came and went while there was no connection is told after it", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join("lobby", {}, { members: [ada, bob], version: 40 });
  await stage.reconnect();
  stage.joined("lobby", { members: [bob, eve], version: 2 });
  assert.deepEqual(told(events), [[["c3"], ["ada"], 2]]);
  presence(stage, 3, { joined: [ada] });
  assert.deepEqual(namesOf(room.members), ["bob", "c3", "ada"]);
});

test("where nothing has changed nothing is told", async () => {
  const stage = await Stage.open();
  const { events } = stage.join("lobby", {}, { members: [ada] });
  await stage.reconnect();
  stage.joined("lobby", { members: [ada] });
  assert.deepEqual(told(events), []);
});

test("the members stay while there is no connection", async () => {
  const stage = await Stage.open();
  const { room } = stage.join("lobby", {}, { members: [ada] });
  stage.socket.drop();
  assert.deepEqual(room.members, [ada]);
});

test("where only the number is told it is known", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join("lobby", { members: "count" }, { count: 700 });
  assert.equal(room.count, 700);
  presence(stage, 2, { count: 701 });
  assert.deepEqual(told(events), [[[], [], 701]]);
  assert.deepEqual([room.count, room.members], [701, []]);
  await stage.reconnect();
  stage.joined("lobby", { count: 699 });
  assert.deepEqual(told(events).at(-1), [[], [], 699]);
});

test("where a list becomes a number nobody has left", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join("lobby", {}, { members: [ada, bob] });
  stage.joined("lobby", { count: 1001 });
  assert.deepEqual(told(events).at(-1), [[], [], 1001]);
  assert.deepEqual([room.count, room.members], [1001, []]);
});

test("where nothing is told there is nothing", async () => {
  const stage = await Stage.open();
  const { room, events } = stage.join("lobby", { members: "none" });
  await stage.reconnect();
  stage.joined();
  assert.deepEqual([room.count, room.members, told(events)], [0, [], []]);
});

test("the list is a copy", async () => {
  const stage = await Stage.open();
  const { room } = stage.join("lobby", {}, { members: [ada] });
  room.members.pop();
  assert.equal(room.members.length, 1);
});
