// Rich text blocks and tables as elements.

import { h } from "./dom.js";
import { channelLink, icon, link, mention } from "./mrkdwn.js";
import { store } from "./store.js";

function styled(node, style = {}) {
  let found = node;
  if (style.code) found = h("code", {}, found);
  if (style.bold) found = h("strong", {}, found);
  if (style.italic) found = h("em", {}, found);
  if (style.strike) found = h("s", {}, found);
  return found;
}

function leaf(item) {
  const makers = {
    text: () => document.createTextNode(item.text),
    link: () => link(item.url, item.text || item.url),
    user: () => mention(item.user_id),
    channel: () => channelLink(item.channel_id),
    usergroup: () => h("span", { class: "mention" }, `@${store.state.usergroups.find((one) => one.id === item.usergroup_id)?.handle || "group"}`),
    emoji: () => icon(item.name),
    broadcast: () => h("span", { class: "mention loud" }, `@${item.range}`),
    date: () => h("time", {}, item.fallback || new Date(item.timestamp * 1000).toLocaleString()),
  };
  return makers[item.type] ? styled(makers[item.type](), item.style) : "";
}

function lineBreaks(items) {
  return items.flatMap((item) => item.type === "text"
    ? item.text.split("\n").flatMap((text, index) => [index ? h("br") : null, leaf({ ...item, text })])
    : [leaf(item)]);
}

function part(item) {
  if (item.type === "rich_text_list") {
    return h(item.style === "ordered" ? "ol" : "ul", { class: item.indent ? "indented" : "" },
      item.elements.map((line) => h("li", {}, lineBreaks(line.elements))));
  }
  if (item.type === "rich_text_quote") return h("blockquote", {}, lineBreaks(item.elements));
  if (item.type === "rich_text_preformatted") return h("pre", { class: "code" }, item.elements.map(leaf));
  return h("div", {}, lineBreaks(item.elements));
}

export const richText = (block) => h("div", { class: "rich" }, block.elements.map(part));

export const table = (block) => h("div", { class: "table-scroll", tabindex: "0" }, h("table", {}, block.rows.map((row, index) =>
  h("tr", {}, row.map((cell) => h(index ? "td" : "th", {}, cell.type === "raw_text" ? cell.text : richText(cell)))))));
