// Messages of a channel or thread.

import { h, menu, toast } from "./dom.js";
import { blocks } from "./blocks.js";
import { emoji } from "./emoji.js";
import { draw, drawnEmoji } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { act, openSide, person, store } from "./store.js";

const NOTICES = ["channel_join", "channel_leave", "channel_topic", "channel_archive", "channel_unarchive", "channel_name", "channel_convert_to_public", "channel_convert_to_private"];
const at = (message) => new Date(Number(message.ts) * 1000);
const clock = (when) => when.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
const dayOf = (when) => when.toLocaleDateString([], { weekday: "long", month: "long", day: "numeric" });

export function avatar(who) {
  const words = (who?.name || "?").split(" ");
  const letters = who?.bot ? "◆" : words[0][0] + (words.length > 1 ? words.at(-1)[0] : "");
  const tone = [...(who?.id || "?")].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 8;
  return h("span", { class: `avatar tone-${who?.bot ? "bot" : tone}`, "aria-hidden": "true" }, letters.toUpperCase());
}

// What stands in a channel: its messages without replies, and the ephemeral ones of this person.
export function ofChannel(channel) {
  const own = store.state.ephemerals.filter((one) => one.channel === channel.id && !one.thread_ts);
  const said = channel.messages.filter((one) => !one.thread_ts || one.thread_ts === one.ts || one.subtype === "thread_broadcast");
  return [...said, ...own].sort((one, two) => Number(one.ts) - Number(two.ts));
}

export function ofThread(channel, ts) {
  const own = store.state.ephemerals.filter((one) => one.channel === channel.id && one.thread_ts === ts);
  return [...channel.messages.filter((one) => one.ts === ts || one.thread_ts === ts), ...own].sort((one, two) => Number(one.ts) - Number(two.ts));
}

export function messageList(list, channel, { inThread = false } = {}) {
  const found = [];
  let before = null;
  let today = "";
  let joined = [];
  const flush = () => {
    if (!joined.length) return;
    const names = joined.map((one) => person(one.user)?.name || "somebody");
    const words = names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
    found.push(h("p", { class: "notice" }, `${words} joined the channel`));
    joined = [];
  };
  for (const message of list) {
    if (today !== dayOf(at(message))) {
      flush();
      today = dayOf(at(message));
      if (!inThread) found.push(h("div", { class: "day" }, h("span", {}, dayOf(at(message)))));
      before = null;
    }
    if (message.subtype === "channel_join") { joined.push(message); before = null; continue; }
    flush();
    if (NOTICES.includes(message.subtype)) {
      const who = message.subtype.startsWith("channel_convert") && `${person(message.user)?.name || "Somebody"} `;
      found.push(h("p", { class: "notice" }, who, mrkdwn(message.text)));
      before = null;
      continue;
    }
    const follows = before && before.user === message.user && !before.is_ephemeral && !message.blocks?.length && !message.is_ephemeral && at(message) - at(before) < 300000;
    found.push(one(message, channel, { follows, inThread }));
    before = message;
  }
  flush();
  return found;
}

function one(message, channel, { follows, inThread }) {
  const who = person(message.user) || { name: message.user === "USLACKBOT" ? "Slackbot" : "Slack", id: message.user, bot: true };
  const context = {
    key: message.ts, ts: message.ts, state: {},
    press: (element, block, value) => act("press", { action_id: element.action_id, block_id: block.block_id, value, ts: message.ts }),
  };
  const more = h("button", { type: "button", class: "icon more", "aria-label": "Message actions", "aria-haspopup": "menu", data: { testid: "message-menu", focus: `more-${message.ts}` } }, "⋯");
  more.addEventListener("click", () => menu(more, actions(message, channel)));
  const pinned = channel.pins.includes(message.ts);
  const body = message.blocks?.length ? blocks(message.blocks, context) : message.text && h("div", { class: "words" }, mrkdwn(message.text));
  return h("article", {
    class: ["message", follows && "follows", message.is_ephemeral && "ephemeral", pinned && "pinned"].filter(Boolean).join(" "),
    data: { testid: "message", ts: message.ts, user: message.user }, "aria-label": `${who.name}, ${clock(at(message))}`,
  },
    follows ? h("time", { class: "gutter" }, clock(at(message)).replace(/\s?[AP]M/, "")) : avatar(who),
    h("div", { class: "message-body" },
      message.is_ephemeral && h("p", { class: "only-you" }, "Only visible to you"),
      pinned && h("p", { class: "only-you" }, draw("pin"), "Pinned"),
      !follows && h("p", { class: "by" }, h("strong", {}, who.name), who.bot && h("span", { class: "badge" }, "APP"),
        h("time", { datetime: at(message).toISOString(), title: at(message).toString() }, clock(at(message)))),
      body,
      message.edited && h("small", { class: "edited" }, "(edited)"), " ",
      (message.attachments || []).map((part) => attachment(part, context)),
      (message.files || []).map(file),
      reactions(message, channel),
      !inThread && message.reply_count && h("button", {
        type: "button", class: "replies", data: { testid: "open-thread", focus: `thread-${message.ts}` }, onclick: () => openSide("thread", message.ts),
      }, `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`)),
    !message.is_ephemeral && message.subtype !== "tombstone" && more);
}

function actions(message, channel) {
  const run = (name, body) => act(name, { channel: channel.id, ts: message.ts, ...body });
  const shortcuts = store.state.shortcuts.filter((one) => one.type === "message").map((one) => ({
    label: one.name, hint: store.state.app.name, data: { callbackId: one.callback_id }, run: () => run("message_shortcut", { callback_id: one.callback_id }),
  }));
  return [
    { label: "Reply in thread", run: () => openSide("thread", message.thread_ts || message.ts), data: { testid: "reply" } },
    ...shortcuts,
    { label: "React with 👍", run: () => run("react", { name: "+1" }) },
    { label: "Copy text", run: () => navigator.clipboard?.writeText(message.text).then(() => toast("Copied."), () => {}) },
    ...(message.user === store.state.me ? [{ label: "Delete", danger: true, run: () => run("delete") }] : []),
  ];
}

const attachment = (part, context) => h("div", { class: "attachment" },
  part.pretext && h("div", {}, mrkdwn(part.pretext)),
  part.title && h("strong", {}, part.title),
  part.text && h("div", {}, mrkdwn(part.text)),
  part.blocks && blocks(part.blocks, context));

const size = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1048576).toFixed(1)} MB`);

function file(one) {
  if (one.mode === "tombstone") return h("p", { class: "file gone" }, "This file was deleted.");
  const url = new URL(one.url_private_download, location.origin);
  return h("a", { class: "file", href: `${url.pathname}?as=${store.me}`, download: one.name, data: { testid: "file" } },
    h("span", { "aria-hidden": "true" }, draw("file")), h("span", {}, h("strong", {}, one.title || one.name), h("small", {}, `${one.filetype} · ${size(one.size)}`)));
}

function reactions(message, channel) {
  if (!message.reactions?.length) return null;
  return h("div", { class: "reactions" }, message.reactions.map((each) => h("button", {
    type: "button", class: each.users.includes(store.state.me) ? "mine" : "", "aria-pressed": String(each.users.includes(store.state.me)),
    "aria-label": `${each.name.replaceAll("_", " ")}, ${each.count}`, data: { focus: `r-${message.ts}-${each.name}` },
    onclick: () => act("react", { channel: channel.id, ts: message.ts, name: each.name }),
  }, drawnEmoji(each.name) || emoji(each.name) || `:${each.name}:`, " ", each.count)));
}
