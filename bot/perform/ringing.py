"""Cards and rings: what `handlers/triage/alarm.py` decides is posted, and the next look is put to the clock."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.perform.doing import Doing
from content.locales import DEFAULT, _, speaking
from content.terms import GroupTopics
from handlers.messages import Address, Lane, Remove, Screen, Show, Topic
from handlers.triage import alarm
from handlers.triage.alarm import Ring, Rings
from handlers.triage.card import Around, card_name, group_card, passed_card, private_card, seen_by, urgent
from handlers.triage.hours import quiet
from handlers.triage.routing_rules import to_call
from handlers.triage.topics import topic_name, topic_of
from storage import due, incidents, people, stations, tips
from storage.people import Person
from storage.stations import Station
from storage.tips import Card, Place

ALARM = "alarm"
STAFF_CHANNEL = "telegram"
"""PINs and reading stay on Telegram: there a message can be deleted and protected."""


async def begin_alarm(doing: Doing, card: Card, *, later_s: float = 0.0) -> None:
    """Minute 0 of a tip that nobody has: cards, rings, and the next look; all of it `later_s` seconds later."""
    wait = hidden_wait(doing, card) + later_s
    known, staff = await _surroundings(doing, card)
    rings = alarm.first_rings(card, known, staff, doing.policy, doing.now)
    await _post(doing, card, rings, known, staff, started=doing.now, after_s=wait)
    await _look_again(doing, card, rings, step=1, started=doing.now, after_s=wait)


async def tell_of_news(doing: Doing, public: str, *, later_s: float = 0.0) -> None:
    """Something new in a tip, `later_s` seconds later: to its holder, or wherever its card stands."""
    card = await tips.card(doing.rows, public)
    if card is None:
        raise LookupError("the tip is gone")
    wait = hidden_wait(doing, card) + later_s
    if card.holder:
        await refresh(doing, card, after_s=wait)
        await _ring_holder(doing, card, after_s=wait)
    else:
        # The steps go on as they were: whoever adds a line every minute must not keep the province from hearing of it.
        await refresh(doing, card, after_s=wait, reply=True)


async def go_on(doing: Doing, payload: dict[str, Any]) -> None:
    """The next step of an alarm: the clock brings back what `_look_again` put there."""
    card = await tips.card(doing.rows, payload["tip"])
    if card is None:
        return
    known, staff = await _surroundings(doing, card)
    step, started = int(payload["step"]), float(payload["started"])
    rings = alarm.next_rings(card, step, known, staff, doing.policy, doing.now)
    await _post(doing, card, rings, known, staff, started=started)
    await _look_again(doing, card, rings, step=step + 1, started=started)


async def end_alarm(doing: Doing, card: Card) -> None:
    """Somebody acted: the short messages that rang are taken away, and nothing rings any more; but danger that nobody
    has opened rings on, more slowly.
    """
    await due.cancel(doing.rows, doing.seals, ALARM, card.public)
    if not alarm.answered(card) and card.holder:
        await _look_again(doing, card, Rings((), alarm.wait(card, 1, doing.policy)), step=1, started=doing.now)
    known, staff = await _surroundings(doing, card)
    for place in await tips.shown(doing.rows, card.public):
        to = await _chat(doing, Ring(place.station, place.person), known, staff)
        if to:
            doing.posts.append(Remove(to, alarm.ring_name(card.public)))


async def close_cards(doing: Doing, card: Card) -> None:
    """The tip is passed on: nothing rings for it here any more, and each copy of its card becomes one closed line."""
    await due.cancel(doing.rows, doing.seals, ALARM, card.public)
    known, staff = await _surroundings(doing, card)
    with speaking(DEFAULT):
        line = passed_card(card.public)
    for place in await tips.shown(doing.rows, card.public):
        to = await _chat(doing, Ring(place.station, place.person), known, staff)
        if to:
            doing.posts.append(Remove(to, alarm.ring_name(card.public)))
            topic = _topic(doing, card, place, known)
            topic = topic and replace(topic, closed=True)
            doing.posts.append(Show(to, card_name(card.public), line, lane=Lane.ALERT, topic=topic))


async def refresh(doing: Doing, card: Card, *, after_s: float = 0.0, reply: bool = False) -> None:
    """Every copy of the card as it stands now; with `reply`, a short message that rings answers each."""
    known, staff = await _surroundings(doing, card)
    places = await tips.shown(doing.rows, card.public)
    silent = quiet(doing.now, doing.policy) and not urgent(card)
    rings = Rings(tuple(Ring(place.station, place.person, reply, silent) for place in places), None)
    await _post(doing, card, rings, known, staff, started=doing.now, after_s=after_s)


async def ring_source(doing: Doing, card: Card, presser: str) -> None:
    """Another source tells of what this tip tells of: every copy of the card, and a short reply that rings to each but
    that of the officer who joined the two.
    """
    await refresh(doing, card)
    known, staff = await _surroundings(doing, card)
    silent = quiet(doing.now, doing.policy) and not urgent(card)
    for place in await tips.shown(doing.rows, card.public):
        to = await _chat(doing, Ring(place.station, place.person), known, staff)
        if to is None or place.person == presser:
            continue
        with speaking(DEFAULT):
            look = replace(alarm.source_screen(card, private=bool(place.person)), silent=silent)
        name, reply_to, topic = alarm.ring_name(card.public), card_name(card.public), _topic(doing, card, place, known)
        doing.posts.append(Show(to, name, look, True, Lane.ALERT, reply_to=reply_to, topic=topic))


async def take_down(doing: Doing, card: Card) -> None:
    """A tip that was joined to another has no card of its own any more: there is one for each incident."""
    await end_alarm(doing, card)
    known, staff = await _surroundings(doing, card)
    for place in await tips.shown(doing.rows, card.public):
        to = await _chat(doing, Ring(place.station, place.person), known, staff)
        if to:
            doing.posts.append(Remove(to, card_name(card.public)))
        if to and _topic(doing, card, place, known):
            doing.posts.append(Remove(to, topic_name(card.public), topic=True))
    await tips.taken_down(doing.rows, card.public)


async def fresh_card(doing: Doing, card: Card, person: Person, *, bury: bool = False, after_s: float = 0.0) -> None:
    """The card in one officer's chat, sent anew at the end of the chat unless it may stay where it is."""
    known, staff = await _surroundings(doing, card)
    around = seen_by(await _around(doing, card, staff, known, 0.0, told=False), card, person, known)
    with speaking(DEFAULT):
        screen = private_card(card, around, person.id)
    to = await doing.address_of(person)
    doing.posts.append(Show(to, card_name(card.public), screen, fresh=not bury, lane=Lane.ALERT, after_s=after_s))
    await tips.show_at(doing.rows, card.public, [Place(person.station, person.id)])


async def _ring_holder(doing: Doing, card: Card, *, after_s: float) -> None:
    holder = await people.get(doing.rows, doing.keyring, card.holder or "")
    if holder:
        await fresh_card(doing, card, holder, after_s=after_s)


async def _post(
    doing: Doing,
    card: Card,
    rings: Rings,
    known: dict[str, Station],
    staff: Sequence[Person],
    *,
    started: float,
    after_s: float = 0.0,
) -> None:
    around = await _around(doing, card, staff, known, doing.now - started, told=rings.province_told)
    places = []
    for ring in rings.now:
        to = await _chat(doing, ring, known, staff)
        if to is None:
            continue
        with speaking(DEFAULT):
            screen = _private(card, around, ring, known, staff) if ring.person else group_card(card, around)
            screens: list[tuple[str, Screen, bool, str]] = [(card_name(card.public), screen, False, "")]
            if ring.reply:
                screens.append(
                    (alarm.ring_name(card.public), alarm.ring_screen(card, around), True, card_name(card.public))
                )
        place = Place(ring.station, ring.person)
        topic = _topic(doing, card, place, known)
        for name, screen, fresh, reply_to in screens:
            look = replace(screen, silent=ring.silent or screen.silent)
            doing.posts.append(Show(to, name, look, fresh, Lane.ALERT, after_s=after_s, reply_to=reply_to, topic=topic))
        places.append(place)
    await tips.show_at(doing.rows, card.public, places)


def _private(card: Card, around: Around, ring: Ring, known: dict[str, Station], staff: Sequence[Person]) -> Screen:
    viewer = next(one for one in staff if one.id == ring.person)
    return private_card(card, seen_by(around, card, viewer, known), ring.person)


async def _look_again(
    doing: Doing, card: Card, rings: Rings, *, step: int, started: float, after_s: float = 0.0
) -> None:
    if rings.next_s is None:
        return
    payload = {"tip": card.public, "step": step, "started": started}
    at = doing.now + after_s + rings.next_s
    await due.put(doing.rows, doing.seals, ALARM, card.public, at, payload, doing.now, lasting=True)


async def _surroundings(doing: Doing, card: Card) -> tuple[dict[str, Station], list[Person]]:
    known = dict(await stations.every(doing.rows))
    staff = await people.of_station(doing.rows, doing.keyring, *{card.station, *card.stations})
    return known, staff


async def _chat(doing: Doing, ring: Ring, known: dict[str, Station], staff: Sequence[Person]) -> Address | None:
    if not ring.person:
        return doing.group_of(known[ring.station])
    person = next((one for one in staff if one.id == ring.person), None)
    return await doing.address_of(person) if person else None


def _topic(doing: Doing, card: Card, place: Place, known: dict[str, Station]) -> Topic | None:
    """Where the card stands in a group that has topics; None in anybody's own chat."""
    if place.person or known[place.station].topics is not GroupTopics.KEPT:
        return None
    with speaking(DEFAULT):
        return topic_of(card, place_name(doing, card))


async def _around(
    doing: Doing, card: Card, staff: Sequence[Person], known: dict[str, Station], waited_s: float, *, told: bool
) -> Around:
    facts = doing.tools.facts[STAFF_CHANNEL]
    names = {one.id: one.name for one in staff}
    call = to_call(card, known)
    belonging = await incidents.belonging(doing.rows, doing.keyring, card.public)
    place = place_name(doing, card)
    return Around(doing.policy, doing.now, place, names, waited_s, told, call, belonging, link=facts.link)


def place_name(doing: Doing, card: Card) -> str:
    """The commune of today, or words for a place that nobody named."""
    return doing.tools.gazetteer.title(card.area) if card.area else _("Place unknown, or at sea")


def hidden_wait(doing: Doing, card: Card) -> float:
    """So that nobody who watches a phone can match what is written on it with a card, nor what reaches it with what
    an officer pressed (vault.md). Danger does not wait.
    """
    if urgent(card):
        return 0.0
    least, most = doing.policy.card_wait_from, doing.policy.card_wait_to
    return least + secrets.randbelow(int((most - least) * 1000) + 1) / 1000
