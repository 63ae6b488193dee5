// Who the visitor is: a guest of this site's, whose token stays in localStorage, or somebody the site itself vouches for.

import { askForToken } from "./host.js";

export class Visitor {
  #settings;
  #store;
  #siteToken;

  constructor(settings, store) {
    this.#settings = settings;
    this.#store = store;
  }

  /** Whether anybody knows this visitor from before, so that there may be something to read. */
  async isKnown() {
    return Boolean(await this.#settings.token()) || Boolean(this.#store.get("token"));
  }

  /** Whether the first message can go without asking for a name, connected or not. */
  async hasName() {
    try {
      return Boolean(this.#settings.name || this.#store.get("isNamed") || await this.#settings.token());
    } catch {
      // The site knows its visitors, and can't say who this is at the moment.
      return true;
    }
  }

  /** The token for the next attempt to connect. A site's own is asked for each time, since it may have expired. */
  async token() {
    this.#siteToken = await this.#settings.token();
    if (this.#siteToken) {
      return this.#siteToken;
    }

    const { name, words } = this.#settings;
    const known = this.#store.get("token");
    if (known && (!name || this.#store.get("name") === name)) {
      return known;
    }

    return this.#take(name ?? words.visitor, name !== null);
  }

  /** Takes a name. From the next connection on the visitor has it. */
  rename(name) {
    return this.#take(name, true);
  }

  /** Another token under the same name: the one there was has expired, or is not taken any more. */
  async renew() {
    const name = this.#store.get("name");
    if (name && !this.#siteToken) {
      await this.#take(name, this.#store.get("isNamed"));
    }
  }

  async #take(name, isNamed) {
    const { token } = await askForToken(this.#settings, name, this.#store.get("token"));
    this.#store.set("token", token);
    this.#store.set("name", name);
    this.#store.set("isNamed", isNamed);
    return token;
  }
}
