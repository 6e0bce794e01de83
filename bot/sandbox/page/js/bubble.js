// One message as it looks on one phone: who, what, its buttons and its marks.
import { h, icon, iconButton } from "./dom.js";
import { t } from "./i18n.js";
import { renderMedia } from "./media.js";
import { reactionOf } from "./platforms.js";
import { renderText } from "./text.js";
import { clockTime } from "./time.js";

/**
 * message: see messages.js. view: {ownId, isGroup, replied: the message it answers or undefined}.
 * actions: press(button, element), link(url), command(text), menu(), vote(index).
 */
export function renderBubble(message, view, actions) {
  if (message.service) {
    const { kind, names } = message.service;
    return h("p", { class: "post service" }, t(kind, { who: message.name, names }));
  }
  const side = message.from === view.ownId ? "mine" : "theirs";
  return h("article", { class: `post ${side}${marks(message)}`, data: { id: message.id }, tabindex: "-1" },
    h("div", { class: "bubble" },
      view.isGroup && side === "theirs" && h("p", { class: "who" }, message.name),
      message.forwardedFrom !== null && origin(message.forwardedFrom),
      view.replied && quote(view.replied),
      message.media && renderMedia(message.media, actions),
      message.text && h("div", { class: "text" }, renderText(message.text, message.entities, actions)),
      footer(message, actions)),
    message.buttons.length > 0 && buttonRows(message.buttons, actions));
}

function marks(message) {
  const on = { album: Boolean(message.album), deleted: message.deleted, protected: message.protected,
    bare: message.media?.kind === "sticker" };
  return Object.keys(on).filter((name) => on[name]).map((name) => ` ${name}`).join("");
}

function origin(name) {
  return h("p", { class: "origin" }, t("forwarded", { name: name || t("someone") }));
}

function quote(replied) {
  return h("blockquote", { class: "quote" }, h("strong", {}, replied.name), h("span", {}, summary(replied)));
}

/** A line that stands for a message where there is no room for it. */
export function summary(message) {
  return message.text.slice(0, 80) || (message.media ? t(message.media.kind) : "");
}

function footer(message, actions) {
  return h("footer", { class: "meta" },
    message.silent && mark("silent", "silent"),
    message.protected && mark("lock", "protected"),
    message.deleted && h("span", { t: "deleted" }),
    message.edited && h("span", { t: "edited" }),
    h("time", {}, clockTime(message.date)),
    message.reaction && h("span", { class: "reaction" }, reactionOf(message.reaction)),
    !message.deleted && iconButton("more", "bubbleMenu", actions.menu, { class: "icon-button bubble-menu" }));
}

function mark(name, key) {
  return h("span", { class: "mark", role: "img", tLabel: key }, icon(name));
}

function buttonRows(rows, actions) {
  return h("div", { class: "rows" }, rows.map((row) => h("div", { class: "row" }, row.map((button) =>
    h("button", { type: "button", class: `inline${button.style ? ` ${button.style}` : ""}`,
      onclick: (event) => actions.press(button, event.currentTarget) },
    button.text, button.url && icon("link"), button.phone && icon("phone"), button.copy !== undefined && icon("copy"))))));
}
