// The reader's own menu: name, language, appearance, notifications.

import { post } from "./api.js";
import { askName, reasonOf } from "./dialogs.js";
import { byId, el, show } from "./dom.js";
import { language, languages, onLanguage, setLanguage, t } from "./i18n.js";
import { notifications, setNotifications } from "./notify.js";
import { names, remember } from "./storage.js";
import { setTheme, theme } from "./theme.js";

/**
 * @param onRenamed Called when another name was taken: the keys shall not go to the button of the menu then.
 * @param tell Shows the reader a sentence.
 */
export function startSettings(chat, onRenamed, tell) {
  const draw = () => {
    segments("languages", languages.map(({ code, name }) => [code, name]), language(), setLanguage);
    segments("themes", ["system", "light", "dark"].map((name) => [name, t(name)]), theme(), setTheme);
    drawNotifications();
    show(byId("rename"), chat.me.guest);
    show(byId("admin-link"), chat.me.admin);
  };
  onLanguage(draw);
  chat.on("me", draw);
  byId("rename").addEventListener("click", async () => await rename(chat) && onRenamed());
  byId("sign-out").addEventListener("click", async () => {
    if (chat.outbox.size === 0 || confirm(t("signOutSure"))) {
      try {
        await post("/api/signout");
        forget(chat.key);
        remember("signedOut", Date.now());
        location.reload();
      } catch (error) {
        byId("settings").hidePopover();
        tell(reasonOf(error));
      }
    }
  });
  byId("settings").addEventListener("toggle", ({ newState }) => byId("self").setAttribute("aria-expanded", String(newState === "open")));
  show(byId("self"), true);
  draw();
}

// Whoever comes next in this browser finds nothing that was begun.
function forget(key) {
  for (const name of [...names(`draft.${key}.`), ...names(`outbox.${key}.`), `read.${key}`, "name", "room"]) {
    remember(name, undefined);
  }
}

function rename(chat) {
  byId("settings").hidePopover();
  return askName({
    isFirst: false, name: chat.me.name, limit: chat.me.limits.name,
    save: (name) => {
      if (chat.outbox.size > 0) {
        throw new Error(t("renameWaits"));
      }
      return chat.rename(name);
    },
  });
}

function drawNotifications() {
  const now = notifications();
  show(byId("notify"), now !== "none");
  show(byId("notify-note"), now === "denied");
  segments("notifications", [["off", t("notificationsOff")], ["on", t("notificationsOn")]], now === "on" ? "on" : "off", async (wanted) => {
    await setNotifications(wanted === "on");
    drawNotifications();
  });
}

// One of a few, as radio buttons that look like one bar.
function segments(id, choices, chosen, choose) {
  const focused = document.activeElement?.closest?.(`#${id}`) && document.activeElement.value;
  const inputs = choices.map(([value]) => el("input", {
    type: "radio", name: id, value, checked: value === chosen, on: { change: () => choose(value) },
  }));
  byId(id).replaceChildren(...choices.map(([, label], index) => el("label", {}, inputs[index], el("span", { text: label }))));
  inputs.find((input) => input.value === focused)?.focus();
}
