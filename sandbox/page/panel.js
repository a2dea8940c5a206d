// The panel on the right: a thread, or what is pinned and who is here.

import { byId, fill, h, keepingFocus } from "./dom.js";
import { draw } from "./icons.js";
import { composer } from "./composer.js";
import { avatar, messageList, ofThread } from "./messages.js";
import { here, mayWrite, openSide, person, store } from "./store.js";

let shown = "";
let list = null;

export function drawPanel() {
  const panel = byId("panel");
  const channel = here();
  panel.hidden = !store.side || !channel;
  document.body.classList.toggle("panel-open", !panel.hidden);
  if (panel.hidden) { shown = ""; return; }
  const key = [store.side, store.thread, channel.id, store.me].join("|");
  if (key !== shown) {
    list = h("div", { class: "panel-list", role: "log", "aria-live": "polite", data: { testid: store.side } });
    fill(panel, head(title(channel)), list, store.side === "thread" && mayWrite(channel) && composer({
      id: "thread-text", label: "Reply…", testid: "thread-composer", target: () => here().id, thread: () => store.thread,
    }));
    if (shown || store.thread) panel.querySelector("button")?.focus({ preventScroll: true });
  }
  const bottom = key !== shown || list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  shown = key;
  keepingFocus(list, () => fill(list, content(channel)));
  if (store.side === "thread" && bottom) list.scrollTop = list.scrollHeight;
}

const title = (channel) => ({ thread: "Thread", pins: "Pinned", people: `${channel.members.length} people` })[store.side];

const head = (words) => h("header", { class: "panel-head" }, h("h2", {}, words),
  h("button", { type: "button", class: "icon", "aria-label": "Close panel", data: { testid: "panel-close" }, onclick: () => openSide("") }, draw("close")));

function content(channel) {
  if (store.side === "thread") return messageList(ofThread(channel, store.thread), channel, { inThread: true });
  if (store.side === "pins") {
    const pinned = channel.messages.filter((one) => channel.pins.includes(one.ts));
    return pinned.length ? messageList(pinned, channel) : h("p", { class: "none" }, "Nothing is pinned here.");
  }
  return channel.members.map((id) => person(id)).filter(Boolean).map((one) => h("div", { class: "member" }, avatar(one),
    h("span", {}, h("strong", {}, one.name), h("small", {}, one.bot ? "App" : one.title))));
}
