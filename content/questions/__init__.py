"""What officers say to a reporter ready-made: questions with answers to tap, and replies that ask nothing.

They hold nothing of any tip, so they may arrive in the open (users.md A5). Each has a label for the officer's button
(at most 20 characters, as have the answers) and the sentence the reporter reads, whose first 40 characters are
harmless on a lock screen. The key is what the database and the buttons carry.
"""

from __future__ import annotations

from dataclasses import dataclass

from content.terms import N_


@dataclass(frozen=True)
class Prepared:
    """One question or reply; texts are messages of the catalogue."""

    key: str
    label: str
    text: str
    answers: tuple[str, ...] = ()


UNKNOWN = N_("I don't know")

QUESTIONS: dict[str, Prepared] = {
    one.key: one
    for one in (
        Prepared(
            "hour",
            N_("What time?"),
            N_("About what time was that?"),
            (N_("Early morning"), N_("Morning"), N_("Noon"), N_("Afternoon"), N_("Evening"), N_("Late night"), UNKNOWN),
        ),
        Prepared(
            "still",
            N_("Still going on?"),
            N_("Does it still go on now?"),
            (N_("Yes, it does"), N_("No, it is over"), N_("Now and then"), UNKNOWN),
        ),
        Prepared(
            "how_many",
            N_("How many people?"),
            N_("About how many people were there?"),
            (N_("1 or 2"), N_("3 to 5"), N_("6 to 10"), N_("More than 10"), UNKNOWN),
        ),
        Prepared("where", N_("Where exactly?"), N_("Where exactly was that? A shop, a bridge or a bend nearby helps.")),
        Prepared(
            "floor",
            N_("Which floor, room?"),
            N_("Which floor or which room was it?"),
            (N_("Ground floor"), N_("First floor"), N_("Second floor"), N_("Higher up"), N_("Behind"), UNKNOWN),
        ),
        Prepared(
            "plate",
            N_("Number plate?"),
            N_("Do you remember a number plate, or part of one?"),
            (N_("I don't remember"),),
        ),
        Prepared(
            "looks",
            N_("Clothes, looks?"),
            N_("How were they dressed? Height, hair, anything that stands out?"),
            (N_("I don't remember"),),
        ),
        Prepared("more", N_("Tell a little more"), N_("It is not quite clear yet. Can you tell a little more?")),
    )
}

REPLIES: dict[str, Prepared] = {
    one.key: one
    for one in (
        Prepared("thanks", N_("It was read, thanks"), N_("What you wrote was read. Thank you.")),
        Prepared("safe", N_("Stay away, stay safe"), N_("Don't go near to look or to film. Your safety comes first.")),
        Prepared("urgent", N_("Urgent: call 113"), N_("Where it is urgent, call 113. Don't wait for an answer here.")),
        Prepared(
            "no_outcome",
            N_("No: what came of it"),
            N_("What came of it can't be told here, for everybody's safety. Thank you for understanding."),
        ),
        Prepared(
            "no_names",
            N_("No: who is reported"),
            N_("Nothing is told here about anybody, not about you either. Thank you for understanding."),
        ),
        Prepared(
            "not_here",
            N_("No: another door"),
            N_("This can't be done here. Under “Ask, get help” you find the right door."),
        ),
    )
}
"""The first reply, two cautions, and refusals that promise nothing and hurt nobody."""
