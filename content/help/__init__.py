"""The pages of "Ask, get help" and the lines of prevention, one file per page and language; their loader.

A page is only to read. A line with a number in braces ({police}) is left out when that number has expired.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.numbers import filled

FOLDER = Path(__file__).parent
ROOT = "root"
TIPS = "tips"


@dataclass(frozen=True)
class Page:
    """One page. `buttons` are (where it goes, label): "help:family", "report", "danger", "try", "home"."""

    key: str
    lines: tuple[str, ...]
    buttons: tuple[tuple[str, str], ...]

    def text(self, numbers: Mapping[str, str]) -> str:
        """The page with its numbers by key; lines whose number is missing are left out."""
        return filled(self.lines, numbers)


@cache
def pages(language: str) -> Mapping[str, Page]:
    """Every page of a reviewed language."""
    return {path.stem: _page(path) for path in sorted((FOLDER / language).glob("*.toml")) if path.stem != TIPS}


@cache
def tips(language: str) -> Sequence[str]:
    """Lines of prevention that anybody may see on this phone."""
    with (FOLDER / language / f"{TIPS}.toml").open("rb") as file:
        return tuple(tomllib.load(file)["tips"])


def _page(path: Path) -> Page:
    with path.open("rb") as file:
        data = tomllib.load(file)
    buttons = tuple((str(go), str(label)) for go, label in data["buttons"])
    return Page(path.stem, tuple(str(data["text"]).strip().split("\n")), buttons)
