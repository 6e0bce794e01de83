"""Finding a station by what somebody types: its code, or a part of its name. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from content.folding import fold
from content.locales import _
from handlers.dialogue import Event, Json, Option, Prompt, Question, Sorry
from handlers.questions import chosen
from storage.stations import Station

PAGE = 8
LABEL = 20
MORE = "more"
"""Goes to the next page, and from the last to the first."""


@dataclass(frozen=True)
class WhichStation(Question[str]):
    """A station: pressed on a page of them, or its code or a part of its name typed. The answer is its id.

    Half answered: {"typed": what was typed, "start": how many fitting ones stand on earlier pages}.
    """

    title: str
    stations: Mapping[str, Station]

    def prompt(self, so_far: Json) -> Prompt:
        text = _("Which unit? Type its code or a part of its name, or press one.")
        return Prompt(text, self._options(so_far or {}), columns=1)

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        typed, start = (so_far or {}).get("typed", ""), (so_far or {}).get("start", 0)
        fitting = self._fitting(typed)
        exact = find(event.text, self.stations)
        key = event.option if event.option in self.stations else None
        if key is None and (event.option or not exact):
            key = chosen(event, self._options(so_far or {}))
        if key == MORE:
            return {"typed": typed, "start": start + PAGE if start + PAGE < len(fitting) else 0}, False
        if key or len(exact) == 1:
            return key or exact[0], True
        if not exact:
            raise Sorry(_("No unit has this name. Try a part of it."))
        return {"typed": event.text, "start": 0}, False

    def load(self, value: Json) -> str:
        if value not in self.stations:
            raise ValueError("no such station any more")
        return str(value)

    def show(self, value: Json) -> str:
        return self.stations[value].name

    def _fitting(self, typed: str) -> list[str]:
        """What was typed fits these; before anything is, all of them, those that stand above others first."""
        if typed:
            return find(typed, self.stations)
        return [one.id for one in sorted(self.stations.values(), key=lambda one: (bool(one.parent), one.name, one.id))]

    def _options(self, so_far: dict[str, Json]) -> tuple[Option, ...]:
        fitting, start = self._fitting(so_far.get("typed", "")), so_far.get("start", 0)
        shown = tuple(Option(one, short(self.stations[one])) for one in fitting[start : start + PAGE])
        return (*shown, Option(MORE, _("Next page"))) if len(fitting) > PAGE else shown


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
