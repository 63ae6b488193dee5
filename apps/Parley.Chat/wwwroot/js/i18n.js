// The page's words in the reader's language: the one that was chosen, or the browser's.

import en from "./i18n/en.js";
import zh from "./i18n/zh.js";
import { recall, remember } from "./storage.js";

const words = { en, zh };
const listeners = new Set();
let code = choose();

/** Every language there is, each by its own name. */
export const languages = [{ code: "en", name: "English" }, { code: "zh", name: "中文" }];

/** The language as `en` or `zh`, and as the platform's formats want it. */
export const language = () => code;
export const locale = () => (code === "zh" ? "zh-CN" : navigator.languages.find((name) => name.startsWith("en")) ?? "en");

/** A text by its name. What some are told, such as a number, follows. */
export function t(name, ...about) {
  const text = words[code][name];
  return typeof text === "function" ? text(...about) : text ?? name;
}

/** What a server's refusal means, in the reader's language; undefined if only the server can say it. It may hold `until` a time. */
export function refusal(code, until) {
  const refusals = words[language()].refusals;
  const text = Object.hasOwn(refusals, code ?? "") ? refusals[code] : undefined;
  return typeof text === "function" ? text(until) : text;
}

/** Chooses a language, now and the next time. */
export function setLanguage(chosen) {
  remember("language", chosen);
  code = choose();
  start();
  listeners.forEach((listener) => listener());
}

/** Calls back whenever the language has changed. */
export function onLanguage(listener) {
  listeners.add(listener);
}

/** Puts the page's own texts into the language; `preferred` is the operator's, if the reader chose none. */
export function start(preferred) {
  code = choose(preferred);
  document.documentElement.lang = code === "zh" ? "zh-CN" : "en";
  translate(document);
}

/** Puts the texts below an element into the language: data-t its text, data-t-NAME an attribute of it. */
export function translate(root) {
  for (const element of root.querySelectorAll("[data-t]")) {
    element.textContent = t(element.dataset.t);
  }
  for (const [key, attribute] of [["tLabel", "aria-label"], ["tTitle", "title"], ["tPlaceholder", "placeholder"]]) {
    for (const element of root.querySelectorAll(`[data-t-${key.slice(1).toLowerCase()}]`)) {
      element.setAttribute(attribute, t(element.dataset[key]));
    }
  }
}

function choose(preferred) {
  const wished = [recall("language"), preferred, ...navigator.languages, "en"];
  return wished.map((name) => String(name ?? "").slice(0, 2).toLowerCase()).find((name) => Object.hasOwn(words, name)) ?? "en";
}
