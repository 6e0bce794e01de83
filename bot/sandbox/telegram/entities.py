"""Parts of a text that Telegram marks by itself (commands, mentions, links), counted in UTF-16 units."""

import re

from bot.sandbox.platform import Json

_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?!\w))"
    r"|(?P<url>https?://[^\s<>\"]+|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:vn|com|org|net|me|info)\b(?:/[^\s<>\"]*)?)"
    r"|(?P<email>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<mention>(?<!\w)@[A-Za-z0-9_]{4,32}\b)"
    r"|(?P<hashtag>(?<!\w)#\w{1,256})",
    re.IGNORECASE,
)
_HINTS = "/@#."
_OPAQUE = {"code", "pre", "text_link", "text_mention"}


def utf16(text: str) -> int:
    """Length in UTF-16 code units, the unit of every offset in the Bot API."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def find(text: str, marked: list[Json]) -> list[Json]:
    """Entities found in `text`, leaving alone what is already marked as code or link."""
    if not any(hint in text for hint in _HINTS):
        return []
    opaque = [(e["offset"], e["offset"] + e["length"]) for e in marked if e["type"] in _OPAQUE]
    found = []
    for match in _FOUND.finditer(text):
        kind = match.lastgroup
        part = match.group().rstrip(".,;:!?)") if kind == "url" else match.group()
        start, length = utf16(text[: match.start()]), utf16(part)
        if kind and not any(start < end and begin < start + length for begin, end in opaque):
            found.append({"type": kind, "offset": start, "length": length})
    return found


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """The text without white space at its ends, as the server stores it, and its entities moved along."""
    if not text or not (text[0].isspace() or text[-1].isspace()):
        return text, entities
    cut = utf16(text) - utf16(text.lstrip())
    text = text.strip()
    end = utf16(text)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - cut)
        stop = min(end, entity["offset"] + entity["length"] - cut)
        if stop > start:
            moved.append({**entity, "offset": start, "length": stop - start})
    return text, moved
