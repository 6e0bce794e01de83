"""One letter, one attempt: which call it needs, and what became of it. Reads a file's chunks; writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from bot.channels.base import Channel, Delete, DropTopic, Edit, Fate, Menu, Outcome, Send, TurnTopic
from bot.topics import find_way, topic_of
from bot.wire import address_from_json, screen_from_json
from content.locales import _
from handlers.messages import Address, Attachment
from storage import blobs
from storage.engine import Database
from storage.outbox import Claimed
from storage.packed import dumps
from storage.screens import Shown
from storage.vault.keys import Refused

MOST_REMADE = 2
"""Attempts of one letter for which a topic that is gone is made anew."""


@dataclass(frozen=True)
class Delivery:
    """A claimed letter and what its screen looks like in the chat now."""

    row: Claimed
    shown: Shown | None = None
    reply_to: str = ""  # the platform's id of the message to answer
    topic: Shown | None = None  # its topic as it stands now


@dataclass(frozen=True)
class Result:
    """What became of a letter. `now_shown` is set where a screen stands somewhere; `stale` is a message it replaced.

    `topic` is how a letter's topic stands after a STEP, None where it turned out to be gone; `refused` why it got none.
    """

    row: Claimed
    fate: Fate
    why: str = ""
    retry_after: float = 0.0
    moved_to: str = ""
    now_shown: Shown | None = field(default=None, repr=False)
    stale: str = field(default="", repr=False)
    topic: Shown | None = field(default=None, repr=False)
    refused: str = ""


async def deliver(channel: Channel, delivery: Delivery, database: Database, timeout_s: float) -> Result:
    """Make the calls of one letter. Raises nothing for what platform or network do."""
    row = delivery.row
    if row.body is None:
        return Result(row, Fate.BAD, why="expired")
    to = address_from_json(row.body["to"])
    if row.kind == "show":
        return await _show(channel, delivery, to, database, timeout_s)
    if row.kind == "remove":
        if delivery.shown is None:
            return Result(row, Fate.GONE)
        if row.body.get("topic"):
            return _plain(row, await _drop_topic(channel, to, delivery.shown.message, timeout_s))
        return _plain(row, await channel.call(Delete(to, (delivery.shown.message,)), timeout_s))
    if row.kind == "menu":
        words = tuple((str(word), str(text)) for word, text in row.body["words"])
        return _plain(row, await channel.call(Menu(to, words), timeout_s))
    return _plain(row, await channel.call(Delete(to, tuple(row.body["messages"])), timeout_s))


async def _drop_topic(channel: Channel, to: Address, topic: str, timeout_s: float) -> Outcome:
    """Where we may not take it away with what others said in it, it is closed."""
    outcome = await channel.call(DropTopic(to, topic), timeout_s)
    if outcome.why == "rights":
        return await channel.call(TurnTopic(to, topic, closed=True), timeout_s)
    return outcome


async def _show(channel: Channel, delivery: Delivery, to: Address, database: Database, timeout_s: float) -> Result:
    row = delivery.row
    way = await find_way(channel, to, topic_of(channel, row), delivery.topic, timeout_s)
    if way.ended:
        return replace(_plain(row, way.ended), topic=way.stands)
    return replace(await _bring(channel, delivery, to, way.thread, database, timeout_s), refused=way.refused)


async def _bring(
    channel: Channel, delivery: Delivery, to: Address, thread: str, database: Database, timeout_s: float
) -> Result:
    """The screen itself, in the topic `thread`; "" is wherever it stands, or the chat itself."""
    row, shown = delivery.row, delivery.shown
    assert row.body is not None
    screen = screen_from_json(row.body["show"])
    now_shown = Shown(
        row.body["screen"],
        shown.message if shown else "",
        look(row.body["show"]),
        screen.attachment is not None,
        screen.protect,
        thread or (shown.thread if shown else ""),
    )
    stays = shown and shown.thread == now_shown.thread
    if shown and stays and shown.look == now_shown.look and not to.private and not row.fresh:
        return Result(row, Fate.SAME, now_shown=now_shown)  # in a group what stands is not said again
    if shown and stays and can_edit(channel, row, shown, now_shown):
        if shown.look == now_shown.look:
            return Result(row, Fate.SAME, now_shown=now_shown)
        outcome = await channel.call(Edit(to, shown.message, screen), timeout_s)
        if outcome.fate is Fate.UNKNOWN:
            return Result(row, Fate.RETRY, why="unknown")  # an edit can be done twice
        if outcome.fate is not Fate.GONE:
            return replace(_plain(row, outcome), now_shown=now_shown)
        shown = None
    try:
        file = await _file(database, screen.attachment)
    except Refused:
        return Result(row, Fate.BAD, why="file")
    if row.again:
        screen = replace(screen, text=f"{screen.text}\n\n{_('(Sent again: the first copy may have arrived.)')}")
    outcome = await channel.call(Send(to, screen, delivery.reply_to, file, thread), timeout_s)
    if outcome.why == "thread":
        if row.tries < MOST_REMADE:
            return Result(row, Fate.STEP, why="thread")
        thread = ""  # they vanish as fast as they are made: better in the chat itself than nowhere
        outcome = await channel.call(Send(to, screen, delivery.reply_to, file), timeout_s)
    stands = replace(now_shown, message=outcome.message, thread=thread) if outcome.fate is Fate.SENT else None
    return replace(_plain(row, outcome), now_shown=stands, stale=shown.message if shown and stands else "")


def can_edit(channel: Channel, row: Claimed, shown: Shown, wanted: Shown) -> bool:
    """In place where the platform can; a new message where it was asked for, or where only a new one can look so."""
    same_kind = not shown.file and not wanted.file and shown.protect == wanted.protect
    return channel.abilities.can_edit and not row.fresh and same_kind


def look(screen: Mapping[str, Any]) -> str:
    """A hash of all that is visible of a screen, as it lies in the outbox."""
    visible = {name: value for name, value in sorted(screen.items()) if name != "silent"}
    return blake2b(dumps(visible), digest_size=12).hexdigest()


async def _file(database: Database, attachment: Attachment | None) -> bytes | None:
    if attachment is None:
        return None
    async with database.read() as conn:
        chunks = await blobs.read(conn, bytes.fromhex(attachment.blob))
    return blobs.open_chunks(bytes.fromhex(attachment.blob), bytes.fromhex(attachment.key), chunks)


def _plain(row: Claimed, outcome: Outcome) -> Result:
    return Result(row, outcome.fate, outcome.why, outcome.retry_after, outcome.moved_to)
