// What stands in the log: messages, days, gaps.

import { avatar, nameOf } from "./avatar.js";
import { el } from "./dom.js";
import { format, isOnlyEmoji } from "./format.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { clock, day, fully } from "./times.js";

const widest = 340;
const highest = 300;
const ours = /^\/pictures\/[A-Za-z0-9_-]{1,128}\.[a-z]{2,5}$/;

/** What a publication says, whoever made it: a text, and pictures of this server. */
export function contentOf(data) {
  const text = typeof data === "string" ? data : typeof data?.text === "string" ? data.text : "";
  const pictures = Array.isArray(data?.pictures) ? data.pictures.slice(0, 16).filter(isPicture) : [];
  return { text, pictures };
}

/**
 * A message. `who` wrote it; `head` and `tail` begin and end what somebody says in a row; `state` of one's own: `sending`,
 * `stored`, `failed`, `unsure`; `actions`: retry, discard, remove, view.
 */
export function messageRow({ key, offset, data, at, who, own, head, tail, state, reason, waiting, actions }) {
  const { text, pictures } = contentOf(data);
  const isLarge = pictures.length === 0 && isOnlyEmoji(text);
  const row = el("div", {
    class: ["message", own && "own", head && "head", tail && "tail", isLarge && "large"].filter(Boolean).join(" "),
    data: { key, ...(offset === undefined ? {} : { offset }), ...(state ? { state } : {}) },
  });
  if (!own) {
    row.append(tail ? avatar(who) : el("span", { class: "avatar-space" }));
  }
  const bubble = el("div", { class: "bubble" });
  bubble.append(head && !own ? nameOf(who, "p") : el("span", { class: "unseen", text: t("says", own ? t("you") : who.name) }));
  if (text !== "") {
    bubble.append(el("p", { class: "text", dir: "auto" }, format(text)));
  }
  if (pictures.length > 0) {
    bubble.append(el("div", { class: "pictures" }, ...pictures.map((picture) => pictureButton(picture, who, actions.view))));
  }
  bubble.append(foot(at, state, waiting));
  row.append(el("div", { class: "body" }, bubble, trouble(state, reason, actions)));
  if (actions.remove) {
    row.append(removeButton(actions.remove));
  }
  return row;
}

/** A day's name between messages. */
export const dayRow = (date) => el("div", { class: "line day" }, el("span", { text: day(date) }));

/** Where the unread messages begin. */
export const newRow = () => el("div", { class: "line new" }, el("span", { text: t("newMessages") }));

/** How many messages are missing. */
export function gapRow({ offset, to }) {
  return el("div", { class: "line gap" }, el("span", {}, icon("warning"), to === null ? t("gapUnknown") : t("gap", to - offset + 1)));
}

/** A sentence in the log, and perhaps what can be done. */
export const noteRow = (text, kind = "", again = undefined) => el("div", { class: `line note ${kind}` }, el("span", { text },
  again && " ", again && el("button", { type: "button", class: "link", text: t("tryAgain"), on: { click: again } })));

function foot(at, state, waiting) {
  const date = new Date(at);
  const isTime = !Number.isNaN(date.getTime());
  return el("p", { class: "foot" },
    isTime && el("time", { datetime: date.toISOString(), title: fully(date), text: clock(date) }),
    state && mark(state, waiting));
}

function mark(state, waiting) {
  const [drawing, label] = {
    sending: ["clock", waiting ? t("waitingToSend") : t("sending")],
    stored: ["check", t("stored")],
    failed: ["warning", t("failed")],
    unsure: ["warning", t("unsure")],
  }[state];
  const element = el("span", { class: `mark ${state}`, role: "img", "aria-label": label, title: label });
  element.append(icon(drawing));
  return element;
}

function trouble(state, reason, { retry, discard }) {
  return (state === "failed" || state === "unsure") && el("p", { class: "trouble" },
    el("span", { text: `${t(state)}${reason && state === "failed" ? `: ${reason}` : ""}` }),
    el("button", { type: "button", class: "link", text: t("tryAgain"), on: { click: retry } }),
    el("button", { type: "button", class: "link", text: t("discard"), on: { click: discard } }));
}

function removeButton(remove) {
  const button = el("button", { type: "button", class: "icon-button remove", "aria-label": t("delete"), title: t("delete"), on: { click: remove } });
  button.append(icon("trash"));
  return button;
}

function isPicture(picture) {
  return typeof picture?.url === "string" && ours.test(picture.url);
}

// The size is known before the picture is there, so that nothing moves when it comes.
function pictureButton({ url, width, height }, who, view) {
  const w = sizeOf(width);
  const h = sizeOf(height);
  const scale = Math.min(1, widest / w, highest / h);
  const label = t("pictureBy", who.name);
  const image = el("img", {
    src: url, alt: label, width: Math.max(24, Math.round(w * scale)), height: Math.max(24, Math.round(h * scale)), decoding: "async",
  });
  return el("button", { type: "button", class: "picture", on: { click: () => view(url, label) } }, image);
}

function sizeOf(value) {
  return Number.isFinite(value) && value >= 1 ? Math.min(value, 20_000) : 240;
}
