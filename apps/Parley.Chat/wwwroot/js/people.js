// Who is in the open room, and who is typing there.

import { avatar, nameOf } from "./avatar.js";
import { byId, coalesce, el } from "./dom.js";
import { onLanguage, t } from "./i18n.js";
import { number } from "./times.js";

const most = 200;

export function startPeople(chat) {
  const stops = [];
  const drawPeople = coalesce(() => drawList(chat.active, chat.key));
  const drawTyping = () => showTyping(chat.active);
  chat.on("active", (room) => {
    stops.splice(0).forEach((stop) => stop());
    if (room) {
      stops.push(room.on("people", drawPeople), room.on("typing", drawTyping));
    }
    drawPeople();
    drawTyping();
  });
  chat.on("state", drawPeople);
  onLanguage(drawPeople);
  onLanguage(drawTyping);
}

function drawList(room, ownKey) {
  const people = room?.people ?? [];
  const count = room?.count ?? 0;
  byId("people-count").textContent = number(count);
  byId("toggle-people").setAttribute("aria-label", t("peopleHere", count));
  byId("people-title").textContent = t("peopleHere", count);
  const shown = people.slice(0, most);
  byId("people-list").replaceChildren(
    ...shown.map((who) => el("li", { class: "person", data: { key: who.key } }, avatar(who, "small"), nameOf(who, "span", "person-name"),
      who.key === ownKey && el("span", { class: "tag", text: t("you") }))),
    ...(count > shown.length ? [el("li", { class: "more", text: t("peopleMore", count - shown.length) })] : []));
}

function showTyping(room) {
  const names = room?.typists.names ?? [];
  const line = byId("typing");
  line.classList.toggle("active", names.length > 0);
  byId("typing-text").textContent = names.length === 0 ? "" : names.length > 3 ? t("typingMany") : t("typing", names);
}
