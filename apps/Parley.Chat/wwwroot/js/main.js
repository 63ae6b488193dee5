// The page begins here: who is it, which room, and then everything else.

import { get, post } from "./api.js";
import { startBanner } from "./banner.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { askName, askRoom, reasonOf, startViewer, viewPicture } from "./dialogs.js";
import { byId, show } from "./dom.js";
import { closeDrawers, startDrawers } from "./drawers.js";
import { startEmoji } from "./emoji.js";
import { onLanguage, start as startLanguage, t } from "./i18n.js";
import { placeIcons } from "./icons.js";
import { startNotifications } from "./notify.js";
import { startPeople } from "./people.js";
import { pathOf, roomOf, takeToken } from "./router.js";
import { startSettings } from "./settings.js";
import { startSidebar } from "./sidebar.js";
import { recall, remember } from "./storage.js";
import { Timeline, timelineParts } from "./timeline.js";

startLanguage();
placeIcons(document);
startDrawers();
startViewer();
begin();

async function begin() {
  let me = await signIn();
  startLanguage(me.language);
  byId("brand").textContent = me.title;
  document.title = me.title;
  if (!me.user) {
    me = await askName({
      isFirst: true, name: recall("name"), title: me.title, limit: me.limits.name, save: comeIn,
    });
    remember("name", me.name);
  }
  run(new Chat(me));
}

async function comeIn(name) {
  await post("/api/guest", { name });
  const me = await get("/api/me");
  if (!me.user) {
    throw new Error(t("cookieNeeded"));
  }
  return me;
}

// By a token of the operator's site, or as whoever the cookie says.
async function signIn() {
  const token = takeToken();
  if (token !== null) {
    try {
      return await post("/api/token", { token });
    } catch (error) {
      tell(error.status === 0 ? reasonOf(error) : t("tokenRefused"));
    }
  }
  for (;;) {
    try {
      const me = await get("/api/me");
      token === null && tell("");
      return me;
    } catch (error) {
      tell(reasonOf(error));
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
  }
}

function run(chat) {
  const timeline = new Timeline(chat, timelineParts(), (room) => actionsIn(room, chat));
  const composer = new Composer(chat, () => timeline.toEnd());
  chat.isReading = () => timeline.isRead;
  let wanted = roomOf(location);

  // The title of the room that was open until it was deleted, or closed to the reader.
  let lost;

  // What was last said about rooms. What else was said stays until another one is opened.
  let told = "";

  const openRoom = (id, isNew = true) => {
    wanted = id;
    lost = undefined;
    tell((told = ""));
    if (isNew && location.pathname !== pathOf(id)) {
      history.pushState(null, "", pathOf(id));
    }
    closeDrawers();
    chat.open(id);
    drawRoom();
  };
  const drawRoom = (room = chat.active) => {
    byId("room-title").textContent = room?.title ?? "";
    show(byId("toggle-people"), Boolean(room));
    const isUnknown = !room && chat.hasRooms && wanted !== undefined;
    const text = lost !== undefined ? t("roomClosed", lost) : isUnknown ? t("roomGone") : "";
    if (text !== told) {
      tell((told = text));
    }
  };
  const moveOn = () => {
    lost = chat.active.title;
    wanted = firstRoom(chat);
    history.replaceState(null, "", wanted === undefined ? "/" : pathOf(wanted));
    chat.open(wanted);
  };

  const write = () => matchMedia("(pointer: fine)").matches && composer.focus();

  chat.on("active", (room) => {
    drawRoom(room);
    timeline.open(room);
    composer.open(room);
    if (room) {
      remember("room", room.id);
      document.querySelector("dialog[open]") || write();
    }
  });
  chat.on("rooms", () => {
    if (chat.active && !chat.rooms.has(chat.active.id)) {
      moveOn();
    }
    wanted ??= firstRoom(chat);
    if (!chat.active && chat.rooms.has(wanted)) {
      history.replaceState(null, "", pathOf(wanted));
      chat.open(wanted);
    }
    drawRoom();
    composer.refresh();
  });
  chat.on("signedOut", () => location.reload());
  addEventListener("storage", ({ key }) => key === "parley.signedOut" && location.reload());
  onLanguage(drawRoom);
  addEventListener("popstate", () => openRoom(roomOf(location) ?? firstRoom(chat), false));

  startSidebar(chat, {
    open: openRoom,
    create: async () => {
      const room = await askRoom({ limit: chat.me.limits.room, save: (title) => chat.createRoom(title) });
      room && openRoom(room.id);
    },
  });
  startPeople(chat);
  startBanner(chat);
  startSettings(chat, write, tell);
  startNotifications(chat, openRoom);
  startEmoji((emoji) => {
    composer.insert(emoji);
    composer.focus();
  });
  chat.start();
}

function firstRoom(chat) {
  const last = recall("room");
  return chat.rooms.has(last) ? last : chat.rooms.keys().next().value;
}

function actionsIn(room, chat) {
  return {
    view: viewPicture,
    retry: (id) => chat.outbox.retry(id),
    discard: (id) => chat.outbox.discard(id),
    remove: chat.me.admin && ((offset) => erase(room, offset)),
  };
}

async function erase(room, offset) {
  if (confirm(t("deleteSure"))) {
    await post("/api/admin/delete", { room: room.id, offset }).catch((error) => tell(reasonOf(error)));
  }
}

function tell(text) {
  if (byId("notice").textContent !== text) {
    byId("notice").textContent = text;
    show(byId("notice"), text !== "");
  }
}
