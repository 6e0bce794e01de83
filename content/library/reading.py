"""From the files of the library to its records. A file that can't be read is named, and only its own piece is left out.

Each file begins with what it is, as TOML between two lines of `+++`; below stands the text.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from content.clocks import CERTAINTIES
from content.library.records import ORIGINAL, Library, Piece, Quiz, Source, Words
from content.library.terms import Audience, Reviewer, Theme
from content.locales import _
from content.numbers import NAMED
from content.terms import Term

FENCE = "+++\n"
SOURCES = "sources.toml"
SAID_AGAIN = {"title", "label", "written", "draft", "quiz"}
"""What every language says; the rest stands in the original only, so that it can't differ."""
KNOWN = SAID_AGAIN | {"themes", "audiences", "sources", "review", "valid_until", "picture"}

T = TypeVar("T", bound=Term)


class LibraryError(ValueError):
    """A file cannot be read; the message is a plain sentence."""


def read(folder: Path) -> Library:
    """Every piece of a folder."""
    unread: list[tuple[str, str]] = []
    pieces = {}
    for place in sorted(path for path in folder.iterdir() if path.is_dir() and path.name[0] not in "_."):
        try:
            pieces[place.name] = _piece(place, unread)
        except LibraryError as error:
            unread.append((f"{place.name}/{ORIGINAL}.md", str(error)))
    return Library(pieces, _sources(folder / SOURCES, unread), unread)


def _piece(place: Path, unread: list[tuple[str, str]]) -> Piece:
    """A piece from its original, with whatever else its folder has. Raises LibraryError where the original is amiss."""
    front, words = _words(place / f"{ORIGINAL}.md", KNOWN)
    spoken = {ORIGINAL: words}
    for path in sorted(place.glob("*.md")):
        if path.stem != ORIGINAL:
            try:
                spoken[path.stem] = _words(path, SAID_AGAIN)[1]
            except LibraryError as error:
                unread.append((f"{place.name}/{path.name}", str(error)))
    return Piece(
        slug=place.name,
        themes=tuple(_term(Theme, one) for one in _texts(front, "themes")),
        audiences=tuple(_term(Audience, one) for one in _texts(front, "audiences")),
        sources=_texts(front, "sources"),
        valid_until=_day(front, "valid_until"),
        words=spoken,
        review=tuple(_term(Reviewer, one) for one in _texts(front, "review")),
        picture=_text(front, "picture") if "picture" in front else "",
    )


def _words(path: Path, known: set[str]) -> tuple[Mapping[str, Any], Words]:
    front, text = _parts(path)
    if unknown := sorted(set(front) - known):
        raise LibraryError(_("{field} does not belong here.").format(field=unknown[0]))
    lines = tuple(line.strip() for line in text.split("\n") if line.strip())
    title = _text(front, "title")
    if any(brace in NAMED.sub("", line) for line in (title, *lines) for brace in "{}"):
        raise LibraryError(_("A brace stands alone: a number is named like {number}.").format(number="{ambulance}"))
    return front, Words(
        language=path.stem,
        title=title,
        label=_text(front, "label"),
        lines=lines,
        written=_day(front, "written"),
        quiz=_quiz(front["quiz"]) if "quiz" in front else None,
        draft=front.get("draft") is True,
    )


def _parts(path: Path) -> tuple[Mapping[str, Any], str]:
    """What stands between the fences, and the text below."""
    try:
        written = unicodedata.normalize("NFC", path.read_text("utf8"))
    except (OSError, UnicodeDecodeError):
        raise LibraryError(_("This file is missing or no text.")) from None
    before, *rest = written.split(FENCE, 2)
    if before or len(rest) != 2:
        raise LibraryError(_("It must begin with what it is, between two lines of +++."))
    try:
        return tomllib.loads(rest[0]), rest[1]
    except tomllib.TOMLDecodeError as error:
        raise LibraryError(
            _("What stands between the lines of +++ can't be read: {fault}").format(fault=error)
        ) from None


def _quiz(front: Any) -> Quiz:
    if not isinstance(front, dict):
        raise LibraryError(_("{field} is missing or wrong.").format(field="quiz"))
    options, right = _texts(front, "options"), front.get("right")
    if not isinstance(right, int) or not 1 <= right <= len(options):
        raise LibraryError(
            _("The quiz names no right answer: {field} counts the options from 1.").format(field="right")
        )
    return Quiz(_text(front, "question"), options, right - 1, _text(front, "explanation"))


def _sources(path: Path, unread: list[tuple[str, str]]) -> Mapping[str, Source]:
    try:
        with path.open("rb") as file:
            entries = tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        unread.append((path.name, str(error)))
        return {}
    found = {}
    for key, entry in entries.items():
        try:
            found[key] = _source(key, entry)
        except LibraryError as error:
            unread.append((f"{path.name}: {key}", str(error)))
    return found


def _source(key: str, entry: Any) -> Source:
    fields = entry if isinstance(entry, dict) else {}
    if unknown := sorted(set(fields) - {"title", "number", "date", "certainty", "ended"}):
        raise LibraryError(_("{field} does not belong here.").format(field=unknown[0]))
    title, number, day, certainty = (_text(fields, name) for name in ("title", "number", "date", "certainty"))
    if certainty not in CERTAINTIES:
        raise LibraryError(
            _("{value} is unknown. Known are: {known}").format(value=certainty, known=", ".join(CERTAINTIES))
        )
    return Source(key, title, number, day, certainty, _day(fields, "ended") if "ended" in fields else None)


def _term(kind: type[T], value: str) -> T:
    try:
        return kind(value)
    except ValueError:
        raise LibraryError(
            _("{value} is unknown. Known are: {known}").format(value=value, known=", ".join(kind))
        ) from None


def _text(front: Mapping[str, Any], key: str) -> str:
    value = front.get(key)
    if not isinstance(value, str) or not value.strip():
        raise LibraryError(_("{field} is missing or wrong.").format(field=key))
    return value.strip()


def _texts(front: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = front.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise LibraryError(_("{field} is missing or wrong.").format(field=key))
    return tuple(value)


def _day(front: Mapping[str, Any], key: str) -> date:
    value = front.get(key)
    if type(value) is not date:
        raise LibraryError(_("{field} is missing or wrong.").format(field=key))
    return value
