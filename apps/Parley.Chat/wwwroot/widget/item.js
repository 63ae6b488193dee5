// One message. Whatever came from somebody goes in as text.

import { format, isOnlyEmoji } from "../js/format.js";
import { identify } from "../js/identity.js";
import { icon, make } from "./element.js";

const picturePath = /^\/pictures\/[\w.-]+$/;

/** A message's element. `message.offset` is missing while it waits. */
export function itemOf({ id, offset, user, at, data }, { words, host, isOwn }) {
  const who = identify(user);
  const own = !offset || isOwn(user);
  const time = new Date(at);
  const item = make("li", { class: own ? "message own" : "message", "data-id": id });
  Object.assign(item.dataset, { offset: offset ?? Infinity, key: own ? "own" : who.key, at: time.getTime() });
  item.dataset.state = offset ? "stored" : "waiting";
  const body = make("div", { class: "body" }, metaOf(who, own, time, words), ...contentOf(data, words, host));
  if (own) {
    body.append(make("div", { class: "status" }, ...statusOf(item.dataset.state, words)));
  } else {
    item.append(avatarOf(who));
  }

  item.append(body);
  return item;
}

/** The mark below one's own message, and what can be done about it. */
export function statusOf(state, words, { sentence, buttons = [] } = {}) {
  return [
    icon(state),
    make("span", { class: sentence ? "sentence" : "unseen" }, sentence ?? words[state]),
    ...buttons.map(({ label, onClick }) => {
      const button = make("button", { type: "button" }, label);
      button.addEventListener("click", onClick);
      return button;
    }),
  ];
}

function avatarOf({ initials, hue }) {
  const avatar = make("span", { class: "avatar", "aria-hidden": "true" }, initials);
  avatar.style.setProperty("--hue", hue);
  return avatar;
}

function metaOf({ name, verified }, own, time, words) {
  const author = make("span", { class: own ? "unseen" : "author" }, own ? words.you : name);
  const mark = verified && !own && make("span", { class: "verified" }, icon("stored"), make("span", { class: "unseen" }, words.member));
  return make("div", { class: "meta" }, author, mark, " ", timeOf(time, words));
}

/** A time in the reader's zone, with its day unless that is today. */
export function momentOf(time, { code }) {
  const isToday = time.toDateString() === new Date().toDateString();
  const clock = { hour: "2-digit", minute: "2-digit" };
  return time.toLocaleString(localeOf(code), isToday ? clock : { month: "short", day: "numeric", ...clock });
}

function timeOf(time, words) {
  return make("time", { datetime: time.toISOString(), title: time.toLocaleString(localeOf(words.code)) }, momentOf(time, words));
}

// The reader's own English or Chinese, if the browser has one of them.
function localeOf(code) {
  return navigator.languages.find((language) => language.toLowerCase().startsWith(code)) ?? code;
}

function contentOf(data, words, host) {
  const text = typeof data === "string" ? data : data?.text;
  const pictures = Array.isArray(data?.pictures) ? data.pictures : [];
  const paragraph = typeof text === "string" && text !== ""
    && make("p", { class: isOnlyEmoji(text) ? "text emoji" : "text", dir: "auto" }, format(text));
  return [paragraph, ...pictures.filter(({ url }) => picturePath.test(url)).map((picture) => pictureOf(picture, words, host))]
    .filter(Boolean);
}

function pictureOf({ url, width, height }, words, host) {
  const address = host + url;
  const image = make("img", { src: address, alt: words.picture, loading: "lazy", width: Number(width) || null, height: Number(height) || null });
  const link = make("a", { class: "picture", href: address, target: "_blank", rel: "noopener noreferrer" }, image);

  // A page may allow no pictures of others: then the link has words.
  image.addEventListener("error", () => link.replaceChildren(words.picture));
  return link;
}
