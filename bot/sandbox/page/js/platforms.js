// What a phone can do differs from platform to platform: one table, so that nobody else asks which one it is.

const ZALO = {
  first: { key: "hello", sends: "Xin chào" },
  edits: false, removes: false, forwards: false, wipes: true, follows: false, forges: false, usernames: false,
};

const TRAITS = {
  telegram: { label: "Telegram", first: { key: "start", sends: "/start" },
    edits: true, removes: true, forwards: true, wipes: false, follows: false, forges: true, usernames: true },
  zalo_oa: { ...ZALO, label: "Zalo OA", follows: true, forges: true },
  zalo_bot: { ...ZALO, label: "Zalo Bot" },
};

/**
 * -> {label, first: {key, sends}: what somebody new says, edits, removes (for everybody), forwards, wipes (from this
 *     phone only), follows, forges (a button's payload can be made up), usernames}
 */
export const traitsOf = (platform) => TRAITS[platform] ?? TRAITS.telegram;

const REACTIONS = { ":>": "😄", "--b": "😢", ":-((": "😭", "/-strong": "👍", "/-heart": "❤️", ":-h": "😡", ":o": "😮" };

/** The picture of a reaction that Zalo writes as a few signs. */
export const reactionOf = (signs) => REACTIONS[signs] ?? signs;
