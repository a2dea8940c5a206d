// Where messages and slash commands are written, with completion, files and the app's shortcuts.

import { h, menu, toast } from "./dom.js";
import { draw } from "./icons.js";
import { act, store } from "./store.js";

const wrote = [];
export const onWritten = (tell) => wrote.push(tell);

export function composer({ id, label, testid, target, thread }) {
  const text = h("textarea", {
    id, rows: 1, "aria-label": label, placeholder: label, autocomplete: "off", data: { testid },
    "aria-controls": `${id}-list`, "aria-autocomplete": "list",
  });
  const list = h("div", { class: "completion", role: "listbox", "aria-label": "Suggestions", id: `${id}-list`, hidden: true, data: { testid: `${testid}-completion` } });
  const file = h("input", { type: "file", hidden: true, "aria-hidden": "true", tabindex: "-1", data: { testid: `${testid}-file` } });
  const send = h("button", { type: "submit", class: "button primary", data: { testid: `${testid}-send` } }, "Send");
  let offers = [];
  let chosen = 0;

  function offer() {
    offers = suggestions(text.value);
    chosen = 0;
    list.hidden = !offers.length;
    drawOffers();
  }
  function drawOffers() {
    list.replaceChildren(...offers.map((one, index) => h("div", {
      role: "option", id: `${id}-o${index}`, "aria-selected": String(index === chosen), class: index === chosen ? "chosen" : "",
      onpointerdown: (event) => { event.preventDefault(); take(index); },
    }, h("strong", {}, one.label), h("small", {}, one.hint))));
    if (offers.length) text.setAttribute("aria-activedescendant", `${id}-o${chosen}`);
    else text.removeAttribute("aria-activedescendant");
  }
  function take(index) {
    text.value = offers[index].text;
    offer();
    text.focus();
  }
  function grow() {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, 180)}px`;
  }
  async function submit(event) {
    event?.preventDefault();
    const written = text.value.trim();
    if (!written) return;
    const command = /^(\/\S+)(?:\s+([\s\S]*))?$/.exec(written);
    if (command && thread?.()) { toast("Slash commands are not available in threads."); return; }
    text.value = "";
    grow();
    offer();
    const result = command
      ? await act("command", { name: command[1], text: command[2] || "", channel: target() })
      : await act("post", { channel: target(), text: written, thread_ts: thread?.() || null });
    if (result.failed) { text.value = written; grow(); } else wrote.forEach((tell) => tell(written));
    if (!document.querySelector("dialog[open]")) text.focus();
  }
  text.addEventListener("input", () => { grow(); offer(); });
  text.addEventListener("blur", () => { list.hidden = true; });
  text.addEventListener("keydown", (event) => {
    if (!list.hidden && offers.length) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        chosen = (chosen + (event.key === "ArrowDown" ? 1 : offers.length - 1)) % offers.length;
        drawOffers();
        return;
      }
      if (event.key === "Tab" || (event.key === "Enter" && text.value !== offers[chosen].text.trim())) { event.preventDefault(); take(chosen); return; }
      if (event.key === "Escape") { event.preventDefault(); list.hidden = true; offers = []; return; }
    }
    if (event.key === "Enter" && !event.shiftKey) submit(event);
  });
  file.addEventListener("change", async () => {
    for (const one of file.files) {
      const bytes = new Uint8Array(await one.arrayBuffer());
      let binary = "";
      for (let start = 0; start < bytes.length; start += 32768) binary += String.fromCharCode(...bytes.subarray(start, start + 32768));
      await act("upload", { channel: target(), name: one.name, content: btoa(binary), text: text.value.trim() });
    }
    file.value = "";
    text.value = "";
  });
  const bolt = h("button", { type: "button", class: "icon", "aria-label": "Shortcuts", "aria-haspopup": "menu", data: { testid: "shortcuts" } }, draw("bolt"));
  bolt.addEventListener("click", () => menu(bolt, shortcuts()));
  return h("form", { class: "composer", onsubmit: submit }, list,
    h("div", { class: "composer-row" },
      !thread && bolt,
      h("button", { type: "button", class: "icon", "aria-label": "Attach a file", onclick: () => file.click() }, draw("clip")),
      file, text, send));
}

function shortcuts() {
  const found = store.state.shortcuts.filter((one) => one.type === "global").map((one) => ({
    label: one.name, hint: one.description, data: { callbackId: one.callback_id }, run: () => act("shortcut", { callback_id: one.callback_id }),
  }));
  return found.length ? found : [{ label: "This app has no shortcuts", run: () => {} }];
}

// Commands and their words after a slash, people after an @.
function suggestions(text) {
  const name = /(?:^|\s)@([a-z0-9_.-]*)$/i.exec(text);
  if (name) {
    const wanted = name[1].toLowerCase();
    return store.state.people.filter((one) => !one.deactivated && (one.handle.startsWith(wanted) || one.name.toLowerCase().includes(wanted)))
      .slice(0, 6).map((one) => ({ text: `${text.slice(0, text.length - wanted.length)}${one.handle} `, label: one.name, hint: one.title || "app" }));
  }
  if (!text.startsWith("/")) return [];
  const found = [];
  for (const command of store.state.commands) {
    const words = command.usage_hint.split("|").map((word) => word.trim()).filter((word) => /^[\w-]+$/.test(word));
    const [typed, rest] = [text.split(" ")[0], text.slice(text.indexOf(" ") + 1)];
    if (!text.includes(" ") && command.command.startsWith(typed)) {
      found.push({ text: `${command.command} `, label: `${command.command} ${command.usage_hint}`, hint: command.description });
    }
    if (typed === command.command && text.includes(" ") && !rest.includes(" ")) {
      words.filter((word) => word.startsWith(rest) && word !== rest)
        .forEach((word) => found.push({ text: `${command.command} ${word} `, label: `${command.command} ${word}`, hint: "" }));
    }
  }
  return found;
}
