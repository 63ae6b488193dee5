import { Board, ownName } from './board.js';
import { diff, merge, moved } from './merge.js';

const KEY = 'text';
const area = document.querySelector('#text');
const name = `${ownName()}-${Date.now()}`;
let base = '';
let version = 0;
let isWaiting = false;

// The whole text is one note, and a new text takes the place of the version it was made of. Whoever loses a race puts
// their change into the text that won, and tries again.
const board = new Board(KEY, (changes, isAll) => {
  const note = changes.find(({ key }) => key === KEY) ?? (isAll ? { value: null, version: 0 } : null);
  if (isAll) {
    isWaiting = false;
    area.disabled = false;
  } else if (!note || note.version === version) {
    return;
  }

  const theirs = note.value?.text ?? '';
  if (note.value?.by === name || note.version === 0) {
    // Ours has arrived; or the server has been started anew, and gets what we have.
    base = theirs;
  } else {
    show(merge(base, theirs, area.value));
    base = theirs;
  }
  version = note.version;
  isWaiting = false;
  queueMicrotask(send);
});

function show(text) {
  const change = diff(area.value, text);
  const [start, end] = [area.selectionStart, area.selectionEnd].map(place => moved(place, change));
  if (text !== area.value) {
    area.value = text;
    area.setSelectionRange(start, end);
  }
}

function send() {
  if (!isWaiting && area.value !== base) {
    isWaiting = true;
    board.put(KEY, { text: area.value, by: name }, { version });
  }
}

area.oninput = send;
