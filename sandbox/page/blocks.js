// Every block type as elements; `context` says where it stands and what pressing something does.

import { fill, h, menu } from "./dom.js";
import { confirmed } from "./confirm.js";
import { field, holdsValue } from "./inputs.js";
import { mrkdwn, textObject } from "./mrkdwn.js";
import { richText, table } from "./richtext.js";

export const blocks = (list, context) => list.map((block) => {
  const node = (makers[block.type] || unknown)(block, context);
  node.dataset.blockId = block.block_id;
  node.classList.add("block");
  return node;
});

const unknown = (block) => h("div", { class: "unknown" }, `(${block.type})`);

const makers = {
  divider: () => h("hr"),
  header: (block, context) => h(context.heading || "h2", { class: "header-block" }, textObject(block.text)),
  section: (block, context) => h("div", { class: "section" },
    h("div", { class: "section-words" },
      block.text && h("div", { class: "words" }, textObject(block.text)),
      block.fields && h("div", { class: "fields" }, block.fields.map((one) => h("div", { class: "words" }, textObject(one))))),
    block.accessory && h("div", { class: "accessory" }, element(block.accessory, block, context))),
  context: (block) => h("div", { class: "context" }, block.elements.map((one) =>
    one.type === "image" ? picture(one, "tiny") : h("span", {}, textObject(one)))),
  actions: (block, context) => h("div", { class: "actions" }, block.elements.map((one) => element(one, block, context))),
  image: (block) => h("figure", {}, block.title && h("figcaption", {}, textObject(block.title)), picture(block, "wide")),
  video: (block) => h("figure", {}, h("figcaption", {}, textObject(block.title)), picture(block, "wide")),
  rich_text: richText,
  table,
  markdown: (block) => h("div", { class: "words" }, mrkdwn(markdown(block.text))),
  input: (block, context) => {
    const id = `f-${context.key}-${block.block_id}`;
    const error = context.errors?.[block.block_id];
    const group = ["checkboxes", "radio_buttons", "multi_static_select", "multi_users_select", "multi_conversations_select", "multi_channels_select"].includes(block.element.type);
    const words = [textObject(block.label), block.optional && h("span", { class: "optional" }, " (optional)")];
    return h(group ? "fieldset" : "div", { class: error ? "input wrong" : "input" },
      group ? h("legend", {}, words) : h("label", { for: id }, words),
      field(block.element, block, { ...context, id, error }),
      block.hint && h("p", { class: "hint", id: `${id}-hint` }, textObject(block.hint)),
      error && h("p", { class: "field-error", id: `${id}-error`, role: "alert", data: { testid: "field-error" } }, error));
  },
};

// Standard Markdown in the few ways in which it differs from mrkdwn.
const markdown = (text) => text
  .replace(/^#{1,6} +(.*)$/gm, "*$1*")
  .replace(/\*\*(.+?)\*\*/g, "*$1*")
  .replace(/\[([^\]\n]+)\]\((https?:[^)\s]+)\)/g, "<$2|$1>");

function picture(item, size) {
  const url = item.image_url || "";
  if (url.startsWith(location.origin) || url.startsWith("data:image/")) return h("img", { src: url, alt: item.alt_text, class: size });
  return h("span", { class: `picture ${size}`, role: "img", "aria-label": item.alt_text }, size === "tiny" ? "▣" : item.alt_text);
}

export function element(one, block, context) {
  const data = { actionId: one.action_id, blockId: block.block_id, focus: `${context.key}/${block.block_id}/${one.action_id}` };
  const press = async (value) => {
    if (one.confirm && !(await confirmed(one.confirm))) return;
    await context.press(one, block, value);
  };
  if (one.type === "button") return button(one, data, press);
  if (one.type === "overflow") {
    const node = h("button", { type: "button", class: "button dots", "aria-haspopup": "menu", "aria-label": "More choices", data }, "⋯");
    node.addEventListener("click", () => menu(node, one.options.map((choice) => ({
      label: choice.text.text, hint: choice.description?.text, data: { value: choice.value }, run: () => press(choice.value),
    }))));
    return node;
  }
  if (one.type === "image") return picture(one, "side");
  if (!holdsValue(one)) return unknown(one);
  return field(one, block, { ...context, id: `e-${context.key}-${block.block_id}-${one.action_id}`, onValue: press, label: one.placeholder?.text });
}

function button(one, data, press) {
  const node = h("button", {
    type: "button", class: `button ${one.style || ""}`, "aria-label": one.accessibility_label, data: { ...data, value: one.value || "" },
    onclick: async () => {
      if (one.url) window.open(one.url, "_blank", "noopener,noreferrer");
      node.disabled = true;
      try { await press(one.value ?? null); } finally { node.disabled = false; }
    },
  });
  return fill(node, textObject(one.text), one.url && " ↗");
}
