// Bun's own WebSocket server: `bun bun.js PORT` serves /echo and /broadcast on 127.0.0.1.
const server = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.argv[2]),
  fetch(request, server) {
    const { pathname } = new URL(request.url);
    if (server.upgrade(request, { data: { broadcasts: pathname === "/broadcast" } })) {
      return undefined;
    }
    return new Response("a WebSocket is expected\n", { status: 426 });
  },
  websocket: {
    perMessageDeflate: false,
    // Connections of a measurement may be silent for long.
    idleTimeout: 0,
    // Beyond this Bun drops messages; it is as much as Bun allows by itself.
    backpressureLimit: 16 * 1024 * 1024,
    open(socket) {
      if (socket.data.broadcasts) {
        socket.subscribe("all");
      }
    },
    message(socket, message) {
      if (socket.data.broadcasts) {
        // The server's publish, not the socket's: the sender receives its message as well.
        server.publish("all", message);
      } else {
        socket.send(message);
      }
    },
  },
});
