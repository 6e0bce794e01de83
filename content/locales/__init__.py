"""What people read, in their language: catalogues, and the language of the moment.

Code says things in English; the catalogues in ``<language>/<room>.po`` hold the rest, a file per room of the house. A
language is offered only when `REVIEWED` names it: half a translation is worse than none (users.md B11).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

DEFAULT = "vi"
REVIEWED = ("vi", "en")
FOLDER = Path(__file__).parent

_language: ContextVar[str] = ContextVar("language", default=DEFAULT)


@cache
def catalogue(language: str) -> Mapping[str, str | tuple[str, ...]]:
    """Every message of a language: English -> translation, or the plural forms of one. English itself is empty."""
    messages: dict[str, str | tuple[str, ...]] = {}
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if isinstance(message.id, tuple):
                    messages[str(message.id[0])] = tuple(map(str, message.string or ()))
                elif message.id and message.string:
                    messages[str(message.id)] = str(message.string)
    return messages


def language() -> str:
    """The language that is being spoken now."""
    return _language.get()


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak a language inside the block; one that is not reviewed falls back to Vietnamese."""
    token = _language.set(name if name in REVIEWED else DEFAULT)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str) -> str:
    """The message in the language of the moment; the English one where the catalogue has none."""
    found = catalogue(_language.get()).get(message, message)
    return found if isinstance(found, str) else found[0]


def ngettext(one: str, many: str, number: int) -> str:
    """The message for a number of things. Vietnamese has one form, English two."""
    found = catalogue(_language.get()).get(one)
    if found is None:
        return one if number == 1 else many
    forms = (found,) if isinstance(found, str) else found
    return forms[0] if number == 1 else forms[-1]


_ = gettext
