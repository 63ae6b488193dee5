const state = document.getElementById('state');
const notes = document.getElementById('notes');
const form = document.getElementById('write');
const scheme = location.protocol === 'https:' ? 'wss' : 'ws';

// The browser sends the page's cookie with the handshake.
const socket = new WebSocket(`${scheme}://${location.host}/boards/kitchen/`);
let hasOpened = false;
socket.onopen = () => {
  hasOpened = true;
  state.textContent = 'Connected to the board in the kitchen';
};
socket.onclose = (event) => {
  state.textContent = hasOpened ? `Closed (${event.code}). Load the page again.` : 'Sign in to see the board.';
};
socket.onmessage = (event) => {
  const line = document.createElement('div');
  line.textContent = event.data;
  notes.append(line);
};
form.onsubmit = (event) => {
  event.preventDefault();
  if (socket.readyState === WebSocket.OPEN) {
    socket.send(form.elements.text.value);
    form.reset();
  }
};
