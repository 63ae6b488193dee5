// Node with the package ws: `node ws.mjs PORT` serves /echo and /broadcast on 127.0.0.1.
import { createRequire } from "node:module";

// The package is where compare.sh has put it.
const { WebSocket, WebSocketServer } = createRequire(new URL("../.peers/", import.meta.url))("ws");

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: Number(process.argv[2]),
  backlog: 4096,
  perMessageDeflate: false,
  clientTracking: false,
});
const members = new Set();

server.on("connection", (socket, request) => {
  socket.on("error", () => {});
  if (request.url === "/broadcast") {
    members.add(socket);
    socket.on("close", () => members.delete(socket));
    socket.on("message", (data, binary) => {
      for (const member of members) {
        if (member.readyState === WebSocket.OPEN) {
          member.send(data, { binary });
        }
      }
    });
  } else {
    socket.on("message", (data, binary) => socket.send(data, { binary }));
  }
});
