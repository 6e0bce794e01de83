"""Each morning the end of the audit is noted beside the keyring and told to the province: whoever cuts the tail off
later is found out.

The message says no number of lines: from one day's to the next, a group could count what came in that it may not know.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.perform import daily
from bot.perform.doing import Doing
from content.locales import DEFAULT, _, speaking
from content.terms import PersonState, Role
from handlers.messages import Address, Lane, Screen, Show
from handlers.triage.hours import local
from storage import audit, people, stations
from storage.anchors import Anchor, Anchors, code_of, shown

KEEPERS = (Role.HEAD, Role.DESK)
"""To whom the code goes where the province has no group."""


async def anchor(doing: Doing, payload: dict[str, Any]) -> None:  # noqa: ARG001
    """The moment has come. A line of its own makes tomorrow's code differ, whatever happens today."""
    day = local(doing.now, doing.policy).date()
    lines, mac = await audit.head(doing.rows)
    code = code_of(doing.keyring.audit, lines, mac)
    Anchors(doing.keyring.folder).add(Anchor(day, lines, code))
    doing.audit("", "anchored")
    with speaking(DEFAULT):
        screen = anchor_screen(day, code)
    for to in await _keepers(doing):
        doing.posts.append(Show(to, f"anchor:{day:%Y%m%d}", screen, fresh=True, lane=Lane.ALERT))
    await daily.again(doing, daily.ANCHOR)


def anchor_screen(day: date, code: str) -> Screen:
    """What the province keeps."""
    text = _("Audit, morning of {day}. Code: {code}").format(day=f"{day:%d/%m/%Y}", code=shown(code))
    return Screen(
        f"{text}\n{_('Please keep this message: with it anybody can check later that no line was taken away.')}"
    )


async def _keepers(doing: Doing) -> list[Address]:
    province = (await stations.every(doing.rows)).get(doing.policy.province_station)
    group = province and doing.group_of(province)
    if group:
        return [group]
    staff = await people.of_station(doing.rows, doing.keyring, doing.policy.province_station)
    kept = [one for one in staff if one.role in KEEPERS and one.state is PersonState.ACTIVE]
    return [await doing.address_of(one) for one in kept]
