"""What may be done to a tip: the table of moves, with who, from where, with what, to where (users.md section 5).

It is read by `state_rules`, which walks it; by the desk, to know which buttons to show; by the clocks, to know what runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from content.terms import N_, Detail, Ground, Outcome, Role, Stage, StationKind
from handlers.triage.permissions import READERS
from storage.stations import INNER


class Move(StrEnum):
    """What is done to a tip. The last four are done by the program itself: the junk box, once two officers want it."""

    BOOK = "book"
    CLASSIFY = "classify"
    FIND_SIGNS = "find_signs"
    ASK = "ask"
    DELEGATE = "delegate"
    REPORT_BACK = "report_back"
    RECALL = "recall"
    SEND_ON = "send_on"
    GIVE_BACK = "give_back"
    HAND_OVER = "hand_over"
    ASSIGN = "assign"
    VERIFY = "verify"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    REGISTER = "register"
    PROSECUTE = "prosecute"
    NOT_PROSECUTE = "not_prosecute"
    FINE = "fine"
    HANDLE = "handle"
    TRANSFER = "transfer"
    OUT_OF_SCOPE = "out_of_scope"
    NO_GROUNDS = "no_grounds"
    FILE = "file"
    FALSE_REPORT = "false_report"
    MERGE = "merge"
    SPLIT = "split"
    TELL = "tell"
    MEET = "meet"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    JUNK = "junk"
    TAKE_BACK = "take_back"


class Need(StrEnum):
    """What a move must be told."""

    KIND = "kind"
    DAY = "day"  # on which it was done or decided
    UNTIL = "until"  # by which somebody looks again
    REASON = "reason"  # in words: never after the hand-over
    GROUND = "ground"  # one that the law names
    BODY = "body"  # a station or agency, from the list
    TIP = "tip"  # the one it is joined to
    NUMBER = "number"  # how many persons, never who
    VERIFIED = "verified"
    CLOCK = "clock"  # which deadline was met


@dataclass(frozen=True)
class Rule:
    """One row of the table. `to` None: it stays where it is."""

    start: frozenset[Stage]
    to: Stage | None = None
    needs: frozenset[Need] = frozenset()
    outcome: Outcome | None = None
    roles: frozenset[Role] = READERS  # none: only the program itself
    kinds: frozenset[StationKind] = frozenset(StationKind)
    grounds: frozenset[Ground] = frozenset()


def _of(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


def _needs(*needs: Need) -> frozenset[Need]:
    return frozenset(needs)


BOOKED = _of(Stage.BOOKED, Stage.CLASSIFIED, Stage.SIGNS)
_AT_WORK = _of(Stage.VERIFYING, Stage.EXTENDED, Stage.RESUMED)
_EXTENDABLE = _of(Stage.VERIFYING, Stage.EXTENDED)  # after it was resumed the law gives one month and no more (149)
AFTER_HAND_OVER = _AT_WORK | _of(Stage.HANDED_OVER, Stage.ASSIGNED, Stage.SUSPENDED)
OPEN = frozenset(Stage) - {Stage.CLOSED}
_PROVINCE = frozenset({StationKind.PROVINCE})
_COMMUNE = frozenset({StationKind.COMMUNE})
_HEAD = frozenset({Role.HEAD})
_HOUSE = frozenset[Role]()
_EXTENSION = frozenset({Ground.COMPLEX, Ground.MANY_PLACES})
_SUSPENSION = frozenset({Ground.EXPERTISE, Ground.DOCUMENTS, Ground.FORCE_MAJEURE})
_NO_CASE = frozenset(Ground) - _EXTENSION - _SUSPENSION
MOST_EXTENSIONS = 2
"""Once by the investigators (147.2), once by the procuracy."""

TABLE: Mapping[Move, Rule] = {
    Move.BOOK: Rule(_of(Stage.NEW), Stage.BOOKED),
    Move.CLASSIFY: Rule(_of(Stage.BOOKED, Stage.CLASSIFIED), Stage.CLASSIFIED, _needs(Need.KIND)),
    Move.FIND_SIGNS: Rule(_of(Stage.CLASSIFIED), Stage.SIGNS),
    Move.ASK: Rule(BOOKED | {Stage.NEW, Stage.AT_COMMUNE}, None, _needs(Need.UNTIL)),
    Move.DELEGATE: Rule(BOOKED, Stage.AT_COMMUNE, _needs(Need.BODY, Need.UNTIL), kinds=_PROVINCE),
    Move.REPORT_BACK: Rule(_of(Stage.AT_COMMUNE), Stage.CLASSIFIED, _needs(Need.REASON), kinds=_COMMUNE),
    Move.RECALL: Rule(_of(Stage.AT_COMMUNE), Stage.CLASSIFIED, _needs(Need.REASON), kinds=_PROVINCE),
    Move.SEND_ON: Rule(BOOKED | {Stage.NEW}, None, _needs(Need.BODY)),
    Move.GIVE_BACK: Rule(BOOKED | {Stage.NEW}, None, _needs(Need.REASON), roles=_HEAD, kinds=INNER),
    Move.HAND_OVER: Rule(_of(Stage.SIGNS), Stage.HANDED_OVER, _needs(Need.BODY, Need.DAY)),
    Move.ASSIGN: Rule(_of(Stage.HANDED_OVER), Stage.ASSIGNED, _needs(Need.DAY)),
    Move.VERIFY: Rule(_of(Stage.ASSIGNED), Stage.VERIFYING, _needs(Need.DAY)),
    Move.EXTEND: Rule(_EXTENDABLE, Stage.EXTENDED, _needs(Need.DAY, Need.GROUND), grounds=_EXTENSION),
    Move.SUSPEND: Rule(_AT_WORK, Stage.SUSPENDED, _needs(Need.DAY, Need.GROUND, Need.UNTIL), grounds=_SUSPENSION),
    Move.RESUME: Rule(_of(Stage.SUSPENDED), Stage.RESUMED, _needs(Need.DAY)),
    Move.REGISTER: Rule(OPEN - {Stage.NEW}, None, _needs(Need.NUMBER)),
    Move.PROSECUTE: Rule(_AT_WORK, Stage.CLOSED, _needs(Need.DAY), Outcome.PROSECUTED),
    Move.NOT_PROSECUTE: Rule(
        _AT_WORK, Stage.CLOSED, _needs(Need.DAY, Need.GROUND), Outcome.NOT_PROSECUTED, grounds=_NO_CASE
    ),
    Move.FINE: Rule(BOOKED | AFTER_HAND_OVER, Stage.CLOSED, _needs(Need.DAY), Outcome.FINED),
    Move.HANDLE: Rule(BOOKED, Stage.CLOSED, _needs(Need.DAY, Need.REASON), Outcome.HANDLED),
    Move.TRANSFER: Rule(BOOKED | _AT_WORK, Stage.CLOSED, _needs(Need.BODY, Need.DAY), Outcome.TRANSFERRED),
    Move.OUT_OF_SCOPE: Rule(BOOKED, Stage.CLOSED, _needs(Need.BODY), Outcome.OUT_OF_SCOPE),
    Move.NO_GROUNDS: Rule(BOOKED, Stage.CLOSED, _needs(Need.REASON), Outcome.NO_GROUNDS),
    Move.FILE: Rule(BOOKED, Stage.CLOSED, _needs(Need.REASON), Outcome.FILED),
    Move.FALSE_REPORT: Rule(BOOKED, Stage.CLOSED, _needs(Need.DAY, Need.REASON), Outcome.FALSE_REPORT, _HEAD),
    Move.MERGE: Rule(BOOKED, Stage.CLOSED, _needs(Need.TIP), Outcome.MERGED),
    Move.SPLIT: Rule(_of(Stage.CLOSED), Stage.BOOKED),
    Move.TELL: Rule(_of(Stage.CLOSED), None),
    Move.MEET: Rule(frozenset(Stage) - {Stage.NEW}, None, _needs(Need.CLOCK, Need.DAY)),
    Move.ANSWERED: Rule(BOOKED | {Stage.NEW, Stage.AT_COMMUNE}, None, roles=_HOUSE),
    Move.UNANSWERED: Rule(BOOKED | {Stage.NEW, Stage.AT_COMMUNE}, None, roles=_HOUSE),
    Move.JUNK: Rule(BOOKED | {Stage.NEW}, Stage.CLOSED, outcome=Outcome.JUNK, roles=_HOUSE),
    Move.TAKE_BACK: Rule(_of(Stage.CLOSED), Stage.BOOKED, roles=_HOUSE),
}

CLOCKS: Mapping[Stage, tuple[str, ...]] = {
    Stage.NEW: ("H1",),
    Stage.BOOKED: ("T2", "T3", "T4"),
    Stage.CLASSIFIED: ("T2", "T3", "T4"),
    Stage.SIGNS: ("T3", "T4", "T6"),
    Stage.AT_COMMUNE: ("T4",),
    Stage.HANDED_OVER: ("T5", "T6"),
    Stage.ASSIGNED: ("T6",),
    Stage.VERIFYING: ("T6",),
    Stage.EXTENDED: ("T7", "T8a", "T8"),
    Stage.SUSPENDED: (),
    Stage.RESUMED: ("T10", "T11"),
    Stage.CLOSED: (),
}
"""Which legal clocks run in a stage (`content.clocks`). Where a person set a day, `Standing.until` runs as well."""
OF_CRIMES = frozenset({"T2", "T3", "T4"})
"""Clocks of reports of a crime: what is filed as public order has none of them, only the house's own."""
OF_ORDER = ("H2",)
AFTER_PROSECUTING = ("T9",)
"""The one clock that outlives the tip: the decision goes to the procuracy."""
METS = frozenset({"T2", "T8a", "T9", "T11"})
"""Deadlines that no other move meets: somebody says on which day a paper went out."""
STARTS: Mapping[Move, str] = {
    Move.BOOK: "accepted",
    Move.TAKE_BACK: "accepted",
    Move.FIND_SIGNS: "signs",
    Move.HAND_OVER: "handed_over",
    Move.RESUME: "resumed",
    Move.PROSECUTE: "decided",
    Move.NOT_PROSECUTE: "decided",
}
"""Moves that a clock begins with, and the name of its anchor there."""
SAYS_WHICH = frozenset({Move.NO_GROUNDS, Move.TELL})
"""Moves where the officer chooses what the reporter reads at the end: finished, or not clear enough (users.md A2)."""
DATED = frozenset({Stage.AT_COMMUNE, Stage.SUSPENDED})
"""Stages that nobody enters without naming a day on which somebody looks again."""

INDICATOR = frozenset({Detail.BY_SEA, Detail.BY_PARCEL})
"""What the plan wants verified in every single case (Dự án 2, II.5)."""
NEED_WORDS: Mapping[Need, str] = {
    Need.KIND: N_("what kind of report it is"),
    Need.DAY: N_("the day"),
    Need.UNTIL: N_("the day by which to look again"),
    Need.REASON: N_("the reason"),
    Need.GROUND: N_("the ground in law"),
    Need.BODY: N_("the unit"),
    Need.TIP: N_("the other tip"),
    Need.NUMBER: N_("how many"),
    Need.VERIFIED: N_("whether it was verified"),
    Need.CLOCK: N_("which deadline"),
}


def of_indicator(detail: Detail | None, *, at_sea: bool) -> bool:
    """Whether a tip counts for the plan's own indicator: told of the sea border, or of parcels."""
    return detail in INDICATOR or at_sea


def needs(move: Move, *, indicator: bool) -> frozenset[Need]:
    """What a move must be told.

    What counts for the plan's indicator is closed only with "verified: yes, no, can't be" and a day. A tip that is
    joined to another is verified with that one.
    """
    rule = TABLE[move]
    closes = rule.outcome is not None and move is not Move.MERGE
    return rule.needs | {Need.VERIFIED, Need.DAY} if indicator and closes else rule.needs
