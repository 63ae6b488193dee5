// Asks before something is done, in the browser's own modal dialog: it keeps the focus and gives it back.

import { make } from "../widget/element.js";

/**
 * Shows a form. Fields: elements with a name, each in a label of its own.
 * `act` is given their values by name; while it fails the dialog stays and says why.
 */
export function ask({ title, text, fields = [], confirm, danger = false, words, act }) {
  const problem = make("p", { class: "problem", role: "alert" });
  const cancel = make("button", { type: "button", class: "quiet" }, words.cancel);
  const submit = make("button", { type: "submit", class: danger ? "primary danger" : "primary" }, confirm);
  const heading = make("h2", { id: "ask-title" }, title);
  const form = make("form", { method: "dialog" }, heading, text && make("p", { class: "soft" }, text), ...fields, problem,
    make("div", { class: "buttons" }, cancel, submit));
  const dialog = make("dialog", { "aria-labelledby": "ask-title" }, form);
  document.body.append(dialog);
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    try {
      await act(Object.fromEntries(new FormData(form)));
      dialog.close();
    } catch (error) {
      problem.textContent = words.failed(error.message);
      submit.disabled = false;
    }
  });
  dialog.showModal();
}

/** A field with its name above and, if there is more to say, a hint below. */
export function field(label, input, hint) {
  const described = hint && make("span", { class: "hint", id: `${input.name}-hint` }, hint);
  if (described) {
    input.setAttribute("aria-describedby", described.id);
  }

  return make("label", { class: "field" }, make("span", {}, label), input, described);
}

/** A choice of one of several. */
export function choice(name, options, chosen) {
  const select = make("select", { name });
  select.append(...Object.entries(options).map(([value, label]) => make("option", { value, selected: value === chosen }, label)));
  return select;
}
