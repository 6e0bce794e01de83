"""Prepared questions to a reporter: they hold nothing of any tip, so they may arrive in the open (users.md A5).

Each has a label for the officer's button (at most 20 characters) and the sentence the reporter reads, whose first 40
characters are harmless on a lock screen. The key is what the database and the buttons carry.
"""

from __future__ import annotations

from dataclasses import dataclass

from content.terms import N_


@dataclass(frozen=True)
class Prepared:
    """One prepared question; texts are messages of the catalogue."""

    key: str
    label: str
    text: str


QUESTIONS: dict[str, Prepared] = {
    question.key: question
    for question in (
        Prepared("hour", N_("What time?"), N_("About what time was that?")),
        Prepared("still", N_("Still going on?"), N_("Does it still go on now?")),
        Prepared("how_many", N_("How many people?"), N_("About how many people were there?")),
        Prepared("where", N_("Where exactly?"), N_("Where exactly was that? A shop, a bridge or a bend nearby helps.")),
        Prepared("floor", N_("Which floor, room?"), N_("Which floor or which room was it?")),
        Prepared("plate", N_("Number plate?"), N_("Do you remember a number plate, or part of one?")),
        Prepared("looks", N_("Clothes, looks?"), N_("How were they dressed? Height, hair, anything that stands out?")),
        Prepared("more", N_("Tell a little more"), N_("It is not quite clear yet. Can you tell a little more?")),
    )
}
