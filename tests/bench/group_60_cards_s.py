"""60 citizens send at once to a station whose group may get 18 messages a minute: seconds of the virtual clock until the last of the
60 cards stands in the group.

Under the real limits of production, against an emulated Telegram that refuses faster senders with 429, without the hidden wait. A
card that does not come fails the run.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from bot.limits import Limits
from bot.sandbox.server import Sandbox
from tests.bench.card_p95_ms import LABEL
from tests.bench.street import furnished, on_duty
from tests.conftest import NOON
from tests.e2e.house import House, open_house, running_clock
from tests.e2e.phones import Citizen
from tests.world import COMMUNE, PROVINCE

CITIZENS = 60
PATIENCE_S = 600
STEP_S = 0.03
SPEED = 10  # of the clock; what the house works meanwhile counts so often, against it
RUNS = 3


def measure() -> list[float]:
    return [asyncio.run(_run()) for _one in range(RUNS)]


async def _run() -> float:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/hotline.db"
        database, keyring = await furnished(url, Path(folder, "keyring"), NOON)
        await database.close()
        ground = Sandbox(clock=running_clock(), server_limits=True, keep_traffic=100)
        async with open_house(url, keyring, "webhook", limits=Limits(), sandbox=ground, start=False) as house:
            return await carded(house)


async def carded(house: House) -> float:
    """Seconds from the first word of the first citizen to the last card."""
    for number, station in enumerate((COMMUNE, PROVINCE)):
        await on_duty(house.world, station, 10 + number)
    await house.start()
    group = await house.group(COMMUNE)
    await house.pass_time(60)
    began, passing = house.now, asyncio.create_task(pass_time(house))
    try:
        people = [house.sandbox.person("Ba") for _one in range(CITIZENS)]
        await asyncio.gather(
            *(Citizen(house.sandbox, one, one).report("co nguoi ban ma tuy gan cho") for one in people)
        )
        while house.now - began < PATIENCE_S:
            cards = {found[0] for found in map(LABEL.search, group.owner.at(group.chat).texts) if found}
            if len(cards) == CITIZENS:
                return house.now - began
            await asyncio.sleep(STEP_S)
    finally:
        passing.cancel()
    raise RuntimeError(f"{len(cards)} of {CITIZENS} tips have a card")


async def pass_time(house: House) -> None:
    """Let the clock run ahead, a little at a time."""
    while True:
        house.sandbox.clock.advance(STEP_S * SPEED)
        house.wake()
        await asyncio.sleep(STEP_S)
