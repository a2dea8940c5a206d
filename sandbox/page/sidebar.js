// The list of places on the left, and the switch of who is acting.

import { byId, fill, h, keepingFocus } from "./dom.js";
import { draw } from "./icons.js";
import { act, actAs, directName, go, person, store } from "./store.js";

let switched = "";

export function drawSidebar() {
  byId("team").textContent = store.state.team;
  drawSwitch();
  keepingFocus(byId("places"), () => fill(byId("places"), sections()));
  const link = store.state.transport;
  byId("link-state").textContent = link.http ? `App at ${link.http}` : link.sockets ? "App connected" : "App not connected";
  byId("link-state").classList.toggle("off", !link.http && !link.sockets);
}

function drawSwitch() {
  const select = byId("person");
  const key = JSON.stringify([store.me, store.state.people.map((one) => [one.id, one.deactivated, one.guest]), store.state.usergroups.map((one) => one.users)]);
  if (key === switched) return;
  switched = key;
  const groups = new Map();
  for (const one of store.state.people.filter((each) => !each.bot && !each.deactivated)) {
    const office = store.state.usergroups.find((each) => each.users.includes(one.id));
    const group = one.guest ? "Guests" : office?.name || (one.title.includes(", ") ? one.title.split(", ").at(-1) : "Others");
    groups.set(group, [...(groups.get(group) || []), one]);
  }
  fill(select, [...groups].map(([name, people]) => h("optgroup", { label: name }, people.map((one) =>
    h("option", { value: one.handle, selected: one.handle === store.me }, one.name)))));
  byId("person-title").textContent = person(store.state.me)?.title || "";
  select.onchange = () => actAs(select.value);
}

function unread(channel) {
  const last = channel.messages.at(-1);
  if (!last || last.user === store.state.me) return false;
  const key = `${store.me}/${channel.id}`;
  if (!store.seen.has(key) && !store.seen.has(store.me)) return false;
  return Number(last.ts) > Number(store.seen.get(key) || 0);
}

export const anythingNew = () => store.state.channels.some((one) => one.id !== store.place && unread(one));

export function markSeen() {
  if (!store.seen.has(store.me)) {
    store.seen.set(store.me, true);
    store.state.channels.forEach((one) => store.seen.set(`${store.me}/${one.id}`, one.messages.at(-1)?.ts || "0"));
  }
  const now = store.state.channels.find((one) => one.id === store.place);
  if (now) store.seen.set(`${store.me}/${now.id}`, now.messages.at(-1)?.ts || "0");
}

// The app's Messages tab before anybody wrote there.
async function openMessages() {
  await act("open_messages");
  const opened = store.state.channels.find((one) => one.kind === "im" && one.members.includes(store.state.app.bot));
  if (opened) go(opened.id);
}

const place = (id, mark, label, testid, fresh, open) => h("button", {
  type: "button", class: ["place", store.place === id && "here", fresh && "fresh"].filter(Boolean).join(" "),
  "aria-current": store.place === id ? "page" : null, data: { testid, focus: `place-${id}` },
  onclick: () => { if (open) { open(); return; } go(id); if (id === "home") act("open_home"); },
}, h("span", { class: "mark", "aria-hidden": "true" }, mark), h("span", { class: "place-name" }, label), fresh && h("span", { class: "dot", "aria-label": "new messages" }));

function sections() {
  const { app } = store.state;
  const rooms = store.state.channels.filter((one) => !["im", "mpim"].includes(one.kind));
  const direct = store.state.channels.filter((one) => ["im", "mpim"].includes(one.kind));
  const live = rooms.filter((one) => !one.is_archived);
  const old = rooms.filter((one) => one.is_archived);
  const row = (one) => place(one.id, draw(one.is_private ? "lock" : "hash"), one.name, `channel-${one.name}`, unread(one));
  const title = (words) => h("h2", {}, words);
  return [
    h("section", {}, title("Channels"), live.map(row)),
    old.length > 0 && h("section", {}, title("Archived"), old.map(row)),
    h("section", {}, title("Direct messages"), app.messages_tab && !direct.some((one) => one.members.includes(app.bot)) && place("app-messages", draw("chat"), app.name, "dm-app", false, openMessages),
      direct.map((one) => {
      const bot = one.members.includes(store.state.app.bot);
      return place(one.id, draw(bot ? "chat" : "person"), bot ? store.state.app.name : directName(one), bot ? "dm-app" : `dm-${one.id}`, unread(one));
    })),
    app.home_tab && h("section", {}, title("Apps"), place("home", draw("home"), `${store.state.app.name} home`, "app-home", false)),
  ];
}
