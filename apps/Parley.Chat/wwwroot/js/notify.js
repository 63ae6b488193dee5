// Notifications of the system, when the reader has asked for them and is not looking.

import { identify } from "./identity.js";
import { t } from "./i18n.js";
import { oneLine } from "./format.js";
import { contentOf } from "./row.js";
import { recall, remember } from "./storage.js";

/** `on`, `off`, `denied` by the browser, or `none` where there are none. */
export function notifications() {
  if (!("Notification" in globalThis) || !isSecureContext) {
    return "none";
  }
  return Notification.permission === "denied" ? "denied" : recall("notify") === true && Notification.permission === "granted" ? "on" : "off";
}

/** Turns notifications on, which asks the reader, or off. Returns what they are then. */
export async function setNotifications(wanted) {
  remember("notify", wanted && (await Notification.requestPermission()) === "granted" ? true : undefined);
  return notifications();
}

export function startNotifications(chat, open) {
  chat.on("message", ({ room, message }) => {
    const isSeen = room === chat.active && document.visibilityState === "visible" && document.hasFocus();
    if (notifications() === "on" && !isSeen) {
      const { text } = contentOf(message.data);
      notify(t("notifies", identify(message.user).name, room.title), oneLine(text) || t("sentPicture"), room.id, open);
    }
  });
}

function notify(title, body, room, open) {
  try {
    const note = new Notification(title, { body, tag: `parley ${room}`, icon: "/favicon.svg" });
    note.onclick = () => {
      focus();
      open(room);
      note.close();
    };
  } catch {
    // A phone's browser takes them from service workers only.
  }
}
