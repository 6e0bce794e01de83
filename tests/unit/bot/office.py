"""A post office with dialogues and a platform that do as the test says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alerts import Alerts
from bot.channels.base import Abilities, Call, Fate, Outcome, Send
from bot.clock import Timekeeper
from bot.ingress import Ingress
from bot.jobs import Work, Workers
from bot.letters import Letters
from bot.limits import UNLIMITED, Limits
from bot.meters import Meters
from bot.sender import Sender
from bot.settling import Settling
from bot.turns import Turns
from handlers.messages import Act, Address, Incoming, Post, Screen, Show
from storage.engine import Database
from storage.seals import Seals
from storage.times import Ticks

OPERATOR = Address("telegram", "-1", "", "", private=False)


def person(number: int = 7) -> Address:
    return Address("telegram", str(number), str(number))


def group(number: int = -100) -> Address:
    return Address("telegram", str(number), "", private=False)


def said(text: str, number: int = 7) -> Incoming:
    return Incoming(person(number), Act.TEXT, message="1", text=text)


def show(text: str, to: Address | None = None, name: str = "main", **more: Any) -> Show:
    return Show(to or person(), name, Screen(text), **more)


@dataclass
class Turned:
    """What the dialogues of a test answer with."""

    state: dict[str, Any] | None = field(default_factory=dict)
    posts: Sequence[Post] = ()
    effects: Sequence[Any] = ()
    wake_at: float | None = None


async def remember(rows: AsyncConnection, incoming: Incoming, state: Mapping[str, Any], now: float) -> Turned:
    """Remembers every text in order and shows them."""
    heard = [*state.get("heard", []), incoming.text]
    return Turned({"heard": heard}, [show(" ".join(heard), incoming.address)])


async def nothing(*_arguments: Any) -> list[Post]:
    return []


class Platform:
    """A channel that keeps what it was asked and answers from a script; where the script ends, everything succeeds."""

    name = "telegram"
    abilities = Abilities()

    def __init__(self, *script: Outcome) -> None:
        self.calls: list[Call] = []
        self.script = list(script)
        self.hold = asyncio.Event()
        self.hold.set()
        self.numbers = 100

    async def call(self, call: Call, timeout_s: float) -> Outcome:
        self.calls.append(call)
        await self.hold.wait()
        if self.script:
            return self.script.pop(0)
        self.numbers += 1
        return Outcome(Fate.SENT, message=str(self.numbers) if isinstance(call, Send) else "")

    async def fetch(self, ref: str, most: int) -> bytes:
        raise NotImplementedError

    async def close(self) -> None:
        return None

    @property
    def texts(self) -> list[str]:
        return [call.screen.text for call in self.calls if hasattr(call, "screen")]


class Office:
    """Everything between the door and the platform, on one database."""

    def __init__(self, database: Database, seals: Seals, clock: Callable[[], float]) -> None:
        self.database, self.seals, self.clock = database, seals, clock
        self.ticks, self.meters = Ticks(), Meters()
        self.letters = Letters(seals, self.ticks)
        self.alerts = Alerts(database, self.letters, OPERATOR, clock)
        self.ingress = Ingress(database, seals, self.ticks, self.meters, clock)

    def turns(
        self,
        converse: Any = remember,
        perform: Any = nothing,
        rescue: Any = nothing,
        windowed: Sequence[str] = (),
        ordered: Callable[[], None] = lambda: None,
    ) -> Turns:
        return Turns(
            self.database, self.seals, self.letters, converse, perform, rescue, self.alerts, self.meters, self.clock,
            windowed=windowed, ordered=ordered,
        )  # fmt: skip

    def sender(self, platform: Platform, limits: Limits = UNLIMITED) -> Sender:
        settling = Settling(self.seals, self.letters, self.ticks, self.alerts)
        return Sender(self.database, self.seals, platform, limits, settling, self.alerts, self.meters, self.clock)

    def keeper(self, occur: Any = nothing) -> Timekeeper:
        return Timekeeper(
            self.database, self.seals, self.letters, self.ticks, occur, self.alerts, self.meters, self.clock
        )

    def workers(self, kinds: Mapping[str, Work], occur: Any = nothing, quick: Collection[str] = ()) -> Workers:
        return Workers(
            self.database, self.seals, self.letters, kinds, occur, self.alerts, self.meters, self.clock, quick=quick
        )

    @asynccontextmanager
    async def door(self) -> AsyncIterator[Ingress]:
        """The ingress with its flusher running."""
        flusher = asyncio.create_task(self.ingress.run())
        try:
            yield self.ingress
        finally:
            flusher.cancel()
            await asyncio.gather(flusher, return_exceptions=True)

    async def receive(self, *acts: Incoming, first: int = 1) -> None:
        async with self.door() as door:
            await asyncio.gather(*(door.keep("telegram", str(number), act) for number, act in enumerate(acts, first)))

    async def post(self, *posts: Post) -> None:
        async with self.database.write() as conn:
            await self.letters.put(conn, posts, self.clock())

    async def rows(self, statement: Any) -> list[Any]:
        async with self.database.read() as conn:
            return list((await conn.execute(statement)).all())

    async def states(self, table: sa.Table) -> list[str]:
        return sorted(row.state for row in await self.rows(sa.select(table.c.state)))


async def drain(sender: Sender, rounds: int = 30) -> None:
    """Let a sender do all it can do at this moment."""
    for _round in range(rounds):
        await sender.step()
        await sender.landed()
