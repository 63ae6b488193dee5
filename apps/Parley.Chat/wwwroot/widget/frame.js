// The button, the box around everything, and the keyboard's way through it.

import { icon, make } from "./element.js";

const mostShown = 9;

export class Frame {
  #words;
  #key;
  #events;
  #launcher;
  #badge = make("span", { class: "badge", hidden: true, "aria-hidden": "true" });
  #panel;
  #status;

  /** Events: onOpen(byHand). */
  constructor({ root, words, title, key, content, events }) {
    this.#words = words;
    this.#key = key;
    this.#events = events;
    this.#launcher = make("button", { class: "launcher", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false" },
      icon("chat"), this.#badge);
    this.#status = make("p", { class: "state" });
    this.#panel = this.#makePanel(title, content);
    this.#launcher.addEventListener("click", () => this.#open(true));
    root.append(this.#launcher, this.#panel);
    this.unread = 0;
    this.#followViewport();
  }

  get isOpen() {
    return !this.#panel.hidden;
  }

  set unread(count) {
    const label = count === 0 ? this.#words.open : `${this.#words.open}: ${this.#words.unread(count)}`;
    this.#badge.hidden = count === 0;
    this.#badge.textContent = count > mostShown ? `${mostShown}+` : count;
    this.#launcher.setAttribute("aria-label", label);
    this.#launcher.title = label;
  }

  set state(state) {
    this.#panel.dataset.state = state;
    this.#status.textContent = state === "open" ? this.#words.here : this.#words.connecting;
  }

  /** Open as it was on the page before; on a phone it would hide the new page. */
  restore() {
    if (remembered(this.#key) && !this.#isFullScreen) {
      this.#open(false);
    }
  }

  get #isFullScreen() {
    return matchMedia("(max-width: 520px), (max-height: 420px)").matches;
  }

  #makePanel(title, content) {
    const close = make("button", { class: "close", type: "button", "aria-label": this.#words.close, title: this.#words.close }, icon("close"));
    close.addEventListener("click", () => this.#close());
    const heading = make("div", { class: "heading" }, make("h2", { id: "title" }, title), this.#status);
    const panel = make("section", { class: "panel", role: "dialog", "aria-labelledby": "title", hidden: true },
      make("div", { class: "bar" }, heading, close), ...content);
    panel.addEventListener("keydown", (event) => this.#onKey(event));
    return panel;
  }

  #open(byHand) {
    this.#panel.hidden = false;
    this.#launcher.hidden = true;
    this.#launcher.setAttribute("aria-expanded", "true");
    this.#panel.setAttribute("aria-modal", `${this.#isFullScreen}`);
    remember(this.#key, true);
    this.#events.onOpen(byHand);
  }

  #close() {
    this.#panel.hidden = true;
    this.#launcher.hidden = false;
    this.#launcher.setAttribute("aria-expanded", "false");
    this.#launcher.focus();
    remember(this.#key, false);
  }

  #onKey(event) {
    if (event.key === "Escape" && !event.isComposing) {
      event.preventDefault();
      this.#close();
    } else if (event.key === "Tab") {
      this.#wrap(event);
    }
  }

  // From the last thing in the box to the first, and back.
  #wrap(event) {
    const stops = [...this.#panel.querySelectorAll("button, input, textarea, a[href], [tabindex='0']")]
      .filter((each) => each.getClientRects().length > 0 && !each.closest("[inert]"));
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (this.#panel.getRootNode().activeElement === from) {
      event.preventDefault();
      to.focus();
    }
  }

  // A phone's keyboard covers what is below it: the box ends above.
  #followViewport() {
    const viewport = window.visualViewport;
    viewport?.addEventListener("resize", () => {
      this.#panel.style.setProperty("--viewport", `${viewport.height}px`);
    });
  }
}

function remember(key, isOpen) {
  try {
    isOpen ? sessionStorage.setItem(key, "yes") : sessionStorage.removeItem(key);
  } catch {
    // The box is closed on the next page.
  }
}

function remembered(key) {
  try {
    return sessionStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}
