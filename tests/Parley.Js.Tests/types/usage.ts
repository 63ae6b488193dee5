// What people write, and what the types must refuse. Never run: it only has to compile.

import { connect, ParleyError, type Connection, type Gap, type Json, type Position } from "../../../src/parley.js/parley.js";

interface Chat {
  text: string;
}

interface Profile {
  name: string;
}

const connection: Connection = connect("wss://example.test/", { minPause: 500, WebSocket, clock: { now: Date.now, setTimeout, clearTimeout } });
connect(new URL("/", location.href));
connect("/", { token: async () => "fresh" });
connect("/", { token: () => localStorage.getItem("token") });
connect(async () => `/rooms?token=${await Promise.resolve("x")}`);

// @ts-expect-error A number is no address.
connect(1);
// @ts-expect-error There is no such option.
connect("/", { pause: 1 });

connection.on("state", ({ state, retryIn }) => console.log(state === "waiting" && retryIn?.toFixed()));
connection.on("error", (error) => console.log(error.retryAfter));
// @ts-expect-error There is no such event.
connection.on("message", () => {});
// @ts-expect-error There is no such state.
const isOver = connection.state === "over";
// @ts-expect-error It can't be set.
connection.state = "open";

const room = connection.join<Chat, Profile>("lobby", { after: 0, show: { name: "Ada" }, members: "list" });
const kept: Position | undefined = room.position;
connection.join("other", kept ?? {});
connection.join("third", { epoch: "e1", after: 5 });
// @ts-expect-error There is no such wish.
connection.join("lobby", { members: "some" });

const off: () => void = room.on("message", ({ data, user, offset }) => console.log(data.text, user?.length, offset + 1));
room.on("gap", ({ from, to }: Gap) => console.log(to === null ? from : to - from));
room.on("presence", ({ joined, count }) => console.log(joined.map(({ show }) => show?.name), count));
room.on("deleted", ({ offset }) => console.log(offset));
room.on("error", ({ code }) => console.log(code));
off();

const published = room.publish({ text: "hello" });
const id: string = published.id;
const { offset, duplicate } = await published;
await room.publish({ text: "again" }, { id });
// @ts-expect-error That is no chat.
room.publish({ txt: "hello" });

const { messages, more } = await room.history({ before: offset, limit: 20 });
const texts: string[] = messages.map(({ data }) => data.text);
room.signal({ typing: true });
const [{ show }] = room.members as [(typeof room.members)[number]];
const joined = await room.ready;
console.log(joined.recovered, joined.members?.length, show?.name, duplicate, more, texts, isOver);
await room.leave();
await connection.auth("fresh").then(({ user }) => user);
connection.close();

const json: Json = { a: [1, "b", null, { c: true }] };
connection.join("json").publish(json).catch((error: unknown) => {
  if (error instanceof ParleyError && error.code === "unknown") {
    console.log(error.id);
  }
});
