// Draws the page whenever the state changes.

import { byId, fill, h, keepingFocus } from "./dom.js";
import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { draw } from "./icons.js";
import { drawDrawer, toggleDrawer } from "./drawer.js";
import { messageList, ofChannel } from "./messages.js";
import { drawModal } from "./modal.js";
import { link } from "./mrkdwn.js";
import { drawPanel } from "./panel.js";
import { anythingNew, drawSidebar, markSeen } from "./sidebar.js";
import { noticePlace, tellStory } from "./story.js";
import { act, directName, here, jump, listen, onChange, openSide, mayWrite, myself, recall, refresh, store, withApp } from "./store.js";

const narrow = matchMedia("(max-width: 720px)");
let drawn = "";
let place = "";
const write = composer({ id: "composer-text", label: "Message", testid: "composer", target: () => here()?.id });

function drawAll() {
  markSeen();
  drawSidebar();
  const home = store.place === "home";
  const channel = here();
  const key = `${store.me}/${store.place}`;
  const content = byId("content");
  drawComposer(home, channel);
  const bottom = key !== place || content.scrollHeight - content.scrollTop - content.clientHeight < 80;
  const now = JSON.stringify([key, home ? store.state.home : channel, store.state.ephemerals.length, store.state.people.length, store.state.version && store.state.ephemerals]);
  if (now !== drawn) {
    drawn = now;
    if (home) drawHome(content);
    else if (channel) drawChannel(content, channel);
    if (home) { if (key !== place) content.scrollTop = 0; } else if (bottom) content.scrollTop = content.scrollHeight;
  }
  place = key;
  byId("me").textContent = myself()?.name || "";
  byId("menu").classList.toggle("fresh", anythingNew());
  byId("menu").setAttribute("aria-label", anythingNew() ? "Channels, new messages" : "Channels");
  noticePlace();
  drawPanel();
  drawModal();
  drawDrawer();
}

function drawChannel(content, channel) {
  const direct = ["im", "mpim"].includes(channel.kind);
  const bot = channel.members.includes(store.state.app.bot) && direct;
  const name = direct ? (bot ? store.state.app.name : directName(channel)) : channel.name;
  fill(byId("title"), direct ? null : draw(channel.is_private ? "lock" : "hash"), name);
  document.title = `${name} · ${store.state.team}`;
  byId("topic").textContent = channel.topic || (direct ? "Direct message" : "");
  byId("topic").title = channel.topic;
  keepingFocus(byId("tools"), () => fill(byId("tools"), direct ? null : [
    tool("pins", [draw("pin"), channel.pins.length], `${channel.pins.length} pinned`),
    tool("people", [draw("people"), channel.members.length], `${channel.members.length} people`),
  ]));
  byId("bar").hidden = !channel.bookmarks.length;
  fill(byId("bar"), channel.bookmarks.map((one) => h("span", { data: { testid: "bookmark" } }, draw("bookmark"), link(one.link, one.title))));
  const list = ofChannel(channel);
  keepingFocus(content, () => fill(content, h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": `Messages in ${name}`, data: { testid: "messages" } },
    list.length ? messageList(list, channel) : h("p", { class: "none" }, "Nothing has been said here yet."))));
}

const tool = (side, words, label) => h("button", {
  type: "button", class: "icon", "aria-label": label, data: { testid: `show-${side}`, focus: `tool-${side}` }, onclick: () => openSide(store.side === side ? "" : side),
}, words);

function drawHome(content) {
  byId("title").textContent = `${store.state.app.name} home`;
  document.title = `${store.state.app.name} · ${store.state.team}`;
  byId("topic").textContent = "What only you see";
  fill(byId("tools"));
  byId("bar").hidden = true;
  const view = store.state.home;
  const context = view && {
    key: view.id, state: view.state.values,
    press: (element, block, value) => act("press", { action_id: element.action_id, block_id: block.block_id, value, home: true }),
  };
  keepingFocus(content, () => fill(content, h("div", { class: "home", data: { testid: "home" } },
    view ? blocks(view.blocks, context) : h("p", { class: "none" }, "The app has not shown anything here yet."))));
}

function drawComposer(home, channel) {
  const spot = byId("composer");
  const open = !home && mayWrite(channel);
  if (open && write.parentElement !== spot) fill(spot, write);
  if (open) write.querySelector("textarea").placeholder = narrow.matches ? "Message or /command" : `Message ${["im", "mpim"].includes(channel.kind) ? "the app" : `#${channel.name}`}, or / for a command`;
  if (open) return;
  if (home || !channel) { fill(spot); return; }
  fill(spot, h("p", { class: "closed" }, withApp(channel) ? "Sending messages to this app has been turned off." : channel.is_archived ? "This channel is archived."
    : ["You are looking at a channel that you are not in. ", h("button", { type: "button", class: "button", data: { testid: "join" }, onclick: () => act("join", { channel: channel.id }) }, "Join")]));
}

byId("behind").addEventListener("click", toggleDrawer);
byId("menu").addEventListener("click", () => {
  const open = document.body.classList.toggle("side-open");
  byId("menu").setAttribute("aria-expanded", String(open));
});
byId("main").addEventListener("pointerdown", (event) => {
  if (!event.target.closest("#menu")) document.body.classList.remove("side-open");
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && store.side && !document.querySelector("dialog[open]")) openSide("");
});

const wanted = recall();
onChange(drawAll);
// Back, Forward, and an address that somebody edits.
addEventListener("popstate", async () => {
  recall();
  store.thread = store.side = "";
  await refresh();
  if (store.place === "home") act("open_home");
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  (byId("composer-text") || byId("content")).focus();
});
refresh().then(() => {
  listen((live) => document.body.classList.toggle("offline", !live));
  if (wanted) jump(store.place, wanted);
  if (store.place === "home") act("open_home");
  tellStory();
});
