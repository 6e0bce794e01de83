"""What is asked about a list: which decision fixed it, by when it is due, which of its targets are meant."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from content.locales import _, ngettext
from content.numerals import numeral
from handlers.dialogue import Event, Json, Option, Prompt, Question, Sorry
from handlers.outreach.pledge_questions import matches
from handlers.places import Gazetteer
from handlers.questions import Text, chosen
from handlers.triage.move_questions import Day

LONGEST_DECISION = 80
DONE, SUGGESTED = "done", "suggested"
SHOWN = 12


class Decision(Text):
    """The number of a paper: without one no list is fixed."""

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        value, complete = super().take(event, so_far)
        words = " ".join(str(value).split())
        if not any(letter.isdecimal() for letter in words) or len(words) > LONGEST_DECISION:
            raise Sorry(_("A list is fixed by a decision only. Type its number, such as 12/KH-BCĐ."))
        return words, complete


@dataclass(frozen=True)
class Within(Day):
    """A day from `today` on (the first that may be meant) to `last`; some are offered."""

    last: date
    offered: tuple[date, ...] = ()

    ahead: ClassVar[bool] = True

    def check(self, which: date) -> None:
        if not self.today <= which <= self.last:
            text = _("A day from {first} to {last}, please.")
            raise Sorry(text.format(first=f"{self.today:%d/%m/%Y}", last=f"{self.last:%d/%m/%Y}"))

    def show(self, value: Json) -> str:
        return f"{self.load(value):%d/%m/%Y}"

    def _options(self) -> tuple[Option, ...]:
        return tuple(Option(day.isoformat(), f"{day:%d/%m/%Y}") for day in self.offered)


@dataclass(frozen=True)
class Targets(Question[list[str]]):
    """Several targets: by code, by words of their names, or by the name of their commune, one in a line."""

    title: str
    names: Mapping[str, str]  # by id
    areas: Mapping[str, str | None]  # target -> id of its area
    gazetteer: Gazetteer
    suggested: Sequence[str] = ()

    def prompt(self, so_far: Json) -> Prompt:
        chosen_so_far = list(so_far or [])
        text = self.title
        if chosen_so_far:
            shown = [self.names.get(one, one) for one in chosen_so_far[:SHOWN]]
            more = len(chosen_so_far) - len(shown)
            shown += [_("and {n} other places").format(n=numeral(more))] if more else []
            text = "\n".join([_("Chosen: {n}").format(n=numeral(len(chosen_so_far))), *shown, _("Type more, or Done.")])
        return Prompt(text, self._options(chosen_so_far))

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        found = list(so_far or [])
        key = chosen(event, self._options(found))
        if key == SUGGESTED:
            return sorted(self.suggested), True
        if key == DONE:
            return found, True
        for line in filter(None, (part.strip() for part in re.split(r"[;\n]", event.text))):
            found += [one for one in self._meant(line) if one not in found]
        if not found:
            raise Sorry(_("Type names, codes or communes, one in a line."))
        return found, False

    def load(self, value: Json) -> list[str]:
        if not isinstance(value, list) or not value or any(one not in self.names for one in value):
            raise ValueError("no such targets any more")
        return list(value)

    def show(self, value: Json) -> str:
        return ngettext("{n} place", "{n} places", len(value)).format(n=numeral(len(value)))

    def _meant(self, line: str) -> list[str]:
        found = matches(line, self.names)
        if len(found) == 1:
            return found
        areas = {option.area for option in self.gazetteer.find(line).options}
        there = [one for one, area in self.areas.items() if area in areas] if len(areas) == 1 else []
        if there or found:
            if not there or (found and set(found) != set(there)):
                sentence = _("“{name}” may be several. Type more of it, or its code. Nothing of this was taken.")
                raise Sorry(sentence.format(name=line[:40]))
            return there
        raise Sorry(_("“{name}” was not found here. Nothing of this was taken.").format(name=line[:40]))

    def _options(self, so_far: list[str]) -> tuple[Option, ...]:
        if so_far:
            return (Option(DONE, _("Done")),)
        label = _("All these: {n}").format(n=numeral(len(self.suggested)))
        return (Option(SUGGESTED, label),) if self.suggested else ()
