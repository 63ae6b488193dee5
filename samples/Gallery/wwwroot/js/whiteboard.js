import { Board, ownName } from './board.js';

const paper = document.querySelector('#paper');
const pen = paper.getContext('2d');
pen.lineCap = 'round';
const name = `${ownName()}-${Date.now()}`;
let count = 0;
let cleared = 0;
let last = null;

const board = new Board('whiteboard', (changes, isAll) => {
  const clearing = board.get('clear').version;
  if (isAll || clearing !== cleared) {
    cleared = clearing;
    pen.clearRect(0, 0, paper.width, paper.height);
    changes = board.notes;
  }
  changes.forEach(draw);
});

// What was drawn before the paper was cleared stays on the board until newer notes take its place.
function draw({ key, value, version }) {
  if (value && key !== 'clear' && version > cleared) {
    pen.strokeStyle = value.colour;
    pen.lineWidth = value.width;
    pen.beginPath();
    pen.moveTo(value.from[0], value.from[1]);
    pen.lineTo(value.to[0], value.to[1]);
    pen.stroke();
  }
}

function place(event) {
  const { left, top, width, height } = paper.getBoundingClientRect();
  return [Math.round((event.clientX - left) / width * paper.width), Math.round((event.clientY - top) / height * paper.height)];
}

function lineTo(to) {
  board.put(`${name}-${count++}`, {
    from: last, to,
    colour: document.querySelector('#colour').value,
    width: +document.querySelector('#width').value,
  });
  last = to;
}

paper.onpointerdown = event => {
  paper.setPointerCapture(event.pointerId);
  last = place(event);
  lineTo(last);
};
paper.onpointermove = event => {
  if (last) {
    lineTo(place(event));
  }
};
paper.onpointerup = paper.onpointercancel = () => { last = null; };
document.querySelector('#clear').onclick = () => board.put('clear', true);
