// Puts the widget on the page, if the host lets it.

import { Box } from "./box.js";
import { Conversation } from "./conversation.js";
import { readRoom } from "./host.js";
import { Store } from "./store.js";
import { makeRoot } from "./root.js";
import { Visitor } from "./visitor.js";

const tagName = "parley-chat";

/** Starts one widget: whoever is second, because the script stands in the page twice, does nothing. */
export async function start(settings) {
  if (document.querySelector(tagName)) {
    return;
  }

  // Beside the body: what a site does to its body, such as replacing it, leaves the conversation alone.
  const element = document.createElement(tagName);
  document.documentElement.append(element);
  try {
    const told = await readRoom(settings);
    await open(element, settings, told);
  } catch (error) {
    element.remove();
    console.error(`Parley: the chat is not shown. ${error.message}`);
  }
}

async function open(element, settings, told) {
  const store = new Store(settings.host, told.room);
  const visitor = new Visitor(settings, store);
  const root = makeRoot(element, settings);
  const box = new Box({ root, settings, told, store, visitor });
  box.conversation = new Conversation({
    address: new URL(told.socket, settings.base),
    group: `room.${told.room}`,
    visitor,
    store,
    events: box,
  });
  if (await visitor.isKnown()) {
    box.conversation.start();
  }

  box.restore();
}
