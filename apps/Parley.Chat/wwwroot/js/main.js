// Wires the two views together: the form that asks for a name and a room, and the room itself.

import { JoinView } from "./join.js";
import { RoomView } from "./room.js";
import { startTheme } from "./theme.js";
import { roomFromAddress, showRoomInAddress, isInRoom } from "./address.js";

startTheme(document.getElementById("theme"));

const room = new RoomView(leave);
const join = new JoinView((name, roomName) => {
  showRoomInAddress(roomName);
  enter(name, roomName);
});

function enter(name, roomName) {
  join.hide();
  room.enter(name, roomName);
}

function leave() {
  history.pushState({ joined: false }, "", location.href);
  showJoin();
}

function showJoin() {
  room.leave();
  join.show(roomFromAddress());
}

// Back and forward walk between the form and the rooms that were visited.
addEventListener("popstate", () => {
  showJoin();
  const name = join.rememberedName();
  if (isInRoom(history.state) && name) {
    enter(name, roomFromAddress());
  }
});

showJoin();
