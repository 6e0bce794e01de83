"""Effects -> rows. An explicit table says which function carries out which effect; all of a turn's run in its savepoint."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.alerts import Alerts
from bot.perform import (
    abusing,
    anchor,
    asking,
    counting,
    coverage,
    daily,
    deadlines,
    desk,
    duty,
    exporting,
    files,
    forgetting,
    groups,
    handing,
    holidays,
    incidents,
    moving,
    news,
    outreach,
    pin,
    refusing,
    rewarding,
    ringing,
    searching,
    shifts,
    staff,
    submit,
)
from bot.perform.doing import Doing, Tools
from handlers import effects
from handlers.messages import Incoming, Post
from storage.book import Book

Done = Callable[[Doing, Any], Awaitable[None]]

EFFECTS: Mapping[type, Done] = {
    effects.SubmitTip: submit.submit,
    effects.AddToTip: submit.add_to,
    effects.SetWayBack: submit.set_way_back,
    effects.ForgetChat: forgetting.forget_chat,
    effects.Fetch: files.fetch,
    effects.ChangeVoice: files.change_voice,
    effects.DropFiles: files.drop,
    effects.TurnedAway: submit.turned_away,
    effects.CountMiss: files.count_miss,
    effects.ClaimTip: desk.claim,
    effects.ReleaseTip: handing.release,
    effects.PassTip: handing.pass_on,
    effects.PassAll: handing.pass_all,
    effects.MarkTip: desk.stamp,
    effects.ReadTip: desk.read,
    effects.AskReporter: asking.ask,
    effects.ReplyToReporter: asking.reply,
    effects.MoveTip: moving.move,
    effects.JoinTips: incidents.join,
    effects.KeepApart: incidents.keep_apart,
    effects.SplitTip: incidents.split,
    effects.TellAll: incidents.tell_all,
    effects.TellUnclear: incidents.tell_unclear,
    effects.ExportTip: exporting.order,
    effects.RealTip: desk.make_real,
    effects.SearchTips: searching.order,
    effects.ExportFigures: counting.export,
    effects.Invite: staff.invite,
    effects.Enrol: staff.enrol,
    effects.TryPin: staff.try_pin,
    effects.CloseShift: staff.close_shift,
    effects.Approve: staff.approve,
    effects.Reject: staff.reject,
    effects.Suspend: staff.suspend,
    effects.Away: duty.away,
    effects.Train: duty.train,
    effects.SetDuty: duty.set_duty,
    effects.LinkGroup: groups.link,
    effects.ForgetGroup: groups.forget,
    effects.MoveGroup: groups.move,
    effects.KeepTopics: groups.keep_topics,
    effects.ShowAgain: groups.show_again,
    effects.MarkAbuse: abusing.mark,
    effects.TakeBack: abusing.take_back,
    effects.ProposeReward: rewarding.propose,
    effects.DecideReward: rewarding.decide,
    effects.GiveCode: rewarding.give_code,
    effects.ClaimReward: rewarding.claim,
    effects.Refused: refusing.refused,
    effects.Note: desk.note,
    **outreach.EFFECTS,
    **coverage.EFFECTS,
}

MOMENTS: Mapping[str, Callable[[Doing, dict[str, Any]], Awaitable[None]]] = {
    ringing.ALARM: ringing.go_on,
    asking.EXPIRY: asking.expire,
    deadlines.DEADLINE: deadlines.came,
    deadlines.REMIND: deadlines.remind,
    deadlines.LEFT_ALONE: deadlines.warn,
    deadlines.GO_BACK: handing.gone_back,
    news.SHOW: news.shown,
    daily.ANCHOR: anchor.anchor,
    daily.HOLIDAYS: holidays.looked_at,
    duty.REMINDER: duty.remind,
    shifts.SHIFT: shifts.over,
    f"job.{staff.PIN}": pin.ended,
    f"job.{searching.SEARCH}": searching.ended,
    f"job.{files.FETCH}": files.fetched,
    exporting.GONE: exporting.gone,
    f"job.{exporting.EXPORT}": exporting.made,
    f"job.{files.VOICE}": files.voice_changed,
    **outreach.MOMENTS,
    **coverage.MOMENTS,
}


@dataclass(frozen=True)
class Performer:
    """Carries out what turns, moments and slow work want done."""

    tools: Tools
    alerts: Alerts

    async def perform(
        self, rows: AsyncConnection, wanted: Sequence[Any], incoming: Incoming | None, now: float
    ) -> list[Post]:
        """Effects that are the whole of a transaction, in order."""
        book = Book()
        posts = await self.carry_out(rows, wanted, incoming, now, book)
        await book.write(rows, self.tools.keyring.audit)
        return posts

    async def carry_out(
        self, rows: AsyncConnection, wanted: Sequence[Any], incoming: Incoming | None, now: float, book: Book
    ) -> list[Post]:
        """The effects of one turn of several, in order; the transaction writes the book at its end."""
        doing = Doing(rows, now, self.tools, incoming, book=book)
        for effect in wanted:
            await EFFECTS[type(effect)](doing, effect)
        return await self._posts(doing)

    async def occur(self, rows: AsyncConnection, kind: str, payload: dict[str, Any], now: float) -> list[Post]:
        """A moment that has come, or slow work that has ended (`job.<kind>`, its result in the payload)."""
        doing = Doing(rows, now, self.tools)
        if kind in MOMENTS:
            await MOMENTS[kind](doing, payload)
        await doing.book.write(rows, self.tools.keyring.audit)
        return await self._posts(doing)

    async def _posts(self, doing: Doing) -> list[Post]:
        posts = list(doing.posts)
        for kind, sentence in doing.alerts:
            posts += await self.alerts.posts(doing.rows, kind, sentence, doing.now)
        return posts
