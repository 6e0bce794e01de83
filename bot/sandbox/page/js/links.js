// What a link means inside the training ground, where nothing outside this machine is ever opened.

/** t.me and tg: links to the bot -> {start} or {startGroup} with the payload, maybe ""; others -> null. */
export function deepLink(text) {
  const url = parsed(text);
  if (!url) return null;
  const isWeb = ["t.me", "telegram.me"].includes(url.hostname) && url.pathname.split("/").filter(Boolean).length === 1;
  const isApp = url.protocol === "tg:" && url.href.startsWith("tg://resolve");
  if (!isWeb && !isApp) return null;
  if (url.searchParams.has("startgroup")) return { startGroup: url.searchParams.get("startgroup") };
  return { start: url.searchParams.get("start") ?? "" };
}

/** Whether the address is on this machine: the page itself, or another port of it. */
export function isLocal(text) {
  const url = parsed(text);
  const here = ["127.0.0.1", "localhost", window.location.hostname];
  return Boolean(url) && /^https?:$/.test(url.protocol) && here.includes(url.hostname);
}

function parsed(text) {
  try {
    return new URL(/^(t\.me|telegram\.me)\//.test(text) ? `https://${text}` : text);
  } catch {
    return null;
  }
}
