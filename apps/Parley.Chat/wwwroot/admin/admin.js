// The administrators' page: the secret opens it, also as #secret=... at the end of its address.

import { get, post } from "./api.js";
import { Dashboard } from "./dashboard.js";
import { wordsOf } from "./words.js";
import { recall, remember } from "../js/storage.js";
import { setTheme, theme } from "../js/theme.js";

const byId = (id) => document.getElementById(id);
const form = byId("sign-in");
let words = wordsOf(recall("language") ?? (navigator.language.startsWith("zh") ? "zh" : "en"));
let dashboard = null;

// The secret leaves the address before anything else happens: nobody who looks over a shoulder or at the history sees it.
function secretOfAddress() {
  const secret = new URLSearchParams(location.hash.slice(1)).get("secret");
  if (secret !== null) {
    history.replaceState(null, "", location.pathname);
  }

  return secret;
}

function applyWords() {
  document.documentElement.lang = words.code === "zh" ? "zh-CN" : "en";
  document.title = words.page;
  document.querySelectorAll("[data-word]").forEach((element) => element.replaceChildren(words[element.dataset.word]));
  document.querySelectorAll("[data-placeholder]").forEach((element) => element.setAttribute("placeholder", words[element.dataset.placeholder]));
  document.querySelectorAll("[data-label]:not(td)").forEach((element) => element.setAttribute("aria-label", words[element.dataset.label]));
  byId("language").textContent = words.other;
  byId("language").lang = words.code === "zh" ? "en" : "zh-CN";
  byId("theme").textContent = isDark() ? words.light : words.dark;
  dashboard?.show(words);
}

function isDark() {
  return theme() === "system" ? matchMedia("(prefers-color-scheme: dark)").matches : theme() === "dark";
}

async function signIn(secret) {
  try {
    await post("/api/admin/signin", { secret });
    byId("secret").value = "";
    await open();
  } catch (error) {
    close(error.status === undefined ? words.unreachable : error.status === 401 ? words.wrongSecret : error.message);
  }
}

async function open() {
  dashboard ??= new Dashboard(words, () => close(""));
  await dashboard.start();
  showOnly("dashboard");
}

function close(problem) {
  dashboard?.stop();
  showOnly("gate");
  byId("sign-in-problem").textContent = problem;
  byId("secret").focus();
}

function showOnly(id) {
  byId("gate").hidden = id !== "gate";
  byId("dashboard").hidden = byId("sign-out").hidden = byId("live").hidden = id !== "dashboard";
}

async function begin() {
  const secret = secretOfAddress();
  applyWords();
  if (secret !== null) {
    await signIn(secret);
    return;
  }

  try {
    const { admin } = await get("/api/me");
    await (admin ? open() : close(""));
  } catch {
    close(words.unreachable);
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  signIn(byId("secret").value);
});
byId("language").addEventListener("click", () => {
  words = wordsOf(words.code === "zh" ? "en" : "zh");
  remember("language", words.code);
  applyWords();
});
byId("theme").addEventListener("click", () => {
  setTheme(isDark() ? "light" : "dark");
  applyWords();
});
byId("sign-out").addEventListener("click", async () => {
  await post("/api/signout", {});
  close("");
});
addEventListener("hashchange", begin);
await begin();
