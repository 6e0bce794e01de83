// What a finger can do on a phone besides writing: press, follow a link, copy, forward, edit, delete, block.
import { field, h, openMenu, openSheet, submitButton } from "./dom.js";
import { t } from "./i18n.js";
import { deepLink, isLocal } from "./links.js";
import { traitsOf } from "./platforms.js";

export class Gestures {
  /** phone: the Phone these gestures are made on. */
  constructor(phone) {
    this.phone = phone;
    this.api = phone.ground.api;
  }

  /** The actions of one message's bubble (see bubble.js). */
  on(message) {
    const { phone } = this;
    return {
      press: (button, element) => this.#press(message, button, element),
      link: (url) => this.follow(url),
      command: (text) => phone.deliver({ text }),
      vote: (index) => phone.attempt(() => this.api.vote(phone.open, phone.userId, message.id, index)),
      menu: () => this.#messageMenu(message),
    };
  }

  async #press(message, button, element) {
    if (button.copy !== undefined) return this.copy(button.copy);
    if (button.url) return this.follow(button.url);
    if (button.phone) return this.phone.toast(t("dialled", { number: button.phone }));
    if (button.sms) return this.phone.toast(t("texted", { number: button.sms }));
    element.setAttribute("aria-busy", "true");
    await this.#sendPress(message, button.kind || button.data === undefined ? { text: button.text }
      : { data: button.data }); // Zalo's buttons say themselves whether they are seen
    return element.removeAttribute("aria-busy");
  }

  #sendPress(message, pressed) {
    const { phone } = this;
    return phone.attempt(() => this.api.press(phone.open, phone.userId, message.id, pressed));
  }

  #messageMenu(message) {
    const { phone } = this;
    const can = traitsOf(phone.seat.platform);
    const choices = [["reply", () => phone.composer.replyTo(message)]];
    if (!message.protected) {
      if (message.text) choices.push(["copy", () => this.copy(message.text)]);
      if (can.forwards) choices.push(["forward", () => this.#forward(message)]);
    }
    const mine = message.from === phone.userId;
    if (can.edits && mine && message.text) choices.push(["edit", () => phone.composer.edit(message)]);
    if (can.removes) {
      choices.push(["remove", () => phone.attempt(() => this.api.remove(phone.open, phone.userId, message.id))]);
    }
    if (can.wipes && phone.chat?.isPrivate) choices.push(["wipeOne", () => this.#wipe(message.id)]);
    if (can.forges && message.buttons.length > 0) choices.push(["forge", () => this.#forge(message)]);
    openMenu("bubbleMenu", choices);
  }

  #forward(message) {
    const { phone } = this;
    this.#chooseChat("forwardTo", phone.chats(), (chat) =>
      phone.attempt(() => this.api.forward(chat.id, phone.userId, phone.open, message.id)));
  }

  /** The real platform lets a changed client send any payload; a trainer can show that the server does not care. */
  #forge(message) {
    const data = h("input", { required: true, autocomplete: "off", autofocus: true });
    const press = (event) => {
      event.preventDefault();
      sheet.close();
      this.#sendPress(message, { data: data.value });
    };
    const sheet = openSheet("forge",
      h("form", { class: "stack", onsubmit: press }, field("forgeData", data), submitButton("send")));
  }

  /** The bot's own links act on this phone, pages of this machine open, others never do. */
  follow(url) {
    const link = deepLink(url);
    if (link?.start !== undefined) return this.#start(link.start);
    if (link?.startGroup !== undefined) return this.#addToGroup(link.startGroup);
    if (isLocal(url)) return window.open(url, "_blank", "noopener");
    return this.phone.toast(t("outside", { url }));
  }

  /** A link to the bot opens the person's private chat, on their own phone where this one is a group's. */
  #start(payload) {
    const { phone } = this;
    const isOwn = phone.chats().some((chat) => chat.isPrivate);
    const at = isOwn ? phone : phone.ground.table.openPhone(phone.userId);
    at.show(at.seat.chatId);
    return at.deliver({ text: `/start ${payload}`.trim() });
  }

  #addToGroup(payload) {
    const { phone } = this;
    const groups = phone.chats().filter((chat) => !chat.isPrivate);
    if (groups.length === 0) return phone.trouble(t("noGroup"));
    return this.#chooseChat("chooseGroup", groups, (chat) =>
      phone.attempt(() => this.api.addBot(chat.id, phone.userId, payload)));
  }

  #chooseChat(key, chats, action) {
    const choose = (chat) => { sheet.close(); action(chat); };
    const sheet = openSheet(key, h("div", { class: "choices" }, chats.map((chat) =>
      h("button", { type: "button", class: "choice", onclick: () => choose(chat) },
        chat.isPrivate ? t("privateChat") : chat.title))));
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.phone.toast(t("copied"));
    } catch {
      this.phone.trouble(t("copyFailed"));
    }
  }

  phoneMenu() {
    const { phone } = this;
    const can = traitsOf(phone.seat.platform);
    const choices = [[can.first.key, () => phone.deliver({ text: can.first.sends })]];
    if (phone.chat?.isPrivate) {
      if (can.follows) {
        const on = !phone.chat.following;
        const follow = () => phone.attempt(() => this.api.follow(phone.open, phone.userId, on));
        choices.push([on ? "followOa" : "unfollowOa", follow]);
      }
      if (can.wipes) choices.push(["wipeAll", () => this.#wipe()]);
      choices.push(phone.chat.blocked ? ["unblock", () => this.block(false)] : ["block", () => this.block(true)]);
    }
    choices.push(["putAway", () => phone.ground.table.putAway(phone)]);
    openMenu("phoneMenu", choices);
  }

  #wipe(messageId) {
    const { phone } = this;
    return phone.attempt(() => this.api.wipe(phone.open, phone.userId, messageId));
  }

  block(blocked) {
    const { phone } = this;
    return phone.attempt(() => this.api.block(phone.open, phone.userId, blocked));
  }
}
