import { Board } from './board.js';

const COLUMNS = 16;
const ROWS = 10;
const random = limit => Math.floor(Math.random() * limit);
const name = `player-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
const me = { x: random(COLUMNS), y: random(ROWS), points: 0, hue: random(360) };
const field = document.querySelector('#field');
const players = new Map();

const board = new Board('game', (changes, isAll) => queueMicrotask(() => {
  if (isAll) {
    players.forEach(element => element.remove());
    players.clear();
    tell();
    offerStar(null);
  }
  changes.forEach(({ key, value }) => (key === 'star' ? showStar(value) : showPlayer(key, value)));
}));

// Bound: whoever goes takes their player along.
const tell = () => board.put(name, me, { bound: true });

// In the place of the star we saw: of two who reach it at once one gets the point, and the board says who.
function offerStar(by) {
  const { value, version } = board.get('star');
  if (by || !value) {
    board.put('star', { x: random(COLUMNS), y: random(ROWS), by }, { version });
  }
}

function showStar(star) {
  document.querySelector('#star').hidden = !star;
  if (!star) {
    offerStar(null);
    return;
  }
  put(document.querySelector('#star'), star);
  if (star.by === name && board.get('star').version !== me.star) {
    me.star = board.get('star').version;
    me.points++;
    document.querySelector('#points').textContent = me.points;
    tell();
  }
}

function showPlayer(key, player) {
  let element = players.get(key);
  if (!player) {
    element?.remove();
    players.delete(key);
    return;
  }
  if (!element) {
    element = Object.assign(document.createElement('div'), { className: key === name ? 'player me' : 'player' });
    element.style.background = `hsl(${+player.hue} 70% 45%)`;
    players.set(key, element);
    field.append(element);
  }
  element.textContent = player.points;
  put(element, player);
}

function put(element, { x, y }) {
  element.dataset.x = x;
  element.dataset.y = y;
  element.style.left = `${x * 100 / COLUMNS}%`;
  element.style.top = `${y * 100 / ROWS}%`;
}

function move(x, y) {
  me.x = Math.max(0, Math.min(COLUMNS - 1, me.x + x));
  me.y = Math.max(0, Math.min(ROWS - 1, me.y + y));
  tell();
  const star = board.get('star').value;
  if (star && star.x === me.x && star.y === me.y) {
    offerStar(name);
  }
}

const KEYS = { ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowRight: [1, 0] };
addEventListener('keydown', event => {
  if (KEYS[event.key]) {
    event.preventDefault();
    move(...KEYS[event.key]);
  }
});
document.querySelectorAll('.tools button').forEach(button => {
  button.onclick = () => move(+button.dataset.x, +button.dataset.y);
});
