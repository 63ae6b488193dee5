// A server on node's `ws`, whose folder is the first argument. Says `listening on PORT`. It sends messages back, and closes
// with 4001 when it is told to by the text `close`.
const { WebSocketServer } = require(process.argv[2]);

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  perMessageDeflate: { threshold: 0 },
  handleProtocols: (offered) => (offered.has('chat') ? 'chat' : false),
});

server.on('listening', () => console.log(`listening on ${server.address().port}`));
server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => {
    if (!isBinary && data.toString() === 'close') {
      socket.close(4001, 'as you say');
    } else {
      socket.send(data, { binary: isBinary });
    }
  });
});
