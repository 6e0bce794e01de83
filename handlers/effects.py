"""What a turn wants done, as data. A dialogue never writes: `bot/perform/` carries it out in the turn's transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from content.terms import Contact, Detail, DutyPart, GroupTopics, Mark, Merit, PersonState, Reader, Role, Topic, Urgency
from handlers.coverage.effects import CoverageEffect
from handlers.messages import Address, Media
from handlers.outreach.effects import OutreachEffect
from handlers.triage.export_rules import Form
from handlers.triage.move_rules import Move
from handlers.triage.state_rules import Given


@dataclass(frozen=True)
class SubmitTip:
    """Seal a tip for every station on its route and for its sender; ring the stations."""

    topic: Topic
    detail: Detail | None
    area: str | None  # id of today's area; None where the place is unknown or at sea
    stations: tuple[str, ...]  # ids, the one that acts first
    urgency: Urgency
    reader: Reader
    contact: Contact
    receipt: str = field(repr=False)  # the packed bits, hex
    story: dict[str, Any] = field(repr=False)  # what is sealed: parts, place as typed, when, flags
    files: tuple[dict[str, Any], ...] = field(default=(), repr=False)  # {kind, blob, key}
    way_back: Address | None = None
    language: str = "vi"
    test: bool = False
    at_sea: bool = False  # the place that was told lies out at sea
    told_here: tuple[int, ...] = ()  # of each tip that this chat has sent lately the first byte of its receipt's tag


@dataclass(frozen=True)
class AddToTip:
    """The sender adds words or files: sealed to the tip's public key, readable by who may read the tip."""

    tip: str  # the row, hex, as `own.by_receipt` and `own.asked` give it: never the id that officers see
    kind: str  # "details" or "answer"
    parts: tuple[dict[str, Any], ...] = field(repr=False)
    question: str = ""  # public id of the question answered


@dataclass(frozen=True)
class SetWayBack:
    """Change how the sender is reached, or forget it for good (`address` None)."""

    receipt: str = field(repr=False)  # the packed bits, hex
    contact: Contact = Contact.NONE
    address: Address | None = None


@dataclass(frozen=True)
class ForgetChat:
    """Nothing that waits to be said in this private chat is said, and nothing of it is remembered."""

    address: Address


@dataclass(frozen=True)
class Fetch:
    """Download a file from the platform, clean it, seal it under its own key."""

    media: Media
    blob: str
    key: str = field(repr=False)
    address: Address | None = None  # who is told when the file cannot be kept


@dataclass(frozen=True)
class ChangeVoice:
    """Replace a stored recording by one with another voice; the first is destroyed."""

    blob: str
    key: str = field(repr=False)


@dataclass(frozen=True)
class DropFiles:
    """Destroy stored files that belong to nothing any more."""

    blobs: tuple[str, ...]


@dataclass(frozen=True)
class TurnedAway:
    """Somebody wanted to send a tip while nobody could open one: the operator is alerted."""


@dataclass(frozen=True)
class CountMiss:
    """A receipt that was not found: the next look-ups of this chat are slowed."""

    chat: Address


@dataclass(frozen=True)
class ClaimTip:
    """An officer takes a tip.

    Performing reads the card again under lock and asks `permissions.refusal(Right.CLAIM, ...)` again. Where the
    version has moved on, the presser gets `Toast(alert, gate.late(card))` instead of the turn's own toast, and the
    fresh card. Else: the holder is written, the version grows, the alarm is over (`alarm.ring_name` removed
    everywhere) and every copy of the card is shown anew.
    """

    tip: str
    version: int
    officer: str


@dataclass(frozen=True)
class ReleaseTip:
    """Whoever has a tip gives it back: it is free and rings. Performing checks as for ClaimTip."""

    tip: str
    version: int
    officer: str


@dataclass(frozen=True)
class PassTip:
    """Whoever has a tip passes it to a colleague of their station on duty (`holding_rules.takers`): it is that one's at
    once, and rings there. Performing checks as for ClaimTip, and that the colleague is on duty still.
    """

    tip: str
    version: int
    officer: str
    to: str


@dataclass(frozen=True)
class PassAll:
    """A head passes everything that one officer has to another (`holding_rules.heirs`); what that one may not have is
    free again and rings.
    """

    by: str
    person: str
    to: str


@dataclass(frozen=True)
class MarkTip:
    """A step on an urgent tip, stamped with its time (T1, T2 of the duty book).

    Performing checks as for ClaimTip and writes the stamp. GOING and CALLED_PROVINCE make the presser the holder
    where nobody is. TO_PROVINCE frees the tip, makes it the province's turn and rings there:
    `alarm.first_rings` of the changed card. INVOLVED hides the tip from the presser for good (`tips.open_tip` gives
    them None) and takes its readings off their screen; where they held it, it is freed and rings anew without them.
    """

    tip: str
    version: int
    officer: str
    mark: Mark


@dataclass(frozen=True)
class ReadTip:
    """An officer opened a tip: stamped and audited; danger that somebody has, rings no more.

    The screens are in the turn's posts, each with its own `Remove(after_s)`.
    """

    tip: str
    officer: str


@dataclass(frozen=True)
class AskReporter:
    """An officer's question to the reporter; the way back opens only through the open tip and is shown to nobody.

    Performing checks version and shift again, seals the question to the tip (`Move.ASK`), and sends what the
    reporter's choice of contact allows. It also puts the expiry notice (`policy.question_life`) into the outbox now,
    while the way back is open.
    """

    tip: str
    version: int
    officer: str
    text: str = field(repr=False)  # in the reporter's own language where it is a prepared one
    prepared: str = ""  # the key of a prepared question (content.questions), which holds nothing of the tip


@dataclass(frozen=True)
class ReplyToReporter:
    """A ready-made word to the reporter (`content.questions.REPLIES`): checked and sent as a question is, but nothing is
    waited for.
    """

    tip: str
    version: int
    officer: str
    reply: str


@dataclass(frozen=True)
class MoveTip:
    """An officer does the next thing to a tip, or ends it (`state_rules.decide`).

    Performing checks as for ClaimTip and asks `decide` again under the lock: where it bars the move, the presser is
    told why and sees the fresh card. What was given is sealed into the tip, and the audit says who did what. The
    reporter's status follows at `policy.next_news` (users.md A2), and the deadlines are counted anew.
    """

    tip: str
    version: int
    officer: str
    move: Move
    given: Given = field(default_factory=Given)
    reason: str = field(default="", repr=False)  # in words; `given.reason` says that there are some


@dataclass(frozen=True)
class JoinTips:
    """An officer joins a tip to the one that leads an incident.

    Performing checks as for ClaimTip and asks `incident_rules.barred` again, both rows held. The tip is entered in the
    book where it was not, and closed as joined; its cards go, the other's are shown anew, and ring where a source is
    new. What weighs more counts for both from then on: danger, "few know", the plan's indicator.
    """

    tip: str
    version: int
    into: str
    officer: str


@dataclass(frozen=True)
class KeepApart:
    """An officer says that two tips are not the same: never suggested and never joined any more."""

    tip: str
    version: int
    other: str
    officer: str


@dataclass(frozen=True)
class SplitTip:
    """An officer takes a tip out of its incident: back in the book, with the officer, apart for good."""

    tip: str
    version: int
    officer: str


@dataclass(frozen=True)
class TellAll:
    """The end of an incident, told to the reporters of all tips that were joined to it (`Move.TELL`): each sees their
    own tip finished at `policy.next_news`, and nothing else.
    """

    tip: str
    version: int
    officer: str


@dataclass(frozen=True)
class TellUnclear:
    """The end of an incident, told to the reporter of one joined tip who gets the other sentence: that what they told
    was not clear enough. Chosen by that tip alone; whoever is told all at once is told that it is finished.
    """

    tip: str
    version: int
    officer: str


@dataclass(frozen=True)
class ExportTip:
    """Papers for whoever has a tip: made by slow work, posted in their chat, gone after a quarter of an hour.

    Performing asks the right again and orders the work; the audit says so when the file is posted.
    """

    tip: str
    officer: str
    form: Form
    blob: str  # where the file will lie; random, made by the dialogue


@dataclass(frozen=True)
class ProposeReward:
    """Whoever has a tip proposes its reporter for a reward; the head who decides is told (`reward_rules.deciders`)."""

    tip: str
    officer: str
    merit: Merit


@dataclass(frozen=True)
class DecideReward:
    """The head grants it or not; never whoever proposed it. Its reporter reads of it from `policy.next_news` on."""

    tip: str
    officer: str
    granted: bool


@dataclass(frozen=True)
class GiveCode:
    """A reporter takes a reward up: the code counts from now on, an older one is void. Only its hash is kept."""

    receipt: str = field(repr=False)  # the packed bits, hex
    code: str = field(repr=False)


@dataclass(frozen=True)
class ClaimReward:
    """The province's desk was shown a code: it is used up, once."""

    code: str = field(repr=False)
    officer: str = ""


@dataclass(frozen=True)
class MarkAbuse:
    """An officer calls a tip abuse (`Mark.JUNK`) or wants its chat muted (`Mark.MUTE`).

    The first only stamps; with the second, another one, it happens.
    """

    tip: str
    officer: str
    mark: Mark


@dataclass(frozen=True)
class TakeBack:
    """Out of the junk box: one officer is enough."""

    tip: str
    officer: str


@dataclass(frozen=True)
class RealTip:
    """An officer makes a test tip real: its alarm starts as if it had come now, unless somebody holds it."""

    tip: str
    version: int
    officer: str


@dataclass(frozen=True)
class SearchTips:
    """Look for words inside the tips that this officer's shift can open: slow work, audited without the words.

    The outcome comes back to the chat as Act.NEWS named "search", payload JSON {tips: public ids, the newest first;
    count, searched, cut: older ones were not looked through; shut: could not be opened}; {} where the shift is over.
    """

    officer: str
    words: tuple[str, ...] = field(repr=False)
    address: Address


@dataclass(frozen=True)
class ExportFigures:
    """The communes' figures of a year as a file in the officer's chat, by whole quarters, small numbers hidden."""

    officer: str
    year: int


@dataclass(frozen=True)
class Invite:
    """A single-use link for a new member of staff, for a day; only a keyed hash of the token is stored.

    `person`: the one member of staff who may use it, because they lost their PIN or their button.
    """

    token: str = field(repr=False)
    role: Role = Role.OFFICER
    station: str = ""
    by: str = ""
    training: bool = False
    person: str = ""


@dataclass(frozen=True)
class Enrol:
    """A new member of staff, known by the keyed hash of their account: WAITING, not enrolled until their PIN is set.

    Performing spends the invitation in the same transaction; where it is gone, nothing is written and the answer is
    `enrol.refused_screen()`. An account that is on the list already (a lost button or PIN) leaves its old row as by
    `Suspend(..., LEFT)`: nobody reads through two rows.
    """

    token: str = field(repr=False)
    person: str  # the id the newcomer gets; random, made by the dialogue
    address: Address
    name: str = field(default="", repr=False)


@dataclass(frozen=True)
class TryPin:
    """A typed PIN goes to the slow work; the failed attempt is committed before Argon2id runs.

    The outcome comes back to the chat as Act.NEWS named "pin", payload JSON {"result": ..., ...}, see
    `handlers/triage/news.py`: opened {until}, wrong {left}, wait {until}, again (ten failures: enrol again), enrolled
    {code} (waits for a colleague), active (enrolled, the first of a station, or an administrator of the first
    invitation), changed, locked_out (state forbids).
    """

    officer: str
    purpose: str  # "enrol", "open", "change"
    pin: str = field(repr=False)
    device: str = field(repr=False)  # the secret of the button, base64url
    address: Address
    new: str = field(default="", repr=False)  # the PIN that takes the old one's place


@dataclass(frozen=True)
class CloseShift:
    """Lock: the opened key is gone at once. The turn's posts take the readings off the screen."""

    officer: str


@dataclass(frozen=True)
class Approve:
    """A colleague on shift lets a newcomer read: the station's key is sealed to them too.

    Performing compares `code` with the code of the stored public key again: a key that was swapped after the call is
    refused. The newcomer is told through `approve.welcome_screen`.
    """

    officer: str
    newcomer: str
    code: str = field(repr=False)


@dataclass(frozen=True)
class Reject:
    """The codes differed, or nobody knows the newcomer: the waiting enrolment is deleted, its key with it."""

    officer: str
    newcomer: str


@dataclass(frozen=True)
class Suspend:
    """Somebody loses their rights now: SUSPENDED by a superior, or LEFT by themself.

    Shift and sealed keys are deleted, tips they hold go back to NEW and ring, what is open is sealed anew under a new
    station key.
    """

    person: str
    by: str
    to: PersonState = PersonState.SUSPENDED


@dataclass(frozen=True)
class Away:
    """Leave until the end of a local day, or its end (None). The shift closes, held tips go back to NEW and ring."""

    person: str
    by: str
    until: date | None


@dataclass(frozen=True)
class Train:
    """Into training, where somebody sees test tips only, or out of it. Real tips they hold go back to NEW and ring."""

    person: str
    by: str
    training: bool


@dataclass(frozen=True)
class SetDuty:
    """A head puts a colleague on the roster of their own station, or takes them off; a reminder goes with it."""

    by: str
    person: str
    day: date
    part: DutyPart
    on: bool


@dataclass(frozen=True)
class LinkGroup:
    """A group becomes a station's group; the one it had before is told and forgotten."""

    station: str
    address: Address
    by: str
    forum: bool = False  # it is divided into topics


@dataclass(frozen=True)
class ForgetGroup:
    """The bot was removed from a group. If a station's, the operator is alerted; rings go on without it."""

    address: Address


@dataclass(frozen=True)
class MoveGroup:
    """A group became a supergroup: addresses, screens and what is queued for it follow."""

    address: Address
    chat: str = field(repr=False)  # the new chat id


@dataclass(frozen=True)
class KeepTopics:
    """A station's group has topics for us from now on, or none. Where the right was taken, its head and the operator
    are told, once.
    """

    station: str
    topics: GroupTopics


@dataclass(frozen=True)
class ShowAgain:
    """The topic of a tip is gone from a station's group: what stood in it is shown anew."""

    station: str
    tip: str


@dataclass(frozen=True)
class Refused:
    """Staff wanted what they may not. Audited without what it was wanted on; a flood of refusals is cut short."""

    person: str
    right: str
    why: str


@dataclass(frozen=True)
class Note:
    """A line of the audit: who did what to which, never content."""

    person: str
    action: str
    subject: str = ""


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
