// The room's name as it stands in the page's address, so that the address can be shared.

const defaultRoom = "lobby";

/** The room that the address asks for; the lobby unless it says otherwise. */
export function roomFromAddress() {
  return new URLSearchParams(location.search).get("room") || defaultRoom;
}

/** The page's address with a room in it. */
export function addressOf(room) {
  const address = new URL(location.href);
  address.search = "?" + new URLSearchParams({ room });
  return address.href;
}

/** Puts a room into the address, as a step that Back takes back. */
export function showRoomInAddress(room) {
  history.pushState({ joined: true }, "", addressOf(room));
}

/** Whether a step of the history is one inside a room. */
export function isInRoom(state) {
  return state !== null && state.joined === true;
}

/** The room's WebSocket, on the host that the page came from. */
export function socketAddressOf(room) {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${location.host}/room/${encodeURIComponent(room)}/`;
}
