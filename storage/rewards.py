"""Rewards: proposed, granted, taken up, each tied to a tip and to nobody. The claim code is kept as a keyed hash only.

A row is gone at its end, or with its tip; a code that was used stays used in every restored backup (`tombstones`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.terms import RewardState
from storage.tables import reward, tip
from storage.times import micros, seconds
from storage.vault.keyring import Keyring

CODE_BYTES = 16


@dataclass(frozen=True)
class Reward:
    """One reward. `proposer` is an officer's id; times in seconds."""

    tip: bytes
    state: RewardState
    proposer: str
    visible_at: float  # its reporter reads of it from then on, at a look-up
    expires_at: float

    def offered(self, now: float) -> bool:
        """Whether its reporter reads of it."""
        return self.state is RewardState.GRANTED and self.visible_at <= now < self.expires_at


def code_hash(keyring: Keyring, code: str) -> bytes:
    """What is kept of a code."""
    return keyring.lookup_pepper.tag("reward code", code.encode(), CODE_BYTES)


async def of_tip(rows: AsyncConnection, tip_id: bytes, *, lock: bool = False) -> Reward | None:
    """The reward of a tip."""
    query = sa.select(reward).where(reward.c.tip == tip_id)
    row = (await rows.execute(query.with_for_update() if lock else query)).one_or_none()
    return _record(row) if row else None


async def by_code(rows: AsyncConnection, keyring: Keyring, code: str, now: float) -> str | None:
    """The public id of the tip whose reward this code takes up now; None for a wrong, a used and an old one alike."""
    query = sa.select(tip.c.public).join(reward, reward.c.tip == tip.c.id).where(_open(keyring, code, now))
    found: str | None = await rows.scalar(query)
    return found


async def propose(rows: AsyncConnection, tip_id: bytes, proposer: str, expires_at: float) -> None:
    """A new one; there was none."""
    values = {
        "tip": tip_id,
        "state": RewardState.PROPOSED.value,
        "proposer": bytes.fromhex(proposer),
        "visible_at": micros(expires_at),
        "expires_at": micros(expires_at),
    }
    await rows.execute(sa.insert(reward), [values])


async def decide(
    rows: AsyncConnection, tip_id: bytes, state: RewardState, visible_at: float, expires_at: float
) -> None:
    """Granted or not."""
    values = {"state": state.value, "visible_at": micros(visible_at), "expires_at": micros(expires_at)}
    await rows.execute(sa.update(reward).where(reward.c.tip == tip_id).values(**values))


async def give_code(rows: AsyncConnection, tip_id: bytes, hashed: bytes) -> None:
    """The code that counts from now on; the one before is void."""
    granted = sa.and_(reward.c.tip == tip_id, reward.c.state == RewardState.GRANTED.value)
    await rows.execute(sa.update(reward).where(granted).values(code=hashed))


async def claim(rows: AsyncConnection, keyring: Keyring, code: str, now: float) -> bytes | None:
    """Use a code up: the inner id of its tip; None where it opens nothing, or somebody was faster."""
    query = sa.select(reward.c.tip).where(_open(keyring, code, now)).with_for_update()
    found: bytes | None = await rows.scalar(query)
    if found is not None:
        used: dict[str, Any] = {"state": RewardState.CLAIMED.value, "code": None}
        await rows.execute(sa.update(reward).where(reward.c.tip == found).values(**used))
    return found


async def sweep(rows: AsyncConnection, now: float) -> None:
    """Forget those whose time is over."""
    await rows.execute(sa.delete(reward).where(reward.c.expires_at <= micros(now)))


def _open(keyring: Keyring, code: str, now: float) -> sa.ColumnElement[bool]:
    return sa.and_(
        reward.c.code == code_hash(keyring, code),
        reward.c.state == RewardState.GRANTED.value,
        reward.c.expires_at > micros(now),
    )


def _record(row: Any) -> Reward:
    return Reward(
        row.tip, RewardState(row.state), row.proposer.hex(), seconds(row.visible_at), seconds(row.expires_at)
    )  # fmt: skip
