"""SIGKILL at random moments while a message goes to 600 groups, and whatever a platform can do to it: each row tells what the
platform did.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.sandbox.server import Sandbox
from bot.sandbox.telegram.state import Chat, Member
from content.outreach_terms import DeliveryState, RunState
from storage import runs
from storage.engine import Database
from storage.tables import delivery
from storage.vault.keyring import Keyring
from tests.crash.storm import Mortal, last
from tests.crowd import MESSAGE, begun, crowd
from tests.e2e.house import settings_for
from tests.e2e.phones import until
from tests.world import World

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]

GROUPS, API_S, PATIENCE_S = 600, 0.05, 240.0
SENT, UNKNOWN = DeliveryState.SENT, DeliveryState.UNKNOWN


@dataclass
class Town:
    """Groups that agreed, on an emulated platform, and a run that goes to all of them."""

    sandbox: Sandbox
    database: Database
    chats: list[int]
    ids: list[bytes]
    run: bytes

    @classmethod
    async def gather(cls, sandbox: Sandbox, database: Database, keyring: Keyring, kind: str = "supergroup") -> Town:
        owner, world = sandbox.person("Cô Sáu"), sandbox.telegram
        chats = []
        for number in range(GROUPS):
            chats.append(sandbox.phones.new_group({"title": f"Lớp {number}", "owner": owner, "kind": kind})["chat_id"])
            world.chats[chats[-1]].members[world.bot.id] = Member(world.bot, "member")  # long ago: nobody is told now
        now = sandbox.clock.now()
        async with database.write() as rows:
            ids = await crowd(rows, keyring, GROUPS, now, chats=[str(one) for one in chats])
            run = await begun(rows, keyring, now)
        return cls(sandbox, database, chats, ids, run)

    async def over(self) -> RunState | None:
        async with self.database.read() as rows:
            found = await runs.get(rows, self.run)
        return RunState.FINISHED if found and found.state is RunState.FINISHED else None

    async def finished(self) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not await self.over():  # noqa: ASYNC110  another process works
                await asyncio.sleep(0.05)

    def arrived(self, chat: int) -> int:
        """How many copies stand in a chat, or in the one that it became."""
        new = self.sandbox.telegram.chats[chat].upgraded_to
        shown = [*self.sandbox.shown(chat), *(self.sandbox.shown(new) if new else ())]
        return sum(MESSAGE.texts["vi"] in str(message.get("text")) for message in shown)

    async def true(self) -> dict[DeliveryState, int]:
        """Every row is what the platform recorded; how many in each state."""
        async with self.database.read() as rows:
            query = sa.select(delivery.c.subscription, delivery.c.state).where(delivery.c.run == self.run)
            states = {row.subscription: DeliveryState(row.state) for row in await rows.execute(query)}
            progress = await runs.progress(rows, self.run, self.sandbox.clock.now())
        assert progress is not None
        assert progress.total == len(states) == GROUPS
        for chat, to in zip(self.chats, self.ids, strict=True):
            copies, state = self.arrived(chat), states[to]
            may_be = {SENT: (1,), UNKNOWN: (0, 1), DeliveryState.FAILED: (0,)}[state]
            assert copies in may_be, f"{state}: {copies} copies"
        assert progress.left == 0
        return {state: count for state, count in progress.counts.items() if count}


async def killed(url: str, keyring: Keyring, folder: Path, kills: int, seed: int, replicas: int = 1) -> None:
    dice, sandbox = random.Random(seed), Sandbox(keep_traffic=500_000)
    database = await Database.open(url)
    async with sandbox:
        await World(database, keyring, sandbox.clock.now()).found()
        town = await Town.gather(sandbox, database, keyring)
        sandbox.faults.add([{"method": "sendMessage", "delay": API_S}])
        settings = settings_for(url, keyring.folder, sandbox, "polling")
        mortals = [Mortal(settings, folder / f"bot{number}.log") for number in range(replicas)]
        try:
            for mortal in mortals:
                await mortal.start()
            seen = 0
            for _kill in range(kills):
                more = dice.randint(1, GROUPS // (kills + 1))

                def enough(begun: int = last(sandbox, seen), more: int = more) -> bool | None:
                    return last(sandbox, begun) >= begun + more or None

                await until(enough, lambda: "nothing moves", PATIENCE_S)
                await asyncio.sleep(dice.random() * API_S)
                victim = dice.choice(mortals)
                await victim.kill()
                await victim.start()
            await town.finished()
        finally:
            for mortal in mortals:
                await mortal.kill()
        counts = await town.true()
        assert counts.keys() <= {SENT, UNKNOWN}
        assert counts[SENT] > GROUPS // 4
    await database.close()


async def test_three_kills_lose_no_copy_and_repeat_none(url: str, keyring: Keyring, tmp_path: Path) -> None:
    await killed(url, keyring, tmp_path, kills=3, seed=3)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(4))
async def test_twenty_kills_lose_no_copy_and_repeat_none(url: str, keyring: Keyring, tmp_path: Path, seed: int) -> None:
    await killed(url, keyring, tmp_path, kills=20, seed=seed)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_two_replicas_of_which_one_is_killed_send_each_copy_once(
    url: str, keyring: Keyring, tmp_path: Path
) -> None:
    await killed(url, keyring, tmp_path, kills=2, seed=2, replicas=2)


async def test_whatever_the_platform_does_each_row_tells_what_it_did(
    url: str, keyring: Keyring, tmp_path: Path
) -> None:
    sandbox = Sandbox(keep_traffic=500_000)
    database = await Database.open(url)
    async with sandbox:
        await World(database, keyring, sandbox.clock.now()).found()
        town = await Town.gather(sandbox, database, keyring, kind="group")
        kicked, moved, told = town.chats[0], town.chats[1], town.chats[2]
        del sandbox.telegram.chats[kicked].members[sandbox.telegram.bot.id]
        sandbox.act(told, "migrate", by=next(iter(sandbox.telegram.chats[told].members)))
        became = Chat(sandbox.telegram.new_chat_id("supergroup"), "supergroup", "Lớp", members=_members(sandbox, moved))
        sandbox.telegram.chats[became.id] = became  # and no update tells it
        sandbox.telegram.chats[moved].upgraded_to = became.id
        flood = {"code": 429, "description": "Too Many Requests: retry after 1", "retry_after": 1}
        down = {"code": 502, "description": "Bad Gateway"}
        sandbox.faults.add(
            [
                {"method": "sendMessage", "nth": 20, "times": 15, "error": flood},
                {"method": "sendMessage", "nth": 100, "times": 10, "drop": True},  # after it was accepted
                {"method": "sendMessage", "nth": 200, "times": 5, "error": down},
                {"method": "sendMessage", "nth": 300, "times": 5, "delay": 1.0},
            ]
        )
        mortal = Mortal(settings_for(url, keyring.folder, sandbox, "polling"), tmp_path / "bot.log")
        await mortal.start()
        try:
            await town.finished()
        finally:
            await mortal.kill()
        counts = await town.true()
        assert counts == {SENT: GROUPS - 11, UNKNOWN: 10, DeliveryState.FAILED: 1}
        assert town.arrived(moved) == town.arrived(told) == 1
    await database.close()


def _members(sandbox: Sandbox, chat: int) -> dict[int, Member]:
    return dict(sandbox.telegram.chats[chat].members)
