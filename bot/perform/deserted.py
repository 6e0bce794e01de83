"""A unit's last reader has gone: its tips still come, and nobody there can open them. Whoever can mend that must hear of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.perform.doing import Doing
from content.locales import DEFAULT, _, speaking
from content.terms import PersonState, Role
from handlers.messages import Lane, Screen, Show
from handlers.triage.permissions import READERS
from storage import people, stations
from storage.people import Person


async def tell(doing: Doing, gone: Person) -> None:
    """After somebody's rights have ended: nothing where a colleague can still read."""
    if gone.role not in READERS or not gone.holds_key or readers(await _staff(doing, gone.station)):
        return
    unit = (await stations.every(doing.rows))[gone.station]
    with speaking(DEFAULT):
        text = _("Nobody of {unit} can read its tips any more. Please have somebody invited there.")
        screen = Screen(text.format(unit=unit.name), silent=False)
    doing.alerts.append((f"deserted.{unit.id}", screen.text))
    above = readers(await _staff(doing, doing.policy.province_station))
    heads = [one for one in above if one.role is Role.HEAD] or above
    for one in heads:
        to = await doing.address_of(one)
        doing.posts.append(Show(to, f"deserted:{unit.id}", screen, fresh=True, lane=Lane.ALERT))


def readers(staff: Sequence[Person]) -> list[Person]:
    """Those who hold their unit's key and may use it."""
    return [one for one in staff if one.role in READERS and one.state is PersonState.ACTIVE and one.holds_key]


async def _staff(doing: Doing, station: str) -> list[Person]:
    return await people.of_station(doing.rows, doing.keyring, station)
