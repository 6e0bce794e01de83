"""Texts with HTML markup, read as the server reads them: what it does not know, it refuses."""

import re
from dataclasses import dataclass
from html import unescape

from bot.sandbox.platform import Json
from bot.sandbox.telegram.entities import utf16
from bot.sandbox.telegram.errors import bad_request

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
_PIECE = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z0-9-]*)(?P<rest>[^<>]*)(?P<close>>?)")
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")


@dataclass(frozen=True, slots=True)
class _Open:
    name: str
    attributes: dict[str, str]
    offset: int
    at: int
    """Where the tag begins in the source, in bytes: the server's own way to point at it."""


def parse(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities (UTF-16 offsets, in order); Refused like the server for markup it cannot parse."""
    if "<" not in source and "&" not in source:
        return source, []
    text: list[str] = []
    length = 0
    entities: list[Json] = []
    stack: list[_Open] = []
    position = 0
    for piece in _PIECE.finditer(source):
        plain = _decoded(source[position : piece.start()])
        text.append(plain)
        length += utf16(plain)
        position = piece.end()
        at = len(source[: piece.start()].encode())
        if not piece["close"]:
            raise _unparsable(f"Unclosed {'end' if piece['end'] else 'start'} tag at byte offset {at}")
        if piece["end"]:
            opened = _closed(stack, piece["name"].lower(), at)
            if length > opened.offset:
                entities += _entity(opened, length)
        else:
            stack.append(_opened(piece["name"].lower(), piece["rest"], length, at))
    if stack:
        raise _unparsable(
            f'Can\'t find end tag corresponding to start tag "{stack[-1].name}" at byte offset {stack[-1].at}'
        )
    text.append(_decoded(source[position:]))
    return "".join(text), sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _opened(name: str, rest: str, offset: int, at: int) -> _Open:
    attributes = {key.lower(): unescape(a or b or c) for key, a, b, c in _ATTRIBUTE.findall(rest)}
    known = name in _TAGS
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    if not known:
        raise _unparsable(f'Unsupported start tag "{name}" at byte offset {at}')
    return _Open(name, attributes, offset, at)


def _closed(stack: list[_Open], name: str, at: int) -> _Open:
    if not stack:
        raise _unparsable(f"Unexpected end tag at byte offset {at}")
    opened = stack.pop()
    if name and name != opened.name:
        raise _unparsable(f'Unmatched end tag at byte offset {at}, expected "</{opened.name}>", found "</{name}>"')
    return opened


def _entity(opened: _Open, end: int) -> list[Json]:
    entity: Json = {"type": _TAGS[opened.name], "offset": opened.offset, "length": end - opened.offset}
    if opened.name == "a":
        url = opened.attributes.get("href", "")
        if not url:
            return []
        entity["url"] = url + "/" if re.fullmatch(r"https?://[^/?#]+", url) else url
    if opened.name == "blockquote" and "expandable" in opened.attributes:
        entity["type"] = "expandable_blockquote"
    return [entity]


def _decoded(text: str) -> str:
    return _REFERENCE.sub(lambda match: unescape(match.group()), text) if "&" in text else text


def _unparsable(why: str) -> Exception:
    return bad_request(f"can't parse entities: {why}")
