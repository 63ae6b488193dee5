// The charts, from the server's events: one overview a second.

import { Chart } from "./chart.js";
import { bytes, figure, share } from "./figures.js";

const charts = [
  { word: "messagesPerSecond", show: figure, least: 1 },
  { word: "deliveriesPerSecond", show: figure, least: 1 },
  { word: "connections", show: figure, least: 4 },
  { word: "memory", show: bytes, least: 1e6 },
  { word: "cpu", show: share, least: 0.1 },
];

export class Live {
  #words;
  #charts = charts.map((options) => [options.word, new Chart(options)]);
  #state = document.getElementById("live");
  #events = null;
  #onOverview;
  #onEnd;
  #isOpen = true;
  #overview = null;

  /** `onEnd` is called when the server no longer lets this page see them. */
  constructor(words, onOverview, onEnd) {
    this.#words = words;
    this.#onOverview = onOverview;
    this.#onEnd = onEnd;
    document.getElementById("charts").replaceChildren(...this.#charts.map(([, { element }]) => element));
    this.show(words);
  }

  start() {
    this.#events = new EventSource("/api/admin/live");
    this.#events.onopen = () => this.#became(true);
    this.#events.onmessage = ({ data }) => this.#take(JSON.parse(data));
    this.#events.onerror = () => {
      this.#became(false);

      // The browser tries again by itself, unless the server refused.
      if (this.#events.readyState === EventSource.CLOSED) {
        this.#onEnd();
      }
    };
  }

  stop() {
    this.#events?.close();
  }

  show(words) {
    this.#words = words;
    this.#charts.forEach(([, chart]) => chart.show(words));
    this.#became(this.#isOpen);
  }

  #take(overview) {
    this.#overview = overview;
    this.#charts.forEach(([name, chart]) => chart.add(overview[name] ?? 0, this.#words));
    this.#became(true);
    this.#onOverview(overview);
  }

  #became(isOpen) {
    this.#isOpen = isOpen;
    const text = isOpen ? this.#words.live : this.#words.lost;
    const node = this.#overview?.node;
    document.getElementById("node").textContent = node ? this.#words.node(node) : "";
    this.#state.dataset.state = isOpen ? "open" : "lost";

    // A status is read out when it changes: once a second would be too often.
    if (this.#state.textContent !== text) {
      this.#state.textContent = text;
    }
  }
}
