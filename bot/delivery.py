"""One letter, one attempt: which call it needs, and what became of it. Reads a file's chunks; writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

from bot.channels.base import Channel, Delete, Edit, Fate, Menu, Outcome, Send
from bot.wire import address_from_json, screen_from_json
from content.locales import _
from handlers.messages import Address, Attachment
from storage import blobs
from storage.engine import Database
from storage.outbox import Claimed
from storage.packed import dumps
from storage.screens import Shown
from storage.vault.keys import Refused


@dataclass(frozen=True)
class Delivery:
    """A claimed letter and what its screen looks like in the chat now."""

    row: Claimed
    shown: Shown | None = None
    reply_to: str = ""  # the platform's id of the message to answer


@dataclass(frozen=True)
class Result:
    """What became of a letter. `now_shown` is set where a screen stands somewhere; `stale` is a message it replaced."""

    row: Claimed
    fate: Fate
    why: str = ""
    retry_after: float = 0.0
    moved_to: str = ""
    now_shown: Shown | None = field(default=None, repr=False)
    stale: str = field(default="", repr=False)


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
        return _plain(row, await channel.call(Delete(to, (delivery.shown.message,)), timeout_s))
    if row.kind == "menu":
        words = tuple((str(word), str(text)) for word, text in row.body["words"])
        return _plain(row, await channel.call(Menu(to, words), timeout_s))
    return _plain(row, await channel.call(Delete(to, tuple(row.body["messages"])), timeout_s))


async def _show(channel: Channel, delivery: Delivery, to: Address, database: Database, timeout_s: float) -> Result:
    row, shown = delivery.row, delivery.shown
    assert row.body is not None
    screen = screen_from_json(row.body["show"])
    now_shown = Shown(
        row.body["screen"],
        shown.message if shown else "",
        look(row.body["show"]),
        screen.attachment is not None,
        screen.protect,
    )
    if shown and shown.look == now_shown.look and not to.private and not row.fresh:
        return Result(row, Fate.SAME, now_shown=now_shown)  # in a group what stands is not said again
    if shown and can_edit(channel, row, shown, now_shown):
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
    outcome = await channel.call(Send(to, screen, delivery.reply_to, file), timeout_s)
    stands = replace(now_shown, message=outcome.message) if outcome.fate is Fate.SENT else None
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
