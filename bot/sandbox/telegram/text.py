"""Text and captions as a bot gives them: parse mode or entities, limits, trimming, marks the server adds."""

from bot.sandbox.platform import Json
from bot.sandbox.telegram import entities, html
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.params import Params

TEXT_LENGTH = 4096
CAPTION_LENGTH = 1024


def formatted(source: str, parse_mode: str, marked: list[Json]) -> tuple[str, list[Json]]:
    """Plain text and entities. Only HTML is understood; the product uses no other markup."""
    if parse_mode.lower() == "html":
        source, marked = html.parse(source)
    elif parse_mode:
        raise bad_request("unsupported parse_mode")
    text, marked = entities.trimmed(source, marked)
    found = entities.find(text, marked)
    return text, sorted([*marked, *found], key=lambda e: (e["offset"], -e["length"])) if found else marked


def message_text(p: Params) -> Json:
    """The fields `text` and `entities` of a message; refused when empty or too long."""
    text, marked = formatted(p.text("text"), p.text("parse_mode"), p.objects("entities"))
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT_LENGTH:
        raise bad_request("message is too long")
    content: Json = {"text": text}
    if marked:
        content["entities"] = marked
    preview = p.mapping("link_preview_options")
    if preview:
        content["link_preview_options"] = dict(preview)
    return content


def caption(p: Params) -> Json:
    """The fields `caption` and `caption_entities`; empty when there is none."""
    text, marked = formatted(p.text("caption"), p.text("parse_mode"), p.objects("caption_entities"))
    if len(text) > CAPTION_LENGTH:
        raise bad_request("message caption is too long")
    content: Json = {"caption": text} if text else {}
    if text and marked:
        content["caption_entities"] = marked
    if text and p.flag("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def said(text: str, name: str = "text") -> Json:
    """What a person types: no markup, only what the server marks by itself."""
    text, marked = formatted(text, "", [])
    content: Json = {name: text}
    if marked:
        content["entities" if name == "text" else "caption_entities"] = marked
    return content
