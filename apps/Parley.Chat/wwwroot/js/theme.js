// Light and dark: as the system has it, until the reader chooses.

import { recall, remember } from "./storage.js";

/** `light`, `dark`, or `system`. */
export function theme() {
  const chosen = recall("theme");
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

/** Chooses a theme, now and the next time. */
export function setTheme(choice) {
  const chosen = choice === "light" || choice === "dark" ? choice : undefined;
  remember("theme", chosen);
  if (chosen) {
    document.documentElement.dataset.theme = chosen;
  } else {
    delete document.documentElement.dataset.theme;
  }
}
