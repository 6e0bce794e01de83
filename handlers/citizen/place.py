"""Asking where: any name of any time, a landmark, two taps, a point on the map, or the water (users.md B2, B3).

A place is never guessed: a name that may be several is asked about, and words that name none are kept as told and go
to the province. A point on land becomes its area and is forgotten; one at sea is sealed with the tip.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from content.locales import _
from handlers.citizen.story import NOW, Story
from handlers.dialogue import LONG_TEXT, Ask, Event, Json, Option, Prompt, Question, Sorry
from handlers.here import Here
from handlers.places import Found, question
from handlers.positions import Point, Water, distance_km, position, water
from handlers.questions import Choice, chosen
from handlers.sea import AtSea, OnLand

LIST, WATER, UNKNOWN, KEEP, TEXT, POINT = "list", "water", "unknown", "keep", "text", "point"


@dataclass(frozen=True)
class Place:
    """Where it was, as a tip carries it."""

    area: str | None = None  # id of today's area; None where unknown or on the water
    label: str = ""  # what the screen calls it
    told: str = field(default="", repr=False)  # in the person's own words
    former: str = ""  # id of the former unit that was named: a hint for the officer
    on_water: bool = False
    at_sea: bool = False  # on the water, and out at sea: the plan counts these tips apart
    point: tuple[float, float] | None = field(default=None, repr=False)  # at sea only


@dataclass(frozen=True)
class Where(Question[dict[str, Json]]):
    """The question itself. Value: {by, text?, at?}; while nothing was found: {tried: [...]}."""

    here: Here = field(repr=False)
    title: str
    text: str
    hurry: bool = False  # may be left out: somebody is in danger

    def prompt(self, so_far: Json) -> Prompt:
        tried = bool((so_far or {}).get("tried"))
        text = (
            _("That place is not known here yet. Type the commune or a market nearby, or choose.")
            if tried
            else self.text
        )
        return Prompt(text, self._options(tried=tried))

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        tried = list((so_far or {}).get("tried", []))
        if event.part is not None:
            if event.part["kind"] != "point":
                raise Sorry(_("Type the name of the place, or choose from the list."))
            return {"by": POINT, "at": [event.part["latitude"], event.part["longitude"]]}, True
        key = chosen(event, self._options(tried=bool(tried)))
        if key is not None:
            return {"by": key, "text": " / ".join(tried)}, True
        text = event.text.strip()
        if not text:
            raise Sorry(_("Type the name of the place, or choose from the list."))
        if understood(self.here, text) is not None:
            return {"by": TEXT, "text": text, "tried": tried}, True
        if event.late or len(text) >= LONG_TEXT:
            raise Sorry(_("Type the name of the place, or choose from the list."))
        return {"tried": [*tried, text]}, False

    def load(self, value: Json) -> dict[str, Json]:
        if not isinstance(value, dict) or "by" not in value:
            raise ValueError("no place")
        return value

    def _options(self, *, tried: bool) -> tuple[Option, ...]:
        options = [
            Option(LIST, _("Choose from a list")),
            Option(WATER, _("On a river, at sea")),
            Option(KEEP, _("Leave it like that")) if tried else Option(UNKNOWN, _("I don't know where")),
        ]
        return (*options, *([Option(f"edit:{NOW}", _("Send now"))] if self.hurry else []))


def understood(here: Here, text: str, *, story: bool = False) -> Place | Found | None:
    """What a text says about where: a place, several to ask about, or nothing. In a story more is needed to believe it."""
    if (point := position(text)) is not None:
        return at_point(here, point, text)
    found = here.gazetteer.spot(text) if story else here.gazetteer.find(text)
    wet = water(text)
    if found.options and wet is Water.SEA:
        return _off(here, found.one.area, text) if found.one else _at_sea(_("at sea"), text)
    if found.several or (found.one and not found.sure):
        return found
    if found.one:
        return Place(found.one.area, here.gazetteer.title(found.one.area), text, found.one.named or "")
    if wet is None or story:
        return None
    return _at_sea(_("at sea"), text) if wet is Water.SEA else Place(label=_("on the river"), told=text, on_water=True)


def at_point(here: Here, point: Point, told: str = "") -> Place:
    """A point as a place: on land its area, at sea the stretch of it with the point."""
    where = here.chart.where(point)
    if isinstance(where, OnLand):
        return Place(where.area, here.gazetteer.title(where.area), told)
    if isinstance(where, AtSea):
        return replace(_at_sea(here.chart.describe(where), told), point=(point.lat, point.lon))
    return Place(label=_("a point far from here"), told=told)


def _off(here: Here, area: str, told: str) -> Place:
    km = distance_km(told)
    if km and here.chart.is_coastal(area):
        label = here.chart.describe(AtSea(area, max(1, round(km))))
    else:
        label = _("sea, near {place}").format(place=here.gazetteer.title(area))
    return _at_sea(label, told)


def _at_sea(label: str, told: str) -> Place:
    return Place(label=label, told=told, on_water=True, at_sea=True)


def spotted(here: Here, story: Story) -> Place | Found | None:
    """The place that the story itself names."""
    if (said := understood(here, story.text, story=True)) is not None:
        return said
    return at_point(here, story.points[0]) if story.points else None


async def place(ask: Ask, here: Here, story: Story, *, first: str = "", lead: str = "", hurry: bool = False) -> Place:
    """Where it was: from the story or a poster where they say it, else asked."""
    title = _("Where is it?")
    text = _("Where is it? Type a commune, hamlet, market, pagoda, bridge… Old names and no accents are fine.")
    text += "\n" + _("No need to send your own location.")
    if not ask.opened("place"):
        seen = spotted(here, story)
        if isinstance(seen, Place):
            return replace(seen, told="")  # the story says it already, and may yet be changed
        if isinstance(seen, Found):
            return await _which(ask, here, seen, "")
        if (poster := await _poster(ask, here)) is not None:
            return poster
    if ask.opened(NOW) and not ask.answered("place"):
        return Place(label=_("place unknown"), told=_tried(ask))
    whole = "\n".join(line for line in (first, text, lead) if line)
    said = await ask("place", Where(here, title, whole, hurry))
    if said["by"] == POINT:
        return at_point(here, Point(*said["at"]))
    if said["by"] == LIST:
        return await _from_list(ask, here, said["text"])
    if said["by"] == WATER:
        return await _on_water(ask, here)
    if said["by"] == TEXT:
        meant, told = understood(here, said["text"]), " / ".join([*said.get("tried", []), said["text"]])
        if isinstance(meant, Found):
            return await _which(ask, here, meant, told)
        if meant is not None:
            return replace(meant, told=told)
    return Place(label=_("place unknown"), told=said["text"])


def _tried(ask: Ask) -> str:
    so_far: Any = ask.so_far("place")
    return " / ".join((so_far or {}).get("tried", []))


async def _poster(ask: Ask, here: Here) -> Place | None:
    """The commune whose poster was scanned, if the person says so."""
    poster = here.talking.poster
    if not poster:
        return None
    options = {"yes": _("Yes, there"), "no": _("No, elsewhere")}
    name = here.gazetteer.title(poster)
    said = await ask("place.poster", Choice(_("Is this about {place}?").format(place=name), options))
    return Place(poster, name) if said == "yes" else None


async def _which(ask: Ask, here: Here, found: Found, told: str) -> Place:
    """Several places have that name: which?"""
    options = {option.area: option.label for option in found.options} | {"none": _("None of these")}
    area = await ask("place.which", Choice(question(found) if found.several else _("Is it this place?"), options))
    if area == "none":
        return await _from_list(ask, here, told)
    former = next(option.named for option in found.options if option.area == area)
    return Place(area, here.gazetteer.title(area), told, former or "")


async def _from_list(ask: Ask, here: Here, told: str) -> Place:
    """Two taps: the district people still speak of, then its former commune."""
    districts = {option.area: option.label for option in here.gazetteer.districts()}
    district = await ask("place.district", Choice(_("Which district was it, by the old names?"), districts))
    communes = {option.named or option.area: option for option in here.gazetteer.communes(district)}
    labels = {key: option.label for key, option in communes.items()}
    chosen_one = communes[await ask("place.district.commune", Choice(_("Which commune, by its old name?"), labels))]
    return Place(chosen_one.area, here.gazetteer.title(chosen_one.area), told, chosen_one.named or "")


async def _on_water(ask: Ask, here: Here) -> Place:
    """At sea one line is enough; nobody is asked for their own boat."""
    text = _("Keep your distance, no light on them. Near which mouth or river, or what position?")
    text += "\n" + _("Nobody needs your own boat's number.")
    said = await ask("place.water", Afloat(_("Where on the water?"), text))
    if "at" in said:
        return at_point(here, Point(*said["at"]))
    meant = understood(here, said["text"]) if said["text"] else None
    if isinstance(meant, Place) and meant.on_water:
        return meant
    if isinstance(meant, Place) and meant.area:
        return _off(here, meant.area, said["text"])
    return Place(label=_("on the water"), told=said["text"], on_water=True)


@dataclass(frozen=True)
class Afloat(Question[dict[str, Json]]):
    """Where on the water, in any words, or a point. Value: {text} or {at}."""

    title: str
    text: str

    def prompt(self, so_far: Json) -> Prompt:  # noqa: ARG002
        return Prompt(self.text, self._options())

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:  # noqa: ARG002
        if event.part is not None and event.part["kind"] == "point":
            return {"at": [event.part["latitude"], event.part["longitude"]]}, True
        if chosen(event, self._options()):
            return {"text": ""}, True
        if event.late or not event.text.strip():
            raise Sorry(_("Type a river mouth, a river or a position."))
        return {"text": event.text.strip()}, True

    def load(self, value: Json) -> dict[str, Json]:
        if not isinstance(value, dict):
            raise ValueError("no place")  # noqa: TRY004 - the contract of `load`
        return value

    def _options(self) -> tuple[Option, ...]:
        return (Option(UNKNOWN, _("I don't know where")),)
