// One phone: a person, the chats that person sees, and the one that is open. The skin is the platform's name.
import { Composer } from "./composer.js";
import { button, field, h, iconButton, openSheet } from "./dom.js";
import { Gestures } from "./gestures.js";
import { t } from "./i18n.js";
import { MessageLog } from "./log.js";
import { traitsOf } from "./platforms.js";
import { moveBetweenTabs } from "./tabs.js";
import { clockAndDate } from "./time.js";

const TOAST_MS = 4000;

export class Phone {
  #toastTimer = 0;
  #unread = new Set();
  topic = 0; // of a group with topics: the one that is read and written in; 0 shows all and writes to the general one

  /**
   * seat: {key, chatId, userId, title, role, hint, platform}. ground: the chats and the API (see main.js).
   * A seat at a group speaks as any of its members; a seat at a private chat shows the person's groups as well.
   */
  constructor(seat, ground) {
    this.seat = seat;
    this.ground = ground;
    this.open = seat.chatId;
    this.userId = seat.userId;
    this.gestures = new Gestures(this);
    this.log = new MessageLog((message) => this.gestures.on(message));
    this.composer = new Composer({
      send: (content) => this.deliver(content),
      edit: (id, text) => this.attempt(() => ground.api.edit(this.open, this.userId, id, text)),
      trouble: (text) => this.trouble(text),
    });
    this.#build();
    this.refreshChats();
  }

  get chat() {
    return this.ground.chats.get(this.open);
  }

  #build() {
    const { seat } = this;
    const titleId = `title-${seat.key}`;
    this.tabs = h("div", { class: "tabs", role: "tablist", tLabel: "chats" });
    this.toastLine = h("p", { class: "toast", role: "status" });
    this.troubleLine = h("p", { class: "trouble", role: "alert", hidden: true });
    this.windowLine = h("p", { class: "window", hidden: true });
    this.blockedBar = h("div", { class: "blocked", hidden: true }, h("span", { t: "blocked" }),
      button("unblock", () => this.gestures.block(false)));
    this.speaker = h("select", { onchange: () => this.#speakAs(this.speaker.selectedIndex) });
    this.speakerField = h("div", { class: "speaker" }, field("speaker", this.speaker));
    this.topics = h("select", { onchange: () => this.#chooseTopic(Number(this.topics.value)) });
    this.topicField = h("div", { class: "speaker" }, field("topic", this.topics));
    this.log.element.append(this.toastLine);
    this.element = h("section",
      { class: "phone", id: `seat-${seat.key}`, data: { skin: seat.platform }, "aria-labelledby": titleId },
      h("header", { class: "phone-head" },
        h("span", { class: "avatar", "aria-hidden": "true" }, initials(seat.title)),
        h("div", { class: "phone-title" }, h("h2", { id: titleId }, seat.title),
          h("p", { class: "phone-role" }, seat.role ?? traitsOf(seat.platform).label)),
        iconButton("more", "phoneMenu", () => this.gestures.phoneMenu())),
      h("p", { class: "strip", t: "notice" }),
      this.tabs,
      seat.hint && h("p", { class: "hint" }, seat.hint),
      this.windowLine,
      this.log.element, this.troubleLine, this.blockedBar, this.topicField, this.speakerField,
      this.composer.element);
  }

  /** The chats this phone shows, its own first. */
  chats() {
    let own = this.ground.chats.get(this.seat.chatId);
    while (own?.upgradedTo) own = this.ground.chats.get(own.upgradedTo);
    if (!own?.isPrivate) return own ? [own] : [];
    return [own, ...this.ground.chats.groups().filter((chat) => chat.has(this.seat.userId))];
  }

  /** Called when chats came, went or changed their members. */
  refreshChats() {
    const chats = this.chats();
    if (chats.length > 0 && !chats.some((chat) => chat.id === this.open)) this.open = chats[0].id;
    this.tabs.hidden = chats.length < 2;
    const focused = this.tabs.contains(document.activeElement);
    this.tabs.replaceChildren(...chats.map((chat) => this.#tab(chat)));
    if (focused) this.tabs.querySelector("[aria-selected=true]")?.focus();
    this.log.list.setAttribute("aria-label", t("messages", { title: this.chat?.title ?? this.seat.title }));
    this.#fillSpeakers();
    this.#fillTopics();
    this.render();
  }

  #tab(chat) {
    const selected = chat.id === this.open;
    return h("button", { type: "button", role: "tab", class: "tab", "aria-selected": String(selected),
      tabindex: selected ? "0" : "-1", onclick: () => this.show(chat.id), onkeydown: moveBetweenTabs },
    h("span", {}, chat.isPrivate ? t("privateChat") : chat.title),
    this.#unread.has(chat.id) && h("span", { class: "dot", role: "img", tLabel: "unread" }));
  }

  /** Opens another of this phone's chats. */
  show(chatId) {
    if (chatId === this.open) return;
    this.open = chatId;
    this.#unread.delete(chatId);
    this.log.clear();
    this.composer.reset();
    this.refreshChats();
  }

  #fillSpeakers() {
    const [own] = this.chats();
    const people = own && !own.isPrivate ? own.people : [];
    this.speakerField.hidden = people.length < 2;
    if (people.length === 0) return;
    if (!people.some((person) => person.id === this.userId)) this.userId = people[0].id;
    this.speaker.replaceChildren(...people.map((person) => h("option", {}, person.name)));
    this.speaker.selectedIndex = people.findIndex((person) => person.id === this.userId);
  }

  #fillTopics() {
    const topics = this.chat?.topics ?? [];
    this.topicField.hidden = topics.length === 0;
    if (!topics.some((topic) => topic.id === this.topic)) this.topic = 0;
    this.topics.replaceChildren(h("option", { value: 0, t: "allTopics" }),
      ...topics.map((topic) => h("option", { value: topic.id }, topic.name)));
    this.topics.value = this.topic;
  }

  #chooseTopic(id) {
    this.topic = id;
    this.render();
  }

  #speakAs(index) {
    this.userId = this.chat.people[index].id;
    this.repeat();
  }

  /** Says everything anew: somebody else looks at it, or in another language. */
  repeat() {
    this.log.clear();
    this.refreshChats();
  }

  /** Called when something happened in `chatId`. */
  refresh(chatId) {
    if (chatId === this.open) return this.render();
    if (!this.chats().some((chat) => chat.id === chatId)) return undefined;
    this.#unread.add(chatId);
    return this.refreshChats();
  }

  render() {
    const { chat } = this;
    if (!chat) return;
    const shown = chat.messages.filter((message) =>
      (!message.deleted || this.ground.showDeleted) && (!this.topic || message.topic === this.topic));
    this.log.show(shown, { ownId: this.userId, isGroup: !chat.isPrivate, all: chat.messages });
    this.blockedBar.hidden = !chat.blocked;
    this.showWindow();
    const isNew = chat.isPrivate && chat.messages.length === 0;
    const { key, sends } = traitsOf(this.seat.platform).first;
    this.composer.offerKeyboard(isNew ? { rows: [[{ text: t(key), sends }]] } : chat.keyboard);
  }

  /** How long the account may still answer, where the platform sets a limit; the clock changes it. */
  showWindow() {
    const limits = this.chat?.window;
    this.windowLine.hidden = !limits;
    if (limits) this.windowLine.textContent = windowWords(limits, this.ground.now());
  }

  /** Sends something as this phone's person into the open chat; returns whether it was accepted. */
  deliver(content) {
    const topic = this.topic || undefined;
    return this.attempt(() => this.ground.api.send(this.open, this.userId, { ...content, topic }));
  }

  /** Whether the press that `answer` is for was made on this phone. */
  pressed({ user_id: userId, chat_id: chatId }) {
    return String(userId) === this.userId && String(chatId) === this.open;
  }

  /** The bot's answer to a press: a line that passes, or (alert) a sheet that waits to be closed. */
  answer({ text, alert, url }) {
    if (url) this.gestures.follow(url);
    if (!text) return;
    if (alert) openSheet("answer", h("p", {}, text));
    else this.toast(text);
  }

  toast(text) {
    this.toastLine.textContent = text;
    this.toastLine.classList.add("on");
    clearTimeout(this.#toastTimer);
    this.#toastTimer = setTimeout(() => this.toastLine.classList.remove("on"), TOAST_MS);
  }

  trouble(text) {
    this.troubleLine.textContent = text;
    this.troubleLine.hidden = !text;
  }

  /** Runs a call to the API; its refusal becomes a plain line on this phone. Returns whether it went through. */
  async attempt(call) {
    try {
      await call();
      this.trouble("");
      return true;
    } catch (error) {
      this.trouble(t("refused", { reason: error.message }));
      return false;
    }
  }
}

function windowWords({ freeUntil, closedAt }, now) {
  if (freeUntil === null) return t("windowNever");
  if (now <= freeUntil) return t("windowFree", { until: clockAndDate(freeUntil) });
  return now <= closedAt ? t("windowPaid", { until: clockAndDate(closedAt) }) : t("windowClosed");
}

function initials(title) {
  const words = title.trim().split(/\s+/);
  return words.slice(-2).map((word) => word[0]).join("").toUpperCase();
}
