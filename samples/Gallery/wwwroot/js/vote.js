import { Board, ownName } from './board.js';

const CHOICES = ['WebSocket', 'Server-sent events', 'Long polling', 'Polling'];
const COLOURS = ['#1e8449', '#2471a3', '#d68910', '#c0392b'];

const makeChart = (id, type, options) => new Chart(document.querySelector(id), {
  type,
  data: { labels: CHOICES, datasets: [{ data: CHOICES.map(() => 0), backgroundColor: COLOURS }] },
  options: { maintainAspectRatio: false, animation: { duration: 200 }, ...options },
});
const bars = makeChart('#bars', 'bar', { plugins: { legend: { display: false } }, scales: { y: { beginAtZero: true, ticks: { precision: 0 } } } });
const pie = makeChart('#pie', 'pie', {});

// One note for each voter, so whoever votes again has changed their mind.
const board = new Board('vote', () => queueMicrotask(count));

function count() {
  const counts = CHOICES.map((_, choice) => board.notes.filter(note => note.value === choice).length);
  for (const chart of [bars, pie]) {
    chart.data.datasets[0].data = counts;
    chart.update();
  }
  const total = counts.reduce((sum, votes) => sum + votes, 0);
  document.querySelector('#count').textContent = total;
  document.querySelectorAll('#choices button').forEach((button, i) => { button.dataset.votes = counts[i]; });
}

document.querySelector('#choices').append(...CHOICES.map((text, choice) => {
  const button = Object.assign(document.createElement('button'), { textContent: text });
  button.onclick = () => board.put(ownName(), choice);
  return button;
}));
