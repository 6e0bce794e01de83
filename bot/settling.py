"""What became of a letter, written down: where its screen stands, whether it is tried again, what nobody will ever
get.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alerts import Alerts
from bot.channels.base import Fate
from bot.delivery import Result
from bot.held import held_body, whose
from bot.letters import Letters
from bot.wire import address_from_json, address_to_json
from content.locales import _
from handlers.messages import Act, Address, Erase, Post, Remove
from storage import conversations, held, inbox, leases, outbox, screens
from storage.outbox import FAILED, SENT, SKIPPED, UNKNOWN, Claimed, Settled
from storage.seals import Seals
from storage.times import Ticks, seconds

RETRY_S = (1.0, 2.0, 5.0, 15.0, 60.0)
TOKEN_RETRY_S = 30.0
GIVE_UP_S = 20 * 3600.0  # before the draft of whoever waits for it is forgotten
LEAST_FLOOD_S = 1.0
ARRIVED = (Fate.SENT, Fate.SAME, Fate.GONE)


class Settling:
    """Writes outcomes, in the sender's transaction."""

    def __init__(self, seals: Seals, letters: Letters, ticks: Ticks, alerts: Alerts) -> None:
        self._seals = seals
        self._letters = letters
        self._ticks = ticks
        self._alerts = alerts

    async def settle(self, conn: AsyncConnection, results: Sequence[Result], now: float) -> None:
        """Write results. Writing one twice changes nothing: only a letter in flight can be settled."""
        arrived = [result for result in results if result.fate in ARRIVED]
        if arrived:
            await self._arrived(conn, arrived, now)
        for result in results:
            if result.refused:
                await self._tell_group(conn, result.row, result.refused, now)
            if result.fate not in ARRIVED:
                await self._other(conn, result, now)

    async def _arrived(self, conn: AsyncConnection, results: Sequence[Result], now: float) -> None:
        """Nearly all of them, so together: where screens stand now, and what is to follow."""
        ends = [Settled(one.row.id, SENT, "" if one.fate is Fate.SENT else one.fate.value) for one in results]
        await outbox.settle(conn, ends, now)
        stand: list[screens.Standing] = []
        after: list[Post] = []
        chats: dict[Address, bytes] = {}
        for result in results:
            row = result.row
            if row.body is None:
                continue
            to = address_from_json(row.body["to"])
            chats[to] = row.chat
            if row.kind == "remove":
                await screens.drop(conn, self._seals, row.chat, row.body["screen"])
            if result.now_shown is not None:
                stand.append(screens.Standing(row.chat, result.now_shown, lasting=not to.private))
            if result.stale:
                after.append(Erase(to, (result.stale,)))
            if row.kind == "show" and row.body["lasts_s"]:
                after.append(Remove(to, row.body["screen"], after_s=row.body["lasts_s"]))
        await screens.put(conn, self._seals, stand, now)
        await self._letters.put(conn, after, now, chats)

    async def _other(self, conn: AsyncConnection, result: Result, now: float) -> None:
        row, fate = result.row, result.fate
        if fate is Fate.STEP:
            await self._step(conn, result, now)
        elif fate is Fate.RETRY:
            await self._again(conn, row, now, RETRY_S[min(row.tries, len(RETRY_S) - 1)])
        elif fate is Fate.TOKEN:
            await self._again(conn, row, now, TOKEN_RETRY_S)
            if result.why != "login":  # whoever keeps the login has told already
                await self._warn(conn, "token", _("The platform does not accept our token. Nothing can be sent."), now)
        elif fate is Fate.SETUP:
            await self._again(conn, row, now, TOKEN_RETRY_S)
            sentence = _("{platform} does not let us send until our account there is set right: hotline doctor.")
            await self._warn(conn, f"setup.{row.channel}", sentence.format(platform=row.channel), now)
        elif fate in (Fate.WINDOW, Fate.QUOTA):
            await self._hold(conn, result, now)
        elif fate is Fate.FLOOD:
            await self._flood(conn, row, now + max(result.retry_after, LEAST_FLOOD_S), now)
        elif fate is Fate.UNKNOWN:
            await self._unknown(conn, row, now)
        elif fate is Fate.MOVED:
            await self._moved(conn, row, result.moved_to, now)
        elif fate is Fate.FORBIDDEN:
            await self._end(conn, row, SKIPPED, result.why or "forbidden", now)
        else:
            await self._end(conn, row, FAILED, result.why or "bad", now)
            await self._warn(conn, "letter", _("A message could not be sent: the platform refused its content."), now)

    async def _step(self, conn: AsyncConnection, result: Result, now: float) -> None:
        """The letter's topic is made or turned, and the letter goes on; or it is gone, and all that stood in it."""
        row = result.row
        if row.body is not None and result.topic is not None:
            await screens.put(conn, self._seals, [screens.Standing(row.chat, result.topic, lasting=True)], now)
            await outbox.requeue(conn, row, now, now, counts=False)
        elif row.body is not None:
            await screens.drop_topic(conn, self._seals, row.chat, row.body["topic"]["name"])
            await outbox.requeue(conn, row, now, now)
            await self._tell_group(conn, row, "gone", now)

    async def _tell_group(self, conn: AsyncConnection, row: Claimed, why: str, now: float) -> None:
        """The house hears what became of a letter's topic."""
        if row.body is not None:
            told = {
                "address": row.body["to"],
                "act": Act.TOPICS,
                "name": why,
                "text": row.body["topic"]["name"],
                "at": now,
            }
            await conversations.ensure(conn, [row.chat], now)
            await inbox.put_event(conn, self._seals, row.chat, told, self._ticks.next(now), now)

    async def _again(self, conn: AsyncConnection, row: Claimed, now: float, wait_s: float) -> None:
        if now - seconds(row.ord) > GIVE_UP_S:
            await self._end(conn, row, FAILED, "too_late", now)
            await self._unheard(conn, row, now)
            await self._warn(conn, "late", _("A message could not be sent for 20 hours and was given up."), now)
            return
        await outbox.requeue(conn, row, now + wait_s, now)

    async def _hold(self, conn: AsyncConnection, result: Result, now: float) -> None:
        """It waits until its reader writes again; `Turns` lets it go then. Never counted as sent."""
        row = result.row
        await self._end(conn, row, SKIPPED, result.fate.value, now)
        if row.body is not None and row.kind == "show":
            to = address_from_json(row.body["to"])
            await held.hold(conn, self._seals, whose(to), held_body(row), now)
        if result.fate is Fate.QUOTA:
            await self._unheard(conn, row, now)
        if sentence := _why_held(result):
            why = result.why if result.fate is Fate.WINDOW else result.fate.value
            await self._warn(conn, f"{why}.{row.channel}", sentence.format(platform=row.channel), now)

    async def _unheard(self, conn: AsyncConnection, row: Claimed, now: float) -> None:
        """Whoever this was for can't be answered: what they told so far must not wait for an answer of theirs."""
        if row.body is not None and row.kind == "show" and address_from_json(row.body["to"]).private:
            told = {"address": row.body["to"], "act": Act.UNHEARD, "at": now}
            await conversations.ensure(conn, [row.chat], now)
            await inbox.put_event(conn, self._seals, row.chat, told, self._ticks.next(now), now)

    async def _flood(self, conn: AsyncConnection, row: Claimed, until: float, now: float) -> None:
        """The chat waits; where a second chat is told to wait too, it is the whole token that spoke too fast."""
        others = await leases.held_back(conn, row.channel, now)
        await leases.hold_back(conn, row.channel, row.chat, until)
        if others.keys() - {row.chat, b""}:
            await leases.hold_back(conn, row.channel, b"", until)
        await outbox.requeue(conn, row, until, now, counts=False)

    async def _unknown(self, conn: AsyncConnection, row: Claimed, now: float) -> None:
        """It may have arrived. Edits and deletions can be done twice; a message once more where a copy is harmless."""
        if row.kind != "show":
            await self._again(conn, row, now, RETRY_S[min(row.tries, len(RETRY_S) - 1)])
            return
        if row.body is not None and address_from_json(row.body["to"]).private:  # who erases this chat must know of it
            stray = screens.Standing(row.chat, screens.Shown(screens.STRAY, "", ""), lasting=False)
            await screens.put(conn, self._seals, [stray], now)
        if row.repeatable and not row.again:
            await outbox.requeue(conn, row, now, now, outcome=UNKNOWN)
        else:
            await self._end(conn, row, UNKNOWN, "unknown", now)

    async def _moved(self, conn: AsyncConnection, row: Claimed, chat: str, now: float) -> None:
        """A group became a supergroup: the letters that wait go to its new id, and the house is told."""
        if row.body is None or not chat:
            await self._end(conn, row, FAILED, "moved", now)
            return
        old = address_from_json(row.body["to"])
        new = replace(old, chat=chat)
        ids = self._seals.chat_ids(new.channel, new.chat, new.user, private=new.private, now=now)
        await outbox.requeue(conn, row, now, now, counts=False)
        await outbox.rewrite(conn, self._seals, row.chat, ids[0], {"to": address_to_json(new)}, now)
        await screens.rekey(conn, self._seals, row.chat, ids[0], now)
        await conversations.ensure(conn, [ids[0]], now)
        told = {"address": address_to_json(old), "act": "moved", "text": chat, "at": now}
        await inbox.put_event(conn, self._seals, ids[0], told, self._ticks.next(now), now)

    async def _end(self, conn: AsyncConnection, row: Claimed, state: str, outcome: str, now: float) -> None:
        await outbox.settle(conn, [Settled(row.id, state, outcome)], now)

    async def _warn(self, conn: AsyncConnection, kind: str, sentence: str, now: float) -> None:
        await self._letters.put(conn, await self._alerts.posts(conn, kind, sentence, now), now)


def _why_held(result: Result) -> str:
    """What a person should know of a letter that waits; nothing where that is as it should be."""
    if result.why == "no_money":
        return _("{platform}: there is no money for messages outside the free window. They wait for their reader.")
    if result.why == "template":
        return _("{platform}: the text that calls people back is refused: hotline doctor. Letters wait unannounced.")
    if result.fate is Fate.QUOTA:
        return _("{platform}: the quota of messages is used up. What can't be sent waits for its reader.")
    return ""
