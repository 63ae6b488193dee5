const container = document.querySelector('#container');
const state = document.querySelector('#state');
const text = document.querySelector('#txt');
let uid = null;

const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
const socket = new WebSocket(`${scheme}://${location.host}/chat`);
socket.onmessage = event => {
  if (uid === null) {
    // The first message says who we are; everything after it is a message of somebody.
    uid = event.data;
    state.textContent = `游客 ${uid}`;
  } else {
    // The server has escaped what people wrote.
    container.insertAdjacentHTML('beforeend', event.data);
    container.lastElementChild.scrollIntoView();
  }
};
socket.onclose = () => { state.textContent = '连接已关闭 · Closed'; };

document.querySelector('form').onsubmit = event => {
  event.preventDefault();
  if (uid !== null && text.value && socket.readyState === WebSocket.OPEN) {
    socket.send(JSON.stringify({ uid, message: text.value }));
    text.value = '';
  }
};
document.querySelector('#close').onclick = () => socket.close(1000);
