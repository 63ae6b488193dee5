// A table whose rows are kept by their keys, so that whoever stands on a button stays there while figures change.

import { make } from "../widget/element.js";

export class Table {
  element;
  #columns;
  #onSort;
  #head = make("tr");
  #body = make("tbody");
  #note = make("p", { class: "empty", hidden: true });
  #rows = new Map();
  #sort;

  /**
   * Columns: word (of the heading), cell(value, words) (text or a node), by(value) (what to sort by, or nothing), tip(value) (what
   * is shown when a pointer rests there, or nothing), className.
   * A cell that is a node is made once; a text is changed.
   */
  constructor({ columns, sort, onSort }) {
    this.#columns = columns;
    this.#sort = sort;
    this.#onSort = onSort;
    this.element = make("div", {}, make("table", {}, make("thead", {}, this.#head), this.#body), this.#note);
  }

  /** The headings, in these words; the rows are made anew. */
  head(words) {
    this.#rows.clear();
    this.#body.replaceChildren();
    this.#head.replaceChildren(...this.#columns.map((column) => this.#heading(column, words)));
  }

  show(values, words, note) {
    const rows = values.map(([key, value]) => this.#row(key, value, words));
    const keys = new Set(values.map(([key]) => key));
    for (const [key, row] of this.#rows) {
      if (!keys.has(key)) {
        row.remove();
        this.#rows.delete(key);
      }
    }

    rows.forEach((row, index) => {
      if (this.#body.children[index] !== row) {
        this.#body.insertBefore(row, this.#body.children[index] ?? null);
      }
    });
    this.#note.textContent = note ?? "";
    this.#note.hidden = !note;
    this.element.firstElementChild.hidden = values.length === 0;
  }

  /** Pairs of a key and a value in the order that was asked for. */
  sorted(values) {
    const { by } = this.#columns.find(({ word }) => word === this.#sort.word);
    return values.toSorted(([, one], [, other]) => this.#sort.direction * compare(by(one), by(other)));
  }

  #heading({ word, by, className }, words) {
    const cell = make("th", { scope: "col", class: className });
    if (by) {
      const isSorted = this.#sort.word === word;
      const button = make("button", { type: "button", class: "sort" }, words[word]);
      cell.ariaSort = isSorted ? (this.#sort.direction > 0 ? "ascending" : "descending") : "none";
      button.addEventListener("click", () => this.#sortBy(word, isSorted, words));
      cell.append(button);
    } else {
      cell.append(words[word]);
    }

    return cell;
  }

  #sortBy(word, isSorted, words) {
    this.#sort = { word, direction: isSorted ? -this.#sort.direction : 1 };
    this.#head.replaceChildren(...this.#columns.map((column) => this.#heading(column, words)));
    [...this.#head.querySelectorAll("button")].find(({ textContent }) => textContent === words[word]).focus();
    this.#onSort();
  }

  #row(key, value, words) {
    const known = this.#rows.get(key);
    const row = known ?? make("tr", { "data-key": key });
    this.#columns.forEach(({ cell, tip, word, className }, index) => {
      const content = !known || !row.children[index].dataset.node ? cell(value, words) : null;
      if (!known) {
        const isNode = content instanceof Node;
        row.append(make("td", { class: className, "data-label": words[word], "data-node": isNode && "yes" }, isNode ? content : `${content}`));
      } else if (content !== null && row.children[index].textContent !== `${content}`) {
        row.children[index].textContent = content;
      }
      if (tip) {
        row.children[index].title = tip(value);
      }
    });
    this.#rows.set(key, row);
    return row;
  }
}

function compare(one, other) {
  return typeof one === "number" && typeof other === "number" ? one - other : `${one}`.localeCompare(`${other}`);
}
