"""Presses under messages of prevention: "seen" and answers, each once per person and run, and never whose.

Whoever presses is a hash of run and account under the sketch key of the month in which the run began: two runs show no
link, and once that key is destroyed nobody can try accounts against a row. From then on nothing is counted any more; what
was counted stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.seals import ID_BYTES
from storage.tables import delivery, press, run, subscription
from storage.times import seconds
from storage.upsert import upsert
from storage.vault.keyring import Keyring
from storage.vault.keys import framed

KEY = ("run", "kind", "presser")


class Kind(StrEnum):
    """What was pressed."""

    SEEN = "seen"
    ANSWER = "answer"


@dataclass(frozen=True)
class Copy:
    """A copy under which somebody presses: whose chat it stands in, and when its run began (seconds)."""

    run: bytes
    subscription: bytes
    kind: str  # of the subscription
    language: str
    place: str  # its target; the area of whoever subscribed without one; "" where neither is known
    began_at: float


@dataclass(frozen=True)
class Heard:
    """How many people pressed, of one chat or of several. A poll's answers are neither right nor wrong."""

    seen: int = 0
    answered: int = 0
    right: int = 0

    def __add__(self, other: Heard) -> Heard:
        return Heard(self.seen + other.seen, self.answered + other.answered, self.right + other.right)


async def copy_in(rows: AsyncConnection, run_id: bytes, chat: bytes) -> Copy | None:
    """The copy of a run that was sent to a chat (`subscriptions.chat_of`); None where none was."""
    joined = delivery.join(run, delivery.c.run == run.c.id).join(
        subscription, delivery.c.subscription == subscription.c.id
    )
    query = (
        sa.select(
            subscription.c.id,
            subscription.c.kind,
            subscription.c.language,
            sa.func.coalesce(subscription.c.target, subscription.c.area, ""),
            run.c.began_at,
        )
        .select_from(joined)
        .where(run.c.id == run_id, subscription.c.chat == chat, delivery.c.state.in_(("sending", "sent", "unknown")))
    )
    found = (await rows.execute(query)).one_or_none()
    return Copy(run_id, *found[:4], seconds(found[4])) if found else None


def presser(keyring: Keyring, copy: Copy, channel: str, user: str, now: float) -> bytes | None:
    """Somebody under a run's salt; None once nobody can be told apart any more: the run's month is over for good."""
    key = keyring.sketch_key_of(copy.began_at, now)
    return key.tag("press", framed(copy.run, channel.encode(), user.encode()), ID_BYTES) if key else None


async def seen(rows: AsyncConnection, copy: Copy, who: bytes) -> bool:
    """Count "seen". False where that was counted before."""
    return await _count(rows, {"kind": Kind.SEEN.value, "option": None, "right": None}, copy, who)


async def answer(rows: AsyncConnection, copy: Copy, who: bytes, option: int, right: bool | None) -> bool:
    """Count an answer; `right` None: a poll. False where this person had answered: the first one counts."""
    return await _count(rows, {"kind": Kind.ANSWER.value, "option": option, "right": right}, copy, who)


async def _count(rows: AsyncConnection, values: Mapping[str, object], copy: Copy, who: bytes) -> bool:
    row = {"run": copy.run, "presser": who, "subscription": copy.subscription, **values}
    return (await rows.execute(upsert(rows, press, KEY, ()), row)).rowcount == 1


async def answered(rows: AsyncConnection, run_id: bytes, who: bytes) -> bool:
    """Whether this person's answer is counted already."""
    query = sa.select(press.c.option).where(
        press.c.run == run_id, press.c.kind == Kind.ANSWER.value, press.c.presser == who
    )
    return (await rows.execute(query)).one_or_none() is not None


async def by_subscription(rows: AsyncConnection, *runs: bytes) -> Mapping[bytes, Heard]:
    """What was pressed in each chat under these runs; chats in which nobody pressed are left out."""
    is_seen, is_answer = press.c.kind == Kind.SEEN.value, press.c.kind == Kind.ANSWER.value
    query = (
        sa.select(
            press.c.subscription,
            sa.func.sum(sa.case((is_seen, 1), else_=0)),
            sa.func.sum(sa.case((is_answer, 1), else_=0)),
            sa.func.sum(sa.case((press.c.right.is_(True), 1), else_=0)),
        )
        .where(press.c.run.in_(runs))
        .group_by(press.c.subscription)
    )
    return {row[0]: Heard(*map(int, row[1:])) for row in await rows.execute(query)}


async def total(rows: AsyncConnection, *runs: bytes) -> Heard:
    """All of it together."""
    return sum((await by_subscription(rows, *runs)).values(), Heard())


async def options(rows: AsyncConnection, *runs: bytes) -> Mapping[int, int]:
    """How many people chose which option: a poll's outcome."""
    query = sa.select(press.c.option, sa.func.count()).where(press.c.run.in_(runs), press.c.kind == Kind.ANSWER.value)
    return {int(row[0]): int(row[1]) for row in await rows.execute(query.group_by(press.c.option))}
