"""What is asked of a session: the place by its name or code, the day, how many came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from content.clocks.calendar import DAY
from content.locales import _
from content.numerals import numeral, whole
from handlers.coverage.session_rules import SENTENCES, Why, day_fault, people_fault, places
from handlers.dialogue import Event, Json, Option, Prompt, Question, Sorry
from handlers.questions import chosen
from handlers.triage.move_questions import Day
from storage.targets import Target

LABEL = 20
USUAL = (20, 30, 50, 100)


@dataclass(frozen=True)
class Where(Question[str]):
    """One place. Where several sound like what was typed, they are offered."""

    title: str
    known: Mapping[str, Target]
    hears_all: ClassVar[bool] = True

    def prompt(self, so_far: Json) -> Prompt:
        offered = self._offered(so_far)
        lines = [f"{number}. {one.name} ({one.id})" for number, one in enumerate(offered, 1)]
        return Prompt("\n".join([self.title, *lines]), self._options(offered), columns=1)

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        key = chosen(event, self._options(self._offered(so_far)))
        if key is not None:
            return key, True
        found = places(event.text, self.known)
        if not found:
            raise Sorry(_("No place has that name or code. Type it once more."))
        exact = len(found) == 1 and event.text.strip().lower() == found[0].id
        return (found[0].id, True) if exact else ([one.id for one in found], False)

    def load(self, value: Json) -> str:
        if value not in self.known:
            raise ValueError("no such place any more")
        return str(value)

    def show(self, value: Json) -> str:
        return self.known[str(value)].name

    def _offered(self, so_far: Json) -> list[Target]:
        return [self.known[str(one)] for one in so_far if one in self.known] if isinstance(so_far, list) else []

    def _options(self, offered: list[Target]) -> tuple[Option, ...]:
        return tuple(Option(one.id, f"{number}. {one.name}"[:LABEL]) for number, one in enumerate(offered, 1))


@dataclass(frozen=True)
class HeldOn(Day):
    """The day on which it was held: not ahead, and the place was there."""

    place: Target

    ahead: ClassVar[bool] = False

    def check(self, which: date) -> None:
        if why := day_fault(self.place, which, self.today):
            raise Sorry(_(SENTENCES[why]))

    def _options(self) -> tuple[Option, ...]:
        days = {_("Today"): self.today, _("Yesterday"): self.today - DAY}
        return tuple(Option(day.isoformat(), label) for label, day in days.items())


@dataclass(frozen=True)
class Attendance(Question[int]):
    """How many people came; a usual number by a press, any other typed."""

    title: str

    def prompt(self, so_far: Json) -> Prompt:  # noqa: ARG002
        return Prompt(self.title, tuple(Option(str(number), numeral(number)) for number in USUAL), columns=4)

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:  # noqa: ARG002
        people = whole(event.option or event.text)
        if people is None or people_fault(people):
            raise Sorry(_(SENTENCES[Why.PEOPLE]))
        return people, True

    def load(self, value: Json) -> int:
        return int(value)

    def show(self, value: Json) -> str:
        return numeral(self.load(value))
