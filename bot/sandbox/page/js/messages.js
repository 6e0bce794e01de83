// What the API tells of chats and messages -> what the phones show. The only place that knows the API's field names.

/**
 * -> {id, platform, kind, title, people: [{id, name}], hasBot, blocked, topics: [{id, name}], upgradedTo,
 *     following, menu: [{text, sends}], window: {freeUntil, closedAt} (null before the first word) or undefined}
 */
export function readChat(raw) {
  return {
    id: String(raw.chat_id),
    platform: raw.platform,
    kind: raw.kind,
    title: raw.title,
    people: raw.members.filter((one) => !one.is_bot).map((one) => ({ id: String(one.user_id), name: one.first_name })),
    hasBot: raw.members.some((one) => one.is_bot),
    blocked: Boolean(raw.blocked),
    topics: raw.topics ?? [],
    upgradedTo: raw.upgraded_to ? String(raw.upgraded_to) : null,
    following: Boolean(raw.following),
    menu: Object.entries(raw.menu ?? {}).map(([text, sends]) => ({ text, sends })),
    window: raw.window && { freeUntil: raw.window.free_until, closedAt: raw.window.closed_at },
  };
}

/**
 * -> {id, date, from, name, text, entities, media, buttons: [[{text, data?, url?, copy?, phone?, sms?, kind?, style?}]],
 *     keyboard, service, edited, deleted, silent, protected, album, topic, replyTo, forwardedFrom, reaction}.
 * `from` is a person's id, `name` how they are called.
 */
export function readMessage(raw) {
  return {
    id: raw.id,
    date: raw.date,
    from: String(raw.from),
    name: raw.from_name,
    text: raw.text,
    entities: raw.entities,
    media: readMedia(raw),
    buttons: raw.buttons.map((row) => row.map(({ copy_text: copy, ...button }) => ({ ...button, copy }))),
    keyboard: raw.keyboard && readKeyboard(raw.keyboard),
    service: raw.service && readService(raw),
    edited: raw.edited,
    deleted: raw.deleted,
    silent: raw.silent,
    protected: raw.protected,
    album: raw.album,
    topic: raw.topic,
    replyTo: raw.reply_to,
    forwardedFrom: raw.forwarded_from,
    reaction: raw.reaction ?? "",
  };
}

function readMedia(raw) {
  const plain = ["location", "contact", "poll"].find((kind) => raw[kind]);
  return plain ? { kind: plain, ...raw[plain] } : raw.media;
}

/** No rows: the message takes the keyboard away. */
function readKeyboard(raw) {
  return { rows: (raw.keyboard ?? []).map((row) => row.map(readKey)), once: Boolean(raw.one_time_keyboard) };
}

function readKey(key) {
  return { text: key.text, asks: key.request_contact ? "contact" : key.request_location ? "location" : undefined };
}

/** -> {kind, names}: what happened in the chat, and to whom or what. */
function readService({ service: { kind, value } }) {
  const things = Array.isArray(value) ? value : [value];
  return { kind, names: things.map((thing) => thing?.first_name ?? thing?.name ?? "").join(", ") };
}
