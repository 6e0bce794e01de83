"""Where a tip goes from where it stands: one pure rule that walks the table of moves (`move_rules`).

From the hand-over to the investigators on the content is closed for good: what follows is dates, grounds of the law
and outcomes, never a sentence that somebody wrote. The reporter sees one of four fixed sentences of all this, and no
way leads back from a later one to an earlier.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from content.terms import N_, CitizenStatus, Ground, Kind, Outcome, Role, Stage, StationKind, Verified
from handlers.triage.move_rules import (
    AFTER_HAND_OVER,
    AFTER_PROSECUTING,
    CLOCKS,
    DATED,
    METS,
    MOST_EXTENSIONS,
    OF_CRIMES,
    OF_ORDER,
    SAYS_WHICH,
    TABLE,
    Move,
    Need,
    Rule,
    needs,
)


@dataclass(frozen=True)
class Standing:
    """Where a tip stands, who put it there, when (seconds), and from which version on."""

    stage: Stage = Stage.NEW
    version: int = 1
    kind: Kind = Kind.TIP
    indicator: bool = False  # of the sea border or of parcels (`move_rules.of_indicator`)
    identified: bool = False  # whoever reports chose to say who they are, to a person, not here
    outcome: Outcome | None = None
    extensions: int = 0
    asked_until: date | None = None  # a question is open until then
    until: date | None = None  # a day that a person set
    verified: Verified | None = None
    registered: int = 0  # files of treatment or management that came of it: a count, never names
    met: frozenset[str] = frozenset()  # clocks whose paper went out
    told: bool = False  # a joined tip's reporter was told the end
    unclear: bool = False  # its reporter reads, or will, that it was not clear enough
    who: str = ""
    at: float = 0.0


@dataclass(frozen=True)
class Given:
    """What comes with a press. A reason is only counted here; its words are sealed into the tip."""

    kind: Kind | None = None
    day: date | None = None
    until: date | None = None
    reason: bool = False
    ground: Ground | None = None
    body: str = ""
    tip: str = ""
    number: int = 0
    verified: Verified | None = None
    clock: str = ""
    unclear: bool = False  # which of two sentences its reporter reads at the end


@dataclass(frozen=True)
class Press:
    """Who does what, seen from the server's own records. `role` None: the program itself."""

    move: Move
    role: Role | None
    station: StationKind
    who: str
    at: float
    today: date
    version: int
    given: Given = Given()


class Barred(StrEnum):
    """Why a move is refused. Each has one plain sentence, below."""

    CHANGED = "changed"
    ROLE = "role"
    STATION = "station"
    STAGE = "stage"
    NOT_MERGED = "not_merged"
    NOT_JUNK = "not_junk"
    NOT_RUNNING = "not_running"
    MISSING = "missing"
    DAY = "day"
    UNTIL = "until"
    GROUND = "ground"
    NAMELESS = "nameless"
    NO_CRIME = "no_crime"
    EXTENDED_TWICE = "extended_twice"
    ASKED = "asked"


SENTENCES: Mapping[Barred, str] = {
    Barred.CHANGED: N_("This tip has changed. Here is how it stands now."),
    Barred.ROLE: N_("The station head decides this."),
    Barred.STATION: N_("Another unit does this."),
    Barred.STAGE: N_("This can't be done where the tip stands now."),
    Barred.NOT_MERGED: N_("This tip is not joined to another."),
    Barred.NOT_JUNK: N_("It is not in the junk box."),
    Barred.NOT_RUNNING: N_("That deadline does not run now."),
    Barred.MISSING: N_("Something is still missing: {what}."),
    Barred.DAY: N_("That day lies ahead. Enter the day on which it was done."),
    Barred.UNTIL: N_("That day has passed. Enter a day to come."),
    Barred.GROUND: N_("The law does not name this reason here."),
    Barred.NAMELESS: N_("Nobody gave a name. It stays a report."),
    Barred.NO_CRIME: N_("It is filed as public order. Classify it anew first."),
    Barred.EXTENDED_TWICE: N_("It was extended twice. The law allows no more."),
    Barred.ASKED: N_("A question to the reporter is still open."),
}


def moves(standing: Standing, role: Role, station: StationKind) -> tuple[Move, ...]:
    """What an officer of this role and kind of station may do now, in the table's order."""
    return tuple(
        move
        for move, rule in TABLE.items()
        if standing.stage in rule.start
        and role in rule.roles
        and station in rule.kinds
        and _impossible(standing, move) is None
    )


def running(standing: Standing) -> tuple[str, ...]:
    """The clocks of `content.clocks` that run now. A second extension is the procuracy's own."""
    if standing.outcome is Outcome.PROSECUTED:
        clocks: tuple[str, ...] = AFTER_PROSECUTING
    elif standing.stage is Stage.EXTENDED:
        clocks = ("T7", "T8a") if standing.extensions == 1 else ("T8",)
    else:
        clocks = CLOCKS[standing.stage]
    if standing.kind is Kind.ORDER and OF_CRIMES & set(clocks):
        clocks = (*(clock for clock in clocks if clock not in OF_CRIMES), *OF_ORDER)
    return tuple(clock for clock in clocks if clock not in standing.met)


def decide(standing: Standing, press: Press) -> Standing | Barred:
    """The tip after a press, or why not. Of two presses on one version the second finds a changed tip."""
    rule, given, impossible = TABLE[press.move], press.given, _impossible(standing, press.move)
    checks: tuple[tuple[bool, Barred], ...] = (
        (press.role not in rule.roles if rule.roles else press.role is not None, Barred.ROLE),
        (press.station not in rule.kinds, Barred.STATION),
        (press.version != standing.version, Barred.CHANGED),
        (standing.stage not in rule.start, Barred.STAGE),
        (impossible is not None, impossible or Barred.STAGE),
        (bool(missing(standing, press)), Barred.MISSING),
        (press.move is Move.MEET and given.clock not in _to_meet(standing), Barred.NOT_RUNNING),
        (given.day is not None and given.day > press.today, Barred.DAY),
        (given.until is not None and given.until < press.today, Barred.UNTIL),
        (Need.GROUND in rule.needs and given.ground not in rule.grounds, Barred.GROUND),
        (Need.KIND in rule.needs and given.kind is Kind.DENUNCIATION and not standing.identified, Barred.NAMELESS),
    )
    why = next((why for fails, why in checks if fails), None)
    return why or _after(standing, press, rule)


def missing(standing: Standing, press: Press) -> tuple[Need, ...]:
    """What a press still has to be told, in the order in which it is asked for."""
    given = press.given
    told = {
        Need.KIND: given.kind is not None,
        Need.DAY: given.day is not None,
        Need.UNTIL: given.until is not None,
        Need.REASON: given.reason,
        Need.GROUND: given.ground is not None,
        Need.BODY: bool(given.body),
        Need.TIP: bool(given.tip),
        Need.NUMBER: given.number > 0,
        Need.VERIFIED: given.verified is not None,
        Need.CLOCK: bool(given.clock),
    }
    wanted = needs(press.move, indicator=standing.indicator)
    return tuple(need for need in Need if need in wanted and not told[need])


def citizen_sees(standing: Standing) -> CitizenStatus:
    """The one of four fixed sentences that a reporter may read, from the next 08:00 on (users.md A2).

    Whether it ends as finished or as not clear enough is what the officer said of this one tip when it was closed, or
    when a joined tip's reporter was told the end. It follows neither from an outcome nor from an incident: a reporter
    who could tell an outcome, or that others reported, by the sentence would learn what this channel never says.
    A joined tip stays "being looked into" until its reporter is told the end: that it was joined to another is
    nobody's business. Nor is it that it was called junk: whoever plays learns nothing, and it may be taken back.
    """
    if standing.stage is Stage.NEW:
        return CitizenStatus.RECEIVED
    hidden = _joined(standing) or standing.outcome is Outcome.JUNK
    if standing.stage is not Stage.CLOSED or hidden:
        return CitizenStatus.WORKED_ON
    return CitizenStatus.UNCLEAR if standing.unclear else CitizenStatus.CLOSED


def content_open(standing: Standing) -> bool:
    """Whether anything may still be written into the tip, asked, or added by officers. Never after the hand-over."""
    return standing.stage not in AFTER_HAND_OVER and standing.stage is not Stage.CLOSED


def _impossible(standing: Standing, move: Move) -> Barred | None:
    """Why a move that the stage would allow is not possible for this tip, whatever comes with the press."""
    conditions: Mapping[Move, tuple[bool, Barred]] = {
        Move.SPLIT: (_joined(standing), Barred.NOT_MERGED),
        Move.TAKE_BACK: (standing.outcome is Outcome.JUNK, Barred.NOT_JUNK),
        Move.TELL: (_joined(standing), Barred.NOT_MERGED),
        Move.EXTEND: (standing.extensions < MOST_EXTENSIONS, Barred.EXTENDED_TWICE),
        Move.ASK: (standing.asked_until is None, Barred.ASKED),
        Move.FIND_SIGNS: (standing.kind is not Kind.ORDER, Barred.NO_CRIME),
        Move.MEET: (bool(_to_meet(standing)), Barred.NOT_RUNNING),
    }
    possible, why = conditions.get(move, (True, Barred.STAGE))
    return None if possible else why


def _joined(standing: Standing) -> bool:
    """Joined to another by hand, and its reporter not told the end yet: only then may it be taken apart, or told."""
    return standing.outcome is Outcome.MERGED and not standing.told


def _to_meet(standing: Standing) -> frozenset[str]:
    return METS & frozenset(running(standing))


def _after(standing: Standing, press: Press, rule: Rule) -> Standing:
    given, move = press.given, press.move
    stage = rule.to or standing.stage
    asking = {Move.ASK: given.until, Move.ANSWERED: None, Move.UNANSWERED: None}
    asked = asking.get(move, standing.asked_until)
    open_still = stage not in AFTER_HAND_OVER and stage is not Stage.CLOSED
    return replace(
        standing,
        stage=stage,
        version=standing.version + 1,
        kind=given.kind if given.kind and move is Move.CLASSIFY else standing.kind,
        outcome=rule.outcome if rule.to else standing.outcome,
        extensions=standing.extensions + (move is Move.EXTEND),
        asked_until=asked if open_still else None,
        until=given.until if stage in DATED and rule.to else standing.until if stage in DATED else None,
        verified=(given.verified if rule.outcome else None) or standing.verified,
        registered=standing.registered + (given.number if move is Move.REGISTER else 0),
        met=_met(standing, press),
        told=standing.told or move is Move.TELL,
        unclear=given.unclear if move in SAYS_WHICH else standing.unclear,
        who=press.who,
        at=press.at,
    )


def _met(standing: Standing, press: Press) -> frozenset[str]:
    """What was met stays met, but what begins anew is to be met anew."""
    if press.move is Move.MEET:
        return standing.met | {press.given.clock}
    return standing.met - {"T11"} if press.move is Move.RESUME else standing.met
