// A server on Bun's own WebSockets. Says `listening on PORT`. It sends messages back, and closes with 4001 when it is told to by
// the text `close`.
const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  fetch(request, server) {
    const offered = (request.headers.get('Sec-WebSocket-Protocol') ?? '').split(/\s*,\s*/);
    const headers = offered.includes('chat') ? { 'Sec-WebSocket-Protocol': 'chat' } : {};
    return server.upgrade(request, { headers }) ? undefined : new Response('no WebSocket', { status: 400 });
  },
  websocket: {
    perMessageDeflate: true,
    maxPayloadLength: 16 * 1024 * 1024,
    message(socket, message) {
      if (message === 'close') {
        socket.close(4001, 'as you say');
      } else {
        socket.send(message, true);
      }
    },
  },
});

console.log(`listening on ${server.port}`);
