"""What the dialogues of prevention want done, as data; `bot/perform/outreach/` carries it out in the turn's transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from content.library.terms import Audience
from content.outreach_terms import PledgeKind, Reason, RelayAnswer
from handlers.messages import Address
from handlers.outreach.campaign_rules import Step
from handlers.outreach.run_rules import Steer
from storage.campaigns import Plan
from storage.heard import Copy


class OutreachEffect:
    """One thing to be done: each is a frozen dataclass, named in `bot.perform.outreach.EFFECTS`."""


class Wish(StrEnum):
    """What somebody in a group wants for all of it."""

    AGREE = "agree"
    STOP = "stop"


@dataclass(frozen=True)
class AskStanding(OutreachEffect):
    """Somebody pressed for a whole group: ask the platform who they are there, and do it where they are in charge.

    Slow work, `bot.standing`; what follows is in `bot.perform.outreach.subscribing.known`.
    """

    address: Address
    wish: Wish
    target: str = ""  # the id on the link; empty: an officer has to say whose group it is
    language: str = "vi"


@dataclass(frozen=True)
class HoldChat(OutreachEffect):
    """Nothing is sent to this group or channel until the reason is gone; where nobody subscribed, nothing happens."""

    address: Address
    reason: Reason


@dataclass(frozen=True)
class ReleaseChat(OutreachEffect):
    """The reason is gone."""

    address: Address


@dataclass(frozen=True)
class ConfirmGroup(OutreachEffect):
    """An officer says whose a waiting group is; it counts from now on, and is told so."""

    subscription: str  # hex
    target: str
    by: str


@dataclass(frozen=True)
class RefuseGroup(OutreachEffect):
    """An officer says that a waiting group is nobody's."""

    subscription: str  # hex
    by: str


@dataclass(frozen=True)
class CountSeen(OutreachEffect):
    """ "Seen" under a copy; pressed again it counts no second time."""

    copy: Copy
    who: bytes = field(repr=False)


@dataclass(frozen=True)
class CountAnswer(OutreachEffect):
    """An answer to the question of a copy; the first one of a person counts. `right` None: a poll."""

    copy: Copy
    who: bytes = field(repr=False)
    option: int
    right: bool | None


@dataclass(frozen=True)
class PressVow(OutreachEffect):
    """A press on a pledge's button. Performing asks `vow_rules.step` again, the row held."""

    kind: PledgeKind
    place: str
    who: bytes = field(repr=False)
    text: str
    day: date


@dataclass(frozen=True)
class SubscribePerson(OutreachEffect):
    """Somebody wants pieces for themselves; they have read what is kept of them."""

    address: Address
    area: str | None  # id of today's area; None for all
    audience: Audience
    language: str


@dataclass(frozen=True)
class SubscribeRelay(OutreachEffect):
    """A contact will put posts into a group of their own that no bot can enter."""

    address: Address
    target: str


@dataclass(frozen=True)
class EndMine(OutreachEffect):
    """Nothing is sent to this private chat any more, and nothing that leads to its account is kept."""

    address: Address
    reason: Reason


@dataclass(frozen=True)
class AnswerPost(OutreachEffect):
    """A contact says what became of a post. `members`: of the group, where they know."""

    address: Address
    run: bytes
    answer: RelayAnswer
    members: int | None = None


@dataclass(frozen=True)
class ExportRun(OutreachEffect):
    """The table of a run for whoever may see it: slow work makes it, posted in their chat, gone after a quarter of an hour.

    Performing asks the right again; the audit says so when the file is posted.
    """

    run: str  # hex
    officer: str
    blob: str  # where the file will lie; random, made by the dialogue


@dataclass(frozen=True)
class SaveCampaign(OutreachEffect):
    """A draft: new (`version` 0), or one of the officer's own campaigns written anew, of which nothing is approved then."""

    campaign: str  # random, made by the dialogue
    officer: str
    version: int
    plan: Plan


@dataclass(frozen=True)
class DropCampaign(OutreachEffect):
    """A draft that its author does not want."""

    campaign: str
    officer: str


@dataclass(frozen=True)
class StepCampaign(OutreachEffect):
    """Somebody submits, approves, refuses, pauses, resumes or stops. `seen`: the digest of what was on their screen.

    Performing asks right and `campaign_rules.taken` again under the lock; where that bars it, the presser is told why.
    """

    campaign: str
    officer: str
    step: Step
    seen: bytes
    reason: str = ""


@dataclass(frozen=True)
class SteerRun(OutreachEffect):
    """A run pauses, goes on, ends, or sends once more what failed (`runs`)."""

    run: str  # hex
    officer: str
    steer: Steer


@dataclass(frozen=True)
class HaltAll(OutreachEffect):
    """Panic: every run ends now, and nothing begins until two people have lifted it."""

    officer: str


@dataclass(frozen=True)
class LiftHalt(OutreachEffect):
    """One of the two who lift it."""

    officer: str


class Care(StrEnum):
    """What is done to a box that hangs."""

    CHECKED = "checked"
    TAKEN_DOWN = "taken_down"


@dataclass(frozen=True)
class PutUpBox(OutreachEffect):
    """An officer put up a box for tips."""

    box: str  # hex; random, made by the dialogue
    area: str  # id of today's area
    place: str
    day: date
    by: str


@dataclass(frozen=True)
class CareForBox(OutreachEffect):
    """An officer emptied a box and found it whole, or took it down."""

    box: str  # hex
    care: Care
    day: date
    by: str


@dataclass(frozen=True)
class EnterSigned(OutreachEffect):
    """An officer counted papers with signatures. Performing asks the right again; the audit says for which target."""

    id: str  # hex; random, made by the dialogue
    kind: PledgeKind
    target: str
    number: int
    day: date
    officer: str


@dataclass(frozen=True)
class StrikeSigned(OutreachEffect):
    """Whoever entered papers takes the entry out again."""

    id: str
    officer: str
