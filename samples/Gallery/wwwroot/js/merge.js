/** What turns one text into another: `[from, to)` is replaced. Pairs of surrogates stay together. */
export function diff(before, after) {
  const isPair = (text, i) => /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(i - 1, i + 1));
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) {
    start++;
  }
  if (isPair(before, start) || isPair(after, start)) {
    start--;
  }
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) {
    end++;
  }
  if (isPair(before, before.length - end) || isPair(after, after.length - end)) {
    end--;
  }
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

/** Where a place in a text is after a change of the text. */
export function moved(place, { from, to, insert }) {
  if (place <= from) {
    return place;
  }
  return place >= to ? place + insert.length - (to - from) : from + insert.length;
}

/** Puts our change of a text into theirs: both meant the same text, and theirs came first. */
export function merge(base, theirs, ours) {
  const their = diff(base, theirs);
  const our = diff(base, ours);
  const isAtSamePlace = our.from === their.from && (their.from === their.to || our.to > our.from);
  const start = isAtSamePlace && their.insert ? their.from + their.insert.length : moved(our.from, their);
  const isEndInside = our.to > their.from && our.to < their.to;
  const end = isEndInside && our.from < their.from ? their.from : moved(our.to, their);
  return theirs.slice(0, start) + our.insert + theirs.slice(Math.max(start, end));
}
