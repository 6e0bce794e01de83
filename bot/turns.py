"""Waiting conversations -> dialogues -> one transaction: what people said is answered, and everything that follows is
kept with it.

A batch holds the oldest act of up to 64 conversations. A turn that fails, fails alone; one that failed before runs
inside a savepoint
of its own; after the third failure the house rescues what was said and parks the act. Errors of the moment (disk full,
deadlock)
undo the whole batch and count against nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alerts import Alerts
from bot.held import let_go
from bot.letters import Letters
from bot.meters import Meters
from bot.waiting import rung
from bot.wire import address_to_json, incoming_from_json
from content.locales import _
from handlers.messages import Act, Address, Incoming, Post, Toast
from storage import conversations, inbox
from storage.book import Book
from storage.conversations import Memory
from storage.engine import Broken, Busy, Database, is_busy
from storage.inbox import Waiting
from storage.seals import Seals
from storage.vault.keys import Refused

BATCH = 64
MOST_TRIES = 3
BACKOFF_S = (2.0, 10.0, 60.0)
BUSY_WAIT_S = 0.2
POLL_S = 0.2  # what another replica took in
REKEY_DAYS = 2  # a chat known under a day key this old gets today's id

HOUSE_ACTS = (Act.IDLE, Act.NEWS, Act.SHOW, Act.UNHEARD)
"""What the house itself tells a chat: nobody spoke."""

log = structlog.get_logger("turns")


class Turned(Protocol):
    """What one turn leaves: see `handlers.converse.Turned`."""

    @property
    def state(self) -> dict[str, Any] | None: ...
    @property
    def posts(self) -> Sequence[Post]: ...
    @property
    def effects(self) -> Sequence[Any]: ...
    @property
    def wake_at(self) -> float | None: ...


class Converse(Protocol):
    """Answers one act. Reads through `rows`, writes nothing."""

    async def __call__(
        self, rows: AsyncConnection, incoming: Incoming, state: Mapping[str, Any], now: float, /
    ) -> Turned: ...


class Perform(Protocol):
    """Carries out the effects of one turn, inside its savepoint; returns what else is to be posted. Figures and lines
    of the audit go into the book: they are written at the end of the batch.
    """

    async def __call__(
        self, rows: AsyncConnection, effects: Sequence[Any], incoming: Incoming, now: float, book: Book, /
    ) -> Sequence[Post]: ...


class Rescue(Protocol):
    """Saves what was said in a conversation whose turn can't be done, inside a savepoint; returns what to tell
    people.
    """

    async def __call__(
        self, rows: AsyncConnection, incoming: Incoming, state: Mapping[str, Any], now: float, /
    ) -> Sequence[Post]: ...


@dataclass(frozen=True)
class Saved:
    """What is left of a chat that can't be answered: nothing where what was told there is a tip now."""

    state: dict[str, Any] | None
    posts: Sequence[Post] = ()
    effects: Sequence[Any] = ()
    wake_at: float | None = None


@dataclass
class Batch:
    """What the turns of one transaction leave behind."""

    done: list[Waiting] = field(default_factory=list)
    memories: list[Memory] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    chats: dict[Address, bytes] = field(default_factory=dict)
    heard: set[Address] = field(default_factory=set)  # who wrote where letters may have waited for that
    book: Book = field(default_factory=Book)


class Spoilt(Exception):
    """A turn's own statement was refused: on PostgreSQL the transaction is lost with it. The row is to blame."""

    def __init__(self, row: Waiting) -> None:
        super().__init__()
        self.row = row


class Turns:
    """The worker. Run as many as there are replicas: conversations are shared out by row locks."""

    def __init__(
        self,
        database: Database,
        seals: Seals,
        letters: Letters,
        converse: Converse,
        perform: Perform,
        rescue: Rescue,
        alerts: Alerts,
        meters: Meters,
        clock: Callable[[], float],
        *,
        sent: Callable[[], None] = lambda: None,
        ordered: Callable[[], None] = lambda: None,
        toast: Callable[[Toast], Coroutine[None, None, None]] | None = None,
        windowed: Collection[str] = (),
    ) -> None:
        """`windowed` channels let us write only after people wrote: what waits for that goes out with the answer."""
        self._database = database
        self._seals = seals
        self._letters = letters
        self._converse = converse
        self._perform = perform
        self._rescue = rescue
        self._alerts = alerts
        self._meters = meters
        self._clock = clock
        self._sent = sent
        self._ordered = ordered
        self._toast = toast
        self._windowed = windowed
        self._toasts: set[asyncio.Task[None]] = set()
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self.wake.clear()
            try:
                busy = await self.once() > 0
            except Busy as error:
                log.warning("busy", error=str(error))
                await asyncio.sleep(BUSY_WAIT_S)
                continue
            if not busy:
                await rung(self.wake, POLL_S)

    async def once(self) -> int:
        """One batch; returns how many acts were answered or failed. Raises Busy where the database can't now."""
        try:
            return await self._batch()
        except Spoilt as spoilt:
            now = self._clock()
            async with self._database.write() as conn:
                await self._blame(conn, spoilt.row, now)
            return 1

    async def _batch(self) -> int:
        now = self._clock()
        batch = Batch()
        async with self._database.write() as conn:
            rows = await inbox.take(conn, BATCH, now)
            if not rows:
                return 0
            for row in rows:
                await self._turn(conn, row, batch, now)
            await let_go(conn, self._seals, self._letters.ticks, batch.heard, now)
            await conversations.save(conn, self._seals, batch.memories, now)
            await inbox.finish(conn, batch.done, now)
            toasts = await self._letters.put(conn, batch.posts, now, batch.chats)
            await batch.book.write(conn, self._seals.keyring.audit)
        self._meters.turns.inc(len(batch.done))
        if batch.posts:
            self._sent()
        if batch.book.soon:
            self._ordered()
        self._send(toasts)
        return len(rows)

    async def _turn(self, conn: AsyncConnection, row: Waiting, batch: Batch, now: float) -> None:
        """One act; whatever goes wrong in it stays its own."""
        try:
            opened = self._open(row)
        except (Refused, KeyError, TypeError, ValueError) as error:
            await self._lose(conn, row, error)
            return
        incoming, state = opened
        book = Book()
        try:
            if row.tries:
                async with conn.begin_nested():
                    turned, posts = await self._answer(conn, incoming, state, now, book)
            else:
                turned, posts = await self._answer(conn, incoming, state, now, book)
        except Exception as error:
            if is_busy(error):
                raise Busy(type(error).__name__) from None
            if isinstance(error, (sa.exc.SQLAlchemyError, Broken)) and not row.tries:
                raise Spoilt(row) from None
            log.error("turn failed", error=type(error).__name__, tries=row.tries + 1)  # noqa: TRY400  values never reach a log
            self._meters.failures.labels(place="turn").inc()
            await self._fail(conn, row, incoming, state, batch, now)
            return
        chat = await self._chat(conn, row, incoming.address, now)
        batch.memories.append(memory(chat, incoming, turned))
        batch.posts += posts
        batch.book.add(book)
        batch.chats[incoming.address] = chat
        batch.done.append(row)
        if incoming.address.channel in self._windowed and incoming.act not in HOUSE_ACTS:
            batch.heard.add(incoming.address)

    async def _answer(
        self, conn: AsyncConnection, incoming: Incoming, state: Mapping[str, Any], now: float, book: Book
    ) -> tuple[Turned, list[Post]]:
        if incoming.act is Act.UNHEARD:
            return await self._save(conn, incoming, state, now)
        turned = await self._converse(conn, incoming, state, now)
        posts = list(turned.posts)
        if turned.effects:
            async with conn.begin_nested():
                posts += await self._perform(conn, turned.effects, incoming, now, book)
        return turned, posts

    async def _save(
        self, conn: AsyncConnection, incoming: Incoming, state: Mapping[str, Any], now: float
    ) -> tuple[Turned, list[Post]]:
        """Nobody can be asked anything: what was told goes as it is, and its receipt waits with the other letters."""
        async with conn.begin_nested():
            posts = list(await self._rescue(conn, incoming, state, now))
        return Saved(None if posts else dict(state)), posts

    def _open(self, row: Waiting) -> tuple[Incoming, dict[str, Any]]:
        incoming = incoming_from_json(inbox.open_body(self._seals, row))
        try:
            kept = conversations.open_state(self._seals, row.conversation, row.state)
        except Refused:  # the draft's key is gone: the chat begins anew, what was said now is answered
            kept = None
        return incoming, kept["state"] if kept else {}

    async def _chat(self, conn: AsyncConnection, row: Waiting, to: Address, now: float) -> bytes:
        """The id the chat goes by from now on: a new one where its day key will soon be destroyed."""
        if not to.private:
            return row.conversation
        ids = self._seals.chat_ids(to.channel, to.chat, to.user, private=True, now=now)
        if row.conversation in ids[:REKEY_DAYS]:
            return row.conversation
        await conversations.rekey(conn, self._seals, row.conversation, ids[0], now)
        return ids[0]

    async def _fail(
        self,
        conn: AsyncConnection,
        row: Waiting,
        incoming: Incoming,
        state: Mapping[str, Any],
        batch: Batch,
        now: float,
    ) -> None:
        """A failure counts; the third one is rescued and parked. Where even that fails, it is tried again, for as
        long as it takes.
        """
        if row.tries + 1 < MOST_TRIES:
            await self._blame(conn, row, now)
            return
        try:
            async with conn.begin_nested():
                posts = await self._rescue(conn, incoming, state, now)
        except Exception as error:
            if is_busy(error):
                raise Busy(type(error).__name__) from None
            log.error("rescue failed", error=type(error).__name__)  # noqa: TRY400
            await self._blame(conn, row, now)
            batch.posts += await self._alerts.posts(
                conn, "rescue", _("Something a person wrote can't be processed or rescued."), now
            )
            return
        batch.posts += posts
        batch.chats[incoming.address] = row.conversation
        batch.memories.append(Memory(row.conversation, None))  # what it stumbled over must not be met again
        sentence = _(
            "A message could not be processed three times. Its words are kept, or its sender knows they are not."
        )
        batch.posts += await self._alerts.posts(conn, "parked", sentence, now)
        await inbox.failed(conn, row, park=True)

    async def _blame(self, conn: AsyncConnection, row: Waiting, now: float) -> None:
        await inbox.failed(conn, row, park=False)
        await conversations.delay(conn, row.conversation, now + BACKOFF_S[min(row.tries, len(BACKOFF_S) - 1)])

    async def _lose(self, conn: AsyncConnection, row: Waiting, error: Exception) -> None:
        """An act that can't be opened can never be answered: its day key is gone, or the row was changed."""
        log.error("unreadable act", error=type(error).__name__)
        self._meters.failures.labels(place="unreadable").inc()
        await inbox.failed(conn, row, park=True)

    def _send(self, toasts: Sequence[Toast]) -> None:
        if self._toast is None:
            return
        for toast in toasts:
            task: asyncio.Task[None] = asyncio.create_task(self._toast(toast))
            self._toasts.add(task)
            task.add_done_callback(self._toasts.discard)


def memory(chat: bytes, incoming: Incoming, turned: Turned) -> Memory:
    """What the conversation row remembers: the dialogue's state, and the address for when the chat is woken.

    What the house itself tells a chat does not keep it alive, and a silence is told once.
    """
    spoken = incoming.act not in HOUSE_ACTS
    if turned.state is None:
        return Memory(chat, None, spoken=spoken)
    kept = {"to": address_to_json(incoming.address), "state": turned.state}
    return Memory(chat, kept, None if incoming.act is Act.IDLE else turned.wake_at, spoken)
