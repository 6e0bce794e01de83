"""The commands that each role finds in the chat's menu, and in a group.

Nobody has to remember a word (setMyCommands).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from content.locales import _
from content.terms import N_, Role


@dataclass(frozen=True)
class Command:
    """A word and what it does, a message of the catalogue."""

    word: str
    text: str


DESK = Command("truc", N_("My desk"))
LIST = Command("hop", N_("Tips that wait"))
SEARCH = Command("tim", N_("Search inside tips"))
FIGURES = Command("solieu", N_("Figures"))
LOCK = Command("khoa", N_("Lock my shift"))
PEOPLE = Command("nguoi", N_("People of the unit"))
INVITE = Command("moi", N_("Invite a colleague"))
ROSTER = Command("lich", N_("Roster"))
AUDIT = Command("so", N_("Read the audit"))
OUTREACH = Command("tuyentruyen", N_("Prevention messages"))
PLAN = Command("kehoach", N_("Plan of the year"))
UNCOVERED = Command("phu", N_("Covered, not covered"))
REPORT = Command("baocao", N_("Report of a year"))
LINK = Command("noi", N_("Link this group to a unit"))

PRIVATE: Mapping[Role, tuple[Command, ...]] = {
    Role.OFFICER: (DESK, LIST, SEARCH, FIGURES, ROSTER, LOCK, PEOPLE),
    Role.HEAD: (DESK, LIST, SEARCH, FIGURES, ROSTER, LOCK, PEOPLE, INVITE, OUTREACH, PLAN, UNCOVERED, REPORT),
    Role.DESK: (DESK, LIST, SEARCH, FIGURES, ROSTER, LOCK, PEOPLE, PLAN),
    Role.INSPECTOR: (DESK, LIST, SEARCH, FIGURES, ROSTER, LOCK, PEOPLE),
    Role.AUDITOR: (DESK, AUDIT, LOCK),
    Role.OUTREACH: (OUTREACH, UNCOVERED, PLAN, REPORT),
    Role.COMMANDER: (OUTREACH, UNCOVERED, PLAN, REPORT),
    Role.ADMIN: (DESK, ROSTER, LOCK, PEOPLE, INVITE, OUTREACH),
}
"""Per chat of a member of staff. Everybody else keeps the citizens' menu, in which none of these words stands."""
GROUP: tuple[Command, ...] = (DESK,)
"""In a station's group only; LINK is typed once by whoever links it, and stands in no menu."""


def commands(role: Role) -> list[tuple[str, str]]:
    """(word, what it does) in the language of the moment."""
    return [(command.word, _(command.text)) for command in PRIVATE[role]]
