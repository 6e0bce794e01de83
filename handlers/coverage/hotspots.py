"""Hotspots at the desk: incidents are grouped into one, a superior says how far it came. No name, no address."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from content.coverage_terms import HotspotKind, HotspotState
from content.locales import _, ngettext
from handlers.coverage.effects import GroupTip, StepHotspot, UngroupTip
from handlers.coverage.hotspot_rules import SENTENCES, Why, label_fault, may_group, next_states, within
from handlers.dialogue import Ask, Event, Json, Option, Sorry
from handlers.here import Begin, Here, Reply
from handlers.messages import Screen
from handlers.questions import Choice, Text
from handlers.screens import action, menu
from handlers.triage.gate import Admitted, AdmittedTo, admit, admit_to, number
from handlers.triage.hours import local
from handlers.triage.move_questions import Day
from handlers.triage.permissions import Right
from storage import hotspots, incidents, tips
from storage.hotspots import Hotspot
from storage.people import Person
from storage.tips import Card

NEW, STEP = "hotspot_new", "hotspot_step"
PAGE_NAME = "desk"
ON_A_PAGE = 8
LABEL = 20


class Label(Text):
    """A few words for a place; nothing by which a person or a house is found."""

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        value, complete = super().take(event, so_far)
        words = " ".join(str(value).split())
        if label_fault(words):
            raise Sorry(_("No name, number, house or plate, and 40 letters at most. For instance: the old ferry."))
        return words, complete


@dataclass(frozen=True)
class StepDay(Day):
    """The day on which it came to stand so: not ahead, not before its last step."""

    earliest: date

    ahead: ClassVar[bool] = False

    def check(self, which: date) -> None:
        if not self.earliest <= which <= self.today:
            raise Sorry(_(SENTENCES[Why.DAY]))

    def _options(self) -> tuple[Option, ...]:
        return (Option(self.today.isoformat(), _("Today")),)


async def listed(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """Hotspots of one's unit, at the province all of them: `hotspots:<start>`."""
    found = await admit(here, Right.HOTSPOTS)
    if not isinstance(found, Admitted):
        return found
    seen = [one for one in await _seen(here, found.person) if one.state is not HotspotState.DISMISSED]
    start = max(number("".join(arguments[:1])), 0)
    lines = [ngettext("{n} hotspot.", "{n} hotspots.", len(seen)).format(n=len(seen))]
    lines += [f"{place}. {_line(here, one)}" for place, one in _page(seen, start)]
    ways = [(action("hotspot", one.id), f"{place}. {one.label}"[:LABEL]) for place, one in _page(seen, start)]
    if start + ON_A_PAGE < len(seen):
        ways.append((action("hotspots", start + ON_A_PAGE), _("More")))
    return Reply(Screen("\n".join(lines), menu(*ways, (action("desk"), _("Desk")))), page=PAGE_NAME)


async def one(here: Here, arguments: tuple[str, ...]) -> Reply:
    """One hotspot: how it came to stand as it does, and what may be said of it next: `hotspot:<id>`."""
    found = await _admitted(here, "".join(arguments[:1]))
    if isinstance(found, Reply):
        return found
    person, spot = found
    history = (await hotspots.steps(here.rows, spot.id)).get(spot.id, ())
    lines = [_line(here, spot), *(f"- {step.day:%d/%m/%Y}: {_(step.state.text)}" for step in history)]
    ways = [
        (action(STEP, spot.id, spot.version, state.value), _(state.text)) for state in next_states(spot, person.role)
    ]
    return Reply(Screen("\n".join(lines), menu(*ways, (action("hotspots", 0), _("Back")))), page=PAGE_NAME)


async def of_tip(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Hotspot" on the card of a tip one has: where it is grouped, or where it could be: `tip_spot:<tip>`."""
    found = await _groupable(here, "".join(arguments[:1]))
    if isinstance(found, Reply):
        return found
    person, card, row = found
    there = await hotspots.of_tip(here.rows, row)
    spot = await hotspots.get(here.rows, here.keyring, there) if there else None
    if spot:
        lines = [_("{label} is grouped here:").format(label=card.label), _line(here, spot)]
        ways = [(action("spot_out", card.public), _("Take it out"))]
    else:
        near = [
            one
            for one in await _seen(here, person)
            if one.area == card.area and one.state is not HotspotState.DISMISSED
        ][:ON_A_PAGE]
        lines = [_("To which hotspot does {label} belong?").format(label=card.label)]
        lines += [f"{place}. {_line(here, one)}" for place, one in enumerate(near, 1)]
        ways = [
            (action("spot_in", card.public, one.id[:16]), f"{place}. {one.label}"[:LABEL])
            for place, one in enumerate(near, 1)
        ]
        ways.append((action(NEW, card.public), _("A new one")))
    return Reply(Screen("\n".join(lines), menu(*ways, (action("card", card.public), _("Back")))), page=PAGE_NAME)


async def put_in(here: Here, arguments: tuple[str, ...]) -> Reply:
    """To a hotspot that is there: `spot_in:<tip>:<beginning of its id>`."""
    found = await _groupable(here, "".join(arguments[:1]))
    if isinstance(found, Reply):
        return found
    person, card, _row = found
    named = "".join(arguments[1:2])
    spot = next((one for one in await _seen(here, person) if named and one.id.startswith(named)), None)
    if spot is None or spot.area != card.area:
        return Reply(toast=_("That button was from before."))
    effect = GroupTip(card.public, person.id, spot.id)
    return Reply(_grouped(here, card, spot), effects=[effect], page=PAGE_NAME)


async def take_out(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Take it out": `spot_out:<tip>`."""
    found = await _groupable(here, "".join(arguments[:1]))
    if isinstance(found, Reply):
        return found
    person, card, _row = found
    screen = Screen(_("{label} is grouped nowhere.").format(label=card.label), menu((action("desk"), _("Desk"))))
    return Reply(screen, effects=[UngroupTip(card.public, person.id)], page=PAGE_NAME)


async def begin_new(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "A new one": `hotspot_new:<tip>`."""
    found = await _groupable(here, "".join(arguments[:1]))
    return found if isinstance(found, Reply) else Reply(begin=Begin(NEW, {"tip": found[1].public}), fresh=True)


async def make(ask: Ask, here: Here) -> Reply:
    """Dialogue: what kind, and a few words for the place."""
    found = await _groupable(here, str(ask.so_far("tip")))
    if isinstance(found, Reply):
        return found
    person, card, _row = found
    kinds = {kind.value: _(kind.text) for kind in HotspotKind}
    kind = HotspotKind(await ask("kind", Choice(_("What is it?"), kinds, columns=1)))
    label = await ask("label", Label(_("A few words for the place. No name, no address.")))
    assert card.area is not None
    spot = Hotspot(secrets.token_hex(16), card.area, kind, person.station, label=label)
    effect = GroupTip(card.public, person.id, spot.id, kind, label)
    return Reply(_grouped(here, card, spot), effects=[effect], page=PAGE_NAME)


async def begin_step(here: Here, arguments: tuple[str, ...]) -> Reply:
    """A superior says how it stands now: `hotspot_step:<id>:<version>:<state>`."""
    found = await _admitted(here, "".join(arguments[:1]))
    if isinstance(found, Reply):
        return found
    person, spot = found
    state, version = "".join(arguments[2:3]), number("".join(arguments[1:2]))
    if version != spot.version or state not in {one.value for one in next_states(spot, person.role)}:
        return Reply(toast=_(SENTENCES[Why.STATE]), alert=True)
    return Reply(begin=Begin(STEP, {"spot": spot.id, "version": spot.version, "state": state}), fresh=True)


async def step(ask: Ask, here: Here) -> Reply:
    """Dialogue: since which day."""
    found = await _admitted(here, str(ask.so_far("spot")))
    if isinstance(found, Reply):
        return found
    person, spot = found
    state, version = HotspotState(str(ask.so_far("state"))), int(ask.so_far("version"))
    if version != spot.version or state not in next_states(spot, person.role):
        return Reply(toast=_(SENTENCES[Why.STATE]), alert=True)
    history = (await hotspots.steps(here.rows, spot.id))[spot.id]
    today = local(here.now, here.policy).date()
    title = _("{place}: {state}. Since which day?").format(place=spot.label, state=_(state.text))
    day = await ask("day", StepDay(title, today, history[-1].day))
    text = _("Noted: {place}, {state}, {day}.").format(place=spot.label, state=_(state.text), day=f"{day:%d/%m/%Y}")
    screen = Screen(text, menu((action("hotspots", 0), _("Hotspots")), (action("desk"), _("Desk"))))
    return Reply(screen, effects=[StepHotspot(spot.id, version, person.id, state, day)], page=PAGE_NAME)


async def _seen(here: Here, person: Person) -> list[Hotspot]:
    station = (await here.stations())[person.station]
    found = await hotspots.of_station(here.rows, here.keyring, None)
    seen = (one for one in found if within(person, station, one))
    return sorted(seen, key=lambda one: (list(HotspotState).index(one.state), one.area, one.label, one.id))


async def _admitted(here: Here, named: str) -> tuple[Person, Hotspot] | Reply:
    found = await admit(here, Right.HOTSPOTS)
    if not isinstance(found, Admitted):
        return found
    spot = await hotspots.get(here.rows, here.keyring, named)
    if spot is None:
        return Reply(toast=_("That button was from before."))
    if not within(found.person, (await here.stations())[found.person.station], spot):
        return Reply(toast=_(SENTENCES[Why.ELSEWHERE]), alert=True)
    return found.person, spot


async def _groupable(here: Here, public: str) -> tuple[Person, Card, bytes] | Reply:
    found = await admit_to(here, Right.GROUP_TIP, public)
    if not isinstance(found, AdmittedTo):
        return found
    row = await tips.row_id(here.rows, public)
    head = (await incidents.belonging(here.rows, here.keyring, public)).head
    why = may_group(found.card, head)
    if why or row is None:
        return Reply(toast=_(SENTENCES[why or Why.STATE]), alert=True)
    return found.person, found.card, row


def _grouped(here: Here, card: Card, spot: Hotspot) -> Screen:
    text = _("{label} is grouped here:").format(label=card.label)
    ways = menu((action("hotspots", 0), _("Hotspots")), (action("desk"), _("Desk")))
    return Screen(f"{text}\n{_line(here, spot)}", ways)


def _line(here: Here, one: Hotspot) -> str:
    """ "Điểm ma túy · bến đò cũ · Phường Vĩnh Châu · Đang giải quyết · 3 incidents"."""
    count = ngettext("{n} incident", "{n} incidents", one.incidents).format(n=one.incidents)
    return " · ".join((_(one.kind.text), one.label, here.gazetteer.title(one.area), _(one.state.text), count))


def _page(seen: list[Hotspot], start: int) -> list[tuple[int, Hotspot]]:
    return list(enumerate(seen[start : start + ON_A_PAGE], start + 1))
