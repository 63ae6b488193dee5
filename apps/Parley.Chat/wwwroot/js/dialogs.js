// What is asked for: a name, a new room. And a picture in its full size.

import { byId, show } from "./dom.js";
import { refusal, t } from "./i18n.js";
import { isName } from "./identity.js";

/**
 * Asks for a name until `save` takes it. `isFirst`: there is none yet, and no way around.
 * @returns What `save` resolved to; undefined if the reader gave up.
 */
export function askName({ isFirst, name, title, limit, save }) {
  byId("name-title").textContent = isFirst ? t("welcome", title) : t("rename");
  byId("name-save").textContent = t(isFirst ? "comeIn" : "save");
  byId("name").value = name ?? "";
  byId("name-dialog").classList.toggle("first", isFirst);
  show(byId("name-cancel"), !isFirst);
  show(byId("name-lead"), isFirst);
  return ask({
    dialog: byId("name-dialog"), form: byId("name-form"), input: byId("name"), error: byId("name-error"), cancel: byId("name-cancel"),
    mayCancel: !isFirst,
    submit: (text) => {
      if (!isName(text)) {
        throw new Error(t("nameNeeded"));
      }
      if ([...text].length > limit) {
        throw new Error(t("nameTooLong", limit));
      }
      return save(text);
    },
  });
}

/** Asks for a room's name until `save` takes it. Resolves to the room, or undefined. */
export function askRoom({ limit, save }) {
  byId("room-name").value = "";
  byId("room-name").maxLength = limit;
  return ask({
    dialog: byId("room-dialog"), form: byId("room-form"), input: byId("room-name"), error: byId("room-error"), cancel: byId("room-cancel"),
    mayCancel: true,
    submit: (text) => {
      if (text === "") {
        throw new Error(t("roomNeeded"));
      }
      return save(text);
    },
  });
}

/** Shows a picture in its full size. */
export function viewPicture(url, label) {
  byId("viewer-picture").src = url;
  byId("viewer-picture").alt = label;
  byId("viewer").showModal();
}

/** A click beside the picture closes it, as its button does, and Escape. */
export function startViewer() {
  const viewer = byId("viewer");
  viewer.addEventListener("click", ({ target }) => target.id !== "viewer-picture" && viewer.close());
  viewer.addEventListener("close", () => byId("viewer-picture").removeAttribute("src"));
}

/** Why something did not work, for the reader. */
export function reasonOf(error) {
  return error.status === 0 ? t("unreachable") : refusal(error.code) ?? (error.message || t("wentWrong"));
}

function ask({ dialog, form, input, error, cancel, mayCancel, submit }) {
  return new Promise((resolve) => {
    const listeners = new AbortController();
    const { signal } = listeners;
    const tell = (text) => {
      error.textContent = text;
      text === "" ? input.removeAttribute("aria-invalid") : input.setAttribute("aria-invalid", "true");
    };
    const finish = (result) => {
      listeners.abort();
      dialog.close();
      resolve(result);
    };
    let isBusy = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (isBusy) {
        return;
      }
      isBusy = true;
      tell("");
      try {
        finish(await submit(input.value.trim()));
      } catch (failure) {
        tell(reasonOf(failure));
        input.focus();
      }
      isBusy = false;
    }, { signal });
    cancel.addEventListener("click", () => finish(undefined), { signal });
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      mayCancel && finish(undefined);
    }, { signal });
    // A browser lets Escape close a dialog the second time whatever the page says.
    dialog.addEventListener("close", () => (mayCancel ? finish(undefined) : dialog.showModal()), { signal });
    tell("");
    dialog.showModal();
    input.select();
  });
}
