"""What a turn wants done, as data, by room. A dialogue never writes: `bot/perform/` carries it out in the turn's transaction."""

from __future__ import annotations

from handlers.coverage.effects import CoverageEffect
from handlers.effects.abuse import MarkAbuse, RealTip, TakeBack
from handlers.effects.chats import ForgetGroup, KeepTopics, LinkGroup, MoveGroup, Note, Refused, ShowAgain
from handlers.effects.citizens import (
    AddToTip,
    ChangeVoice,
    CountMiss,
    DropFiles,
    Fetch,
    ForgetChat,
    SetWayBack,
    SubmitTip,
    TurnedAway,
)
from handlers.effects.incidents import JoinTips, KeepApart, SplitTip, TellAll, TellUnclear
from handlers.effects.lookups import ExportFigures, SearchTips
from handlers.effects.rewards import ClaimReward, DecideReward, GiveCode, ProposeReward
from handlers.effects.staff import Approve, Away, CloseShift, Enrol, Invite, Reject, SetDuty, Suspend, Train, TryPin
from handlers.effects.tips import (
    AskReporter,
    ClaimTip,
    ExportTip,
    MarkTip,
    MoveTip,
    PassAll,
    PassTip,
    ReadTip,
    ReleaseTip,
    ReplyToReporter,
)
from handlers.outreach.effects import OutreachEffect

Effect = (
    SubmitTip | AddToTip | SetWayBack | ForgetChat | Fetch | ChangeVoice | DropFiles | TurnedAway | CountMiss
    | ClaimTip | ReleaseTip | PassTip | PassAll | MarkTip | ReadTip | AskReporter | ReplyToReporter
    | MoveTip | ExportTip | RealTip | SearchTips | ExportFigures
    | MarkAbuse | TakeBack | ProposeReward | DecideReward | GiveCode | ClaimReward
    | JoinTips | KeepApart | SplitTip | TellAll | TellUnclear
    | Invite | Enrol | TryPin | CloseShift | Approve | Reject | Suspend | Away | Train | SetDuty | LinkGroup | ForgetGroup | MoveGroup
    | KeepTopics | ShowAgain
    | Refused | Note
    | OutreachEffect | CoverageEffect
)  # fmt: skip

__all__ = [
    "AddToTip",
    "Approve",
    "AskReporter",
    "Away",
    "ChangeVoice",
    "ClaimReward",
    "ClaimTip",
    "CloseShift",
    "CountMiss",
    "DecideReward",
    "DropFiles",
    "Effect",
    "Enrol",
    "ExportFigures",
    "ExportTip",
    "Fetch",
    "ForgetChat",
    "ForgetGroup",
    "GiveCode",
    "Invite",
    "JoinTips",
    "KeepApart",
    "KeepTopics",
    "LinkGroup",
    "MarkAbuse",
    "MarkTip",
    "MoveGroup",
    "MoveTip",
    "Note",
    "PassAll",
    "PassTip",
    "ProposeReward",
    "ReadTip",
    "RealTip",
    "Refused",
    "Reject",
    "ReleaseTip",
    "ReplyToReporter",
    "SearchTips",
    "SetDuty",
    "SetWayBack",
    "ShowAgain",
    "SplitTip",
    "SubmitTip",
    "Suspend",
    "TakeBack",
    "TellAll",
    "TellUnclear",
    "Train",
    "TryPin",
    "TurnedAway",
]
