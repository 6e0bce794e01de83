"""Pledges that can be made by a tap under a message: their words, by version. Words that were pledged never change.

New words are a new file with a later number; the older file stays, for whoever pledged it. A tap is a word given on the
channel: it is counted apart from papers with a signature on them, and takes the place of none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from content.locales import DEFAULT
from content.outreach_terms import PledgeKind

FOLDER = Path(__file__).parent
NAMES = frozenset({"kind", "version", "written", "basis", "review", "text"})


class PledgesError(ValueError):
    """A pledge's file can't be used; the message names the file and what is wrong."""


@dataclass(frozen=True)
class Pledge:
    """One version of one kind. `review`: who has yet to read it before anyone relies on its wording."""

    kind: PledgeKind
    version: int
    written: date
    basis: str  # what of the plans asks for it
    review: tuple[str, ...]
    texts: Mapping[str, str]  # by language

    @property
    def id(self) -> str:
        """What a message and a row of a pledge name it by."""
        return f"{self.kind}-{self.version}"

    def text(self, language: str) -> str:
        """Its words in a language, or in the one in which it was written."""
        return self.texts.get(language, self.texts[DEFAULT])


@cache
def shipped() -> Mapping[str, Pledge]:
    """Every version of every kind, by id."""
    return load(FOLDER)


def load(folder: Path) -> Mapping[str, Pledge]:
    """The pledges of a folder. Raises PledgesError."""
    found = [_read(path) for path in sorted(folder.glob("*.toml"))]
    return {pledge.id: pledge for pledge in found}


def newest(kind: PledgeKind) -> Pledge:
    """The version that is pledged from now on."""
    return max((one for one in shipped().values() if one.kind is kind), key=lambda one: one.version)


def _read(path: Path) -> Pledge:
    try:
        found = tomllib.loads(path.read_text("utf8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise PledgesError(f"{path.name}: this is no TOML file") from None
    if found.keys() != NAMES or DEFAULT not in found["text"]:
        raise PledgesError(f"{path.name}: wrong or missing names: {sorted(found.keys() ^ NAMES)}")
    try:
        kind = PledgeKind(found["kind"])
    except ValueError:
        raise PledgesError(f"{path.name}: no such kind: {found['kind']}") from None
    pledge = Pledge(
        kind, found["version"], found["written"], found["basis"], tuple(found["review"]), dict(found["text"])
    )
    if path.stem != pledge.id:
        raise PledgesError(f"{path.name}: must be called {pledge.id}.toml")
    return pledge
