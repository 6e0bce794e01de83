"""What an officer's turn wants done with one tip."""

from __future__ import annotations

from dataclasses import dataclass, field

from content.terms import Mark
from handlers.triage.export_rules import Form
from handlers.triage.move_rules import Move
from handlers.triage.state_rules import Given


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
class ExportTip:
    """Papers for whoever has a tip: made by slow work, posted in their chat, gone after a quarter of an hour.

    Performing asks the right again and orders the work; the audit says so when the file is posted.
    """

    tip: str
    officer: str
    form: Form
    blob: str  # where the file will lie; random, made by the dialogue
