// The training ground's own API (docs/sandbox.md). A refusal becomes an Error in the server's plain words.

const WAIT_S = 25;

export class Api {
  chats() {
    return this.#ask("chats");
  }

  messages(chatId) {
    return this.#ask(`chats/${chatId}/messages`);
  }

  demo() {
    return this.#ask("demo");
  }

  /** What happened after event `after`, waiting a while for the first: {last, events: [{n, kind, chat_id, ..}]}. */
  events(after, wait = WAIT_S) {
    return this.#ask(`events?after=${after}&wait=${wait}`);
  }

  // ---- what a person does in a chat -----------------------------------------------------------------------------

  /** content: {text} | {location} | {contact} | {sticker} | {kind, files, caption?}, each with replyTo? and topic? */
  send(chatId, from, { kind, files, caption, replyTo, topic, ...said }) {
    if (!files) return this.#do(chatId, "send", { from, ...said, reply_to: replyTo, topic });
    const form = new FormData();
    const fields = { from, kind: kind === "album" ? "photo" : kind, caption, reply_to: replyTo, topic };
    for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
    for (const file of files) form.append("file", file, file.name);
    return this.#ask(`chats/${chatId}/send`, { form });
  }

  press(chatId, from, messageId, pressed) {
    return this.#do(chatId, "press", { from, message_id: messageId, ...pressed });
  }

  edit(chatId, from, messageId, text) {
    return this.#do(chatId, "edit", { from, message_id: messageId, text });
  }

  remove(chatId, from, messageId) {
    return this.#do(chatId, "delete", { from, message_id: messageId });
  }

  forward(chatId, from, sourceChatId, messageId) {
    return this.#do(chatId, "forward", { from, from_chat_id: sourceChatId, message_id: messageId });
  }

  vote(chatId, from, messageId, option) {
    return this.#do(chatId, "vote", { from, message_id: messageId, options: [option] });
  }

  block(chatId, from, blocked) {
    return this.#do(chatId, blocked ? "block" : "unblock", { from });
  }

  /** Removes one message, or the whole chat, from this person's own phone. */
  wipe(chatId, from, messageId) {
    return this.#do(chatId, "wipe", { from, message_id: messageId });
  }

  follow(chatId, from, on) {
    return this.#do(chatId, on ? "follow" : "unfollow", { from });
  }

  /** start: the payload of a startgroup link. */
  addBot(chatId, from, start) {
    return this.#do(chatId, "join", { from, bot: true, start });
  }

  kickBot(chatId, from) {
    return this.#do(chatId, "kick", { from, bot: true });
  }

  join(chatId, from) {
    return this.#do(chatId, "join", { from });
  }

  leave(chatId, from) {
    return this.#do(chatId, "leave", { from });
  }

  // ---- the ground itself ----------------------------------------------------------------------------------------

  /** The names of the platforms that run here. */
  platforms() {
    return this.#ask("platforms");
  }

  newPerson(given) {
    return this.#ask("people", { json: given });
  }

  newGroup(given) {
    return this.#ask("groups", { json: given });
  }

  /** Seconds of Unix time on the training clock. */
  async clock() {
    return (await this.#ask("clock")).now;
  }

  advance(seconds) {
    return this.#ask("clock", { json: { advance_s: seconds } });
  }

  faults() {
    return this.#ask("faults");
  }

  addFaults(rules) {
    return this.#ask("faults", { json: rules });
  }

  clearFaults() {
    return this.#ask("faults", { method: "DELETE" });
  }

  traffic(after) {
    return this.#ask(`traffic?after=${after}`);
  }

  #do(chatId, action, given) {
    return this.#ask(`chats/${chatId}/${action}`, { json: given });
  }

  async #ask(path, { method, json, form } = {}) {
    const body = form ?? (json && JSON.stringify(json));
    const headers = json ? { "Content-Type": "application/json" } : {};
    const response = await fetch(`/api/${path}`, { method: method ?? (body ? "POST" : "GET"), body, headers });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(answer.error ?? `${response.status} ${response.statusText}`);
    return answer;
  }
}
