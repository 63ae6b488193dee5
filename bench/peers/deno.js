// Deno's own WebSocket server: `deno run --allow-net deno.js PORT` serves /echo and /broadcast on 127.0.0.1.
const members = new Set();

function echo(socket) {
  socket.onmessage = (event) => socket.send(event.data);
}

function broadcast(socket) {
  socket.onopen = () => members.add(socket);
  socket.onclose = () => members.delete(socket);
  socket.onmessage = (event) => {
    for (const member of members) {
      if (member.readyState === WebSocket.OPEN) {
        member.send(event.data);
      }
    }
  };
}

Deno.serve({ hostname: "127.0.0.1", port: Number(Deno.args[0]), onListen() {} }, (request) => {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    return new Response("a WebSocket is expected\n", { status: 426 });
  }
  // Without a timeout: connections of a measurement may be silent for long.
  const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: 0 });
  socket.binaryType = "arraybuffer";
  socket.onerror = () => {};
  (new URL(request.url).pathname === "/broadcast" ? broadcast : echo)(socket);
  return response;
});
