// Elements that hold a value: text fields, menus, choices, dates.

import { h } from "./dom.js";
import { textObject } from "./mrkdwn.js";
import { act, directName, store } from "./store.js";

const HELD = {
  plain_text_input: "value", email_text_input: "value", url_text_input: "value", number_input: "value",
  static_select: "selected_option", external_select: "selected_option", radio_buttons: "selected_option",
  users_select: "selected_user", conversations_select: "selected_conversation", channels_select: "selected_channel",
  multi_static_select: "selected_options", multi_external_select: "selected_options", checkboxes: "selected_options",
  multi_users_select: "selected_users", multi_conversations_select: "selected_conversations", multi_channels_select: "selected_channels",
  datepicker: "selected_date", timepicker: "selected_time", datetimepicker: "selected_date_time", rich_text_input: "rich_text_value",
  file_input: "files",
};

export const holdsValue = (element) => element.type in HELD;

function held(element, state) {
  const found = state?.[HELD[element.type]];
  if (Array.isArray(found)) return found.map((one) => one.value ?? one);
  if (element.type === "rich_text_input") return found ? found.elements.flatMap((part) => part.elements.map((one) => one.text || "")).join("") : "";
  return found?.value ?? found ?? "";
}

function choices(element) {
  if (element.type.endsWith("users_select")) {
    return store.state.people.filter((one) => !one.deactivated && !one.bot).map((one) => ({ value: one.id, label: one.name }));
  }
  if (element.type.endsWith("channels_select") || element.type.endsWith("conversations_select")) {
    return store.state.channels.filter((one) => one.name || element.type.includes("conversations"))
      .map((one) => ({ value: one.id, label: one.name ? `#${one.name}` : directName(one) }));
  }
  const groups = element.option_groups?.flatMap((group) => group.options) || [];
  return [...(element.options || []), ...groups].map((one) => ({ value: one.value, label: one.text.text, text: one.text, description: one.description }));
}

// Draws the element. `context.state` is what it holds, `context.onValue` is told of a choice that acts at once.
export function field(element, block, context) {
  const value = held(element, context.state?.[block.block_id]?.[element.action_id]);
  const described = [block.hint && `${context.id}-hint`, context.error && `${context.id}-error`].filter(Boolean).join(" ");
  const common = {
    id: context.id, "aria-describedby": described || null, "aria-invalid": context.error ? "true" : null,
    "aria-label": context.label, autofocus: element.focus_on_load,
    data: { actionId: element.action_id, blockId: block.block_id, type: element.type, focus: context.id },
  };
  const told = (node, read) => {
    node.readValue = read;
    node.addEventListener("input", () => { node.dataset.dirty = "yes"; });
    node.addEventListener("change", () => (context.onValue || context.onChange)?.(read(), element, block));
    return node;
  };
  const maker = kinds[element.type] || kinds[element.type.startsWith("multi_") ? "several" : "menu"];
  return maker(element, common, value, told, context);
}

// As high as the text, within what a screen holds; 62 characters stand on a line.
const rowsFor = (value) => Math.min(18, Math.max(4, String(value || "").split("\n").reduce((sum, line) => sum + Math.ceil((line.length + 1) / 62), 1)));

const text = (type, mode) => (element, common, value, told) => {
  const node = h(element.multiline || element.type === "rich_text_input" ? "textarea" : "input", {
    ...common, type: element.multiline ? null : type, inputmode: mode, autocomplete: "off",
    rows: element.multiline || element.type === "rich_text_input" ? rowsFor(value) : null,
    placeholder: element.placeholder?.text, value,
  });
  return told(node, () => node.value || null);
};

const native = (type) => (element, common, value, told) => {
  const node = h("input", { ...common, type, value });
  return told(node, () => node.value || null);
};

const kinds = {
  plain_text_input: text("text"),
  email_text_input: text("text", "email"),
  url_text_input: text("text", "url"),
  number_input: text("text", "decimal"),
  rich_text_input: text("text"),
  datepicker: native("date"),
  timepicker: native("time"),
  datetimepicker: (element, common, value, told) => {
    const at = value ? new Date((value - new Date(value * 1000).getTimezoneOffset() * 60) * 1000).toISOString().slice(0, 16) : "";
    const node = h("input", { ...common, type: "datetime-local", value: at });
    return told(node, () => (node.value ? Math.round(new Date(node.value).getTime() / 1000) : null));
  },
  checkboxes: (element, common, value, told) => group("checkbox", element, common, value || [], told),
  radio_buttons: (element, common, value, told) => group("radio", element, common, value ? [value] : [], told),
  several: (element, common, value, told) => {
    const node = group("checkbox", element, common, value || [], told);
    node.classList.add("scroll");
    return node;
  },
  menu: (element, common, value, told) => {
    const shown = element.placeholder?.text || "Choose…";
    const node = h("select", common, h("option", { value: "" }, shown), choices(element).map((one) =>
      h("option", { value: one.value, selected: one.value === value }, one.label)));
    return told(node, () => node.value || null);
  },
  external_select: (element, common, value, told, context) => {
    const list = h("datalist", { id: `${common.id}-list` });
    let found = [];
    const node = h("input", { ...common, list: list.id, autocomplete: "off", placeholder: element.placeholder?.text, value: value?.text?.text || "" });
    node.addEventListener("input", async () => {
      if (node.value.length < (element.min_query_length ?? 3)) return;
      const answer = await act("suggest", { action_id: element.action_id, text: node.value, ts: context.ts });
      found = answer.result || [];
      list.replaceChildren(...found.map((one) => h("option", { value: one.text.text })));
    });
    const whole = h("div", {}, told(node, () => found.find((one) => one.text.text === node.value) || null), list);
    return whole;
  },
  file_input: (element, common) => h("input", { ...common, type: "file", multiple: (element.max_files || 10) > 1, disabled: true, title: "Files go into a channel here" }),
};

function group(type, element, common, chosen, told) {
  const name = `${common.id}-${element.action_id}`;
  const inputs = choices(element).map((one, index) => {
    const input = h("input", {
      type, name, value: one.value, checked: chosen.includes(one.value), id: index ? `${common.id}-${index}` : common.id,
      "aria-describedby": common["aria-describedby"], "aria-invalid": common["aria-invalid"], data: { focus: `${name}-${one.value}`, optionValue: one.value },
    });
    return h("label", { class: "choice" }, input, h("span", {}, textObject(one.text) .length ? textObject(one.text) : one.label,
      one.description && h("small", {}, textObject(one.description))));
  });
  const node = h("div", { class: "choices", role: type === "radio" ? "radiogroup" : "group", "aria-label": common["aria-label"], data: common.data }, inputs);
  const picked = () => [...node.querySelectorAll("input:checked")].map((input) => input.value);
  return told(node, () => (type === "radio" ? picked()[0] || null : picked()));
}

// All values of the fields inside a place, as the sandbox wants them.
export function values(place) {
  const found = {};
  for (const node of place.querySelectorAll("[data-type]")) {
    if (!node.readValue) continue;
    const { blockId, actionId } = node.dataset;
    found[blockId] = { ...found[blockId], [actionId]: node.readValue() };
  }
  return found;
}
