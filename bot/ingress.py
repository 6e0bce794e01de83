"""What a platform delivers is kept before it is acknowledged: fields whitelisted, chat hashed, body sealed, committed.

Many updates share one commit: callers wait for the flusher's next transaction and are told when it is on disk.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import structlog

from bot.meters import Meters
from bot.wire import incoming_to_json
from handlers.messages import Incoming
from storage import conversations, inbox
from storage.engine import Broken, Busy, Database
from storage.inbox import Arrival
from storage.seals import Seals
from storage.times import Ticks

BATCH = 512
MOST_WAITING = 5_000
LEAST_FREE = 0.05  # of the disk
PRESSURE_FOR_S = 1.0  # how long one look at queue and disk holds
MOST_QUEUED = 4 * BATCH  # callers that wait for a commit

Read = Callable[[Mapping[str, Any]], Incoming | None]

log = structlog.get_logger("ingress")


class Overfull(Exception):
    """Not now: too much waits, or the disk is nearly full. `why` is a word for a counter."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Parcel:
    """One update on its way to the disk."""

    channel: str
    update_id: str
    chats: tuple[bytes, ...]
    body: bytes = field(repr=False)
    kept: asyncio.Future[None] = field(repr=False)


class Ingress:
    """The door. `run` is the flusher; `keep` is called by whoever received an update and returns when it is durable."""

    def __init__(
        self,
        database: Database,
        seals: Seals,
        ticks: Ticks,
        meters: Meters,
        clock: Callable[[], float],
        *,
        arrived: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._seals = seals
        self._ticks = ticks
        self._meters = meters
        self._clock = clock
        self._arrived = arrived
        self._parcels: list[Parcel] = []
        self._bell = asyncio.Event()
        self._pressure: tuple[float, str] = (float("-inf"), "")

    async def keep(self, channel: str, update_id: str, incoming: Incoming | None) -> None:
        """Keep one act; None is an update nobody needs: it is only counted.

        Raises Overfull where it can't be taken now, Busy where the database could not: the platform is to deliver it
        again.
        """
        if incoming is None:
            self._meters.dropped.labels(channel).inc()
            return
        if len(self._parcels) >= MOST_QUEUED:
            raise Overfull("queue")
        now = self._clock()
        to = incoming.address
        body = inbox.seal_body(self._seals, channel, update_id, incoming_to_json(replace(incoming, at=now)), now)
        chats = self._seals.chat_ids(to.channel, to.chat, to.user, private=to.private, now=now)
        kept = asyncio.get_running_loop().create_future()
        self._parcels.append(Parcel(channel, update_id, chats, body, kept))
        self._bell.set()
        await kept

    async def check(self) -> None:
        """Raises Overfull while too much waits or the disk is nearly full. Looks once a second."""
        loop_time = asyncio.get_running_loop().time()
        if loop_time - self._pressure[0] >= PRESSURE_FOR_S:
            self._pressure = (loop_time, self._pressure[1])  # the others go by the last look meanwhile
            self._pressure = (loop_time, await self._look())
        if self._pressure[1]:
            raise Overfull(self._pressure[1])

    async def _look(self) -> str:
        if self._database.file and disk_is_full(self._database.file):
            return "disk"
        async with self._database.read() as conn:
            return "waiting" if await inbox.waiting(conn, MOST_WAITING + 1) > MOST_WAITING else ""

    async def run(self) -> None:
        """Commit what callers wait for, until cancelled."""
        while True:
            await self._bell.wait()
            self._bell.clear()
            while self._parcels:
                parcels, self._parcels = self._parcels[:BATCH], self._parcels[BATCH:]
                await self._flush(parcels)

    async def _flush(self, parcels: Sequence[Parcel]) -> None:
        try:
            await self._commit(parcels)
        except (Busy, OSError) as error:
            _tell(parcels, Busy(type(error).__name__))
        except Broken as error:
            if len(parcels) == 1:
                log.error("update refused by the database", error=str(error))  # noqa: TRY400  no values in logs
                self._meters.failures.labels(place="ingress").inc()
                _tell(parcels, error)
                return
            for parcel in parcels:  # one of them is to blame: the others must not suffer
                await self._flush([parcel])
        except asyncio.CancelledError:
            _tell(parcels, Busy("stopping"))
            raise
        else:
            _tell(parcels, None)
            self._arrived()

    async def _commit(self, parcels: Sequence[Parcel]) -> None:
        now = self._clock()
        async with self._database.write() as conn:
            chats = await conversations.resolve(conn, {parcel.chats: parcel.chats for parcel in parcels})
            await conversations.ensure(conn, chats.values(), now)
            await inbox.put(
                conn,
                [
                    Arrival(one.channel, one.update_id, chats[one.chats], self._ticks.next(now), one.body)
                    for one in parcels
                ],
            )
        for parcel in parcels:
            self._meters.arrived.labels(parcel.channel).inc()


def _tell(parcels: Sequence[Parcel], error: Exception | None) -> None:
    for parcel in parcels:
        if parcel.kept.done():  # the caller has gone away
            continue
        if error is None:
            parcel.kept.set_result(None)
        else:
            parcel.kept.set_exception(error)


def disk_is_full(file: Path) -> bool:
    """Whether less than a twentieth of the disk is left."""
    usage = shutil.disk_usage(file.parent)
    return usage.free < usage.total * LEAST_FREE
