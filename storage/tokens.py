"""Token pairs of platforms whose refresh token works exactly once. Sealed under the server key.

good -> spending -> good, or lost. Whoever turns `good` into `spending` (one statement, so one of all replicas) may use
the refresh token of that version; nobody else ever does, whatever the clocks say. A spender that died has left a token
that may be used up: it is lost, and a person must log in again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.seals import Seals
from storage.tables import token
from storage.times import micros, seconds
from storage.upsert import insert
from storage.vault.keys import Refused

GOOD, SPENDING, LOST = "good", "spending", "lost"


@dataclass(frozen=True)
class Pair:
    """An access token and the refresh token that makes the next pair. Times in seconds since 1970."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    taken_at: float
    until: float  # when the access token ends


@dataclass(frozen=True)
class Held:
    """The pair of a channel, and who may do what with it."""

    pair: Pair
    version: int
    state: str
    holder: str
    since: float  # when the state was entered


async def get(conn: AsyncConnection, seals: Seals, channel: str) -> Held | None:
    """The pair as it stands; None where nobody has logged in, or the row does not open."""
    row = (await conn.execute(sa.select(token).where(token.c.channel == channel))).one_or_none()
    if row is None:
        return None
    try:
        pair = Pair(**seals.open("token", channel.encode(), row.body))
    except Refused:
        return None
    return Held(pair, row.version, row.state, row.holder, seconds(row.since))


async def seed(conn: AsyncConnection, seals: Seals, channel: str, pair: Pair, now: float) -> None:
    """A pair that a person brought: it replaces whatever is there."""
    row = {
        "channel": channel,
        "version": 1,
        "state": GOOD,
        "holder": "",
        "since": micros(now),
        "body": _sealed(seals, channel, pair, now),
    }
    statement = insert(conn.dialect.name, token)
    new = statement.excluded
    changed = {name: new[name] for name in ("state", "holder", "since", "body")}
    anew = statement.on_conflict_do_update(index_elements=["channel"], set_={**changed, "version": token.c.version + 1})
    await conn.execute(anew, [row])


async def begin(conn: AsyncConnection, channel: str, version: int, holder: str, now: float) -> bool:
    """Take the right to use the refresh token of this version; False where somebody else has it, or had it."""
    mine = sa.and_(token.c.channel == channel, token.c.version == version, token.c.state == GOOD)
    taken = sa.update(token).where(mine).values(state=SPENDING, holder=holder, since=micros(now))
    return (await conn.execute(taken)).rowcount == 1


async def renew(conn: AsyncConnection, seals: Seals, channel: str, version: int, pair: Pair, now: float) -> bool:
    """The pair that was got for the refresh token of `version`, even where others took its spender for dead."""
    values = {"version": version + 1, "state": GOOD, "holder": "", "since": micros(now)}
    mine = sa.and_(token.c.channel == channel, token.c.version == version)
    put = sa.update(token).where(mine).values(**values, body=_sealed(seals, channel, pair, now))
    return (await conn.execute(put)).rowcount == 1


async def give_back(conn: AsyncConnection, channel: str, version: int, holder: str, now: float) -> None:
    """The refresh token was not used up: it may be tried again."""
    await _enter(conn, GOOD, channel, version, holder, now)


async def lose(conn: AsyncConnection, channel: str, version: int, holder: str, now: float) -> bool:
    """The refresh token of this version is worth nothing any more; True for the one who noticed first."""
    return await _enter(conn, LOST, channel, version, holder, now)


async def _enter(conn: AsyncConnection, state: str, channel: str, version: int, holder: str, now: float) -> bool:
    mine = sa.and_(
        token.c.channel == channel, token.c.version == version, token.c.state == SPENDING, token.c.holder == holder
    )
    left = sa.update(token).where(mine).values(state=state, holder="", since=micros(now))
    return (await conn.execute(left)).rowcount == 1


def _sealed(seals: Seals, channel: str, pair: Pair, now: float) -> bytes:
    value = {"access": pair.access, "refresh": pair.refresh, "taken_at": pair.taken_at, "until": pair.until}
    return seals.close("token", channel.encode(), value, now, lasting=True)
