// Times in the reader's zone and language.

import { locale, t } from "./i18n.js";

const formats = new Map();

/** Such as 14:05. */
export const clock = (date) => formatOf("clock", { hour: "2-digit", minute: "2-digit" }).format(date);

/** A time of today, or of another day. */
export const moment = (date, now = new Date()) => dayKey(date) === dayKey(now)
  ? clock(date)
  : formatOf("moment", { dateStyle: "medium", timeStyle: "short" }).format(date);

/** Day and time, for whoever asks. */
export const fully = (date) => formatOf("full", { dateStyle: "full", timeStyle: "medium" }).format(date);

/** The same for all times of a day in the reader's zone. */
export const dayKey = (date) => `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;

/** Such as Today, Yesterday, Monday 5 January. */
export function day(date, now = new Date()) {
  if (dayKey(date) === dayKey(now)) {
    return t("today");
  }
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (dayKey(date) === dayKey(yesterday)) {
    return t("yesterday");
  }
  const isThisYear = date.getFullYear() === now.getFullYear();
  return formatOf(isThisYear ? "day" : "dayAndYear", {
    weekday: "long", day: "numeric", month: "long", ...(isThisYear ? {} : { year: "numeric" }),
  }).format(date);
}

/** Calls back whenever another day begins for the reader. */
export function onMidnight(call) {
  setTimeout(() => {
    call();
    onMidnight(call);
  }, new Date().setHours(24, 0, 0, 0) - Date.now());
}

/** A whole number as the language writes it. */
export const number = (value) => formatOf("number", {}, Intl.NumberFormat).format(value);

function formatOf(name, options, kind = Intl.DateTimeFormat) {
  const key = `${locale()} ${name}`;
  const format = formats.get(key) ?? new kind(locale(), options);
  formats.set(key, format);
  return format;
}
