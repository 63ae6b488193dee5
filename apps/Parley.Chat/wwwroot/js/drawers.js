// The rooms and the people stand beside the messages where there is space, and slide over them where there is none.

import { byId } from "./dom.js";
import { recall, remember } from "./storage.js";

const narrow = matchMedia("(max-width: 759px)");
const middle = matchMedia("(max-width: 1079px)");

export function startDrawers() {
  byId("open-side").addEventListener("click", () => openSide());
  byId("close-side").addEventListener("click", () => closeSide());
  byId("scrim").addEventListener("click", closeDrawers);
  byId("toggle-people").addEventListener("click", () => setPeople(!byId("app").classList.contains("people-open")));
  byId("close-people").addEventListener("click", () => setPeople(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open], :popover-open") && closeDrawers()) {
      event.preventDefault();
    }
  });
  const arrange = () => {
    byId("app").classList.remove("side-open");
    byId("main").inert = false;
    setPeople(!middle.matches && recall("people") !== false, true);
  };
  middle.addEventListener("change", arrange);
  narrow.addEventListener("change", arrange);
  arrange();
}

/** Takes away what slides over the messages. Returns whether anything did. */
export function closeDrawers() {
  const side = byId("app").classList.contains("side-open");
  const people = middle.matches && byId("app").classList.contains("people-open");
  side && closeSide();
  people && setPeople(false);
  return side || people;
}

function openSide() {
  byId("app").classList.add("side-open");
  byId("main").inert = true;
  byId("open-side").setAttribute("aria-expanded", "true");
  byId("close-side").focus();
}

function closeSide() {
  byId("app").classList.remove("side-open");
  byId("main").inert = false;
  byId("open-side").setAttribute("aria-expanded", "false");
  narrow.matches && byId("open-side").focus();
}

function setPeople(open, isByItself = false) {
  const hadFocus = byId("people").contains(document.activeElement);
  byId("app").classList.toggle("people-open", open);
  byId("main").inert = open && middle.matches;
  byId("toggle-people").setAttribute("aria-expanded", String(open));
  if (!middle.matches && !isByItself) {
    remember("people", open ? undefined : false);
  }
  if (open && middle.matches && !isByItself) {
    byId("close-people").focus();
  } else if (!open && hadFocus) {
    byId("toggle-people").focus();
  }
}
