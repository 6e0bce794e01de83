// The scrolling list of a chat's messages on one phone: kept in step with the chat, element by element.
import { renderBubble, summary } from "./bubble.js";
import { h, iconButton } from "./dom.js";

const NEAR_END_PX = 80;

export class MessageLog {
  #posts = new Map(); // message id -> {element, signature}
  #followed = true; // the reader is at the newest message

  /** actionsFor(message) -> the actions a bubble needs (see bubble.js) */
  constructor(actionsFor) {
    this.actionsFor = actionsFor;
    this.list = h("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0" });
    this.list.addEventListener("scroll", () => this.#seen());
    this.latest = iconButton("down", "toLatest", () => this.#toEnd(), { class: "icon-button latest", hidden: true });
    this.element = h("div", { class: "screen" }, this.list, this.latest);
    // A keyboard that opens or a picture that arrives must not push the newest message out of sight.
    new ResizeObserver(() => this.#followed && this.#toEnd()).observe(this.list);
    this.list.addEventListener("load", () => this.#followed && this.#toEnd(), true);
  }

  /** Shows `messages` as `ownId` sees them; untouched bubbles stay as they are, with their focus and their players. */
  show(messages, { ownId, isGroup, all }) {
    const first = this.#posts.size === 0;
    const follow = first || this.#followed;
    this.list.setAttribute("aria-busy", String(first)); // an opened chat is not read out from its beginning
    this.#drop(new Set(messages.map((message) => message.id)));
    let previous = null;
    for (const message of messages) {
      const replied = message.replyTo && all.find((other) => other.id === message.replyTo);
      previous = this.#place(message, { ownId, isGroup, replied }, previous);
    }
    if (messages.length === 0) this.list.append(h("p", { class: "empty", t: "empty" }));
    if (follow) this.#toEnd();
    else this.#seen();
    requestAnimationFrame(() => this.list.setAttribute("aria-busy", "false"));
  }

  clear() {
    this.#posts.clear();
    this.list.replaceChildren();
  }

  #place(message, view, previous) {
    const signature = JSON.stringify([message, view.replied && summary(view.replied)]);
    let post = this.#posts.get(message.id);
    if (post?.signature !== signature) {
      const element = renderBubble(message, view, this.actionsFor(message));
      if (post) replaceKeepingFocus(post.element, element);
      post = { element, signature };
      this.#posts.set(message.id, post);
    }
    const place = previous ? previous.nextSibling : this.list.firstChild;
    if (post.element !== place) this.list.insertBefore(post.element, place);
    return post.element;
  }

  #drop(kept) {
    this.list.querySelector(".empty")?.remove();
    for (const [id, post] of this.#posts) {
      if (kept.has(id)) continue;
      if (post.element.contains(document.activeElement)) this.list.focus({ preventScroll: true });
      post.element.remove();
      this.#posts.delete(id);
    }
  }

  #isAtEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_END_PX;
  }

  #toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.#followed = true;
    this.latest.hidden = true;
  }

  #seen() {
    this.#followed = this.#isAtEnd();
    this.latest.hidden = this.#followed;
  }
}

/** An edit must not throw a keyboard user out of the message: the button in the same place keeps the focus. */
function replaceKeepingFocus(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const index = [...old.querySelectorAll(".inline")].indexOf(focused);
  old.replaceWith(fresh);
  if (!focused) return;
  const buttons = [...fresh.querySelectorAll(".inline")];
  (buttons[Math.min(Math.max(index, 0), buttons.length - 1)] ?? fresh).focus({ preventScroll: true });
}
