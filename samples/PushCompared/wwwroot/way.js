// One of the three: its card, and what it has heard.
export class Way {
  #card;
  #events = 0;
  #sum = 0;

  constructor(id, name, colour) {
    const fragment = document.querySelector('#way').content.cloneNode(true);
    this.#card = fragment.querySelector('section');
    this.#card.id = id;
    this.#card.style.setProperty('--colour', colour);
    this.#card.querySelector('h2').textContent = name;
    document.querySelector('#ways').append(fragment);
  }

  hear(latency) {
    this.#events++;
    this.#sum += latency;
    this.#show('last', `${latency.toFixed(1)} ms`);
    this.#show('mean', `${(this.#sum / this.#events).toFixed(1)} ms`);
    this.#show('events', this.#events);
  }

  cost(requests, bytes) {
    this.#show('requests', requests);
    this.#show('bytes', bytes.toLocaleString('en'));
    this.#show('each', this.#events ? Math.round(bytes / this.#events).toLocaleString('en') : '–');
  }

  #show(field, text) {
    this.#card.querySelector(`.${field}`).textContent = text;
  }
}
