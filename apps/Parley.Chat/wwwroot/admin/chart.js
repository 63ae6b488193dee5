// One line over the last two minutes, drawn as SVG.

import { make } from "../widget/element.js";

const space = "http://www.w3.org/2000/svg";
const width = 320;
const height = 84;
const points = 120;

export class Chart {
  element;
  #word;
  #show;
  #least;
  #values = [];
  #name = make("h2");
  #now = make("p", { class: "value" }, "–");
  #most = make("span", { class: "most" });
  #ago = make("span");
  #end = make("span");
  #line = draw("polyline", { class: "line" });
  #area = draw("polygon", { class: "area" });
  #drawing;

  /** `show` writes a value for people; `least` is what the axis reaches even if nothing happens. */
  constructor({ word, show, least }) {
    this.#word = word;
    this.#show = show;
    this.#least = least;
    this.#drawing = draw("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img" });
    this.#drawing.append(...[0.25, 0.5, 0.75].map(gridLine), this.#area, this.#line);
    this.element = make("div", { class: "card chart", "data-chart": word },
      make("div", { class: "chart-head" }, this.#name, this.#now),
      make("div", { class: "plot" }, this.#most, this.#drawing),
      make("div", { class: "axis", "aria-hidden": "true" }, this.#ago, this.#end));
  }

  add(value, words) {
    this.#values.push(value);
    this.#values = this.#values.slice(-points);
    this.show(words);
  }

  show(words) {
    this.#name.textContent = words[this.#word];
    this.#ago.textContent = words.ago;
    this.#end.textContent = words.now;
    if (this.#values.length > 0) {
      this.#draw(words);
    }
  }

  #draw(words) {
    const most = Math.max(...this.#values);
    const top = niceAbove(Math.max(most, this.#least));
    const now = this.#show(this.#values.at(-1));
    this.#now.textContent = now;
    this.#most.textContent = this.#show(top);
    this.#drawing.setAttribute("aria-label", `${words[this.#word]}: ${words.chart(now, this.#show(most))}`);
    const first = points - this.#values.length;
    const path = this.#values.map((value, index) =>
      `${(((first + index) * width) / (points - 1)).toFixed(1)},${(height - 2 - (value / top) * (height - 6)).toFixed(1)}`);
    this.#line.setAttribute("points", path.join(" "));
    this.#area.setAttribute("points", [`${path[0].split(",")[0]},${height}`, ...path, `${width},${height}`].join(" "));
  }
}

// 1, 2, 2.5 or 5 times a power of ten.
function niceAbove(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 2, 2.5, 5, 10].find((step) => step * power >= value);
}

function gridLine(share) {
  return draw("line", { class: "grid", x1: 0, x2: width, y1: share * height, y2: share * height });
}

function draw(name, attributes) {
  const element = document.createElementNS(space, name);
  Object.entries(attributes).forEach(([attribute, value]) => element.setAttribute(attribute, value));
  return element;
}
