// The rooms, what is unread in them, and who one is.

import { avatar, nameOf } from "./avatar.js";
import { byId, coalesce, el, renewChildren, show } from "./dom.js";
import { icon } from "./icons.js";
import { onLanguage, t } from "./i18n.js";
import { identify } from "./identity.js";
import { pathOf } from "./router.js";

export function startSidebar(chat, { open, create }) {
  const list = byId("rooms");
  const draw = () => {
    const focused = document.activeElement?.closest?.("#rooms a")?.dataset.room;
    renewChildren(list, [...chat.rooms.values()].map((room) => entry(room, chat)));
    const isMoved = focused && document.activeElement.dataset.room !== focused;
    isMoved && [...list.querySelectorAll("a")].find((link) => link.dataset.room === focused)?.focus();
    show(byId("no-rooms"), chat.hasRooms && chat.rooms.size === 0);
    show(byId("new-room"), chat.me.mayCreateRooms);
    showTitle(chat);
    showUnreadElsewhere(chat);
  };
  const drawSelf = () => {
    const who = identify(chat.me.user);
    byId("self").replaceChildren(avatar(who, "small"), nameOf(who, "span", "self-name"), icon("chevron"));
    byId("self").append(el("span", { class: "unseen", text: t("account") }));
  };
  chat.on("rooms", coalesce(draw));
  chat.on("active", draw);
  chat.on("me", drawSelf);
  onLanguage(draw);
  onLanguage(drawSelf);
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link.dataset.room);
    }
  });
  byId("new-room").addEventListener("click", create);
  document.addEventListener("keydown", (event) => step(event, chat, open));
  draw();
  drawSelf();
}

function entry(room, chat) {
  const isActive = room === chat.active;
  const unread = isActive && document.visibilityState === "visible" ? 0 : room.unread;
  const rule = { invited: ["lock", "ruleInvited"], "read-only": ["eye", "ruleReadOnly"] }[room.rule];
  const link = el("a", {
    class: "room-link", href: pathOf(room.id), data: { room: room.id }, "aria-current": isActive && "page",
  }, el("span", { class: "hash", text: "#", "aria-hidden": "true" }), el("bdi", { class: "room-name", text: room.title }));
  if (rule) {
    link.append(el("span", { class: "rule", title: t(rule[1]) }, icon(rule[0]), el("span", { class: "unseen", text: t(rule[1]) })));
  }
  if (unread > 0) {
    link.append(el("span", { class: "unread" },
      el("span", { "aria-hidden": "true", text: unread > 99 ? "99+" : String(unread) }),
      el("span", { class: "unseen", text: t("unread", unread) })));
  }
  return el("li", {}, link);
}

// Alt and the arrows lead from room to room.
function step(event, chat, open) {
  const by = event.altKey && !event.ctrlKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const ids = [...chat.rooms.keys()];
  if (by && ids.length > 0 && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    const at = ids.indexOf(chat.active?.id);
    open(ids[(at + by + ids.length) % ids.length]);
  }
}

function showTitle(chat) {
  const { unread, active } = chat;
  document.title = `${unread > 0 ? `(${unread > 99 ? "99+" : unread}) ` : ""}${active ? `${active.title} · ` : ""}${chat.me.title}`;
}

function showUnreadElsewhere(chat) {
  const others = [...chat.rooms.values()].some((room) => room !== chat.active && room.unread > 0);
  byId("open-side").classList.toggle("has-unread", others);
}
