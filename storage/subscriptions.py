"""Subscriptions: who gets messages of prevention, since when, by which consent, and why no longer.

A chat has one living row. What ended keeps its row, and with it the history of what was sent; an account, though, is
taken out of it at once: nobody's number stays behind.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.library.terms import Audience
from content.outreach_terms import Reason, SubscriptionKind, SubscriptionState
from storage.packed import dumps, loads
from storage.tables import subscription
from storage.times import micros
from storage.vault.envelope import Context, seal, unseal
from storage.vault.keyring import Keyring
from storage.vault.keys import framed
from storage.vault.padding import address as address_size
from storage.vault.padding import entry as entry_size

ID_BYTES = 16
LIVING = frozenset({SubscriptionState.WAITING, SubscriptionState.ACTIVE, SubscriptionState.HELD})
ACCOUNTS = frozenset({SubscriptionKind.PERSON, SubscriptionKind.RELAY})
"""Kinds whose chat is a person's account."""

NOBODY: Mapping[str, Any] = {"chat": subscription.c.id, "address": b""}
"""What is left of an account: nothing that leads to it."""

Address = Mapping[str, Any]
"""An address of the house as plain JSON: channel, chat, user, thread, private."""


@dataclass(frozen=True)
class Subscription:
    """One subscriber; moments in microseconds. `area` is the id of today's area, `title` what a group calls itself."""

    id: bytes
    channel: str
    kind: SubscriptionKind
    target: str | None
    area: str | None
    audience: Audience
    language: str
    state: SubscriptionState
    reason: Reason
    consent_at: int | None
    consent_text: str  # the version that was agreed to
    members: int | None
    members_at: int | None
    since: int
    changed_at: int
    title: str = field(default="", repr=False)


@dataclass(frozen=True)
class Wanted:
    """A subscription that somebody who may has agreed to."""

    kind: SubscriptionKind
    address: Address = field(repr=False)
    target: str | None = None
    area: str | None = None
    audience: Audience = Audience.EVERYONE
    language: str = "vi"
    state: SubscriptionState = SubscriptionState.ACTIVE
    reason: Reason = Reason.NONE
    consent_text: str = ""
    title: str = field(default="", repr=False)


def chat_of(keyring: Keyring, channel: str, chat: str, *, relay: bool = False) -> bytes:
    """The keyed hash by which a chat is found again. Whoever passes posts on may also read for themselves: two rows."""
    purpose = "relay" if relay else "subscriber"
    return keyring.lookup_pepper.tag(purpose, framed(channel.encode(), chat.encode()), ID_BYTES)


def open_address(keyring: Keyring, row_id: bytes, sealed: bytes) -> dict[str, Any]:
    """The address of a row that was read elsewhere. {} where it was taken out."""
    return dict(loads(unseal(keyring, sealed, _context(row_id, "address")))) if sealed else {}


def open_title(keyring: Keyring, row_id: bytes, sealed: bytes | None) -> str:
    """What the chat of a row that was read elsewhere calls itself; "" where it has no name."""
    return unseal(keyring, sealed, _context(row_id, "title")).decode() if sealed else ""


async def address(rows: AsyncConnection, keyring: Keyring, row_id: bytes) -> dict[str, Any]:
    """Where a subscriber is written to; {} where nobody is any more."""
    sealed = await rows.scalar(sa.select(subscription.c.address).where(subscription.c.id == row_id))
    return open_address(keyring, row_id, sealed) if sealed else {}


async def subscribe(rows: AsyncConnection, keyring: Keyring, wanted: Wanted, now: float) -> Subscription:
    """Begin, or begin anew: consent is given now. A chat that had asked us to stop gets a new row, the old one stays closed."""
    chat = _chat(keyring, wanted)
    old = await by_chat(rows, keyring, chat, lock=True)
    if old is not None and old.state is SubscriptionState.STOPPED:
        await _change(rows, [old.id], {"chat": subscription.c.id})
        old = None
    row_id = old.id if old else secrets.token_bytes(ID_BYTES)
    values = {
        "channel": wanted.address["channel"],
        "chat": chat,
        "address": seal(keyring.server, dumps(dict(wanted.address)), _context(row_id, "address"), address_size),
        "title": _sealed_title(keyring, row_id, wanted.title or (old.title if old else "")),
        "kind": wanted.kind.value,
        "target": wanted.target,
        "area": wanted.area,
        "audience": wanted.audience.value,
        "language": wanted.language,
        "state": wanted.state.value,
        "reason": wanted.reason.value,
        "consent_at": micros(now),
        "consent_text": wanted.consent_text,
        "changed_at": micros(now),
    }
    if old:
        await _change(rows, [row_id], values)
    else:
        await rows.execute(sa.insert(subscription).values(id=row_id, since=micros(now), **values))
    found = await get(rows, keyring, row_id)
    assert found is not None
    return found


async def confirm(
    rows: AsyncConnection, row_id: bytes, target: str, area: str | None, audience: Audience, now: float
) -> bool:
    """An officer says whose group it is: it counts from now on. False where it did not wait any more."""
    to = {"target": target, "area": area, "audience": audience.value, "changed_at": micros(now)}
    waits = sa.and_(subscription.c.id == row_id, subscription.c.state == SubscriptionState.WAITING.value)
    state = sa.case((subscription.c.reason == "", SubscriptionState.ACTIVE.value), else_=SubscriptionState.HELD.value)
    done = await rows.execute(sa.update(subscription).where(waits).values(state=state, **to))
    return done.rowcount == 1


async def hold(rows: AsyncConnection, row_id: bytes, reason: Reason, now: float) -> bool:
    """Nothing is sent there until the reason is gone. False where that was so already, or it has ended."""
    values = {"reason": reason.value, "changed_at": micros(now)}
    where = sa.and_(subscription.c.id == row_id, subscription.c.reason != reason.value)
    living = sa.and_(where, subscription.c.state.in_([state.value for state in LIVING]))
    held = sa.case(
        (subscription.c.state == SubscriptionState.WAITING.value, subscription.c.state),
        else_=SubscriptionState.HELD.value,
    )
    return (await rows.execute(sa.update(subscription).where(living).values(state=held, **values))).rowcount == 1


async def release(rows: AsyncConnection, row_id: bytes, now: float) -> bool:
    """The reason is gone: on it goes. False where nothing held it."""
    held = sa.and_(
        subscription.c.id == row_id,
        subscription.c.state.in_([state.value for state in LIVING]),
        subscription.c.reason != "",
    )
    state = sa.case(
        (subscription.c.state == SubscriptionState.WAITING.value, subscription.c.state),
        else_=SubscriptionState.ACTIVE.value,
    )
    values = {"state": state, "reason": "", "changed_at": micros(now)}
    return (await rows.execute(sa.update(subscription).where(held).values(values))).rowcount == 1


async def stop(rows: AsyncConnection, keyring: Keyring, row_id: bytes, reason: Reason, now: float) -> bool:
    """They want no more, or an officer refused them. False where it had ended."""
    return await _end(rows, keyring, row_id, SubscriptionState.STOPPED, reason, now)


async def lose(rows: AsyncConnection, keyring: Keyring, row_id: bytes, reason: Reason, now: float) -> bool:
    """Nobody is reached there any more. False where it had ended: the platform tells it by update and by error."""
    return await _end(rows, keyring, row_id, SubscriptionState.LOST, reason, now)


async def move(rows: AsyncConnection, keyring: Keyring, row_id: bytes, new_chat: str, now: float) -> bool:
    """The chat has another id, the same people. False where that was known. A row that the new id had already, ends."""
    found = await get(rows, keyring, row_id)
    if found is None:
        return False
    before = await address(rows, keyring, row_id)
    if not before or before["chat"] == new_chat:
        return False
    chat = chat_of(keyring, found.channel, new_chat, relay=found.kind is SubscriptionKind.RELAY)
    twin = await by_chat(rows, keyring, chat, lock=True)
    if twin is not None:
        await lose(rows, keyring, twin.id, Reason.MOVED, now)
        await _change(rows, [twin.id], {"chat": subscription.c.id})
    sealed = seal(keyring.server, dumps({**before, "chat": new_chat}), _context(row_id, "address"), address_size)
    await _change(rows, [row_id], {"chat": chat, "address": sealed})
    return True


async def set_members(rows: AsyncConnection, row_id: bytes, members: int, now: float) -> None:
    """How many people a chat has, as the platform or its contact says."""
    await _change(rows, [row_id], {"members": members, "members_at": micros(now)})


async def by_chat(rows: AsyncConnection, keyring: Keyring, chat: bytes, *, lock: bool = False) -> Subscription | None:
    """The row of a chat (`chat_of`), ended or not."""
    query = _QUERY.where(subscription.c.chat == chat)
    row = (await rows.execute(query.with_for_update() if lock else query)).one_or_none()
    return _record(keyring, row) if row else None


async def get(rows: AsyncConnection, keyring: Keyring, row_id: bytes) -> Subscription | None:
    """One by its id."""
    row = (await rows.execute(_QUERY.where(subscription.c.id == row_id))).one_or_none()
    return _record(keyring, row) if row else None


async def of_target(rows: AsyncConnection, keyring: Keyring, target: str) -> list[Subscription]:
    """All of a target, ended ones too, the oldest first."""
    query = _QUERY.where(subscription.c.target == target).order_by(subscription.c.since, subscription.c.id)
    return [_record(keyring, row) for row in await rows.execute(query)]


async def in_state(
    rows: AsyncConnection, keyring: Keyring, state: SubscriptionState, *, after: bytes = b"", most: int = 50
) -> list[Subscription]:
    """A page of those in a state, by id; persons are left out: nobody leafs through accounts."""
    query = _QUERY.where(
        subscription.c.state == state.value,
        subscription.c.id > after,
        subscription.c.kind != SubscriptionKind.PERSON.value,
    )
    return [_record(keyring, row) for row in await rows.execute(query.order_by(subscription.c.id).limit(most))]


async def to_count(rows: AsyncConnection, before: float, most: int) -> list[bytes]:
    """The living groups and channels whose members were counted before this moment or never, the oldest first."""
    kinds = [kind.value for kind in SubscriptionKind if kind not in ACCOUNTS]
    living = [state.value for state in LIVING]
    counted = sa.func.coalesce(subscription.c.members_at, 0)
    query = sa.select(subscription.c.id).where(
        subscription.c.kind.in_(kinds), subscription.c.state.in_(living), counted < micros(before)
    )
    return list((await rows.execute(query.order_by(counted, subscription.c.id).limit(most))).scalars())


async def count_waiting(rows: AsyncConnection) -> int:
    """How many groups an officer has to look at."""
    waits = subscription.c.state == SubscriptionState.WAITING.value
    return int(await rows.scalar(sa.select(sa.func.count()).select_from(subscription).where(waits)) or 0)


@dataclass(frozen=True)
class Count:
    """How many subscriptions of a kind are in a state, and how many people their chats have together."""

    kind: SubscriptionKind
    state: SubscriptionState
    subscriptions: int
    members: int


async def counts(rows: AsyncConnection) -> list[Count]:
    """Of everything, by kind and state."""
    columns = (subscription.c.kind, subscription.c.state)
    query = sa.select(*columns, sa.func.count(), sa.func.coalesce(sa.func.sum(subscription.c.members), 0))
    found = await rows.execute(query.group_by(*columns).order_by(*columns))
    return [Count(SubscriptionKind(row[0]), SubscriptionState(row[1]), row[2], int(row[3])) for row in found]


async def bury(rows: AsyncConnection, ids: Sequence[bytes]) -> None:
    """Those who wanted no more since a backup was made, in the database restored from it."""
    stopped = {"state": SubscriptionState.STOPPED.value, "reason": Reason.ASKED.value}
    await _change(rows, ids, stopped)
    accounts = subscription.c.kind.in_([kind.value for kind in ACCOUNTS])
    await rows.execute(sa.update(subscription).where(subscription.c.id.in_(ids), accounts).values(**NOBODY))


_QUERY = sa.select(*(one for one in subscription.columns if one.name not in ("chat", "address")))


async def _end(
    rows: AsyncConnection, keyring: Keyring, row_id: bytes, state: SubscriptionState, reason: Reason, now: float
) -> bool:
    found = await get(rows, keyring, row_id)
    if found is None or found.state not in LIVING:
        return False
    values: dict[str, Any] = {"state": state.value, "reason": reason.value, "changed_at": micros(now)}
    if found.kind in ACCOUNTS:
        values |= NOBODY
    return await _change(rows, [row_id], values, of=LIVING) == 1


async def _change(
    rows: AsyncConnection, ids: Sequence[bytes], values: Mapping[str, Any], *, of: Collection[SubscriptionState] = ()
) -> int:
    query = sa.update(subscription).where(subscription.c.id.in_(ids))
    if of:
        query = query.where(subscription.c.state.in_([state.value for state in of]))
    return (await rows.execute(query.values(dict(values)))).rowcount


def _chat(keyring: Keyring, wanted: Wanted) -> bytes:
    relay = wanted.kind is SubscriptionKind.RELAY
    return chat_of(keyring, wanted.address["channel"], wanted.address["chat"], relay=relay)


def _sealed_title(keyring: Keyring, row_id: bytes, title: str) -> bytes | None:
    return seal(keyring.server, title.encode(), _context(row_id, "title"), entry_size) if title else None


def _record(keyring: Keyring, row: sa.Row[Any]) -> Subscription:
    values = dict(row._mapping)
    values["title"] = open_title(keyring, values["id"], values["title"])
    values["kind"], values["audience"] = SubscriptionKind(values["kind"]), Audience(values["audience"])
    values["state"], values["reason"] = SubscriptionState(values["state"]), Reason(values["reason"])
    return Subscription(**values)


def _context(row_id: bytes, column: str) -> Context:
    return Context("subscription", column, row_id, "outreach")
