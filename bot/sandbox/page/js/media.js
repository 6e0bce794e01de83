// What a message carries besides text: pictures and sounds that play here, places, cards, polls.
import { h, icon, openSheet } from "./dom.js";
import { t } from "./i18n.js";

/** media: {kind, url?, name?, size?, duration?, spoiler?, ...the kind's own fields} -> element */
export function renderMedia(media, actions) {
  return (RENDERERS[media.kind] ?? unknown)(media, actions);
}

const RENDERERS = { photo, video, animation: video, video_note: video, voice: sound, audio: sound, document: file,
  sticker, location, contact, poll };

function photo(media) {
  const open = () => openSheet("photo", h("img", { class: "photo-large", src: media.url, alt: t("photo") }));
  return covered(media, h("button", { type: "button", class: "photo", tLabel: "viewPhoto", onclick: open },
    h("img", { src: media.url, alt: "" })));
}

function video(media) {
  const screen = h("video", { class: "video", controls: true, playsinline: true, tLabel: "video" });
  return covered(media, player(media.url, screen));
}

function sound(media) {
  const name = media.kind === "voice" ? "voice" : "audio";
  return h("div", { class: "sound" }, h("span", { class: "media-name" }, icon("mic"), h("span", { t: name })),
    player(media.url, h("audio", { controls: true, tLabel: name })));
}

/** Plays from memory: only a whole file tells its length and lets the listener jump. */
function player(url, element) {
  fetch(url).then((response) => response.blob()).then((blob) => { element.src = URL.createObjectURL(blob); },
    () => element.replaceWith(h("p", { class: "quiet", t: "notLoaded" })));
  return element;
}

function file(media) {
  return h("a", { class: "file", href: media.url, download: media.name ?? "" }, icon("file"),
    h("span", {}, h("strong", {}, media.name || t("document")), h("small", {}, readableSize(media.size))));
}

function sticker(media) {
  if (media.emoji) return h("span", { class: "sticker", role: "img", "aria-label": t("sticker") }, media.emoji);
  return h("img", { class: "sticker", src: media.url, alt: t("sticker") });
}

function location(media) {
  const point = `${media.latitude.toFixed(5)}, ${media.longitude.toFixed(5)}`;
  return h("div", { class: "card" }, icon("pin"), h("span", {}, h("strong", { t: "location" }), h("small", {}, point)));
}

function contact(media) {
  const name = [media.first_name, media.last_name].filter(Boolean).join(" ");
  return h("div", { class: "card" }, icon("person"),
    h("span", {}, h("strong", {}, name), h("small", {}, media.phone_number)));
}

function poll(media, actions) {
  const options = media.options.map((option, index) => h("li", {},
    h("button", { type: "button", class: "choice", disabled: media.is_closed, onclick: () => actions.vote(index) },
      h("span", {}, option.text), h("small", {}, t("votes", { count: option.voter_count ?? 0 })))));
  return h("div", { class: "poll" }, h("strong", {}, media.question), h("ol", {}, options),
    media.is_closed && h("small", { t: "pollClosed" }));
}

function unknown(media) {
  return h("p", { class: "card" }, t("unknownMedia", { kind: media.kind }));
}

/** A picture sent under a cover shows itself only after a press, and only to the one who pressed. */
function covered(media, shown) {
  if (!media.spoiler) return shown;
  shown.inert = true;
  const box = h("div", { class: "cover" }, shown);
  const reveal = () => {
    shown.inert = false;
    cover.remove();
    (shown.matches("button") ? shown : box).focus();
  };
  const cover = h("button", { type: "button", class: "cover-button", t: "spoiler", onclick: reveal });
  box.append(cover);
  return box;
}

function readableSize(bytes) {
  if (!bytes) return "";
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
