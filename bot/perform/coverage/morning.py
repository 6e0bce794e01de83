"""At seven the commanders of the province see what waits and what is late; whoever is late is reminded when they say so."""

from __future__ import annotations

from typing import Any

from bot.perform import daily
from bot.perform.doing import Doing
from bot.perform.news import show
from content.locales import DEFAULT, _, ngettext, speaking
from content.terms import PersonState, Role
from handlers.coverage.effects import RemindLate
from handlers.coverage.morning import gathered, picture_screen
from handlers.messages import Button, Screen, Show
from handlers.screens import action
from handlers.triage.permissions import Right, case_of, refusal
from storage import people
from storage.people import Person


async def came(doing: Doing, payload: dict[str, Any]) -> None:  # noqa: ARG001
    """Every morning, where somebody commands."""
    await daily.again(doing, daily.PICTURE)
    commanders = [
        one
        for one in await people.of_role(doing.rows, doing.keyring, Role.COMMANDER)
        if one.station == doing.policy.province_station and _serves(one)
    ]
    if not commanders:
        return
    found = await gathered(doing.rows, doing.keyring, doing.policy, doing.now)
    with speaking(DEFAULT):
        screen = picture_screen(found, doing.policy, doing.now)
    for one in commanders:
        await show(doing, Show(await doing.address_of(one), "morning", screen, fresh=True))


async def remind(doing: Doing, effect: RemindLate) -> None:
    """One line to the heads of each unit that is late now. Nothing where the right was lost meanwhile."""
    by = await people.get(doing.rows, doing.keyring, effect.officer)
    if by is None or by.station != doing.policy.province_station or refusal(Right.PICTURE, case_of(by, doing.now)):
        return
    found = await gathered(doing.rows, doing.keyring, doing.policy, doing.now)
    for station in found.late:
        late = found.loads[station].late
        with speaking(DEFAULT):
            text = ngettext(
                "The commander asks: {n} tip of the unit is overdue.",
                "The commander asks: {n} tips of the unit are overdue.",
                late,
            ).format(n=late)
            desk = Button(_("Desk"), payload=action("desk"))
        for one in await people.of_station(doing.rows, doing.keyring, station):
            if one.role is Role.HEAD and _serves(one):
                await show(doing, Show(await doing.address_of(one), "late", Screen(text, ((desk,),)), fresh=True))


def _serves(one: Person) -> bool:
    return one.state is PersonState.ACTIVE and not one.training
