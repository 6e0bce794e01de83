"""What the page shows, as plain data in the language of the moment: tables and the form that chooses among them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.page.tiles import Map


@dataclass(frozen=True)
class Option:
    """One value of a choice."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class Choice:
    """A question of the form above the tables; `name` stands in the address."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Row:
    """A row by its name; `under` explains the name in small letters."""

    name: str
    cells: tuple[str, ...]
    under: str = ""


@dataclass(frozen=True)
class Table:
    """A table. `head` begins with what its rows are; `notes` say how its figures are counted; `empty` stands for no rows."""

    id: str
    title: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    empty: str
    notes: tuple[str, ...] = ()
    figures: frozenset[int] = frozenset()  # columns that are set to the right, 0 being the names
    map: Map | None = None
    legend: str = ""  # what the grounds of the map's tiles mean


@dataclass(frozen=True)
class Sheet:
    """The whole page."""

    title: str
    lines: tuple[str, ...]
    choices: tuple[Choice, ...]
    choose: str  # the label of the form's button
    tables: tuple[Table, ...]
    foot: tuple[str, ...]
