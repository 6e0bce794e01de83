"""What a move asks for: a day in three taps, one line of a list, how many. Nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from content.clocks.calendar import DAY
from content.locales import _
from handlers.dialogue import Event, Json, Option, Prompt, Question, Sorry
from handlers.questions import Choice, chosen

_TYPED = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?", re.ASCII)
MOST = 999
"""More persons than this did not come of one tip."""
AHEAD = (3, 7, 15)
"""Days from today that are offered where somebody sets a day to come."""
YEAR = timedelta(days=366)


def day_typed(text: str, today: date, *, ahead: bool) -> date | None:
    """A typed "d/m" or "d/m/yyyy"; without a year the nearest such day in that direction. None where it is no day."""
    found = _TYPED.fullmatch(text.strip())
    if not found:
        return None
    day, month, year = (int(part or 0) for part in found.groups())
    years = [year] if year else [today.year, today.year + (1 if ahead else -1)]
    for one in years:
        try:
            which = date(one, month, day)
        except ValueError:
            continue
        if year or (which >= today if ahead else which <= today):
            return which
    return None


@dataclass(frozen=True)
class Day(Question[date]):
    """A day: one of some that are offered, or another one typed. Stored as a date."""

    title: str
    today: date

    ahead: ClassVar[bool]  # where a typed day without a year is looked for

    def prompt(self, so_far: Json) -> Prompt:  # noqa: ARG002
        return Prompt(f"{self.title} " + _("Another day: type it, such as 21/11."), self._options())

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:  # noqa: ARG002
        key = chosen(event, self._options())
        which = date.fromisoformat(key) if key else day_typed(event.text, self.today, ahead=self.ahead)
        if which is None:
            raise Sorry(_("Type the day and the month, such as 21/11."))
        self.check(which)
        return which.isoformat(), True

    def load(self, value: Json) -> date:
        return date.fromisoformat(str(value))

    def show(self, value: Json) -> str:
        return f"{self.load(value):%d/%m}"

    def check(self, which: date) -> None:
        """Raises Sorry where it can't have been, or can't be, that day."""
        raise NotImplementedError

    def _options(self) -> tuple[Option, ...]:
        raise NotImplementedError


@dataclass(frozen=True)
class Past(Day):
    """The day on which something was done: today, yesterday, or another one."""

    earliest: date  # before this day there was nothing to do

    ahead: ClassVar[bool] = False

    def check(self, which: date) -> None:
        if which > self.today:
            raise Sorry(_("That day lies ahead. Enter the day on which it was done."))
        if which < self.earliest:
            raise Sorry(_("The tip was not there yet on that day."))

    def _options(self) -> tuple[Option, ...]:
        days = {_("Today"): self.today, _("Yesterday"): self.today - DAY}
        return tuple(Option(day.isoformat(), label) for label, day in days.items() if day >= self.earliest)


@dataclass(frozen=True)
class Ahead(Day):
    """The day by which somebody looks again: some days from now, or another one."""

    ahead: ClassVar[bool] = True

    def check(self, which: date) -> None:
        if which < self.today:
            raise Sorry(_("That day has passed. Enter a day to come."))
        if which > self.today + YEAR:
            raise Sorry(_("That is more than a year away."))

    def _options(self) -> tuple[Option, ...]:
        days = [self.today + timedelta(days=count) for count in AHEAD]
        return tuple(Option(day.isoformat(), f"{day:%d/%m}") for day in days)


@dataclass(frozen=True)
class Listed(Choice):
    """One line of a list whose lines are longer than a button: numbers are pressed."""

    def prompt(self, so_far: Json) -> Prompt:  # noqa: ARG002
        numbered = [f"{number}. {line}" for number, line in enumerate(self.options.values(), 1)]
        return Prompt("\n".join([self.title, *numbered]), self._options(), columns=4)

    def _options(self) -> tuple[Option, ...]:
        return tuple(Option(key, str(number)) for number, key in enumerate(self.options, 1))


@dataclass(frozen=True)
class HowMany(Question[int]):
    """A number of persons; never who."""

    title: str

    def prompt(self, so_far: Json) -> Prompt:  # noqa: ARG002
        return Prompt(self.title, tuple(Option(str(n), str(n)) for n in range(1, 5)), columns=4)

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:  # noqa: ARG002
        typed = (event.option or event.text).strip()
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 4 and 0 < int(typed) <= MOST):
            raise Sorry(_("Type a number, such as 2. No names."))
        return int(typed), True

    def load(self, value: Json) -> int:
        return int(value)
