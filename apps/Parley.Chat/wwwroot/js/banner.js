// A line that says that there is no connection, and what that means. A short break is not worth one.

import { byId, show } from "./dom.js";
import { onLanguage, t } from "./i18n.js";

const patience = 800;

export function startBanner(chat) {
  let timer;
  let isDue = false;
  const draw = () => {
    const { size } = chat.outbox;
    const text = t(navigator.onLine ? "reconnecting" : "offline") + (size > 0 ? ` ${t("waiting", size)}` : "");
    show(byId("banner"), isDue);
    if (isDue && byId("banner-text").textContent !== text) {
      byId("banner-text").textContent = text;
    }
  };
  const changed = () => {
    document.documentElement.dataset.connection = chat.state;
    if (chat.state === "open") {
      clearTimeout(timer);
      timer = undefined;
      isDue = false;
    } else {
      timer ??= setTimeout(() => {
        isDue = true;
        draw();
      }, patience);
    }
    draw();
  };
  byId("connect-now").addEventListener("click", () => chat.hurry());
  chat.on("state", changed);
  chat.outbox.on("changed", draw);
  addEventListener("online", draw);
  addEventListener("offline", draw);
  onLanguage(draw);
  changed();
}
