"""A paper in the layout of the administration (Decree 30/2020, Annex I), as plain data: `docx` makes the bytes.

It carries no number, no signature and no stamp: a person puts those on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Heading:
    """The title of a part."""

    text: str


@dataclass(frozen=True)
class Lines:
    """A paragraph for each line."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of equal length; the first one is the head where `headed`."""

    rows: tuple[tuple[str, ...], ...]
    widths_cm: tuple[float, ...]
    headed: bool = False


@dataclass(frozen=True)
class Picture:
    """A chart as a PNG; `words` say the same to whoever does not see it."""

    png: bytes
    words: str
    width_cm: float = 16.0


Block = Heading | Lines | Table | Picture


@dataclass(frozen=True)
class Paper:
    """One document. Every text is Vietnamese as it is printed."""

    above: str  # the body above the unit
    unit: str  # whose paper it is, and the only author that its properties name
    place: str
    day: date
    kind: str  # "PHIẾU CHUYỂN"
    about: str
    to: str = ""  # whom it is for; "" where the paper is for nobody else
    blocks: tuple[Block, ...] = ()
    copies: tuple[str, ...] = ()
    training: bool = False  # every page says that it is no real paper
