import { Board } from './board.js';

const makeChart = (id, title, ...lines) => new Chart(document.querySelector(id), {
  type: 'line',
  data: {
    labels: [],
    datasets: lines.map(([label, colour]) => ({ label, data: [], borderColor: colour, backgroundColor: colour, pointRadius: 0, borderWidth: 2 })),
  },
  options: {
    animation: false, maintainAspectRatio: false,
    plugins: { title: { display: true, text: title }, legend: { display: lines.length > 1 } },
    scales: { y: { beginAtZero: true }, x: { ticks: { maxTicksLimit: 6 }, title: { display: true, text: 'seconds · 秒' } } },
  },
});
const charts = {
  connections: makeChart('#connections-chart', 'WebSockets', ['open', '#2471a3']),
  messages: makeChart('#messages-chart', 'messages a second · 每秒消息', ['received · 收', '#1e8449'], ['sent · 发', '#d68910']),
  cpu: makeChart('#cpu-chart', 'processor, % of one · 处理器', ['busy', '#c0392b']),
  memory: makeChart('#memory-chart', 'memory, MB · 内存', ['working set', '#7d3c98']),
};

const board = new Board('monitor', () => queueMicrotask(show));
const received = values => values['parley.messages receive'] ?? 0;
const sent = values => values['parley.messages transmit'] ?? 0;
const cpu = values => (values['dotnet.process.cpu.time user'] ?? 0) + (values['dotnet.process.cpu.time system'] ?? 0);
const open = values => values['parley.connections server'] ?? 0;
const memory = values => (values['dotnet.process.memory.working_set'] ?? 0) / 1e6;

function show() {
  const samples = board.notes.sort((a, b) => a.key - b.key);
  const latest = samples.at(-1)?.value;
  if (!latest) {
    return;
  }
  document.querySelector('#connections').textContent = open(latest);
  document.querySelector('#messages').textContent = received(latest) + sent(latest);
  document.querySelector('#memory').textContent = memory(latest).toFixed(0);

  // A rate is the difference of two samples, which are a second apart.
  const steps = samples.slice(1).map((sample, i) => [samples[i].value, sample.value]);
  const draw = (chart, ...columns) => {
    chart.data.labels = samples.slice(1).map(sample => sample.key);
    columns.forEach((column, i) => { chart.data.datasets[i].data = column; });
    chart.update();
  };
  draw(charts.connections, steps.map(([, now]) => open(now)));
  draw(charts.messages, steps.map(([before, now]) => received(now) - received(before)), steps.map(([before, now]) => sent(now) - sent(before)));
  draw(charts.cpu, steps.map(([before, now]) => 100 * (cpu(now) - cpu(before))));
  draw(charts.memory, steps.map(([, now]) => memory(now)));
}
