"""Whom a tip may be handed to outside the channel's own stations: agencies by law, as dated rows.

`moves` names what may be done with each (`handlers.triage.move_rules.Move`). An agency that is renamed is a new row.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "bodies.csv"
LONGEST_LABEL = 20


class BodiesError(ValueError):
    """The rows cannot be used; the message names the row and what is wrong."""


@dataclass(frozen=True)
class Body:
    """One agency. `label` fits a button, `name` is its full one; `basis` says why tips go there."""

    id: str
    label: str
    name: str
    moves: frozenset[str]
    valid_from: date
    valid_to: date | None  # the first day on which it is no more
    basis: str


def load(path: Path = FILE) -> Sequence[Body]:
    """Every row, in the file's order. Raises BodiesError."""
    with path.open(encoding="utf8", newline="") as file:
        return [_body(f"{path.name}:{line}", row) for line, row in enumerate(csv.DictReader(file), 2)]


@cache
def shipped() -> Sequence[Body]:
    """The rows that come with the program."""
    return load()


def bodies_for(move: str, on: date) -> dict[str, Body]:
    """By id, whom a tip may be given to on this day by this move."""
    return {
        one.id: one
        for one in shipped()
        if move in one.moves and one.valid_from <= on and (one.valid_to is None or on < one.valid_to)
    }


def _body(where: str, row: dict[str, str]) -> Body:
    try:
        body = Body(
            id=row["id"],
            label=row["label"],
            name=row["name"],
            moves=frozenset(row["moves"].split()),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            basis=row["basis"],
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BodiesError(f"{where}: {error}") from None
    if not (body.id and body.name and body.moves and body.basis and 0 < len(body.label) <= LONGEST_LABEL):
        raise BodiesError(f"{where}: needs an id, a name, a label of at most 20 letters, moves and a basis")
    return body
