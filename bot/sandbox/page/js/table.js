// The table with the phones side by side, and the drawer below it with everybody else's.
import { h } from "./dom.js";
import { Phone } from "./phone.js";
import { moveBetweenTabs } from "./tabs.js";

const byId = (id) => document.getElementById(id);

export class Table {
  phones = [];
  #known; // the seats that the demo names
  #away; // the chats whose phones lie in the drawer
  #keys = 0;

  /** named: what `GET /api/demo` tells of phones. ground: see main.js; its chats are loaded. */
  constructor(named, ground) {
    this.ground = ground;
    this.#known = named.map((phone) => this.#seat(phone));
    this.#away = new Set(this.#known.filter((seat) => seat.away).map((seat) => seat.chatId));
    for (const seat of this.#known) if (!seat.away) this.#add(seat);
    this.welcome();
  }

  #seat({ chat_id, user_id, title, role, hint, platform, away }) {
    const chatId = String(chat_id);
    const userId = String(user_id ?? this.ground.chats.get(chatId)?.people[0]?.id);
    return { chatId, userId, title, role, hint, platform: platform ?? "telegram", away };
  }

  #seatOf(chat) {
    return this.#known.find((seat) => seat.chatId === chat.id)
      ?? { chatId: chat.id, userId: chat.people[0].id, title: chat.title, platform: chat.platform };
  }

  /** Where the demo names nobody, whoever has a private chat gets a phone. */
  welcome() {
    if (this.#known.length > 0) return;
    for (const chat of this.ground.chats.private()) if (!this.#away.has(chat.id)) this.#phoneAt(this.#seatOf(chat));
  }

  /** The seats whose phones are in the drawer, those first that the demo names. */
  drawer() {
    const others = this.ground.chats.private().map((chat) => this.#seatOf(chat));
    const seats = new Set([...this.#known, ...others]);
    const laid = new Set(this.phones.map((phone) => phone.seat.chatId));
    return [...seats].filter((seat) => !laid.has(seat.chatId));
  }

  /** Brings a person's phone to the front, out of the drawer where it lies there; returns it. */
  openPhone(userId) {
    return this.open(this.#seatOf(this.ground.chats.private().find((chat) => chat.has(userId))));
  }

  open(seat) {
    const phone = this.#phoneAt(seat);
    this.#show(phone);
    phone.element.scrollIntoView();
    return phone;
  }

  /** Back into the drawer; what it shows stays with the person. */
  putAway(phone) {
    this.phones = this.phones.filter((one) => one !== phone);
    this.#away.add(phone.seat.chatId);
    phone.element.remove();
    phone.tab.remove();
    byId("nobody").hidden = this.phones.length > 0;
    if (this.phones.length > 0) this.#show(this.phones[0]);
    byId("add-phone").focus();
  }

  #phoneAt(seat) {
    return this.phones.find((phone) => phone.seat.chatId === seat.chatId) ?? this.#add(seat);
  }

  #add(seat) {
    const phone = new Phone({ ...seat, key: this.#keys++ }, this.ground);
    this.#away.delete(seat.chatId);
    this.phones.push(phone);
    byId("nobody").hidden = true;
    byId("phones").append(phone.element);
    phone.tab = h("button", { type: "button", role: "tab", class: "tab", "aria-controls": phone.element.id,
      onclick: () => this.#show(phone), onkeydown: moveBetweenTabs }, seat.title);
    byId("switcher").append(phone.tab);
    if (this.phones.length === 1) this.#show(phone);
    return phone;
  }

  /** On a narrow screen one phone shows at a time. */
  #show(shown) {
    for (const phone of this.phones) {
      phone.element.classList.toggle("current", phone === shown);
      phone.tab.setAttribute("aria-selected", String(phone === shown));
      phone.tab.tabIndex = phone === shown ? 0 : -1;
    }
    shown.tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}
