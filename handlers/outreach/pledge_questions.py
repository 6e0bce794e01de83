"""What is asked of somebody who enters papers: whose they are, how many, signed on which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from content.folding import fold
from content.locales import _
from handlers.dialogue import Event, Json, Option, Prompt, Question, Sorry
from handlers.questions import chosen
from handlers.triage.move_questions import Past

MOST_PAPERS = 50_000
"""More households than a commune has."""
MOST_OFFERED = 6
OLDEST = timedelta(days=366)


@dataclass(frozen=True)
class WhichTarget(Question[str]):
    """A school or place by its code or some words of its name; where several fit, by a number."""

    title: str
    names: Mapping[str, str]  # by id

    def prompt(self, so_far: Json) -> Prompt:
        offered = list(so_far or [])
        lines = [f"{number}. {self.names[one]}" for number, one in enumerate(offered, 1) if one in self.names]
        text = "\n".join([_("Which one? Or type more of its name."), *lines]) if offered else self.title
        return Prompt(text, _numbers(offered), columns=3)

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        offered = list(so_far or [])
        if key := chosen(event, _numbers(offered)):
            return key, True
        found = matches(event.text, self.names)
        if not found:
            raise Sorry(_("No school or place has that name or code."))
        if len(found) > MOST_OFFERED:
            raise Sorry(_("Too many have that in their name. Type more of it."))
        return (found[0], True) if len(found) == 1 else (found, False)

    def load(self, value: Json) -> str:
        if value not in self.names:
            raise ValueError("no such target any more")
        return str(value)

    def show(self, value: Json) -> str:
        return self.names[value]


def matches(typed: str, names: Mapping[str, str]) -> list[str]:
    """The ids whose code was typed, or whose names hold every typed word."""
    if (code := typed.strip().lower()) in names:
        return [code]
    words = fold(typed).split()
    return [one for one, name in names.items() if words and set(words) <= set(fold(name).split())]


def _numbers(offered: list[str]) -> tuple[Option, ...]:
    return tuple(Option(one, str(number)) for number, one in enumerate(offered, 1))


@dataclass(frozen=True)
class Papers(Question[int]):
    """How many papers."""

    title: str

    def prompt(self, so_far: Json) -> Prompt:  # noqa: ARG002
        return Prompt(self.title)

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:  # noqa: ARG002
        typed = event.text.strip().replace(".", "")
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 7 and 0 < int(typed) <= MOST_PAPERS):
            raise Sorry(_("Type a number, such as 40. No names."))
        return int(typed), True

    def load(self, value: Json) -> int:
        return int(value)


class Signing(Past):
    """The day on which papers were signed, within a year."""

    def check(self, which: date) -> None:
        if which > self.today:
            raise Sorry(_("That day lies ahead. Enter the day on which it was done."))
        if which < self.today - OLDEST:
            raise Sorry(_("That is more than a year ago."))
