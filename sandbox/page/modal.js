// The modal on top of a person's stack. What was typed stays while the view is drawn anew.

import { byId, fill, h } from "./dom.js";
import { blocks } from "./blocks.js";
import { draw } from "./icons.js";
import { values } from "./inputs.js";
import { textObject } from "./mrkdwn.js";
import { act, store } from "./store.js";

let drawn = "";

export function drawModal() {
  const place = byId("modal");
  const stack = store.state.modals;
  const view = stack.at(-1);
  if (!view) {
    if (place.open) place.close();
    drawn = "";
    return;
  }
  const key = [store.me, view.id, view.hash, JSON.stringify(view.errors), view.trouble, stack.length].join("|");
  if (key !== drawn) drawView(place, view, stack.length);
  drawn = key;
  if (!place.open) {
    place.showModal();
    (place.querySelector("[autofocus]") || byId("modal-title")).focus();
  }
  const first = place.querySelector("[aria-invalid]");
  if (first && place.dataset.focused !== key) { place.dataset.focused = key; first.focus(); }
}

function drawView(place, view, depth) {
  const typed = place.dataset.view === view.id ? dirty(place) : [];
  const active = place.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  const scrolled = place.dataset.view === view.id ? place.querySelector(".modal-body")?.scrollTop || 0 : 0;
  const body = h("div", { class: "modal-body", tabindex: "-1" });
  const context = {
    key: view.id, state: view.state.values, errors: view.errors, heading: "h3",
    onChange: (value, element, block) => {
      if (block.dispatch_action) press(element, block, value);
      else act("fill", { values: { [block.block_id]: { [element.action_id]: value } } });
    },
    press: (element, block, value) => press(element, block, value),
  };
  async function press(element, block, value) {
    await act("fill", { values: values(body) });
    await act("press", { action_id: element.action_id, block_id: block.block_id, value });
  }
  async function submit(event) {
    event.preventDefault();
    const button = form.querySelector("[data-testid=modal-submit]");
    if (button) button.disabled = true;
    try { await act("submit", { values: values(body) }); } finally { if (button) button.disabled = false; }
  }
  fill(body,
    view.trouble && h("p", { class: "trouble", role: "alert", data: { testid: "modal-trouble" } }, view.trouble),
    Object.keys(view.errors).length > 1 && h("p", { class: "trouble", role: "alert" }, `Please look at ${Object.keys(view.errors).length} fields.`),
    blocks(view.blocks, context));
  const cancel = (everything) => act("close", { everything });
  const form = h("form", { class: "modal-form", novalidate: true, onsubmit: submit },
    h("div", { class: "modal-head" },
      depth > 1 && h("button", { type: "button", class: "icon", "aria-label": "Back", onclick: () => cancel(false) }, draw("back")),
      h("h2", { id: "modal-title", tabindex: "-1" }, textObject(view.title)),
      h("button", { type: "button", class: "icon", "aria-label": "Close", data: { testid: "modal-x" }, onclick: () => cancel(true) }, draw("close"))),
    body,
    h("div", { class: "modal-foot" },
      h("button", { type: "button", class: "button", data: { testid: "modal-cancel" }, onclick: () => cancel(false) }, view.close ? textObject(view.close) : "Cancel"),
      view.submit && h("button", { type: "submit", class: "button primary", data: { testid: "modal-submit" } }, textObject(view.submit))));
  fill(place, form);
  place.dataset.view = view.id;
  place.dataset.callbackId = view.callback_id;
  place.oncancel = (event) => { event.preventDefault(); cancel(false); };
  for (const [focus, value] of typed) {
    const again = [...place.querySelectorAll("[data-dirty], input, textarea")].find((node) => node.dataset.focus === focus);
    if (again) { again.value = value; again.dataset.dirty = "yes"; }
  }
  body.scrollTop = scrolled;
  if (active) [...place.querySelectorAll("[data-focus]")].find((node) => node.dataset.focus === active)?.focus({ preventScroll: true });
}

// Texts that are typed but not yet told to the sandbox.
const dirty = (place) => [...place.querySelectorAll("[data-dirty]")]
  .filter((node) => node.matches("input:not([type=checkbox]):not([type=radio]), textarea"))
  .map((node) => [node.dataset.focus, node.value]);
