"""From answers to the tip that is sealed: what it carries, who reads it, which way leads back.

`story` of SubmitTip, read by officers: `parts` (lines: {kind: text, text}), `place` (as told, with a position only
at sea), `former` (the old unit that was named), `when`, `hour`, `danger`, `standpoint` (sentences in the officers'
language), `known` ("few", "many" or ""). Files travel in `files`: {kind, blob, key, text}. The exact time is added where it is
sealed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from content.locales import DEFAULT, _, speaking
from content.terms import Contact, Detail, Reader, Topic, Urgency
from handlers.citizen.place import Place, at_point
from handlers.citizen.route_rules import route
from handlers.citizen.story import Story
from handlers.effects import SubmitTip
from handlers.here import Here
from handlers.positions import Point, hull
from storage.vault.receipt import Receipt

KHMER = range(0x1780, 0x1800)


@dataclass(frozen=True)
class Draft:
    """All answers of a report."""

    story: Story = field(repr=False)
    place: Place = field(repr=False)
    topic: Topic
    detail: Detail | None
    urgency: Urgency
    reader: Reader
    contact: Contact
    known: str = ""
    when: str = field(default="", repr=False)  # in the officers' language, and
    seen: str = field(default="", repr=False)  # in the sender's
    hour: str = field(default="", repr=False)
    danger: str = ""  # "called", "cannot" or ""
    danger_note: str = field(default="", repr=False)
    standpoint: bool = False
    test: bool = False


async def stations_of(here: Here, draft: Draft) -> tuple[str, ...]:
    """Who will read this draft, the first to act in front."""
    stations = await here.stations()
    return route(
        draft.topic, draft.detail, draft.place.area, draft.reader, draft.urgency, stations, here.policy,
        at_sea=draft.place.at_sea,
    )  # fmt: skip


async def tip_of(here: Here, draft: Draft, receipt: Receipt) -> SubmitTip:
    """The tip to seal."""
    return SubmitTip(
        topic=draft.topic,
        detail=draft.detail,
        area=draft.place.area,
        stations=await stations_of(here, draft),
        urgency=draft.urgency,
        reader=draft.reader,
        contact=draft.contact,
        receipt=receipt.packed().hex(),
        story=story_of(here, draft),
        files=tuple(dict(part) for part in draft.story.files),
        way_back=None if draft.contact is Contact.NONE else here.to,
        language=language_of(draft.story.text, here.talking.language),
        test=draft.test,
        at_sea=draft.place.at_sea,
        told_here=tuple(here.talking.told),
    )


def story_of(here: Here, draft: Draft) -> dict[str, Any]:
    """What is sealed. Sentences in the officers' language; the person's own words as they are."""
    with speaking(DEFAULT):
        danger = {"called": _("They have called 113."), "cannot": _("They cannot call 113.")}.get(draft.danger, "")
        standpoint = _("The picture may show where its maker stood: keep the source safe.") if draft.standpoint else ""
    return {
        "parts": lines_of(here, draft.story),
        "place": " · ".join(filter(None, (place_line(draft.place), hull(draft.story.text)))),
        "former": here.gazetteer.title(draft.place.former) if draft.place.former else "",
        "when": " · ".join(filter(None, (draft.when, draft.hour))),
        "danger": " ".join(filter(None, (danger, draft.danger_note))),
        "known": draft.known,
        "standpoint": standpoint,
    }


def lines_of(here: Here, story: Story) -> list[dict[str, Any]]:
    """What was written, and points as the places they are: coordinates leave only from the sea."""
    with speaking(DEFAULT):
        return [_line(here, part) for part in story.parts if not part.get("blob")]


def _line(here: Here, part: Mapping[str, Any]) -> dict[str, Any]:
    if part["kind"] != "point":
        return dict(part)
    return {"kind": "text", "text": place_line(at_point(here, Point(part["latitude"], part["longitude"])))}


def parts_of(here: Here, story: Story) -> tuple[dict[str, Any], ...]:
    """The lines and the files of something that is added to a tip."""
    return (*lines_of(here, story), *(dict(part) for part in story.files))


def place_line(place: Place) -> str:
    """The place for officers: what it was understood as, the position at sea, the person's own words."""
    point = f"{place.point[0]:.4f}, {place.point[1]:.4f}" if place.point else ""
    told = f"“{place.told}”" if place.told else ""
    return " · ".join(filter(None, (place.label, point, told)))


def language_of(text: str, chosen: str) -> str:
    """The language a tip is told in: Khmer by its letters, else the one that was chosen."""
    return "km" if any(ord(letter) in KHMER for letter in text) else chosen or DEFAULT


def files_in(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The files that hang on answers of a talk: destroyed with it."""
    return tuple(
        str(part["blob"])
        for value, _complete in answers.values()
        for part in (value if isinstance(value, list) else ())
        if isinstance(part, Mapping) and part.get("blob")
    )
