// The border between the widget and the page: a shadow root with a style sheet of its own. A constructed sheet needs no
// permission of the page's Content-Security-Policy.

import { make } from "./element.js";
import { styles } from "./style.js";

/** The element that everything of the widget is in. */
export function makeRoot(element, { color, theme, words }) {
  const shadow = element.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  shadow.adoptedStyleSheets = [sheet];
  const root = make("div", { class: "root", lang: words.code });
  shadow.append(root);
  paint(root, color);
  follow(root, theme);

  // What is typed here is no shortcut of the page's.
  for (const event of ["keydown", "keypress", "keyup"]) {
    shadow.addEventListener(event, (key) => key.stopPropagation());
  }

  return root;
}

// On the page's colour text is black or white, whichever can be read better.
function paint(root, color) {
  if (color) {
    root.style.color = color;
    const [red, green, blue] = getComputedStyle(root).color.match(/[\d.]+/g).map((part) => linear(part / 255));
    root.style.color = "";
    root.style.setProperty("--accent", color);
    root.style.setProperty("--accent-ink", 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff");
  }
}

function linear(part) {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function follow(root, theme) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    root.dataset.theme = theme ?? (dark.matches ? "dark" : "light");
  };
  dark.addEventListener("change", apply);
  apply();
}
