// Nodes from names and texts. What people typed only ever becomes text.

/**
 * Makes an element. `class`, `text`, `on` (listeners), `data` (dataset) and `vars` (custom properties of CSS) are meant as
 * such, everything else is an attribute; null, undefined and false leave it out.
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name === "class") {
      element.className = value;
    } else if (name === "text") {
      element.textContent = value;
    } else if (name === "on") {
      Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
    } else if (name === "data") {
      Object.assign(element.dataset, value);
    } else if (name === "vars") {
      Object.entries(value).forEach(([property, setting]) => element.style.setProperty(property, setting));
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** The element with this id, which the page has. */
export function byId(id) {
  return document.getElementById(id);
}

/** Shows or hides an element. */
export function show(element, visible) {
  element.hidden = !visible;
}

/** A function that runs another before the next frame, however often it is called until then. */
export function coalesce(run) {
  let isDue = false;
  return () => {
    if (!isDue) {
      isDue = true;
      const now = () => {
        if (isDue) {
          isDue = false;
          run();
        }
      };
      // A hidden page gets no frames, nor does one that is hidden before the frame comes.
      requestAnimationFrame(now);
      setTimeout(now, 100);
    }
  };
}

/** Makes an element like another. What is alike already stays, and with it a focus, a selection, a click that has begun. */
export function renew(element, wanted) {
  for (const { name } of [...element.attributes]) {
    wanted.hasAttribute(name) || element.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (element.getAttribute(name) !== value) {
      // The page's policy has no style attributes.
      name === "style" ? element.style.cssText = value : element.setAttribute(name, value);
    }
  }
  renewChildren(element, [...wanted.childNodes]);
}

/** Does so with all that an element holds. */
export function renewChildren(element, wanted) {
  const there = [...element.childNodes];
  there.slice(wanted.length).forEach((node) => node.remove());
  wanted.forEach((node, at) => {
    const old = there[at];
    if (!old) {
      element.append(node);
    } else if (!old.isEqualNode(node)) {
      old.nodeName === node.nodeName && node instanceof Element ? renew(old, node) : old.replaceWith(node);
    }
  });
}

/** Listeners to what somebody tells. */
export class Emitter {
  #listeners = new Map();

  on(event, listener) {
    const all = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, all.add(listener));
    return () => all.delete(listener);
  }

  emit(event, detail) {
    this.#listeners.get(event)?.forEach((listener) => listener(detail));
  }
}
