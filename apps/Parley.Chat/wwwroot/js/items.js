// Which rows a stretch of a room's messages makes: whose name stands where, where a day begins, what is new.

import { compare } from "./log.js";
import { identify } from "./identity.js";
import { language, refusal, t } from "./i18n.js";
import { contentOf, dayRow, gapRow, messageRow, newRow, noteRow } from "./row.js";
import { dayKey, moment } from "./times.js";

const together = 5 * 60_000;

/** Items from `low` to `high`: each with a `key`, a signature `sign` that changes with what it shows, and `make`. */
export function itemsOf(room, low, high, chat, actions) {
  const { entries } = room.log;
  const isEnd = high === entries.length;
  const messages = entries.slice(low, high).map((entry) => stored(entry, room, chat));
  const waiting = isEnd ? chat.outbox.of(room.id).map((entry) => pending(entry, chat)) : [];
  const all = [...messages, ...waiting].filter((message) => message.gap || hasContent(message.data));
  const before = entries[low - 1];
  const items = low === 0 ? beginning(room, all.length) : [];
  let previous = before?.kind === "message" ? stored(before, room, chat) : undefined;
  all.forEach((message, index) => {
    add(items, message, previous, all[index + 1], room, actions);
    previous = message;
  });
  return items;
}

function add(items, message, previous, next, room, actions) {
  if (message.gap) {
    items.push({ key: message.key, sign: `${message.gap.offset} ${message.gap.to}`, make: () => gapRow(message.gap) });
    return;
  }
  const isNewDay = !previous || previous.gap || dayKey(previous.date) !== dayKey(message.date);
  if (isNewDay && !Number.isNaN(message.date.getTime())) {
    const key = `day ${message.key}`;
    items.push({ key, sign: dayKey(message.date) + dayKey(new Date()), make: () => dayRow(message.date) });
  }
  const isDivided = isFirstNew(message, previous, room);
  if (isDivided) {
    items.push({ key: "new", sign: "", make: newRow });
  }
  const head = isNewDay || isDivided || !belongs(previous, message);
  const tail = !next || !belongs(message, next) || isFirstNew(next, message, room);
  items.push({
    key: message.key,
    sign: [head, tail, message.state, message.reason, message.waiting, message.at, Boolean(actions.remove), message.user].join(" "),
    make: () => messageRow({ ...message, head, tail, actions: bind(actions, message) }),
  });
}

function bind(actions, message) {
  return {
    view: actions.view,
    retry: () => actions.retry(message.id),
    discard: () => actions.discard(message.id),
    remove: actions.remove && message.offset !== undefined ? () => actions.remove(message.offset) : undefined,
  };
}

// A message that was shown while it was sent keeps its row.
function stored(entry, room, chat) {
  if (entry.kind === "gap") {
    return { key: `gap ${entry.era} ${entry.offset}`, gap: entry };
  }
  const own = room.isMine(entry);
  return {
    ...entry,
    key: own ? `own ${entry.id}` : `${entry.era} ${entry.offset}`,
    who: identify(entry.user),
    date: new Date(entry.at),
    own,
    state: own ? "stored" : undefined,
    place: entry,
  };
}

function pending(entry, chat) {
  const date = new Date(entry.at);
  return {
    key: `own ${entry.id}`, id: entry.id, data: entry.data, at: entry.at, date, own: true, who: identify(chat.me.user), user: chat.me.user,
    state: entry.status, waiting: chat.state !== "open",
    reason: refusal(entry.code, entry.until && moment(new Date(entry.until))) ?? entry.reason,
  };
}

function belongs(previous, message) {
  return Boolean(previous && !previous.gap && !message.gap && previous.own === message.own && previous.who.key === message.who.key
    && previous.who.name === message.who.name && message.date - previous.date < together && dayKey(previous.date) === dayKey(message.date));
}

function isFirstNew(message, previous, room) {
  return Boolean(room.divider && message.place && !message.own && compare(message.place, room.divider) > 0
    && !(previous?.place && compare(previous.place, room.divider) > 0));
}

function hasContent(data) {
  const { text, pictures } = contentOf(data);
  return text !== "" || pictures.length > 0;
}

function beginning(room, shown) {
  const { log } = room;
  const note = (key, text, kind, again) => [{ key, sign: `${language()} ${text}`, make: () => noteRow(text, kind, again) }];
  if (room.loading) {
    return note("top", t("loading"), "loading");
  }
  if (room.failed) {
    return note("top", t("loadFailed"), "failed", () => room.loadOlder());
  }
  if (!log.atBeginning) {
    return [];
  }
  if (log.forgotten > 0) {
    return note("top", t("olderGone", log.forgotten), "forgotten");
  }
  return shown === 0 ? note("top", t("nothingYet"), "empty") : note("top", t("beginning", room.title), "first");
}
