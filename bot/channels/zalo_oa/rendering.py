"""A screen as an account's messages: plain text of 2,000 signs each, five buttons at most, the rest as numbers to type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.channels.zalo_oa.inbound import PRESSED
from content.locales import _
from handlers.messages import Button, Screen
from handlers.typed import numbered

MAX_TEXT = 2000
MAX_BUTTONS = 5
MAX_TITLE = 20
"""Sources say 100, 35 and 20: what is longer is listed instead."""
_NUMBER = re.compile(r"^\s*([0-9][0-9 .]{1,14}[0-9])\s*$", re.MULTILINE)

Json = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """One bubble. Buttons are as Zalo writes them."""

    text: str = field(repr=False)
    buttons: tuple[Mapping[str, Any], ...] = ()


def render(screen: Screen, *, buttons: bool = True) -> list[Message]:
    """The bubbles of a screen, the last one with its buttons. `buttons` False: where none can be shown, all are listed."""
    rows = [button for row in screen.rows for button in row]
    choices = [button for button in rows if button.payload]
    ways = [button for button in rows if button.link or button.phone]
    text = "\n".join([screen.text, *(f"{button.label}:\n{button.copy}" for button in rows if button.copy)])
    dials = _dials(screen.text, ways)
    if not buttons:
        return _bubbles(_listed(text, screen, choices, ways), ())
    if len(choices) + len(ways) <= MAX_BUTTONS and _are_short(choices):
        keys = [*map(_query, choices), *map(_way, ways)]
        if len(keys) + len(dials) <= MAX_BUTTONS:
            return _bubbles(text, [*keys, *map(_dial, dials)])
        if len(dials) > 1:  # in danger the numbers are worth a bubble of their own
            return [*_bubbles(text, [_dial(one) for one in dials[:MAX_BUTTONS]]), Message(_("Press a line:"), (*keys,))]
        return _bubbles(text, keys)
    others = [*map(_way, ways), *map(_dial, dials)][:MAX_BUTTONS]
    pressed = _foremost(choices, MAX_BUTTONS - len(others))
    listed = [choice for choice in choices if choice not in pressed]
    return _bubbles(_listed(text, screen, listed, ()), [*map(_query, pressed), *others])


def split(text: str) -> Iterator[str]:
    """Parts of at most 2,000 signs, cut between lines or words where that is possible."""
    left = unicodedata.normalize("NFC", text).strip()
    while len(left) > MAX_TEXT:
        cut = max(left.rfind("\n", 1, MAX_TEXT + 1), left.rfind("\n", 1, MAX_TEXT // 2))
        if cut < MAX_TEXT // 2:
            cut = max(cut, left.rfind(" ", 1, MAX_TEXT + 1))
        cut = cut if cut > 0 else MAX_TEXT
        yield left[:cut].rstrip()
        left = left[cut:].lstrip()
    yield left


def _bubbles(text: str, keys: Sequence[Mapping[str, Any]]) -> list[Message]:
    *first, last = split(text)
    return [*map(Message, first), Message(last, tuple(keys))]


def _are_short(choices: Sequence[Button]) -> bool:
    return all(len(button.label) <= MAX_TITLE for button in choices)


def _foremost(choices: Sequence[Button], room: int) -> Sequence[Button]:
    """Those of too many choices that are buttons: what stands first, and the last, which is the way out."""
    return [*choices[: room - 1], choices[-1]] if room > 1 and _are_short(choices) else ()


def _listed(text: str, screen: Screen, listed: Sequence[Button], ways: Sequence[Button]) -> str:
    """The text with these choices under it, numbered as `handlers.typed` understands them, and these ways."""
    lines = [f"{number}. {button.label}" for number, button in numbered(screen) if button in listed]
    if lines:
        all_typed = len(lines) == sum(1 for _choice in numbered(screen))
        lines.insert(0, screen.lead if all_typed else _("Press below, or type a number:"))
    lines += [f"{button.label}: {button.link or button.phone}" for button in ways]
    return "\n".join([text, *([""] if lines else []), *filter(None, lines)])


def _dials(text: str, ways: Sequence[Button]) -> list[str]:
    """Numbers that stand alone on their line, to be dialled with a tap; no more than once."""
    known = {_digits(button.phone) for button in ways}
    found = dict.fromkeys(_digits(match[1]) for match in _NUMBER.finditer(text))
    return [digits for digits in found if digits not in known and _is_phone(digits)]


def _is_phone(digits: str) -> bool:
    """113 and its like, a whole number with its area, a free one; a receipt in digits is none of them."""
    return (
        (len(digits) == 3 and digits[0] == "1")
        or (len(digits) in (10, 11) and digits[0] == "0")
        or (len(digits) in (8, 10) and digits[:4] in ("1800", "1900"))
    )


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _query(button: Button) -> Json:
    return {"title": button.label, "type": "oa.query.hide", "payload": f"{PRESSED}{button.payload}"}


def _way(button: Button) -> Json:
    if button.phone:
        return {"title": button.label, "type": "oa.open.phone", "payload": {"phone_code": _digits(button.phone)}}
    return {"title": button.label, "type": "oa.open.url", "payload": {"url": button.link}}


def _dial(digits: str) -> Json:
    title = _("Call {number}").format(number=digits)
    return {"title": title, "type": "oa.open.phone", "payload": {"phone_code": digits}}
