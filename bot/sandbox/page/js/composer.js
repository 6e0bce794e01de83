// Where a person writes, attaches, records, and finds the bot's keyboard.
import { button, field, h, iconButton, openMenu, openSheet, submitButton } from "./dom.js";
import { summary } from "./bubble.js";
import { t } from "./i18n.js";
import { startRecording } from "./recorder.js";

const TALLEST_PX = 140;
const ACCEPTED = { photo: "image/*", album: "image/*", video: "video/*", voice: "audio/*", document: "" };
const PLACES = [["placeTown", 9.6031, 105.9739], ["placeSea", 9.41, 106.28], ["placeAway", 21.0285, 105.8542]];
const STICKERS = ["👍", "🙏", "❤️", "😢", "😡", "😂", "👋", "✅"];

export class Composer {
  #mode = null; // {replyTo: message} or {edit: message}
  #recording = null;

  /** calls: {send(content) -> accepted, edit(id, text) -> accepted, trouble(text)} */
  constructor(calls) {
    this.calls = calls;
    this.text = h("textarea", { rows: "1", tLabel: "write", tPlaceholder: "write", enterkeyhint: "send",
      oninput: () => this.#fit(), onkeydown: (event) => this.#key(event) });
    this.sendButton = iconButton("send", "send", () => this.#sendText(), { class: "icon-button strong", hidden: true });
    this.recordButton = iconButton("mic", "record", () => this.#record());
    this.keyboardButton = iconButton("keyboard", "keyboard", () => this.#toggleKeyboard(), { hidden: true });
    this.modeLine = h("div", { class: "mode", hidden: true });
    this.keys = h("div", { class: "keys", role: "group", tLabel: "keyboard", hidden: true });
    this.bar = h("div", { class: "bar" }, iconButton("attach", "attach", () => this.#attach()), this.text,
      this.keyboardButton, this.recordButton, this.sendButton);
    this.element = h("div", { class: "composer" }, this.keys, this.modeLine, this.bar);
  }

  /** Forgets what was being written, answered or edited: another chat was opened. */
  reset() {
    this.text.value = "";
    this.#setMode(null);
    this.#fit();
  }

  replyTo(message) {
    this.#setMode({ replyTo: message }, t("replying", { text: summary(message) }));
    this.text.focus();
  }

  edit(message) {
    this.#setMode({ edit: message }, t("editing"));
    this.text.value = message.text;
    this.#fit();
    this.text.focus();
  }

  /** keyboard: {rows: [[{text, sends?, asks?}]], once?, placeholder?} or null; asks is "contact" or "location". */
  offerKeyboard(keyboard) {
    const signature = JSON.stringify(keyboard ?? null);
    if (signature === this.keys.dataset.signature) return;
    this.keys.dataset.signature = signature;
    this.keyboardButton.hidden = !keyboard;
    this.#showKeys(Boolean(keyboard));
    const press = (key) =>
      h("button", { type: "button", class: "key", onclick: () => this.#pressKey(key, keyboard) }, key.text);
    const rows = keyboard?.rows ?? [];
    this.keys.replaceChildren(...rows.map((row) => h("div", { class: "row" }, row.map(press))));
  }

  #toggleKeyboard() {
    this.#showKeys(this.keys.hidden);
  }

  #showKeys(on) {
    this.keys.hidden = !on;
    this.keyboardButton.setAttribute("aria-expanded", String(on));
  }

  #pressKey(key, keyboard) {
    if (keyboard.once) this.#showKeys(false);
    if (key.asks === "contact") return this.#askContact();
    if (key.asks === "location") return this.#askLocation();
    return this.calls.send({ text: key.sends ?? key.text });
  }

  #key(event) {
    if (event.key === "Escape") return this.#setMode(null);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return undefined;
    event.preventDefault();
    return this.#sendText();
  }

  async #sendText() {
    const text = this.text.value;
    if (!text.trim()) return;
    const mode = this.#mode;
    this.reset();
    const accepted = mode?.edit ? await this.calls.edit(mode.edit.id, text) : await this.#send({ text }, mode);
    if (!accepted && !this.text.value) { // what was written is never lost to a refusal
      this.text.value = text;
      this.#fit();
    }
    this.text.focus();
  }

  #send(content, mode = this.#mode) {
    this.#setMode(null);
    return this.calls.send({ ...content, replyTo: mode?.replyTo?.id });
  }

  #setMode(mode, words) {
    this.#mode = mode;
    this.modeLine.hidden = !mode;
    if (mode) this.modeLine.replaceChildren(h("span", {}, words), iconButton("close", "cancel", () => this.reset()));
  }

  #fit() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, TALLEST_PX)}px`;
    const writing = this.text.value.trim() !== "";
    this.sendButton.hidden = !writing;
    this.recordButton.hidden = writing;
  }

  // ---- everything that is not text ----------------------------------------------------------------------------

  #attach() {
    openMenu("attach", [
      ["photo", () => this.#pick("photo")], ["album", () => this.#pick("album")], ["video", () => this.#pick("video")],
      ["voiceFile", () => this.#pick("voice")], ["document", () => this.#pick("document")],
      ["location", () => this.#askLocation()], ["sticker", () => this.#askSticker()],
      ["contact", () => this.#askContact()],
    ]);
  }

  /** What is typed goes along as the caption. */
  #pick(kind) {
    const input = h("input", { type: "file", accept: ACCEPTED[kind], multiple: kind === "album" });
    input.addEventListener("change", () => this.#sendFiles(kind, [...input.files]));
    input.click();
  }

  async #sendFiles(kind, files) {
    if (files.length === 0) return;
    const caption = this.text.value.trim();
    const accepted = await this.#send({ kind, files, caption });
    if (accepted) this.reset();
  }

  async #record() {
    try {
      this.#recording = await startRecording();
    } catch {
      this.calls.trouble(t("noMicrophone"));
      this.#pick("voice");
      return;
    }
    const started = Date.now();
    const line = h("span", { class: "recording" });
    const tick = () => { line.textContent = t("recording", { seconds: Math.round((Date.now() - started) / 1000) }); };
    const timer = setInterval(tick, 500);
    const end = (action) => () => { clearInterval(timer); this.bar.hidden = false; strip.remove(); return action(); };
    const strip = h("div", { class: "bar" }, iconButton("close", "cancel", end(() => this.#recording.cancel())), line,
      iconButton("send", "sendRecording", end(() => this.#finishRecording()), { class: "icon-button strong" }));
    tick();
    this.bar.hidden = true;
    this.bar.after(strip);
    strip.lastChild.focus();
  }

  async #finishRecording() {
    try {
      await this.#send({ kind: "voice", files: [await this.#recording.stop()] });
    } catch (error) {
      this.calls.trouble(t("refused", { reason: error.message }));
    }
    this.recordButton.focus();
  }

  #askLocation() {
    const latitude = h("input", { inputmode: "decimal", required: true, value: PLACES[0][1] });
    const longitude = h("input", { inputmode: "decimal", required: true, value: PLACES[0][2] });
    const fill = (place) => { latitude.value = place[1]; longitude.value = place[2]; };
    const presets = PLACES.map((place) => button(place[0], () => fill(place), "choice"));
    const problem = h("p", { class: "trouble", role: "alert", hidden: true, t: "badPoint" });
    const submit = (event) => {
      event.preventDefault();
      const point = { latitude: Number(latitude.value), longitude: Number(longitude.value) };
      problem.hidden = Math.abs(point.latitude) <= 90 && Math.abs(point.longitude) <= 180;
      if (!problem.hidden) return;
      sheet.close();
      this.#send({ location: point });
    };
    const sheet = openSheet("location", h("form", { class: "stack", onsubmit: submit },
      h("div", { class: "choices" }, presets), field("latitude", latitude), field("longitude", longitude), problem,
      submitButton("send")));
  }

  #askContact() {
    const number = h("input", { type: "tel", required: true, value: "0900 000 000", autocomplete: "off" });
    const name = h("input", { required: true, value: "Ba Tập", autocomplete: "off" });
    const submit = (event) => {
      event.preventDefault();
      sheet.close();
      this.#send({ contact: { phone_number: number.value, first_name: name.value } });
    };
    const sheet = openSheet("contact", h("form", { class: "stack", onsubmit: submit },
      field("firstName", name), field("phoneNumber", number), submitButton("send")));
  }

  #askSticker() {
    const choose = (emoji) => { sheet.close(); this.#send({ sticker: emoji }); };
    const sheet = openSheet("sticker", h("div", { class: "stickers" }, STICKERS.map((emoji) =>
      h("button", { type: "button", class: "choice", onclick: () => choose(emoji) }, emoji))));
  }
}
