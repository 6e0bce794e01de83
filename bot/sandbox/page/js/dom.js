// Elements without markup in strings: whatever a person or the bot wrote can only ever become text.
import { nameElement, t } from "./i18n.js";

/**
 * h("button", {class: "x", onclick: f, hidden: true}, "text", child, null) -> element.
 * `t`, `tLabel` and `tPlaceholder` are keys of the dictionary: the element follows a change of language.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "t") {
      element.dataset.t = value;
      element.textContent = t(value);
    } else if (name === "tLabel") nameElement(element, value);
    else if (name === "tPlaceholder") {
      element.dataset.tPlaceholder = value;
      element.placeholder = t(value);
    } else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** A button with the words of `key`; look: plain, choice. */
export function button(key, onclick, look = "plain") {
  return h("button", { type: "button", class: look, t: key, onclick });
}

/** The button that submits its form. */
export function submitButton(key) {
  return h("button", { class: "strong", t: key });
}

/** A button that is only a picture; its words are for screen readers and the mouse. */
export function iconButton(name, key, onclick, attributes = {}) {
  return h("button", { type: "button", class: "icon-button", tLabel: key, onclick, ...attributes }, icon(name));
}

/** Opens a modal sheet titled `key`; it closes on Escape or a tap beside it and is gone afterwards. */
export function openSheet(key, ...body) {
  const sheet = h("dialog", { class: "sheet", "aria-label": t(key) },
    h("header", {}, h("h2", { t: key }), iconButton("close", "close", () => sheet.close())), ...body);
  sheet.addEventListener("close", () => sheet.remove());
  sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
  document.body.append(sheet);
  sheet.showModal();
  return sheet;
}

/** choices: [[key, action], ...]; a sheet of buttons, one press acts and closes. */
export function openMenu(key, choices) {
  const buttons = choices.map(([label, action]) => button(label, () => { sheet.close(); action(); }, "choice"));
  buttons[0].autofocus = true;
  const sheet = openSheet(key, h("div", { class: "choices" }, buttons));
}

/** A labelled field; `control` is an input, select or textarea. */
export function field(key, control) {
  return h("label", { class: "field" }, h("span", { t: key }), control);
}

/** options: [[value, text], ...] */
export function select(options, attributes = {}) {
  return h("select", attributes, options.map(([value, text]) => h("option", { value }, text)));
}
