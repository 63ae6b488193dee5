// Light and dark: as the system has it, until the reader chooses.

import { recall, remember } from "./storage.js";

const dark = matchMedia("(prefers-color-scheme: dark)");

/** Applies the theme, and lets a button switch it. */
export function startTheme(button) {
  let chosen = recall("theme");

  function apply() {
    const theme = chosen ?? (dark.matches ? "dark" : "light");
    document.documentElement.dataset.theme = theme;
    button.textContent = theme === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-label", `Switch to the ${theme === "dark" ? "light" : "dark"} theme`);
  }

  button.addEventListener("click", () => {
    chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    remember("theme", chosen);
    apply();
  });
  dark.addEventListener("change", apply);
  apply();
}
