// A guided story for a first visit: offered once, never in the way, and it sends nothing by itself.

import { byId, fill, h, toast } from "./dom.js";
import { draw } from "./icons.js";
import { onWritten } from "./composer.js";
import { act, actAs, go, here, store } from "./store.js";

let story = null;
let at = -1; // -1: offered, not yet begun
const part = {};

export async function tellStory() {
  const answer = await fetch("/sandbox/story");
  story = answer.ok ? await answer.json() : null;
  if (!story?.steps.length) return;
  build();
  onWritten(noticeWritten);
  fill(byId("story-again"), h("button", { type: "button", class: "icon", data: { testid: "story-again" }, onclick: again }, draw("note"), story.title));
  byId("story-again").hidden = false;
  const begun = Number(kept(() => sessionStorage).get() ?? -1);
  if (kept(() => localStorage).get()) { byId("story").hidden = true; return; }
  at = Number.isInteger(begun) && begun >= 0 && begun < story.steps.length ? begun : -1;
  byId("story").hidden = false;
  show();
}

// What the browser keeps; some do not let a page keep anything.
function kept(place) {
  const key = `story: ${story.title}`;
  return {
    get: () => { try { return place().getItem(key); } catch { return null; } },
    set: (value) => { try { if (value === null) place().removeItem(key); else place().setItem(key, value); } catch { /* then it is offered again */ } },
  };
}

function build() {
  const button = (name, words, run, look = "") => {
    part[name] = h("button", { type: "button", class: `button ${look}`, data: { testid: `story-${name}` }, onclick: run }, words);
    return part[name];
  };
  part.count = h("span", { class: "story-count" });
  part.who = h("p", { class: "story-who", data: { testid: "story-who" } });
  part.say = h("p", { class: "story-say", data: { testid: "story-say" } });
  part.type = h("code", {});
  part.done = h("p", { class: "story-done", data: { testid: "story-done" }, hidden: true }, "Done. Look at it, then go on with Next.");
  fill(byId("story"),
    h("div", { class: "story-words", role: "status", "aria-live": "polite", "aria-atomic": "true" },
      h("h2", { id: "story-title" }, story.title, " ", part.count), part.who, part.say, part.type, part.done),
    h("div", { class: "story-tools" },
      button("start", "Start", () => turn(0), "primary"), button("no", "Not now", end),
      button("do", "Do it for me", doIt, "primary"), button("back", "Back", () => turn(at - 1)),
      button("next", "Next", () => (at + 1 < story.steps.length ? turn(at + 1) : end())), button("end", "End", end, "quiet")));
  byId("story").addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); end(); }
  });
}

function turn(to) {
  const first = at < 0;
  at = to;
  kept(() => sessionStorage).set(String(at));
  show();
  if (first) part.do.focus();
  else if (part.back.disabled && [part.back, document.body].includes(document.activeElement)) part.next.focus();
}

function show() {
  const step = story.steps[at];
  const last = at === story.steps.length - 1;
  for (const name of ["start", "no"]) part[name].hidden = Boolean(step);
  for (const name of ["do", "back", "next"]) part[name].hidden = !step;
  part.end.hidden = !step || last;
  part.back.disabled = at === 0;
  part.next.textContent = last ? "Finish" : "Next";
  part.count.textContent = step ? `${at + 1} of ${story.steps.length}` : "";
  part.who.hidden = part.type.hidden = true;
  done(false);
  if (!step) {
    part.say.textContent = `${story.steps.length} steps with made-up people. You do each one yourself, or have it prepared; nothing is sent without you.`;
    return;
  }
  const person = store.state.people.find((one) => one.handle === step.as);
  part.who.textContent = `As ${person?.name || step.as} · ${placeName(step.place)}`;
  part.who.hidden = false;
  part.say.textContent = step.say;
  part.type.textContent = step.type;
  part.type.hidden = !step.type;
  noticePlace();
}

function placeName(place) {
  if (place === "home") return `${store.state.app.name} home`;
  return place.endsWith("*") ? `the newest #${place.slice(0, -1)}… channel` : `#${place}`;
}

// A name, or the newest of those that begin so; among the living ones first.
function find(place) {
  if (place === "home") return "home";
  const rooms = store.state.channels.filter((one) => one.name && (place.endsWith("*") ? one.name.startsWith(place.slice(0, -1)) : one.name === place));
  return (rooms.filter((one) => !one.is_archived).at(-1) || rooms.at(-1))?.id;
}

// What was seen to be done is said, and the next step becomes the main button.
function done(yes) {
  part.done.hidden = !yes;
  part.do.classList.toggle("primary", !yes);
  part.next.classList.toggle("primary", yes);
}

const steps = () => story?.steps[at];
const isThere = (step) => store.me === step.as && store.place && store.place === find(step.place);

// A step that only goes somewhere is done when one is there; one that writes, when it was sent.
function noticeWritten(text) {
  const step = steps();
  if (step?.type && store.me === step.as && text.trim() === step.type.trim()) done(true);
}

export function noticePlace() {
  const step = steps();
  if (step && !step.type && part.done.hidden && isThere(step)) done(true);
}

async function doIt() {
  const step = story.steps[at];
  part.do.disabled = true;
  try {
    if (store.me !== step.as) await actAs(step.as);
    const place = find(step.place);
    if (!place) { toast(`There is no such channel yet for this person: ${placeName(step.place)}. An earlier step opens it.`); return; }
    go(place);
    if (place === "home") await act("open_home");
  } finally { part.do.disabled = false; }
  const text = byId("composer-text");
  if (!step.type || !text) { byId("content").focus(); return; }
  text.value = step.type;
  text.dispatchEvent(new Event("input"));
  text.focus();
}

function end() {
  kept(() => localStorage).set("seen");
  kept(() => sessionStorage).set(null);
  byId("story").hidden = true;
  (here() && byId("composer-text") || byId("content")).focus();
}

function again() {
  kept(() => localStorage).set(null);
  at = -1;
  document.body.classList.remove("side-open");
  byId("story").hidden = false;
  show();
  part.start.focus();
}
