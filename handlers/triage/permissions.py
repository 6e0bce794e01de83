"""Who may do what: one table of rights, one pure rule.

Every action of staff asks it, and so does performing, inside the transaction.

A client can forge any payload, so nothing that a button says counts; only who presses, where, on which tip, at
which version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from content.terms import N_, Mark, PersonState, Role, StationKind, TipState
from storage.people import Person
from storage.stations import INNER, Station
from storage.tips import Card


class Right(StrEnum):
    """What staff do."""

    DESK = "desk"
    OPEN_SHIFT = "open_shift"
    LOCK = "lock"
    INBOX = "inbox"
    SEARCH = "search"
    FIGURES = "figures"
    UNITS = "units"  # the figures of all units
    CARD = "card"
    CLAIM = "claim"
    RELEASE = "release"
    HAND_ON = "hand_on"
    HAND_ON_ALL = "hand_on_all"  # all tips of somebody who fell ill
    GOING = "going"
    CALLED_PROVINCE = "called_province"
    TO_PROVINCE = "to_province"
    INVOLVED = "involved"
    READ = "read"
    ASK = "ask"
    MOVE = "move"  # the next step of a tip one has, or its end (`move_rules`)
    DECIDE = "decide"  # a step of a superior, on a tip that a colleague may have
    EXPORT = "export"  # papers of a tip one has
    REWARD = "reward"  # proposing one
    DECIDE_REWARD = "decide_reward"
    REWARD_CODE = "reward_code"  # checking what somebody shows at the province
    ABUSE = "abuse"  # junk box and mute, with a second officer
    TAKE_BACK = "take_back"  # out of the junk box
    JOIN = "join"  # tips that tell of one incident; or saying that they do not
    SPLIT = "split"
    TELL = "tell"  # the end of an incident, to all who reported it
    MAKE_REAL = "make_real"
    INVITE = "invite"
    APPROVE = "approve"
    PEOPLE = "people"
    SUSPEND = "suspend"
    LEAVE = "leave"
    LINK_GROUP = "link_group"
    CHANGE_PIN = "change_pin"
    LET_BACK = "let_back"  # a link by which a colleague who lost PIN or button enrols again
    TRAIN = "train"
    ROSTER = "roster"
    SET_ROSTER = "set_roster"
    AWAY = "away"
    SEND_AWAY = "send_away"
    AUDIT = "audit"
    OUTREACH = "outreach"  # the desk of prevention
    WRITE_CAMPAIGN = "write_campaign"
    APPROVE_CAMPAIGN = "approve_campaign"  # of somebody else: `campaign_rules` says whose
    STOP_CAMPAIGNS = "stop_campaigns"  # at once, all of them
    BOXES = "boxes"  # boxes for tips on walls: where they hang, when somebody looked into them
    SIGNED = "signed"  # entering pledges with signatures, on paper
    SUBSCRIBERS = "subscribers"  # who gets messages; saying whose group a group is

    PLAN = "plan"  # a year of the plan: its figures, lists, what waits for a second person
    ENTER_FIGURE = "enter_figure"  # one that the hotline does not count itself
    SET_LISTS = "set_lists"  # fixing what has to be covered; proposing changes and exceptions
    RECORD_SESSION = "record_session"  # writing down what was held in the field
    ACCEPT_SESSION = "accept_session"  # of somebody else: `session_rules` says whose
    SECOND = "second"  # agreeing to what another proposed
    CLOSE_YEAR = "close_year"
    PAGE = "page"  # the commander's page: figures of the plan and of campaigns, no tip
    PICTURE = "picture"  # of the whole province: what waits, what is late and where
    HOTSPOTS = "hotspots"  # of one's unit: seeing them; who says how far one came: `hotspot_rules.next_states`
    GROUP_TIP = "group_tip"  # a tip one has into a hotspot


@dataclass(frozen=True)
class Rule:
    """What a right asks for. `tip` names the states in which it is possible; None where no tip is concerned."""

    roles: frozenset[Role]
    shift: bool = True
    private: bool = True
    newcomers: bool = False  # also before a PIN is chosen and a colleague approved
    tip: frozenset[TipState] | None = None
    holder: bool = False  # only whoever took the tip
    untouched: bool = False  # the version on the button must be the tip's
    free: bool = False  # nobody else has it
    above: bool = False  # the province is on the tip's route and it is not its turn yet
    own_station: frozenset[Role] = frozenset()  # roles that may only touch their own station
    trainees: bool = True  # also people in training


ALL = frozenset(Role)
READERS = frozenset({Role.OFFICER, Role.HEAD, Role.DESK, Role.INSPECTOR})
"""Who holds a station's key. The desk is the province's; inspectors watch over the others: see SEATS."""
MANAGERS = frozenset({Role.HEAD, Role.ADMIN})
STAFF = READERS | {Role.ADMIN}
KEYLESS = frozenset({Role.OUTREACH, Role.COMMANDER})
"""Who reads no tip and holds no key: without PIN and shift. Alone they send nothing either: two stand behind a campaign."""
SHIFTS = ALL - KEYLESS
WIDE = frozenset({Role.DESK, Role.ADMIN})
"""Who sees the roster of every station."""
SEATS: Mapping[Role, frozenset[StationKind]] = {
    Role.OFFICER: frozenset(StationKind) - INNER,
    Role.HEAD: frozenset(StationKind),
    Role.DESK: frozenset({StationKind.PROVINCE}),
    Role.INSPECTOR: INNER,
    Role.AUDITOR: INNER | {StationKind.PROVINCE},
    Role.OUTREACH: frozenset({StationKind.PROVINCE, StationKind.COMMUNE}),
    Role.COMMANDER: frozenset({StationKind.PROVINCE, StationKind.COMMUNE}),
    Role.ADMIN: frozenset({StationKind.PROVINCE}),
}
"""At which kinds of station somebody may be invited as what."""
OPEN = frozenset({TipState.NEW, TipState.CLAIMED, TipState.ASKED})
HELD = frozenset({TipState.CLAIMED, TipState.ASKED})
_STAMP = Rule(READERS, shift=False, tip=OPEN)  # a step on the way to danger waits for no PIN and no newer card

TABLE: Mapping[Right, Rule] = {
    Right.DESK: Rule(ALL, shift=False, newcomers=True),
    Right.OPEN_SHIFT: Rule(SHIFTS, shift=False),
    Right.LOCK: Rule(SHIFTS, shift=False, private=False, newcomers=True),
    Right.INBOX: Rule(READERS),
    Right.SEARCH: Rule(READERS),
    Right.FIGURES: Rule(READERS, trainees=False),
    Right.UNITS: Rule(frozenset({Role.DESK, Role.HEAD}), own_station=READERS, trainees=False),
    Right.CARD: Rule(READERS, tip=frozenset(TipState)),
    Right.CLAIM: Rule(READERS, private=False, tip=frozenset({TipState.NEW}), untouched=True),
    Right.RELEASE: Rule(READERS, tip=HELD, holder=True, untouched=True),
    Right.HAND_ON: Rule(READERS, tip=HELD, holder=True, untouched=True),
    Right.HAND_ON_ALL: Rule(frozenset({Role.HEAD}), own_station=READERS, trainees=False),
    Right.GOING: _STAMP,
    Right.CALLED_PROVINCE: _STAMP,
    Right.TO_PROVINCE: Rule(READERS, shift=False, tip=OPEN, untouched=True, free=True, above=True),
    Right.INVOLVED: _STAMP,
    Right.READ: Rule(READERS, tip=frozenset(TipState)),
    Right.ASK: Rule(READERS, tip=HELD, holder=True, untouched=True),
    Right.MOVE: Rule(READERS, tip=HELD | {TipState.CLOSED}, holder=True, untouched=True),
    Right.DECIDE: Rule(READERS, tip=OPEN, untouched=True),
    Right.EXPORT: Rule(READERS, tip=HELD | {TipState.CLOSED}, holder=True),
    Right.REWARD: Rule(READERS, tip=HELD | {TipState.CLOSED}, holder=True, trainees=False),
    Right.DECIDE_REWARD: Rule(READERS, tip=frozenset(TipState), trainees=False),  # who of them: `reward_rules.deciders`
    Right.REWARD_CODE: Rule(
        frozenset({Role.HEAD, Role.DESK}), own_station=frozenset({Role.HEAD, Role.DESK}), trainees=False
    ),
    Right.ABUSE: Rule(READERS, tip=OPEN),
    Right.TAKE_BACK: Rule(READERS, tip=frozenset({TipState.CLOSED})),
    Right.JOIN: Rule(READERS, tip=OPEN, untouched=True),
    Right.SPLIT: Rule(READERS, tip=frozenset({TipState.CLOSED}), untouched=True),
    Right.TELL: Rule(READERS, tip=frozenset({TipState.CLOSED}), untouched=True),
    Right.MAKE_REAL: Rule(READERS, tip=OPEN, untouched=True),
    Right.INVITE: Rule(MANAGERS, own_station=READERS, trainees=False),
    Right.APPROVE: Rule(STAFF, own_station=READERS, trainees=False),
    Right.PEOPLE: Rule(STAFF, own_station=READERS),
    Right.SUSPEND: Rule(MANAGERS, own_station=READERS, trainees=False),
    Right.LEAVE: Rule(ALL, shift=False, newcomers=True),
    Right.LINK_GROUP: Rule(MANAGERS, private=False, own_station=READERS, trainees=False),
    Right.CHANGE_PIN: Rule(SHIFTS, shift=False),
    Right.LET_BACK: Rule(STAFF, own_station=READERS, trainees=False),
    Right.TRAIN: Rule(MANAGERS, own_station=READERS, trainees=False),
    Right.ROSTER: Rule(STAFF, own_station=READERS - WIDE),
    Right.SET_ROSTER: Rule(frozenset({Role.HEAD}), own_station=READERS, trainees=False),
    Right.AWAY: Rule(ALL, shift=False),
    Right.SEND_AWAY: Rule(MANAGERS, own_station=READERS, trainees=False),
    Right.AUDIT: Rule(frozenset({Role.AUDITOR})),
    Right.OUTREACH: Rule(KEYLESS | MANAGERS, shift=False, trainees=False),
    Right.WRITE_CAMPAIGN: Rule(frozenset({Role.OUTREACH}), shift=False, trainees=False),
    Right.APPROVE_CAMPAIGN: Rule(KEYLESS | {Role.HEAD}, shift=False, trainees=False),
    Right.STOP_CAMPAIGNS: Rule(KEYLESS | {Role.ADMIN}, shift=False, trainees=False),
    Right.BOXES: Rule(frozenset({Role.OUTREACH, Role.HEAD}), shift=False, trainees=False),
    Right.SIGNED: Rule(frozenset({Role.OUTREACH}), shift=False, trainees=False),
    Right.SUBSCRIBERS: Rule(frozenset({Role.OUTREACH}), shift=False, trainees=False),
    Right.PLAN: Rule(KEYLESS | {Role.HEAD, Role.DESK}, shift=False, trainees=False),
    Right.ENTER_FIGURE: Rule(frozenset({Role.OUTREACH, Role.HEAD, Role.DESK}), shift=False, trainees=False),
    Right.SET_LISTS: Rule(frozenset({Role.OUTREACH}), shift=False, trainees=False),
    Right.RECORD_SESSION: Rule(frozenset({Role.OUTREACH, Role.HEAD, Role.DESK}), shift=False, trainees=False),
    Right.ACCEPT_SESSION: Rule(KEYLESS | {Role.HEAD, Role.DESK}, shift=False, trainees=False),
    Right.SECOND: Rule(KEYLESS | {Role.HEAD}, shift=False, trainees=False),
    Right.CLOSE_YEAR: Rule(KEYLESS, shift=False, trainees=False),
    Right.PAGE: Rule(KEYLESS | {Role.HEAD, Role.DESK}, shift=False, trainees=False),
    Right.PICTURE: Rule(
        frozenset({Role.COMMANDER}), shift=False, own_station=frozenset({Role.COMMANDER}), trainees=False
    ),
    Right.HOTSPOTS: Rule(READERS, trainees=False),
    Right.GROUP_TIP: Rule(READERS, tip=HELD | {TipState.CLOSED}, holder=True, trainees=False),
}


@dataclass(frozen=True)
class Case:
    """Everything the rule looks at, gathered from the server's own records."""

    role: Role | None  # None: not a member of staff
    state: PersonState = PersonState.ACTIVE
    enrolled: bool = True
    on_shift: bool = True
    private: bool = True
    nameless: bool = False
    tip: TipState | None = None  # None: no such tip
    on_route: bool = True  # the presser's station may read the tip
    passed: bool = False  # it once stood there under this id, and was passed on
    involved: bool = False
    holder: bool = False
    free: bool = True
    above: bool = True
    untouched: bool = True
    training_matches: bool = True
    own_station: bool = True
    training: bool = False  # the presser is in training


class Refusal(StrEnum):
    """Why not. Each has one plain sentence, below."""

    NAMELESS = "nameless"
    STRANGER = "stranger"
    WAITING = "waiting"
    STOPPED = "stopped"
    ROLE = "role"
    GROUP = "group"
    NO_PIN = "no_pin"
    NO_SHIFT = "no_shift"
    NO_TIP = "no_tip"
    PASSED = "passed"
    INVOLVED = "involved"
    TRAINING = "training"
    TRAINEE = "trainee"
    CHANGED = "changed"
    NOT_HOLDER = "not_holder"
    TAKEN = "taken"
    NO_ABOVE = "no_above"
    OTHER_STATION = "other_station"


SENTENCES: Mapping[Refusal, str] = {
    Refusal.NAMELESS: N_("You press as an anonymous admin. Turn that off, then press again."),
    Refusal.STRANGER: N_("Only officers on duty can press here."),
    Refusal.WAITING: N_("A colleague has to approve you first."),
    Refusal.STOPPED: N_("Your rights here have ended. Ask your station head."),
    Refusal.ROLE: N_("This is not part of your task."),
    Refusal.GROUP: N_("Not in a group. Please do this in the private chat."),
    Refusal.NO_PIN: N_("Choose your PIN first: open your invitation again."),
    Refusal.NO_SHIFT: N_("Open your shift first."),
    Refusal.NO_TIP: N_("This tip can't be opened."),
    Refusal.PASSED: N_("This tip was passed on. Only that it was here is kept."),
    Refusal.INVOLVED: N_("You said you are involved. Others handle this tip."),
    Refusal.TRAINING: N_("Training and real tips stay apart."),
    Refusal.TRAINEE: N_("You are in training. A colleague does this."),
    Refusal.CHANGED: N_("This tip has changed. Here is how it stands now."),
    Refusal.NOT_HOLDER: N_("Take the tip first."),
    Refusal.TAKEN: N_("Somebody else has this tip."),
    Refusal.NO_ABOVE: N_("This tip can't be passed further up."),
    Refusal.OTHER_STATION: N_("That is another station's."),
}


def refusal(right: Right, case: Case) -> Refusal | None:
    """Why this right is not given in this case; None where it is.

    A tip that does not exist and one on another station's route are refused alike: an answer never tells which ids
    are real.
    """
    rule = TABLE[right]
    checks: tuple[tuple[bool, Refusal], ...] = (
        (case.nameless, Refusal.NAMELESS),
        (case.role is None, Refusal.STRANGER),
        (case.state is PersonState.WAITING and not rule.newcomers, Refusal.WAITING),
        (case.state in (PersonState.SUSPENDED, PersonState.LEFT), Refusal.STOPPED),
        (case.role not in rule.roles, Refusal.ROLE),
        (rule.private and not case.private, Refusal.GROUP),
        (not case.enrolled and not rule.newcomers, Refusal.NO_PIN),
        (rule.shift and not case.on_shift, Refusal.NO_SHIFT),
        (case.role in rule.own_station and not case.own_station, Refusal.OTHER_STATION),
        (case.training and not rule.trainees, Refusal.TRAINEE),
    )
    for fails, why in checks:
        if fails:
            return why
    return _tip_refusal(rule, case) if rule.tip is not None else None


def _tip_refusal(rule: Rule, case: Case) -> Refusal | None:
    checks: tuple[tuple[bool, Refusal], ...] = (
        (case.passed, Refusal.PASSED),
        (case.tip is None or not case.on_route, Refusal.NO_TIP),
        (not case.training_matches, Refusal.TRAINING),
        (case.involved, Refusal.INVOLVED),
        (rule.untouched and not case.untouched, Refusal.CHANGED),
        (rule.holder and case.tip is TipState.NEW, Refusal.NOT_HOLDER),
        (case.tip not in (rule.tip or ()), Refusal.CHANGED),
        (rule.holder and not case.holder, Refusal.NOT_HOLDER),
        (rule.free and not case.free, Refusal.TAKEN),
        (rule.above and not case.above, Refusal.NO_ABOVE),
    )
    return next((why for fails, why in checks if fails), None)


def case_of(
    person: Person | None,
    now: float,
    *,
    private: bool = True,
    nameless: bool = False,
    card: Card | None = None,
    version: int | None = None,
    stations: Mapping[str, Station] | None = None,
    station: str = "",
    passed: bool = False,
) -> Case:
    """The case of a press.

    `version`: the one on the button, None where it carries none. `station`: the one acted upon, if any. `passed`:
    whether the presser's station keeps a trace of a tip with this id (`storage.passing.traced`).
    """
    if person is None:
        return Case(None, private=private, nameless=nameless)
    known = stations or {}
    mine, theirs = known.get(person.station), known.get(card.station) if card else None
    apart = mine is not None and theirs is not None and mine.training != theirs.training
    province = next((one.id for one in known.values() if one.kind is StationKind.PROVINCE), "")
    return Case(
        role=person.role,
        state=person.state,
        enrolled=person.enrolled or person.role in KEYLESS,
        on_shift=person.on_shift(now),
        private=private,
        nameless=nameless,
        tip=card.state if card else None,
        on_route=card is not None and person.station in card.stations,
        passed=passed,
        involved=card is not None and involved(card, person.id),
        holder=card is not None and card.holder == person.id,
        free=card is None or card.holder in (None, person.id),
        above=card is not None and can_go_up(card, province),
        untouched=card is None or version is None or version == card.version,
        training_matches=not apart and (card is None or may_see(person, card)),
        own_station=not station or station == person.station,
        training=person.training,
    )


def can_go_up(card: Card, province: str) -> bool:
    """Whether the province may read the tip and it is not its turn yet.

    "only the level above" and the inspectorate's can't.
    """
    return province in card.stations and card.station != province


def may_see(person: Person, card: Card) -> bool:
    """Whoever is in training sees test tips only."""
    return card.test or not person.training


def involved(card: Card, person: str) -> bool:
    """Whether this officer said that the tip concerns them: its content is hidden from them for good (users.md A8)."""
    return any(mark is Mark.INVOLVED and who == person for mark, who, _at in card.marks)
