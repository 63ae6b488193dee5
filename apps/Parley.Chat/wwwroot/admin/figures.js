// Figures as people read them.

/** A number with at most one digit after the point. */
export function figure(value) {
  return value >= 100 || Number.isInteger(value) ? `${Math.round(value)}` : value.toFixed(1);
}

/** Bytes in the largest unit that leaves a number of at least one. */
export function bytes(value) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  let rest = value;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }

  return `${figure(rest)} ${units[unit]}`;
}

export function share(value) {
  return `${figure(100 * value)} %`;
}

/** A moment in the reader's own English or Chinese, if the browser has one of them. */
export function moment(date, code) {
  const locale = navigator.languages.find((language) => language.toLowerCase().startsWith(code)) ?? code;
  return new Date(date).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
}

/** A time span as hours, minutes and seconds, without what is zero in front. */
export function span(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (value) => `${value}`.padStart(2, "0");
  return hours >= 48
    ? `${Math.floor(hours / 24)} d ${hours % 24} h`
    : hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
