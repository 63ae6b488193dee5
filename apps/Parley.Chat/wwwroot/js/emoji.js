// A small picker. The arrow keys go from emoji to emoji, Escape closes it.

import { byId, el } from "./dom.js";
import { onLanguage, t } from "./i18n.js";

const groups = {
  emojiFaces: "😀 😄 😁 😅 😂 🙂 😉 😊 😍 🥰 😘 😋 😜 🤔 🤨 😐 🙄 😏 😴 😷 🤒 🥳 😎 🤓 😮 😢 😭 😡 😱 🤯 😇 🤗",
  emojiHands: "👍 👎 👏 🙌 🙏 💪 👋 ✌️ 🤞 👌 🤝 👀 💁 🤷 🙋 👩‍💻 👨‍💻 🏃 💃 👨‍👩‍👧",
  emojiNature: "🌞 🌙 ⭐ 🌈 ☔ ❄️ 🔥 🌊 🌱 🌸 🌳 🍀 🐶 🐱 🐼 🦊 🐸 🐝 🍎 🍓 🍕 🍜 🍰 ☕ 🍵 🍺",
  emojiThings: "❤️ 💔 💯 ✅ ❌ ❓ ❗ 🎉 🎁 🎂 🎵 🎮 ⚽ 🏆 💡 📌 📷 📎 📅 ⏰ 🚀 ✈️ 🚲 🏠 💻 📱 🔒 🛠️",
};

/** Lets a button open the picker, which tells what was chosen. */
export function startEmoji(choose) {
  const picker = byId("emoji-picker");
  const button = byId("emoji");
  const fill = () => picker.replaceChildren(...Object.entries(groups).map(([name, emoji]) => group(name, emoji, choose, picker)));
  onLanguage(fill);
  fill();
  picker.addEventListener("toggle", ({ newState }) => {
    button.setAttribute("aria-expanded", String(newState === "open"));
    if (newState === "open") {
      picker.querySelector("button").focus();
    }
  });
  picker.addEventListener("keydown", (event) => move(event, picker));
}

function group(name, emoji, choose, picker) {
  const id = `${name}-title`;
  return el("section", { "aria-labelledby": id }, el("h3", { id, text: t(name) }),
    el("div", { class: "emoji-grid" }, ...emoji.split(" ").map((one) => el("button", {
      type: "button", text: one, tabindex: "-1", on: {
        click: () => {
          picker.hidePopover();
          choose(one);
        },
      },
    }))));
}

function move(event, picker) {
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8, Home: -Infinity, End: Infinity };
  const by = steps[event.key];
  if (by !== undefined) {
    event.preventDefault();
    const all = [...picker.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement);
    all[Math.min(all.length - 1, Math.max(0, at + by))].focus();
  }
}
