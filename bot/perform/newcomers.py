"""A newcomer waits: every colleague on shift who may let them in hears of it, until one has."""

from __future__ import annotations

from bot.perform.doing import Doing
from content.locales import DEFAULT, speaking
from content.terms import Role
from handlers.admin.approve import can_approve, request_name, request_screen
from handlers.messages import Lane, Remove, Show
from handlers.triage.permissions import READERS
from storage import people
from storage.people import Person


async def tell_colleagues(doing: Doing, newcomer: Person) -> None:
    """Ask everybody on shift who may approve."""
    with speaking(DEFAULT):
        screen = request_screen(newcomer)
    for one in await _colleagues(doing, newcomer):
        to = await doing.address_of(one)
        doing.posts.append(Show(to, request_name(newcomer.id), screen, fresh=True, lane=Lane.ALERT))


async def settled(doing: Doing, newcomer: Person) -> None:
    """Somebody decided: the question leaves every other chat."""
    for one in await _colleagues(doing, newcomer):
        doing.posts.append(Remove(await doing.address_of(one), request_name(newcomer.id)))


async def _colleagues(doing: Doing, newcomer: Person) -> list[Person]:
    found = await people.of_station(doing.rows, doing.keyring, newcomer.station)
    if newcomer.role not in READERS:
        found = await people.of_role(doing.rows, doing.keyring, Role.ADMIN)
    return [one for one in found if one.on_shift(doing.now) and can_approve(one, newcomer)]
