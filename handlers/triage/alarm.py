"""Who is rung, when: pure rules on plain records. Performing sends the rings and puts the next look at the clock.

Danger now rings every duty officer of the station and the province at minute 0, the head from minute 3, and all of
them every three minutes until somebody presses (users.md A8), then every ten until somebody has read it. An ordinary
tip shows itself silently; left alone, it rings the group, then the province. A ring never goes to a station that may
not read the tip.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content.locales import _
from content.policy import Policy
from content.terms import Mark, PersonState, Role, StationKind, TipState
from handlers.messages import Button, Screen
from handlers.triage.card import Around, urgent
from handlers.triage.hours import quiet, span
from handlers.triage.permissions import READERS, involved, may_see
from storage.people import Person
from storage.stations import Station
from storage.tips import Card

LONGEST_WAIT_S = 86400.0


@dataclass(frozen=True)
class Ring:
    """One chat to reach: a person's private one, or the station's group where `person` is empty.

    The card is shown there (edited where it stands already); with `reply`, a short new message that rings replies
    to it.
    """

    station: str
    person: str = ""
    reply: bool = False
    silent: bool = False


@dataclass(frozen=True)
class Rings:
    """What to send now, and in how many seconds to look again; None: the alarm is over."""

    now: tuple[Ring, ...]
    next_s: float | None
    province_told: bool = False


def ring_name(public: str) -> str:
    """The screen of the short reply: shown `fresh` at each step, removed everywhere when somebody acts."""
    return f"ring:{public}"


def answered(card: Card) -> bool:
    """Whether somebody has it, so that nothing rings any more.

    Danger that somebody took without reading it ("I go now" asks for no PIN) goes on ringing until it is opened.
    """
    if card.state is TipState.NEW:
        return False
    return card.opened or not urgent(card) or card.state is TipState.CLOSED


def first_rings(
    card: Card, stations: Mapping[str, Station], staff: Sequence[Person], policy: Policy, now: float
) -> Rings:
    """Minute 0.

    The card. `staff` is everybody of the stations on the tip's route. Also after a tip was freed or handed up.
    """
    return _rings(card, 0, stations, staff, policy, now)


def next_rings(
    card: Card, step: int, stations: Mapping[str, Station], staff: Sequence[Person], policy: Policy, now: float
) -> Rings:
    """Step 1, 2, ....

    A short reply that rings wherever the card is, and the card where it is new. Nothing once answered.
    """
    return Rings((), None) if answered(card) else _rings(card, step, stations, staff, policy, now)


def _rings(
    card: Card, step: int, stations: Mapping[str, Station], staff: Sequence[Person], policy: Policy, now: float
) -> Rings:
    hot = urgent(card)
    silent = quiet(now, policy) and not hot
    told = _told(card, step, stations, policy, awake=bool(duty(card.station, staff, card, now)))
    chats = tuple(
        Ring(station, person, reply=step > 0, silent=silent)
        for station in told
        for person in _chats(station, stations.get(station), card, staff, now, heads=hot and step > 0)
    )
    return Rings(chats, wait(card, step, policy), policy.province_station in told[1:])


def wait(card: Card, step: int, policy: Policy) -> float:
    """Seconds until the next step.

    Danger every three minutes, more slowly once somebody has it; an ordinary tip ever more seldom, but never forgotten.
    """
    if urgent(card):
        return policy.unclaimed_station if card.state is TipState.NEW else policy.unopened
    return min(policy.unclaimed_ordinary * 2.0 ** min(step, 20), LONGEST_WAIT_S)


def duty(station: str, staff: Sequence[Person], card: Card, now: float) -> list[Person]:
    """Who may be rung at a station: readers on shift who are not involved, nor in training where the tip is real."""
    return [one for one in staff if one.station == station and one.on_shift(now) and may_be_rung(one, card)]


def ring_screen(card: Card, around: Around) -> Screen:
    """The short reply that rings. It says nothing that the card does not."""
    waited = span(around.waited_s)
    text = _("{label}: nobody has taken it · {time}.").format(label=card.label, time=waited)
    if card.state is not TipState.NEW:
        name = around.names.get(card.holder or "", "?")
        text = _("{label}: {name} has it, but nobody has read it yet · {time}.").format(
            label=card.label, name=name, time=waited
        )
    if urgent(card):
        text = _("🔴 URGENT") + " · " + text
    return Screen(text, ((Button(_("Open shift"), link=around.link("truc")),),), silent=False)


def source_screen(card: Card, *, private: bool) -> Screen:
    """The short reply that rings where another source told of a tip; a group learns nothing of sources (users.md A9)."""
    said = _("{label}: another source tells of it.") if private else _("{label}: there is something new.")
    return Screen(said.format(label=card.label), silent=False)


def _told(card: Card, step: int, stations: Mapping[str, Station], policy: Policy, *, awake: bool) -> tuple[str, ...]:
    """The stations that know at a step, within the route: whose turn it is first. The border guard at once; where there
    is danger the commune too, unless it said that it can't. With nobody on duty the province learns one step sooner.
    """
    late = urgent(card) or step >= (2 if awake else 1)
    kinds = {one: stations[one].kind for one in card.stations if one in stations and one != card.station}
    told = [one for one, kind in kinds.items() if kind is StationKind.BORDER_GUARD]
    busy = any(mark is Mark.TO_PROVINCE for mark, _person, _at in card.marks)
    told += [one for one, kind in kinds.items() if urgent(card) and not busy and kind is StationKind.COMMUNE]
    told += [policy.province_station] if late and policy.province_station in kinds else []
    return (card.station, *told)


def _chats(
    station: str, unit: Station | None, card: Card, staff: Sequence[Person], now: float, *, heads: bool
) -> list[str]:
    """Whom to reach at a station.

    "" is its group. Where neither a group nor anybody on duty is there, every reader of it.
    """
    group = [""] if unit and unit.group else []
    on_duty = [one.id for one in duty(station, staff, card, now)]
    others = [
        one
        for one in staff
        if one.station == station
        and one.state is PersonState.ACTIVE
        and one.id not in on_duty
        and may_be_rung(one, card)
    ]
    nobody = not group and not on_duty
    called = [one.id for one in others if nobody or (heads and one.role is Role.HEAD)]
    return [*group, *on_duty, *called]


def may_be_rung(one: Person, card: Card) -> bool:
    return one.role in READERS and may_see(one, card) and not involved(card, one.id)
