// The chats of the training ground as this page knows them: asked again when the server says that something changed.
import { readChat, readMessage } from "./messages.js";

class Chat {
  messages = [];

  constructor(api, facts) {
    this.api = api;
    Object.assign(this, facts);
  }

  get isPrivate() {
    return this.kind === "private";
  }

  /** Whether this person is in the chat. */
  has(userId) {
    return this.people.some((person) => person.id === userId);
  }

  async load() {
    this.messages = (await this.api.messages(this.id)).map(readMessage);
  }

  /** The account's menu, or the reply keyboard that the last message with a say in it left behind, or null. */
  get keyboard() {
    if (this.menu.length > 0) return { rows: [this.menu] };
    const last = this.messages.findLast((message) => message.keyboard && !message.deleted);
    return last?.keyboard.rows.length ? last.keyboard : null;
  }
}

/** A Map of chats by id, in the server's order. */
export class Chats extends Map {
  constructor(api) {
    super();
    this.api = api;
  }

  /** Learns which chats there are and who is in them. */
  async load() {
    const facts = (await this.api.chats()).map(readChat);
    const fresh = facts.filter(({ id }) => !this.has(id)).map((one) => new Chat(this.api, one));
    for (const one of facts) if (this.has(one.id)) Object.assign(this.get(one.id), one);
    for (const chat of fresh) {
      await chat.load();
      this.set(chat.id, chat);
    }
  }

  groups() {
    return [...this.values()].filter((chat) => !chat.isPrivate && !chat.upgradedTo);
  }

  private() {
    return [...this.values()].filter((chat) => chat.isPrivate);
  }

  /** Everybody who has a phone: [{id, name}] */
  people() {
    return this.private().map((chat) => chat.people[0]);
  }
}
