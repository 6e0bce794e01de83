"""A screen as plain messages: its text, and under it what could be pressed elsewhere, as numbers to type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.channels.parts import split
from content.locales import _
from handlers.messages import Button, Screen
from handlers.typed import numbered

MAX_TEXT = 2000
_SPACES = re.compile(r"[\s–]+")


def render(screen: Screen) -> list[str]:
    """The messages of a screen, in order. Numbers are those that `handlers.typed` understands."""
    return [part for part in split("\n".join(_lines(screen)), MAX_TEXT) if part]


def _lines(screen: Screen) -> Iterator[str]:
    yield screen.text
    if screen.attachment is not None:
        yield _("A file belongs here, which can't be shown on Zalo.")
    numbers = (number for number, _choice in numbered(screen))
    listed = [line for row in screen.rows for button in row for line in _button(button, numbers, screen.text)]
    if listed:
        yield ""
        if any(numbered(screen)) and screen.lead:
            yield screen.lead
        yield from listed


def _button(button: Button, numbers: Iterator[int], text: str) -> Iterator[str]:
    """A choice with its number; a link, and what is to be copied, as text; a telephone number alone on its line."""
    if button.payload:
        yield f"{next(numbers)}. {button.label}"
    elif button.link:
        yield f"{button.label}: {button.link}"
    elif button.phone:
        yield from (f"{button.label}:", button.phone)
    elif _plain(button.copy) not in _plain(text):
        yield from (f"{button.label}:", button.copy)


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
