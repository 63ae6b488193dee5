// Makes elements. Text goes in as text; there is no way in for markup.

/** An element with attributes and children; a string is text, and what is null or false is left out. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === true) {
      element.setAttribute(attribute, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(attribute, value);
    }
  }

  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const paths = {
  chat: "M12 3.5c-5 0-9 3.4-9 7.7 0 2.3 1.2 4.4 3.1 5.8L5.4 21l4.3-2.3c.7.2 1.5.2 2.3.2 5 0 9-3.4 9-7.7s-4-7.7-9-7.7z",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 10l6 6 6-6",
  send: "M4 12l16-8-5 17-3.5-6.5L4 12z",
  stored: "M5 12.5l4.5 4.5L19 7.5",
  waiting: "M12 7v5l3 2M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17z",
  failed: "M12 7.5v5M12 16v.5M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17z",
};

/** A drawing that says nothing to a screen reader: whatever holds it has a name. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("focusable", "false");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", paths[name]);
  drawing.append(path);
  return drawing;
}
