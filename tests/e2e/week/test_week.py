"""A week at a ward's station: forty tips of twenty-five matters, and every deadline is met or told to those above.

What was done, and what then stood on the screen, is `transcript.txt`: read it as the story that it is. One engine and
one mode are enough for a story; what differs between them has tests of its own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from content.terms import Stage
from handlers.triage.standing import deadlines
from storage import tips
from storage.vault.keyring import Keyring
from tests.e2e.house import House, open_house
from tests.e2e.week.people import Station
from tests.e2e.week.script import HERE, Told, script

TRANSCRIPT = HERE / "transcript.txt"
WRITTEN = Path("build") / "week.txt"
MORNING_S = 20 * 3600.0
"""From the last act, on Sunday at noon, to Monday's first hour."""


@pytest.fixture
async def station(url: str, keyring: Keyring) -> AsyncIterator[Station]:
    async with open_house(url, keyring, "polling") as house:
        yield Station(house)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_every_deadline_of_the_week_is_met_or_told(station: Station) -> None:
    house = station.house
    await station.found()
    for act in script():
        await station.until(act.at)
        await (station.tells(act) if isinstance(act, Told) else station.does(act))
    await station.until(house.now + MORNING_S)

    late = await unmet(house, station)
    assert late, "somebody has to be late in a week like this"
    assert {station.named(label) for label in late} <= station.overdue()

    WRITTEN.parent.mkdir(exist_ok=True)
    WRITTEN.write_text("\n".join([*station.transcript, *station.reminded()]) + "\n")
    assert WRITTEN.read_text() == TRANSCRIPT.read_text(), f"if what changed is right, copy {WRITTEN}"


async def unmet(house: House, station: Station) -> list[str]:
    """Labels of tips with a deadline that is over; every open tip has somebody, or a next deadline."""
    late = []
    async with house.database.read() as rows:
        for public in station.publics.values():
            card = await tips.card(rows, public)
            assert card is not None
            running = deadlines(card, house.policy)
            assert card.stage is Stage.CLOSED or card.holder or running, card.label
            late += [card.label for one in running if one.ends <= house.now]
    return late
