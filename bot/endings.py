"""What became of copies, written down together: sent, uncertain, failed, left out, or still to send. Subscriptions follow:
whoever can't be reached any more is lost once, whoever moved is written to at their new number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alerts import Alerts
from bot.channels.base import Fate, Outcome
from bot.letters import Letters
from bot.settling import LEAST_FLOOD_S, RETRY_S, TOKEN_RETRY_S
from content.locales import _
from content.outreach_terms import DeliveryState, Reason
from handlers.messages import Address
from storage import deliveries, leases, subscriptions
from storage.deliveries import Again, Copy, Ended
from storage.seals import Seals

MOST_TRIES = 5  # of a copy that is refused while others get through
MOST_TRIES_ALONE = 60  # of one while nothing gets through: about an hour
CLASS = 16  # signs of an outcome's class

_REASONS = {
    "blocked": Reason.BLOCKED,
    "deactivated": Reason.GONE,
    "no_chat": Reason.GONE,
    "kicked": Reason.REMOVED,
    "not_started": Reason.BLOCKED,
    "not_following": Reason.BLOCKED,
    "inactive": Reason.GONE,
    "group": Reason.REMOVED,
}


@dataclass(frozen=True, slots=True)
class Landed:
    """A copy whose call came back. `to` None: its address did not open."""

    copy: Copy
    to: Address | None
    outcome: Outcome


class Endings:
    """Writes what became of a channel's copies, in the broadcaster's transaction."""

    def __init__(self, seals: Seals, letters: Letters, alerts: Alerts, channel: str) -> None:
        self._seals = seals
        self._letters = letters
        self._alerts = alerts
        self._channel = channel
        self._troubles = 0  # rounds in a row in which the platform could do nothing
        self.rests_until = 0.0  # nothing is tried before

    @property
    def probing(self) -> bool:
        """Is it unknown whether the platform is back? Then one copy is tried first."""
        return self._troubles > 0

    async def write(self, rows: AsyncConnection, landed: Sequence[Landed], now: float) -> None:
        """Write all of them. Written twice, nothing changes."""
        ends: list[Ended] = []
        again: list[Again] = []
        through = any(one.outcome.fate is Fate.SENT for one in landed)
        waits = [one for one in landed if one.outcome.fate in (Fate.RETRY, Fate.TOKEN, Fate.SETUP)]
        if landed:
            self._troubles = 0 if through or not waits else self._troubles + 1
        for one in landed:
            end = await self._one(rows, one, through, now)
            if isinstance(end, Again):
                again.append(end)
            else:
                ends.append(end)
        await deliveries.settle(rows, ends, now)
        await deliveries.requeue(rows, again)

    async def _one(self, rows: AsyncConnection, landed: Landed, through: bool, now: float) -> Ended | Again:
        copy, outcome = landed.copy, landed.outcome
        match outcome.fate:
            case Fate.SENT | Fate.SAME:
                return Ended(copy, DeliveryState.SENT, message=outcome.message)
            case Fate.UNKNOWN:
                return Ended(copy, DeliveryState.UNKNOWN, outcome.why[:CLASS])
            case Fate.WINDOW | Fate.QUOTA:
                return Ended(copy, DeliveryState.SKIPPED, outcome.fate.value)
            case Fate.BAD | Fate.GONE | Fate.STEP:
                return Ended(copy, DeliveryState.FAILED, outcome.why[:CLASS] or outcome.fate.value)
            case Fate.FORBIDDEN:
                await self._unreachable(rows, copy, outcome.why, now)
                return Ended(copy, DeliveryState.FAILED, outcome.why[:CLASS] or outcome.fate.value)
            case Fate.MOVED:
                return await self._moved(rows, copy, outcome.moved_to, now)
            case Fate.FLOOD:
                return await self._flood(rows, landed, now)
            case Fate.RETRY:
                return self._later(copy, outcome.why, through, now)
            case Fate.TOKEN | Fate.SETUP:
                await self._refused(rows, outcome, now)
                return Again(copy, now + TOKEN_RETRY_S, counts=False)
        assert_never(outcome.fate)

    async def _unreachable(self, rows: AsyncConnection, copy: Copy, why: str, now: float) -> None:
        if why == "rights":
            await subscriptions.hold(rows, copy.subscription, Reason.RIGHTS, now)
        else:
            reason = _REASONS.get(why, Reason.GONE)
            await subscriptions.lose(rows, self._seals.keyring, copy.subscription, reason, now)

    async def _moved(self, rows: AsyncConnection, copy: Copy, chat: str, now: float) -> Ended | Again:
        """A group became a supergroup: its copy goes to the new number, whoever told of that first."""
        if not chat or copy.tries >= MOST_TRIES:
            return Ended(copy, DeliveryState.FAILED, "moved")
        await subscriptions.move(rows, self._seals.keyring, copy.subscription, chat, now)
        return Again(copy, 0.0, counts=True)

    async def _flood(self, rows: AsyncConnection, landed: Landed, now: float) -> Again:
        """The chat waits, for replies too; where a second chat is told to wait, it is the whole token that spoke too fast."""
        until = now + max(landed.outcome.retry_after, LEAST_FLOOD_S)
        if landed.to is not None:
            to = landed.to
            chat = self._seals.chat_ids(to.channel, to.chat, to.user, private=to.private, now=now)[0]
            others = await leases.held_back(rows, self._channel, now)
            await leases.hold_back(rows, self._channel, chat, until)
            if others.keys() - {chat, b""}:
                await leases.hold_back(rows, self._channel, b"", until)
        return Again(landed.copy, until, counts=False)

    def _later(self, copy: Copy, why: str, through: bool, now: float) -> Ended | Again:
        """The platform could not do it now. Where it does nothing at all, everybody rests longer and longer."""
        if copy.tries + 1 >= (MOST_TRIES if through else MOST_TRIES_ALONE):
            return Ended(copy, DeliveryState.FAILED, why[:CLASS] or Fate.RETRY.value)
        rest_s = RETRY_S[min(copy.tries if through else self._troubles - 1, len(RETRY_S) - 1)]
        if not through:
            self.rests_until = now + rest_s
        return Again(copy, now + rest_s, counts=True)

    async def _refused(self, rows: AsyncConnection, outcome: Outcome, now: float) -> None:
        """Our account, not this copy: everything rests, and a person must act."""
        self.rests_until = now + TOKEN_RETRY_S
        if outcome.why == "login":  # whoever keeps the login has told already
            return
        kind = "token" if outcome.fate is Fate.TOKEN else f"setup.{self._channel}"
        sentence = _("{platform} refuses to send our messages to groups: hotline doctor.")
        posts = await self._alerts.posts(rows, kind, sentence.format(platform=self._channel), now)
        await self._letters.put(rows, posts, now)
