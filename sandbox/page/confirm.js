// The confirmation dialog of a block element.

import { byId, fill, h } from "./dom.js";
import { textObject } from "./mrkdwn.js";

export function confirmed(dialog) {
  return new Promise((resolve) => {
    const place = byId("confirm");
    const done = (answer) => { place.close(); resolve(answer); };
    fill(place,
      h("div", { class: "modal-head" }, h("h2", { id: "confirm-title" }, textObject(dialog.title))),
      h("div", { class: "modal-body" }, h("div", { class: "words" }, textObject(dialog.text))),
      h("div", { class: "modal-foot" },
        h("button", { type: "button", class: "button", onclick: () => done(false), data: { testid: "confirm-deny" } }, textObject(dialog.deny)),
        h("button", { type: "button", class: `button ${dialog.style || "primary"}`, onclick: () => done(true), data: { testid: "confirm-yes" } }, textObject(dialog.confirm))));
    place.oncancel = () => resolve(false);
    place.showModal();
  });
}
