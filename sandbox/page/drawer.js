// Behind the scenes: the journal, the fault switches, the clock.

import { byId, fill, h, toast } from "./dom.js";
import { draw } from "./icons.js";
import { post, store } from "./store.js";

const KINDS = {
  error: { error: "fatal_error" }, ratelimited: { retry_after: 5 }, http: { status: 503 }, delay: { seconds: 2 }, hang: { seconds: 10 },
  lost: {}, lost_before: {}, revoked: {}, redeliver: { copies: 2 }, disconnect: {}, reorder: {},
};
const METHODS = ["*", "chat.postMessage", "chat.update", "conversations.create", "conversations.invite", "views.open", "views.publish", "delivery", "slash_commands", "interactive", "events_api"];
const rows = [];
let next = 0;
let tab = "journal";
let drawn = "";

export function toggleDrawer() {
  const drawer = byId("drawer");
  drawer.hidden = !drawer.hidden;
  byId("behind").setAttribute("aria-expanded", String(!drawer.hidden));
  drawn = "";
  drawDrawer();
}

export async function drawDrawer() {
  const drawer = byId("drawer");
  fill(byId("behind"), h("span", { class: "wide" }, "Behind the scenes"), h("span", { class: "thin" }, "Journal"), store.state.violations ? ` · ${store.state.violations}` : "");
  byId("behind").title = store.state.violations ? `${store.state.violations} rules of Slack broken` : "Journal, faults, clock";
  byId("behind").classList.toggle("alarm", store.state.violations > 0);
  if (drawer.hidden) return;
  if (store.state.journal > next) {
    const answer = await (await fetch(`/sandbox/journal?after=${next}`)).json();
    if (answer.next > next) rows.push(...answer.rows);
    next = answer.next;
  }
  if (drawn !== tab) {
    drawn = tab;
    const button = (name, words) => h("button", { type: "button", role: "tab", "aria-selected": String(tab === name), data: { testid: `tab-${name}` }, onclick: () => { tab = name; drawDrawer(); } }, words);
    fill(drawer, h("header", { class: "panel-head" }, h("div", { role: "tablist", class: "tabs" }, button("journal", "Journal"), button("faults", "Faults"), button("clock", "Clock")),
      h("button", { type: "button", class: "icon", "aria-label": "Close drawer", onclick: toggleDrawer }, draw("close"))),
    h("div", { id: "drawer-body", class: "drawer-body", role: "tabpanel" }));
    if (tab === "faults") fill(byId("drawer-body"), faultForm(), h("div", { id: "faults" }));
    if (tab === "clock") fill(byId("drawer-body"), clockForm());
    if (tab === "journal") fill(byId("drawer-body"), h("p", { class: "hint" }, "Every call of the app, every delivery to it, every rule it broke. Newest first."), h("div", { id: "journal", data: { testid: "journal", shown: "0" } }));
  }
  if (tab === "journal") drawJournal();
  if (tab === "faults") drawFaults();
  if (tab === "clock") byId("clock-now").textContent = new Date(store.state.clock.now).toLocaleString([], { dateStyle: "full", timeStyle: "medium" });
}

function drawJournal() {
  const place = byId("journal");
  for (const row of rows.slice(Number(place.dataset.shown))) place.prepend(journalRow(row));
  place.dataset.shown = rows.length;
}

function journalRow(row) {
  const good = row.kind !== "violation" && (row.answer?.ok !== false) && [200, "acknowledged"].includes(row.status);
  const word = row.kind === "violation" ? row.note : row.answer?.error || row.status;
  return h("details", { class: `row ${row.kind} ${good ? "" : "bad"}` },
    h("summary", {}, h("span", { class: "arrow", title: row.kind }, { call: "→ Slack", delivery: "→ app", violation: "rule" }[row.kind]),
      h("strong", {}, row.method), row.person && h("span", {}, row.person), h("span", { class: "status" }, word),
      row.note && row.kind !== "violation" && h("em", {}, row.note), row.kind !== "violation" && h("small", {}, `${Math.round(row.seconds * 1000)} ms`)),
    h("pre", { class: "code" }, JSON.stringify({ sent: row.args, answer: row.answer }, null, 2)));
}

function faultForm() {
  const method = h("input", { list: "fault-methods", value: "chat.postMessage", "aria-label": "Method or delivery", data: { testid: "fault-method" } });
  const kind = h("select", { "aria-label": "Kind of fault", data: { testid: "fault-kind" } }, Object.keys(KINDS).map((name) => h("option", { value: name }, name)));
  const times = h("input", { type: "number", min: 1, value: 1, "aria-label": "How often" });
  const who = h("select", { "aria-label": "For whom" }, h("option", { value: "" }, "for everybody"), store.state.people.filter((one) => !one.bot).map((one) => h("option", { value: one.handle }, `for ${one.name}`)));
  const set = async (event) => {
    event.preventDefault();
    await post("faults", { method: method.value, kind: kind.value, times: Number(times.value) || null, person: who.value || null, options: KINDS[kind.value] });
  };
  return h("form", { class: "stack", onsubmit: set },
    h("p", { class: "hint" }, "What shall go wrong, where, how often? “delivery” means anything sent to the app."),
    method, h("datalist", { id: "fault-methods" }, METHODS.map((name) => h("option", { value: name }))), kind, times, who,
    h("button", { type: "submit", class: "button primary", data: { testid: "fault-add" } }, "Switch on"),
    h("button", { type: "button", class: "button", onclick: () => post("disconnect").then((found) => toast(`${found.sockets} socket(s) sent away.`)) }, "Send the app's sockets away"));
}

function drawFaults() {
  fill(byId("faults"), store.state.faults.length ? store.state.faults.map((one) => h("p", { class: "fault" },
    h("span", {}, `${one.method}: ${one.kind}${one.person ? ` for ${one.person}` : ""}, ${one.times === null ? "always" : `${one.times} more`}`),
    h("button", { type: "button", class: "icon", "aria-label": `Switch off ${one.kind}`, onclick: () => post("faults/clear", { id: one.id }) }, draw("close"))))
    : h("p", { class: "none" }, "Nothing is set to go wrong."));
}

function clockForm() {
  const move = (seconds, words) => h("button", { type: "button", class: "button", onclick: () => post("clock", { advance: seconds }) }, words);
  const moment = h("input", { type: "datetime-local", "aria-label": "Date and time" });
  const set = (event) => { event.preventDefault(); if (moment.value) post("clock", { set: new Date(moment.value).toISOString().replace("Z", "+00:00") }); };
  return h("form", { class: "stack", onsubmit: set },
    h("p", { class: "clock-now", id: "clock-now", data: { testid: "clock-now" } }),
    h("div", { class: "actions" }, move(300, "+5 min"), move(3600, "+1 hour"), move(86400, "+1 day"), move(604800, "+1 week")),
    moment, h("button", { type: "submit", class: "button" }, "Set the clock"),
    h("p", { class: "hint" }, "The clock runs on from there. An app follows it when it reads its time from the sandbox's clock file."));
}
