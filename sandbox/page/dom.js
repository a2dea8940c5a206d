// Builds elements. Text only ever becomes text nodes, so nothing that people or apps write is read as HTML.

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") node.className = value;
    else if (key === "data") for (const [name, text] of Object.entries(value)) node.dataset[name] = text;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "value") node.value = value;
    else if (key === "checked" || key === "selected" || key === "disabled" || key === "hidden") node[key] = Boolean(value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  add(node, children);
  return node;
}

export function add(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

export function fill(node, ...children) {
  node.replaceChildren();
  return add(node, children);
}

export const byId = (id) => document.getElementById(id);

let toastTimer = 0;
export function toast(text) {
  const place = byId("toast");
  place.textContent = text;
  place.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { place.hidden = true; }, 7000);
}

// Keeps the focus on "the same" element while a part of the page is drawn anew.
export function keepingFocus(place, draw) {
  const active = document.activeElement;
  const key = active && place.contains(active) ? active.dataset.focus : null;
  draw();
  if (!key) return;
  const again = [...place.querySelectorAll("[data-focus]")].find((node) => node.dataset.focus === key);
  if (again) again.focus({ preventScroll: true });
}

// A small menu under a button: arrow keys, Escape, click outside.
export function menu(button, items) {
  document.querySelectorAll(".menu").forEach((open) => open.remove());
  const list = h("div", { class: "menu", role: "menu" }, items.map((item) =>
    h("button", {
      type: "button", role: "menuitem", class: item.danger ? "danger" : "", data: item.data,
      onclick: () => { close(); item.run(); },
    }, item.label, item.hint && h("small", {}, item.hint))));
  const close = () => { list.remove(); document.removeEventListener("pointerdown", outside, true); button.focus(); };
  const outside = (event) => { if (!list.contains(event.target)) { list.remove(); document.removeEventListener("pointerdown", outside, true); } };
  list.addEventListener("keydown", (event) => {
    const all = [...list.children];
    const at = all.indexOf(document.activeElement);
    if (event.key === "Escape") { event.stopPropagation(); event.preventDefault(); close(); }
    if (event.key === "ArrowDown") { event.preventDefault(); all[(at + 1) % all.length].focus(); }
    if (event.key === "ArrowUp") { event.preventDefault(); all[(at + all.length - 1) % all.length].focus(); }
  });
  const host = button.closest("dialog") || document.body;
  host.append(list);
  const box = button.getBoundingClientRect();
  const top = box.bottom + list.offsetHeight > innerHeight ? Math.max(4, box.top - list.offsetHeight) : box.bottom + 2;
  list.style.top = `${top}px`;
  list.style.left = `${Math.max(4, Math.min(box.left, innerWidth - list.offsetWidth - 8))}px`;
  document.addEventListener("pointerdown", outside, true);
  list.firstElementChild?.focus();
}
