"""What may be done to a year of the plan, and by whom. Pure: asked by the dialogues, and again under the lock."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from content.terms import N_
from storage.people import Person


class Bar(StrEnum):
    """Why not. Each has one plain sentence, below."""

    COMMUNE = "plan_province"
    CLOSED = "year_closed"


SENTENCES: Mapping[Bar, str] = {
    Bar.COMMUNE: N_("This is done at the province."),
    Bar.CLOSED: N_("That year is closed. Two people can open it again."),
}


def may_change(person: Person, province: str, *, closed: bool) -> Bar | None:
    """Whether somebody who has the right may change anything of a year: at the province, while it is open."""
    if person.station != province:
        return Bar.COMMUNE
    return Bar.CLOSED if closed else None
