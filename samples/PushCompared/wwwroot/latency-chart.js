import uPlot from './lib/uplot/uPlot.esm.js';

const COLOURS = { polling: '#c0392b', 'long-polling': '#d68910', socket: '#1e8449' };
const WAYS = Object.keys(COLOURS);
const KEPT = 60;

// The latencies of the last events, on a logarithmic scale: polling is hundreds of times the others.
export class LatencyChart {
  #plot;
  #rows = new Map();

  constructor(element) {
    this.#plot = new uPlot({
      width: element.clientWidth,
      height: 260,
      scales: { x: { time: false }, y: { distr: 3, range: [0.1, 10_000] } },
      axes: [{ label: 'event · 事件' }, { size: 70 }],
      series: [{ label: 'event' }, ...WAYS.map(way => ({
        label: way, stroke: COLOURS[way], width: 2, points: { show: true }, spanGaps: true,
        value: (plot, value) => (value == null ? '–' : `${value.toFixed(1)} ms`),
      }))],
    }, [[], ...WAYS.map(() => [])], element);
    addEventListener('resize', () => this.#plot.setSize({ width: element.clientWidth, height: 260 }));
  }

  add(id, way, latency) {
    const row = this.#rows.get(id) ?? {};
    row[way] = Math.max(0.1, latency);
    this.#rows.set(id, row);
    const ids = [...this.#rows.keys()].sort((a, b) => a - b);
    ids.splice(0, ids.length - KEPT).forEach(old => this.#rows.delete(old));
    this.#plot.setData([ids, ...WAYS.map(name => ids.map(key => this.#rows.get(key)[name] ?? null))]);
  }
}
