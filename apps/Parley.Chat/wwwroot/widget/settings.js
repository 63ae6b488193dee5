// What the page's author wrote on the script's tag.

import { wordsFor } from "./words.js";

/** What one widget is to do, or null if the tag doesn't say it; then the console has. */
export function readSettings(moduleAddress) {
  const tag = tagOf(moduleAddress);
  const { room, title, language, color, name, token, theme } = tag?.dataset ?? {};
  if (!room?.trim()) {
    console.error("Parley: the widget's script has no data-room. Say which room visitors come to: "
      + `<script type="module" src="${moduleAddress}" data-room="support"></script>`);
    return null;
  }

  return {
    host: new URL(moduleAddress).origin,
    base: new URL("./", moduleAddress).href,
    room: room.trim(),
    title,
    color: CSS.supports("color", color ?? "") ? color : null,
    name: name?.trim() || null,
    token: token ? () => token : tokenOfPage,
    theme: ["light", "dark"].includes(theme) ? theme : null,
    words: wordsFor([language, document.documentElement.lang, ...navigator.languages]),
  };
}

// A module has no document.currentScript. The same module runs once, whichever of several tags was first.
function tagOf(moduleAddress) {
  const tags = [...document.querySelectorAll("script[src]")];
  return tags.find(({ src }) => src === moduleAddress) ?? tags.find(({ dataset, src }) => dataset.room && /\/widget\.js\b/.test(src));
}

// A site that signs its people in says who they are by window.parleyToken: a token, or a function that gives one.
async function tokenOfPage() {
  const given = window.parleyToken;
  return typeof given === "function" ? given() : given;
}
