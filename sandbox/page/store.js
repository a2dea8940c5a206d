// What the page knows: the state as one person sees it, and how it asks the sandbox for something.

import { toast } from "./dom.js";

export const store = { me: "alice", place: "", thread: "", side: "", state: null, seen: new Map() };
const listeners = [];

export const onChange = (listener) => listeners.push(listener);
const announce = () => listeners.forEach((listener) => listener(store.state));

export const person = (id) => store.state?.people.find((one) => one.id === id);
export const channel = (id) => store.state?.channels.find((one) => one.id === id || (one.name && one.name === id));
export const here = () => channel(store.place);
export const myself = () => person(store.state.me);

export function directName(conversation) {
  const others = conversation.members.filter((id) => id !== store.state.me).map((id) => person(id)?.name || id);
  return others.join(", ") || "Yourself";
}

export const withApp = (one) => one?.kind === "im" && one.members.includes(store.state.app.bot);
export const mayWrite = (one) => Boolean(one) && one.is_member && !one.is_archived && (!withApp(one) || store.state.app.listens);

export function go(place, thread = "") {
  store.place = place;
  store.thread = thread;
  store.side = thread ? "thread" : "";
  document.body.classList.remove("side-open");
  remember();
  announce();
}

// To one message: its channel, or its thread, and a moment's highlight.
export function jump(id, ts) {
  const found = channel(id);
  const message = found?.messages.find((one) => one.ts === ts);
  if (!found) { toast("You cannot see that conversation."); return; }
  go(found.id, message?.thread_ts && message.thread_ts !== ts ? message.thread_ts : "");
  const node = document.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
  if (!node) return;
  node.scrollIntoView({ block: "center" });
  node.classList.add("found");
  setTimeout(() => node.classList.remove("found"), 2500);
}

export function openSide(side, thread = "") {
  store.side = side;
  store.thread = thread;
  announce();
}

export async function actAs(handle) {
  store.me = handle;
  store.thread = "";
  store.side = "";
  remember();
  await refresh();
}

function remember() {
  const name = channel(store.place)?.name || store.place;
  const hash = `#/${store.me}/${encodeURIComponent(name)}`;
  if (location.hash === hash) return;
  // A permalink gives way to the place that it led to; else Back would lead to it for ever.
  if (location.pathname.startsWith("/archives/")) history.replaceState(null, "", `/${hash}`);
  else history.pushState(null, "", `/${hash}`);
}

export function recall() {
  const [, , id, ts] = /^\/(archives)\/([A-Z0-9]+)\/p(\d+)$/.exec(location.pathname) || [];
  if (id) {
    store.place = id;
    return `${ts.slice(0, -6)}.${ts.slice(-6)}`;
  }
  const [, me, place] = location.hash.split("/");
  if (me) store.me = decodeURIComponent(me);
  if (place) store.place = decodeURIComponent(place);
  return "";
}

let asking = null;
let again = false;
export async function refresh() {
  if (asking) { again = true; return asking; }
  asking = fetchState();
  try { await asking; } finally { asking = null; }
  if (again) { again = false; return refresh(); }
  return undefined;
}

async function fetchState() {
  const answer = await fetch(`/sandbox/state?as=${encodeURIComponent(store.me)}`);
  if (!answer.ok) { if (store.me !== "alice") { store.me = "alice"; again = true; } return; }
  store.state = await answer.json();
  const known = channel(store.place);
  if (known) store.place = known.id;
  else if (store.place !== "home") store.place = (channel("general") || store.state.channels[0])?.id || "home";
  announce();
}

export async function post(path, body = {}) {
  const answer = await fetch(`/sandbox/${path}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  const result = await answer.json();
  if (!answer.ok) toast(result.error || "That did not work.");
  return { ...result, failed: !answer.ok };
}

export async function act(name, body = {}) {
  document.body.classList.add("busy");
  try {
    const result = await post(`people/${store.me}/${name}`, body);
    if (result.status === "unreachable") toast("The app is not connected, so nothing happened.");
    await refresh();
    return result;
  } finally { document.body.classList.remove("busy"); }
}

export function listen(status) {
  const source = new EventSource("/sandbox/changes");
  source.onmessage = () => { status(true); refresh(); };
  source.onerror = () => status(false);
}
