"""Questions that only prevention asks: several of a list, areas by name, a day, an hour, options of a quiz."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from content.locales import _
from handlers.dialogue import Event, Json, Option, Prompt, Question, Sorry
from handlers.outreach.copies import MOST, too_long
from handlers.places import Gazetteer
from handlers.questions import Text, chosen
from storage.mailing import Message

ALL, DONE = "all", "done"
MOST_OPTIONS, LONGEST_OPTION = 4, 20
"""What an official account on Zalo still shows as buttons."""
HOUR = re.compile(r"(\d{1,2})(?:[:hg. ]*(\d{2})?)?(?:\s*giờ|\s*phút)?")
DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?")


@dataclass(frozen=True)
class Some(Question[list[str]]):
    """Several of a list; each press takes one in or out again. An empty answer is all of them."""

    title: str
    options: Mapping[str, str]

    def prompt(self, so_far: Json) -> Prompt:
        return Prompt(self.title, self._options(so_far or []))

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        chosen_so_far = list(so_far or [])
        key = chosen(event, self._options(chosen_so_far))
        if key is None:
            raise Sorry(_("Please press one of the lines, or type its number."))
        if key == ALL:
            return [], True
        if key == DONE:
            return chosen_so_far, True
        toggled = [one for one in self.options if (one in chosen_so_far) != (one == key)]
        return toggled, False

    def load(self, value: Json) -> list[str]:
        if not isinstance(value, list) or any(one not in self.options for one in value):
            raise ValueError("no such choice any more")
        return list(value)

    def show(self, value: Json) -> str:
        return ", ".join(self.options[one] for one in value) or _("All")

    def _options(self, so_far: list[str]) -> tuple[Option, ...]:
        end = Option(DONE, _("Done")) if so_far else Option(ALL, _("All"))
        return (end, *(Option(key, f"✓ {label}" if key in so_far else label) for key, label in self.options.items()))


@dataclass(frozen=True)
class Areas(Question[list[str]]):
    """Areas of today by any of their names, one or several in a message; an empty answer is the whole province."""

    title: str
    gazetteer: Gazetteer
    hears_all: ClassVar[bool] = True

    def prompt(self, so_far: Json) -> Prompt:
        found = [self.gazetteer.title(one) for one in so_far or []]
        text = f"{self.title}\n{', '.join(found)}" if found else self.title
        return Prompt(text, (Option(DONE, _("Done")) if found else Option(ALL, _("Whole province")),))

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        areas = list(so_far or [])
        if chosen(event, self.prompt(areas).options) is not None:
            return areas, True
        for name in filter(None, (part.strip() for part in re.split(r"[,;\n]", event.text))):
            found = self.gazetteer.find(name)
            of_today = [one.area for one in found.options if one.named is None] or [one.area for one in found.options]
            if len(of_today) != 1:
                sentence = _("“{name}” may be several places. Type its name of today.")
                unknown = _("No place “{name}” was found. Nothing of this line was taken.")
                raise Sorry((sentence if of_today else unknown).format(name=name[:40]))
            areas += of_today if of_today[0] not in areas else []
        if not areas:
            raise Sorry(_("Type the names of communes or wards, with commas between."))
        return areas, False

    def load(self, value: Json) -> list[str]:
        if not isinstance(value, list):
            raise ValueError("no areas")  # noqa: TRY004 - the contract of `load`
        return list(value)

    def show(self, value: Json) -> str:
        return ", ".join(self.gazetteer.title(one) for one in value) or _("Whole province")


@dataclass(frozen=True)
class Day(Question[date]):
    """A day: pressed, or typed as 26/6 or 26/6/2027. Without a year it is the next one of that name."""

    title: str
    today: date
    options: Mapping[str, str]  # ISO date -> label

    def prompt(self, so_far: Json) -> Prompt:  # noqa: ARG002
        text = self.title + "\n" + _("Press one, or type day and month: 26/6.")
        return Prompt(text, tuple(Option(key, label) for key, label in self.options.items()))

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:  # noqa: ARG002
        if event.option in self.options:
            return event.option, True
        found = DAY.fullmatch(event.text.strip())
        day = next_day(int(found[1]), int(found[2]), int(found[3] or 0), self.today) if found else None
        if day is None:
            raise Sorry(_("That is no day. Type day and month: 26/6."))
        return day.isoformat(), True

    def load(self, value: Json) -> date:
        return date.fromisoformat(str(value))

    def show(self, value: Json) -> str:
        return f"{date.fromisoformat(value):%d/%m/%Y}"


def next_day(day: int, month: int, year: int, today: date) -> date | None:
    """A day of a year, or the next one of that name (year 0); None where there is none."""
    for tried in [year] if year else range(today.year, today.year + 5):
        try:
            found = date(tried, month, day)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None


def coming_days(today: date) -> dict[str, str]:
    """Tomorrow and the days after it, as buttons."""
    days = [today + timedelta(days=more) for more in (1, 2, 3, 7)]
    return {day.isoformat(): f"{day:%d/%m}" for day in days}


@dataclass(frozen=True)
class Hour(Question[int]):
    """A minute of the day: pressed, or typed as 8:15 or 8h15."""

    title: str
    options: tuple[int, ...] = (7 * 60 + 30, 11 * 60, 17 * 60, 19 * 60)

    def prompt(self, so_far: Json) -> Prompt:  # noqa: ARG002
        text = self.title + "\n" + _("Press one, or type the hour: 8:15.")
        return Prompt(text, tuple(Option(str(one), clock(one)) for one in self.options), columns=4)

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:  # noqa: ARG002
        if event.option in map(str, self.options):
            return int(event.option), True
        found = HOUR.fullmatch(event.text.strip().lower())
        if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise Sorry(_("That is no hour. Type it like this: 8:15."))
        return int(found[1]) * 60 + int(found[2] or 0), True

    def load(self, value: Json) -> int:
        if not isinstance(value, int) or not 0 <= value < 24 * 60:
            raise ValueError("no minute of a day")
        return value

    def show(self, value: Json) -> str:
        return clock(value)


def clock(minute: int) -> str:
    """A minute of the day as people read it."""
    return f"{minute // 60}:{minute % 60:02}"


class Words(Text):
    """The text of a message: no longer than every platform takes whole."""

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        value, complete = super().take(event, so_far)
        for fault in too_long(Message({"vi": str(value)}), MOST):
            text = _(
                "{length} characters are too many for {platform}: {most} at most. Nothing was cut; please shorten it."
            )
            raise Sorry(text.format(length=fault.length, platform=PLATFORM[fault.channel], most=fault.most))
        return value, complete


PLATFORM: Mapping[str, str] = {"telegram": "Telegram", "zalo_oa": "Zalo OA", "zalo_bot": "Zalo Bot"}


@dataclass(frozen=True)
class Lines(Question[list[str]]):
    """The answers to a question, one in a line."""

    title: str
    hears_all: ClassVar[bool] = True

    def prompt(self, so_far: Json) -> Prompt:  # noqa: ARG002
        return Prompt(self.title)

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:  # noqa: ARG002
        lines = [line.strip() for line in event.text.splitlines() if line.strip()]
        if not 2 <= len(lines) <= MOST_OPTIONS or len(set(lines)) < len(lines):
            raise Sorry(_("Two to {n} different answers, each on a line of its own.").format(n=MOST_OPTIONS))
        if any(len(line) > LONGEST_OPTION for line in lines):
            raise Sorry(_("An answer is a button: {n} letters at most.").format(n=LONGEST_OPTION))
        return lines, True

    def load(self, value: Json) -> list[str]:
        if not isinstance(value, list) or len(value) < 2:
            raise ValueError("no answers")
        return list(value)

    def show(self, value: Json) -> str:
        return " / ".join(value)
