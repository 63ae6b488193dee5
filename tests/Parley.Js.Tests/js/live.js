// node live.js ADDRESS COUNT: publishes so many numbers to a real server, and prints what the room told once all are there.

import { parley } from "./support.js";

const [address, count] = process.argv.slice(2);
const connection = parley.connect(address, { minPause: 1, maxPause: 1 });
const room = connection.join("lobby", { after: 0 });
const heard = [];
const all = new Promise((resolve) => {
  room.on("message", ({ data }) => heard.push(data) === Number(count) && resolve());
});
const published = Array.from({ length: Number(count) }, (_, i) => room.publish(i));
await Promise.all([...published, all]);
connection.close();
console.log(JSON.stringify(heard));
