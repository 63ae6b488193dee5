import { LatencyChart } from './latency-chart.js';
import { Way } from './way.js';

const viewer = crypto.randomUUID?.() ?? '00000000-0000-4000-8000-000000000000'.replace(/0/g, () => Math.floor(Math.random() * 16).toString(16));
const chart = new LatencyChart(document.querySelector('#chart'));
const ways = {
  polling: new Way('polling', 'Polling · 轮询', '#c0392b'),
  'long-polling': new Way('long-polling', 'Long polling · 长轮询', '#d68910'),
  socket: new Way('socket', 'WebSocket', '#1e8449'),
};
const sleep = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));
const clock = () => performance.timeOrigin + performance.now();

// The server's clock minus ours, from the fastest answer so far: what it said lies in the middle of the question.
let offset = 0;
let fastest = Infinity;
async function standing() {
  const asked = clock();
  const answer = await (await fetch(`standing?viewer=${viewer}`)).json();
  const answered = clock();
  if (answered - asked < fastest) {
    fastest = answered - asked;
    offset = answer.time - (asked + answered) / 2;
  }
  return answer;
}

function hear(way, events) {
  for (const event of events) {
    const latency = Math.max(0, clock() + offset - event.at);
    ways[way].hear(latency);
    chart.add(event.id, way, latency);
  }
}

async function ask(way, after) {
  const events = await (await fetch(`${way}?viewer=${viewer}&after=${after}`)).json();
  hear(way, events);
  return events.at(-1)?.id ?? after;
}

async function poll(after) {
  for (;;) {
    await sleep(document.querySelector('#interval').value);
    after = await ask('polling', after);
  }
}

async function pollLong(after) {
  for (;;) {
    after = await ask('long-polling', after);
  }
}

function listen() {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}/socket?viewer=${viewer}`);
  socket.onmessage = event => hear('socket', JSON.parse(event.data));
}

async function watch() {
  for (;;) {
    const { ways: tallies } = await standing();
    for (const [way, [requests, bytes]] of Object.entries(tallies)) {
      ways[way].cost(requests, bytes);
    }
    await sleep(1000);
  }
}

document.querySelector('#now').onclick = () => fetch('now', { method: 'POST' });
const { lastId } = await standing();
listen();
Promise.all([poll(lastId), pollLong(lastId), watch()]).catch(() => { document.title = 'The server is gone · 服务器已断开'; });
