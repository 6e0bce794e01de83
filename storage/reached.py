"""What prevention did for each target in a period: copies, what contacts say, presses under them. Read from the rows themselves.

Kept apart, never added up: a copy that arrived, one that may have, one that was handed to a contact, a contact's word that it
was posted, a press under it, a session in the field, one that a second officer accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.outreach_terms import DeliveryState, RelayAnswer, SubscriptionKind, SubscriptionState
from storage.sessions import Held
from storage.tables import delivery, press, relayed, subscription
from storage.times import micros, seconds

OWN = (SubscriptionKind.GROUP.value, SubscriptionKind.CHANNEL.value)
"""A chat of the target's own; a contact who passes on is a person."""


@dataclass(frozen=True)
class Reached:
    """Of one target. `first` is the moment of the first copy that was confirmed, in seconds; None: none was."""

    sent: int = 0  # arrived in its own groups and channels
    unknown: int = 0  # may have arrived there
    handed: int = 0  # given to a contact, who posts it
    posted: int = 0  # of these, the contact says so
    seen: int = 0  # people who pressed "Đã xem" in its groups
    first: float | None = None
    held: int = 0  # sessions in the field that were not returned
    accepted: int = 0  # of these, by a second officer

    @property
    def proven(self) -> bool:
        """Whether it counts as covered: a confirmed copy, or an accepted session."""
        return self.first is not None or self.accepted > 0

    def confirmed(self, at: float) -> Reached:
        """The same with one more confirmation."""
        return replace(self, first=at if self.first is None else min(self.first, at))


@dataclass(frozen=True)
class Ways:
    """By which a target can be written to at all: chats of its own, contacts who pass on."""

    chats: int = 0
    contacts: int = 0


async def between(rows: AsyncConnection, since: float, until: float) -> Mapping[str, Reached]:
    """Every target that anything was sent to from `since` to before `until`, in seconds."""
    in_time = sa.and_(delivery.c.at >= micros(since), delivery.c.at < micros(until), subscription.c.target.is_not(None))
    found: dict[str, Reached] = {}
    for row in await rows.execute(_copies(in_time)):
        found[row.target] = Reached(row.sent or 0, row.unknown or 0, row.handed or 0)
    for pressed in await rows.execute(_presses(in_time)):
        one = found.get(pressed.target, Reached())
        found[pressed.target] = replace(one, seen=pressed.seen).confirmed(seconds(pressed.first))
    for said in await rows.execute(_posts(since, until)):
        one = found.get(said.target, Reached())
        found[said.target] = replace(one, posted=said.posted).confirmed(seconds(said.first))
    return found


async def ways(rows: AsyncConnection) -> Mapping[str, Ways]:
    """By target: how many chats and contacts get messages now."""
    own = sa.func.sum(sa.case((subscription.c.kind.in_(OWN), 1), else_=0))
    relays = sa.func.sum(sa.case((subscription.c.kind == SubscriptionKind.RELAY.value, 1), else_=0))
    active = sa.and_(subscription.c.state == SubscriptionState.ACTIVE.value, subscription.c.target.is_not(None))
    query = sa.select(subscription.c.target, own.label("own"), relays.label("relays")).where(active)
    return {
        row.target: Ways(int(row.own), int(row.relays))
        for row in await rows.execute(query.group_by(subscription.c.target))
    }


def with_sessions(done: Mapping[str, Reached], held: Mapping[str, Held]) -> Mapping[str, Reached]:
    """What was sent to each target, and what was held there."""
    both = {name: done.get(name, Reached()) for name in (*done, *held)}
    return {
        name: replace(one, held=held[name].held, accepted=held[name].accepted) if name in held else one
        for name, one in both.items()
    }


def total(some: Iterable[Reached]) -> Reached:
    """The columns of several targets, each summed for itself; the first confirmation of any."""
    every = list(some)
    firsts = [one.first for one in every if one.first is not None]
    names = ("sent", "unknown", "handed", "posted", "seen", "held", "accepted")
    sums = {name: sum(getattr(one, name) for one in every) for name in names}
    return Reached(**sums, first=min(firsts, default=None))


def _copies(in_time: sa.ColumnElement[bool]) -> sa.Select[tuple[str, int, int, int]]:
    own = subscription.c.kind.in_(OWN)
    sent = delivery.c.state == DeliveryState.SENT.value
    relay = subscription.c.kind == SubscriptionKind.RELAY.value

    def counted(what: sa.ColumnElement[bool], name: str) -> sa.Label[int]:
        return sa.func.sum(sa.case((what, 1), else_=0)).label(name)

    return (
        sa.select(
            subscription.c.target,
            counted(sa.and_(own, sent), "sent"),
            counted(sa.and_(own, delivery.c.state == DeliveryState.UNKNOWN.value), "unknown"),
            counted(sa.and_(relay, sent), "handed"),
        )
        .select_from(delivery.join(subscription, delivery.c.subscription == subscription.c.id))
        .where(in_time)
        .group_by(subscription.c.target)
    )


def _presses(in_time: sa.ColumnElement[bool]) -> sa.Select[tuple[str, int, int]]:
    """A press proves that its copy arrived, whatever the platform said of it."""
    under = sa.and_(press.c.run == delivery.c.run, press.c.subscription == delivery.c.subscription)
    whole = delivery.join(subscription, delivery.c.subscription == subscription.c.id).join(press, under)
    return (
        sa.select(subscription.c.target, sa.func.count().label("seen"), sa.func.min(delivery.c.at).label("first"))
        .select_from(whole)
        .where(in_time, subscription.c.kind.in_(OWN), press.c.kind == "seen")
        .group_by(subscription.c.target)
    )


def _posts(since: float, until: float) -> sa.Select[tuple[str, int, int]]:
    said = sa.and_(
        relayed.c.at >= micros(since),
        relayed.c.at < micros(until),
        relayed.c.answer == RelayAnswer.POSTED.value,
        subscription.c.target.is_not(None),
    )
    return (
        sa.select(subscription.c.target, sa.func.count().label("posted"), sa.func.min(relayed.c.at).label("first"))
        .select_from(relayed.join(subscription, relayed.c.subscription == subscription.c.id))
        .where(said)
        .group_by(subscription.c.target)
    )
