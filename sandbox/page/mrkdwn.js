// Slack's mrkdwn as elements. Everything goes through text nodes; a link is made only for http, https, mailto and tel.

import { h } from "./dom.js";
import { EMOJI, emoji } from "./emoji.js";
import { drawnEmoji } from "./icons.js";
import { channel, go, jump, person, store } from "./store.js";

const ENTITY = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const plainText = (text) => text.replace(/&(amp|lt|gt);/g, (found) => ENTITY[found]);
const SAFE = /^(https?:|mailto:|tel:)/i;

export function mrkdwn(text) {
  const parts = String(text).split(/```\n?([\s\S]*?)\n?```/);
  return parts.map((part, index) => index % 2
    ? h("pre", { class: "code" }, plainText(part))
    : lines(part));
}

// Rows become paragraphs, quotes and lists; blank rows around a quote or list give no space of their own.
function lines(text) {
  const parts = [];
  for (const row of text.split("\n")) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(row);
    const bullet = /^\s*(?:[•◦▪–-]|\*(?= )) +(.*)$/.exec(row);
    const number = /^\s*(\d{1,3})\. +(.*)$/.exec(row);
    const kind = quoted ? "blockquote" : bullet ? "ul" : number ? "ol" : "div";
    if (parts.at(-1)?.kind !== kind) parts.push({ kind, rows: [], start: number?.[1] });
    parts.at(-1).rows.push(quoted ? quoted[1] : bullet ? bullet[1] : number ? number[2] : row);
  }
  return parts.map((part, index) => {
    if (part.kind === "ul" || part.kind === "ol") {
      return h(part.kind, part.kind === "ol" ? { start: part.start } : {}, part.rows.map((row) => h("li", {}, inline(row))));
    }
    const rows = [...part.rows];
    if (index && rows[0].trim() === "") rows.shift();
    if (index < parts.length - 1 && rows.at(-1)?.trim() === "") rows.pop();
    if (!rows.length) return null;
    return h(part.kind, part.kind === "div" && index ? { class: "para" } : {}, rows.map((row, at) => [at ? h("br") : null, inline(row)]));
  });
}

const TOKEN = /<([^<>\n]+)>|`([^`\n]+)`|:([a-z0-9_+'-]+(?:::skin-tone-\d)?):|(?<![\w*])\*(?=\S)([^*\n]*[^*\s])\*(?![\w*])|(?<![\w_])_(?=\S)([^_\n]*[^_\s])_(?![\w_])|(?<![\w~])~(?=\S)([^~\n]*[^~\s])~(?![\w~])/g;

function inline(text) {
  const found = [];
  let last = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > last) found.push(signs(plainText(text.slice(last, match.index))));
    last = match.index + match[0].length;
    const [all, angle, code, name, bold, italic, strike] = match;
    if (angle !== undefined) found.push(special(angle));
    else if (code !== undefined) found.push(h("code", {}, plainText(code)));
    else if (name !== undefined) found.push(emoji(name) ? icon(name) : all);
    else if (bold !== undefined) found.push(h("strong", {}, inline(bold)));
    else if (italic !== undefined) found.push(h("em", {}, inline(italic)));
    else found.push(h("s", {}, inline(strike)));
  }
  if (last < text.length) found.push(signs(plainText(text.slice(last))));
  return found;
}

export const icon = (name) => h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " ") }, drawnEmoji(name) || emoji(name) || `:${name}:`);

// Emoji that stand as characters in a text are drawn too, where there is a drawing.
const NAMES = new Map(Object.entries(EMOJI).filter(([name]) => drawnEmoji(name)).map(([name, sign]) => [sign, name]));
const SIGNS = new RegExp([...NAMES.keys()].sort((one, two) => two.length - one.length).join("|"), "gu");

export function signs(text) {
  const found = [];
  let last = 0;
  for (const match of text.matchAll(SIGNS)) {
    found.push(text.slice(last, match.index), icon(NAMES.get(match[0])));
    last = match.index + match[0].length;
  }
  return [...found, text.slice(last)];
}

function special(inner) {
  const [target, ...rest] = inner.split("|");
  const label = rest.join("|");
  if (target.startsWith("@")) return mention(target.slice(1), label);
  if (target.startsWith("#")) return channelLink(target.slice(1), label);
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("!subteam^")) {
    const group = store.state?.usergroups.find((one) => one.id === target.slice(9));
    return h("span", { class: "mention" }, group ? `@${group.handle}` : label || "@group");
  }
  if (target.startsWith("!")) return h("span", { class: "mention loud" }, `@${target.slice(1)}`);
  return link(plainText(target), plainText(label) || plainText(target).replace(/^(mailto|tel):/, ""));
}

export function link(url, label) {
  if (!SAFE.test(url)) return label;
  const inside = /^\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})$/.exec(url.startsWith(location.origin) ? new URL(url).pathname : "");
  if (inside) return h("a", { href: url, onclick: (event) => { event.preventDefault(); jump(inside[1], `${inside[2]}.${inside[3]}`); } }, label);
  return h("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, label);
}

export function channelLink(id, label = "") {
  const found = channel(id);
  if (!found) return h("span", { class: "mention" }, "#", label || "private channel");
  return h("a", { class: "mention", href: `#/${store.me}/${found.name}`, onclick: (event) => { event.preventDefault(); go(found.id); } }, "#", found.name);
}

export function mention(id, label = "") {
  const found = person(id);
  const mine = id === store.state?.me;
  return h("span", { class: mine ? "mention mine" : "mention", title: found?.title }, `@${found?.name || label || id}`);
}

const same = (one, two) => one.toDateString() === two.toDateString();
const shown = (at, options) => new Intl.DateTimeFormat("en-US", options).format(at);

function day(at, options, pretty) {
  if (pretty) {
    const now = new Date(store.state?.clock.now || Date.now());
    const other = (days) => new Date(now.getTime() + days * 86400000);
    if (same(at, now)) return "today";
    if (same(at, other(-1))) return "yesterday";
    if (same(at, other(1))) return "tomorrow";
  }
  return shown(at, options);
}

function date(target, fallback) {
  const [, seconds, format, url] = target.split("^");
  const at = new Date(Number(seconds) * 1000);
  if (!format || Number.isNaN(at.getTime())) return fallback;
  const forms = {
    date_num: () => `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, "0")}-${String(at.getDate()).padStart(2, "0")}`,
    date: () => shown(at, { month: "long", day: "numeric", year: "numeric" }),
    date_slash: () => shown(at, { month: "2-digit", day: "2-digit", year: "numeric" }),
    date_short: () => shown(at, { month: "short", day: "numeric", year: "numeric" }),
    date_long: () => shown(at, { weekday: "long", month: "long", day: "numeric", year: "numeric" }),
    date_pretty: () => day(at, { month: "long", day: "numeric", year: "numeric" }, true),
    date_short_pretty: () => day(at, { month: "short", day: "numeric", year: "numeric" }, true),
    date_long_pretty: () => day(at, { weekday: "long", month: "long", day: "numeric", year: "numeric" }, true),
    time: () => shown(at, { hour: "numeric", minute: "2-digit" }),
    time_secs: () => shown(at, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
    day_divider_pretty: () => day(at, { weekday: "long", month: "long", day: "numeric" }, true),
    ago: () => ago(at),
  };
  const text = format.replace(/\{(\w+)\}/g, (all, name) => (forms[name] ? forms[name]() : all));
  const node = h("time", { datetime: at.toISOString(), title: at.toString() }, text);
  return url && SAFE.test(url) ? link(url, text) : node;
}

function ago(at) {
  const minutes = Math.round((new Date(store.state?.clock.now || Date.now()) - at) / 60000);
  if (Math.abs(minutes) < 60) return new Intl.RelativeTimeFormat("en").format(-minutes, "minute");
  if (Math.abs(minutes) < 1440) return new Intl.RelativeTimeFormat("en").format(-Math.round(minutes / 60), "hour");
  return new Intl.RelativeTimeFormat("en").format(-Math.round(minutes / 1440), "day");
}

// A text object: mrkdwn is formatted, plain_text only gets its emoji.
export function textObject(object) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  const parts = String(object.text).split(/(:[a-z0-9_+'-]+:)/).map((part) => {
    const name = /^:([a-z0-9_+'-]+):$/.exec(part)?.[1];
    return name && emoji(name) ? icon(name) : signs(part);
  });
  return object.text.includes("\n") ? [h("span", { class: "plain" }, parts)] : parts;
}
