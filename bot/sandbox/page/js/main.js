// Puts the page together: learns the chats, lays the phones on the table, and keeps them up to date.
import { Api } from "./api.js";
import { Chats } from "./chats.js";
import { openDrawer } from "./drawer.js";
import { currentLanguage, setLanguage, t } from "./i18n.js";
import { Table } from "./table.js";
import { clockAndDate } from "./time.js";
import { buildTrainer } from "./trainer.js";

const byId = (id) => document.getElementById(id);
const RETRY_MS = 1500;
const TICK_MS = 3000;
const KEYS = ["language", "add-phone", "trainer-toggle"];

class Ground {
  api = new Api();
  chats = new Chats(this.api);
  platforms = [];
  showDeleted = false;
  #aheadS = 0;
  #wasLost = false;

  async start() {
    this.demo = await this.api.demo();
    this.platforms = await this.api.platforms();
    let seen = (await this.api.events(0, 0)).last;
    await this.chats.load();
    this.table = new Table(this.demo.phones ?? [], this);
    await this.#readClock();
    this.trainer = buildTrainer(byId("trainer"), this);
    this.setLanguage(currentLanguage());
    for (const id of KEYS) byId(id).disabled = false; // before, there is nothing to turn
    setInterval(() => this.#tick(), TICK_MS);
    for (;;) seen = await this.#follow(seen);
  }

  async newPerson(given) {
    const { user_id: userId } = await this.api.newPerson(given);
    await this.chats.load();
    this.table.openPhone(String(userId));
  }

  // ---- what happens while the page is open ----------------------------------------------------------------------

  /** Asks on from event `seen`; returns the number to go on from. */
  async #follow(seen) {
    let news;
    try {
      news = await this.api.events(seen);
    } catch {
      this.#say(t("disconnected"));
      this.#wasLost = true;
      await new Promise((resolve) => { setTimeout(resolve, RETRY_MS); });
      return seen;
    }
    const isNew = this.#wasLost || news.events.some((event) => event.kind === "reset");
    if (isNew) window.location.reload(); // another server or an empty one: start from what is there now
    await this.#react(news.events).catch((error) => this.#say(t("refused", { reason: error.message })));
    return news.last;
  }

  async #react(events) {
    const of = (kind) => events.filter((event) => event.kind === kind);
    if (of("chat").length > 0) await this.#reloadChats();
    const touched = new Set(of("message").map((event) => String(event.chat_id)));
    for (const id of touched) await this.chats.get(id)?.load();
    for (const id of touched) for (const phone of this.table.phones) phone.refresh(id);
    for (const answer of of("answer")) {
      for (const phone of this.table.phones) if (phone.pressed(answer)) phone.answer(answer);
    }
    if (of("clock").length > 0) await this.#readClock();
  }

  /** The clock goes on, and calls of the bot that change no chat are to be seen as well. */
  #tick() {
    this.#showClock();
    if (byId("trainer").hidden) return;
    this.trainer.traffic().catch((error) => this.#say(t("refused", { reason: error.message })));
  }

  async #reloadChats() {
    await this.chats.load();
    this.table.welcome();
    for (const phone of this.table.phones) phone.refreshChats();
    this.trainer.refresh();
  }

  /** Runs a call to the API; its refusal becomes a line on top of the page. */
  async attempt(call) {
    this.#say("");
    await call().catch((error) => this.#say(t("refused", { reason: error.message })));
  }

  #say(text) {
    byId("trouble").textContent = text;
    byId("trouble").hidden = !text;
  }

  // ---- the clock, the trainer's panel, the language -------------------------------------------------------------

  now() {
    return Date.now() / 1000 + this.#aheadS;
  }

  async #readClock() {
    this.#aheadS = await this.api.clock() - Date.now() / 1000;
    this.#showClock();
  }

  #showClock() {
    byId("clock").textContent = clockAndDate(this.now());
    for (const phone of this.table.phones) phone.showWindow();
  }

  async advance(seconds) {
    await this.api.advance(seconds);
    await this.#readClock();
  }

  setShowDeleted(on) {
    this.showDeleted = on;
    for (const phone of this.table.phones) phone.render();
  }

  async toggleTrainer(on) {
    byId("trainer").hidden = !on;
    byId("trainer-toggle").setAttribute("aria-expanded", String(on));
    (on ? byId("trainer").querySelector("button") : byId("trainer-toggle")).focus();
    if (on) await Promise.all([this.trainer.traffic(), this.trainer.faults()]);
  }

  setLanguage(code) {
    setLanguage(code);
    byId("language").textContent = code === "vi" ? "English" : "Tiếng Việt";
    byId("language").lang = code === "vi" ? "en" : "vi";
    byId("title").textContent = this.demo.title ?? t("title");
    for (const phone of this.table.phones) phone.repeat();
  }
}

const ground = new Ground();
byId("language").addEventListener("click", () => ground.setLanguage(currentLanguage() === "vi" ? "en" : "vi"));
byId("add-phone").addEventListener("click", () => openDrawer(ground, (call) => ground.attempt(call)));
byId("trainer").addEventListener("keydown", (event) => event.key === "Escape" && ground.toggleTrainer(false));
byId("trainer-toggle").addEventListener("click", () => ground.toggleTrainer(byId("trainer").hidden));
ground.start().catch((error) => {
  byId("trouble").textContent = t("refused", { reason: error.message });
  byId("trouble").hidden = false;
});
