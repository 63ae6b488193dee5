// A round picture of somebody: initials on a colour of their own.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";

export function avatar(who, size = "") {
  return el("span", { class: `avatar ${size}`, text: who.initials, vars: { "--hue": who.hue }, "aria-hidden": "true" });
}

/** A name, with a check mark if the operator's site vouches for it. */
export function nameOf(who, tag = "span", kind = "author") {
  return el(tag, { class: kind, vars: { "--hue": who.hue } },
    el("bdi", { text: who.name }),
    who.verified && verifiedMark());
}

function verifiedMark() {
  const mark = el("span", { class: "verified", role: "img", "aria-label": t("verified"), title: t("verified") });
  mark.append(icon("check"));
  return mark;
}
