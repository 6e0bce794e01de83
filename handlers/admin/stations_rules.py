"""Finding a station by what somebody types: its code, or a part of its name. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from content.folding import fold
from content.locales import _
from handlers.dialogue import Event, Json, Option, Prompt, Question, Sorry
from handlers.questions import chosen
from storage.stations import Station

MOST_SHOWN = 8
LABEL = 20


@dataclass(frozen=True)
class WhichStation(Question[str]):
    """A station: its code or a part of its name typed, or one of those that fit pressed. The answer is its id."""

    title: str
    stations: Mapping[str, Station]

    def prompt(self, so_far: Json) -> Prompt:
        fitting = so_far or sorted(one.id for one in self.stations.values() if not one.parent)[:MOST_SHOWN]
        text = _("Which unit? Type its code or a part of its name, or press one.")
        return Prompt(text, tuple(Option(one, short(self.stations[one])) for one in fitting), columns=1)

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        shown = [Option(one, short(self.stations[one])) for one in so_far or self.stations]
        key = event.option if event.option in self.stations else chosen(event, shown) if so_far else None
        if key:
            return key, True
        fitting = find(event.text, self.stations)
        if len(fitting) == 1:
            return fitting[0], True
        if not fitting:
            raise Sorry(_("No unit has this name. Try a part of it."))
        return fitting[:MOST_SHOWN], False

    def load(self, value: Json) -> str:
        if value not in self.stations:
            raise ValueError("no such station any more")
        return str(value)

    def show(self, value: Json) -> str:
        return self.stations[value].name


def find(typed: str, stations: Mapping[str, Station]) -> list[str]:
    """Ids that fit: the very code, else every name that holds what was typed, in any spelling."""
    key = fold(typed)
    if not key:
        return []
    exact = [one.id for one in stations.values() if fold(one.id) == key or fold(one.name) == key]
    return exact or sorted(one.id for one in stations.values() if key in fold(one.name) or key in fold(one.id))


def short(station: Station) -> str:
    """A label of at most 20 characters; what all names begin with ("Công an phường") is left out."""
    name = station.name
    for start in ("Công an phường ", "Công an xã ", "Công an "):
        name = name.removeprefix(start)
    return name if len(name) <= LABEL else name[: LABEL - 1].rstrip() + "…"
