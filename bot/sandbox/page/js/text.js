// A message's text and its entities -> elements. Offsets count UTF-16 units, as JavaScript's own strings do.
import { h } from "./dom.js";
import { t } from "./i18n.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

/** actions: {link(url), command(text)}: what a tap on a link or a /command does on this phone. */
export function renderText(text, entities, actions) {
  const ordered = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return renderRange(text, 0, text.length, ordered, actions);
}

function renderRange(text, start, end, entities, actions) {
  const fragment = document.createDocumentFragment();
  let at = start;
  let rest = entities;
  while (rest.length > 0) {
    const [entity, ...others] = rest;
    const stop = Math.min(entity.offset + entity.length, end);
    const inside = others.filter((other) => other.offset < stop);
    rest = others.filter((other) => other.offset >= stop);
    fragment.append(text.slice(at, entity.offset));
    const children = renderRange(text, entity.offset, stop, inside, actions);
    fragment.append(wrap(entity, text.slice(entity.offset, stop), children, actions));
    at = stop;
  }
  fragment.append(text.slice(at, end));
  return fragment;
}

function wrap(entity, covered, children, actions) {
  if (entity.type === "spoiler") return spoiler(children);
  if (entity.type === "bot_command") return tappable(children, () => actions.command(covered));
  if (entity.type === "text_link") return tappable(children, () => actions.link(entity.url));
  if (entity.type === "url") return tappable(children, () => actions.link(covered));
  return h(TAGS[entity.type] ?? "span", {}, children);
}

function tappable(children, action) {
  return h("button", { type: "button", class: "in-text", onclick: action }, children);
}

function spoiler(children) {
  const cover = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": t("spoiler") },
    h("span", { class: "spoiler-text", inert: true }, children));
  const reveal = (event) => {
    if (cover.classList.contains("open")) return;
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    cover.classList.add("open");
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
    cover.firstChild.inert = false;
  };
  cover.addEventListener("click", reveal);
  cover.addEventListener("keydown", reveal);
  return cover;
}
