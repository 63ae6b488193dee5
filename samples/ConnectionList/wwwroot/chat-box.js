const log = document.querySelector('#message');
const text = document.querySelector('#txt');

// What others have written is text, never HTML.
function show(line) {
  log.append(Object.assign(document.createElement('div'), { textContent: line }));
  log.scrollTop = log.scrollHeight;
}

const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
const socket = new WebSocket(`${scheme}://${location.host}/room/123/`);
socket.onopen = () => show('[连接成功]');
socket.onmessage = event => show(event.data);
socket.onclose = () => show('[断开连接]');

document.querySelector('form').onsubmit = event => {
  event.preventDefault();
  if (text.value && socket.readyState === WebSocket.OPEN) {
    socket.send(text.value);
    text.value = '';
  }
};
document.querySelector('#close').onclick = () => socket.close(1000);
