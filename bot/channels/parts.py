"""A long text in messages that a platform takes: cut where people would pause, and never inside a letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_JOINER, _VARIANTS = "\u200d", "\ufe0e\ufe0f"


def split(text: str, most: int) -> Iterator[str]:
    """Parts of at most `most` UTF-16 units of the text in its composed form (NFC); at least one, none of them empty
    unless the text is.

    Cut between lines or words where the second half of a part has such a place.
    """
    left = unicodedata.normalize("NFC", text).strip()
    while units(left) > most:
        room = _room(left, most)
        cut = max(left.rfind("\n", room // 2, room + 1), 0) or max(left.rfind(" ", room // 2, room + 1), 0)
        cut = cut or _before_letter(left, room)
        yield left[:cut].rstrip()
        left = left[cut:].lstrip()
    yield left


def units(text: str) -> int:
    """UTF-16 units: the strictest way in which a platform may count; a sign beyond the first 65,536 counts twice."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def _room(text: str, most: int) -> int:
    """How many signs fit."""
    used = 0
    for place, sign in enumerate(text):
        used += 2 if sign > "\uffff" else 1
        if used > most:
            return place
    return len(text)


def _before_letter(text: str, place: int) -> int:
    """The nearest place at or before this one where no letter is torn from its accents."""
    at = place
    while at > place // 2 and (
        unicodedata.combining(text[at]) or text[at] in _VARIANTS or _JOINER in text[at - 1 : at + 1]
    ):
        at -= 1
    return at if at > place // 2 else place
