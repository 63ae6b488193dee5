// The form that asks who you are and where you want to go.

import { nameError, roomError } from "./names.js";
import { recall, remember } from "./storage.js";

export class JoinView {
  #view = document.getElementById("join-view");
  #name = document.getElementById("name");
  #room = document.getElementById("room");

  /** Calls onJoin(name, room) with names that are fine. */
  constructor(onJoin) {
    this.#name.value = this.rememberedName();
    document.getElementById("join-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const name = this.#name.value.trim();
      const room = this.#room.value.trim();
      const isFine = [check(this.#room, roomError(room)), check(this.#name, nameError(name))].every(Boolean);
      if (isFine) {
        remember("name", name);
        onJoin(name, room);
      }
    });
  }

  rememberedName() {
    return recall("name") ?? "";
  }

  show(room) {
    document.title = "Parley";
    this.#room.value = room;
    this.#view.hidden = false;
    (this.#name.value ? this.#room : this.#name).focus();
  }

  hide() {
    this.#view.hidden = true;
  }
}

// Says what is wrong beside the field, and moves there. The name is checked last, so that the focus ends up on the
// first of two wrong fields.
function check(field, error) {
  document.getElementById(field.id + "-error").textContent = error;
  field.setAttribute("aria-invalid", String(error !== ""));
  if (error) {
    field.focus();
  }

  return error === "";
}
