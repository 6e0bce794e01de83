"""Effects and moments of prevention -> rows: tables of their own, merged into the house's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.perform import daily
from bot.perform.doing import Doing
from bot.perform.outreach import (
    accounts,
    boxes,
    campaigning,
    counted,
    halting,
    hearing,
    reporting,
    signing,
    starting,
    subscribing,
    taking_out,
)
from handlers.outreach import effects

EFFECTS: Mapping[type, Callable[[Doing, Any], Awaitable[None]]] = {
    effects.CountSeen: hearing.count_seen,
    effects.CountAnswer: hearing.count_answer,
    effects.PressVow: hearing.press_vow,
    effects.ExportRun: taking_out.order,
    effects.EnterSigned: signing.enter,
    effects.StrikeSigned: signing.strike,
    effects.AskStanding: subscribing.ask_standing,
    effects.HoldChat: subscribing.hold,
    effects.ReleaseChat: subscribing.release,
    effects.ConfirmGroup: subscribing.confirm,
    effects.RefuseGroup: subscribing.refuse,
    effects.SubscribePerson: accounts.person,
    effects.SubscribeRelay: accounts.relay,
    effects.EndMine: accounts.end,
    effects.AnswerPost: accounts.answered,
    effects.SaveCampaign: campaigning.save,
    effects.DropCampaign: campaigning.drop,
    effects.StepCampaign: campaigning.step,
    effects.SteerRun: campaigning.steer,
    effects.HaltAll: halting.halt,
    effects.LiftHalt: halting.lift,
    effects.PutUpBox: boxes.put_up,
    effects.CareForBox: boxes.care,
}

MOMENTS: Mapping[str, Callable[[Doing, dict[str, Any]], Awaitable[None]]] = {
    f"job.{taking_out.SHEET}": taking_out.made,
    f"job.{subscribing.STANDING}": subscribing.known,
    daily.MEMBERS: counted.begin,
    f"job.{counted.MEMBERS}": counted.counted,
    starting.CAMPAIGN: starting.came,
    reporting.PROGRESS: reporting.look,
    reporting.MORNING: reporting.morning,
}
