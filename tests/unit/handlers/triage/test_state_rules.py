"""The table of moves, written a second time as people say it, and what no walk through it may ever reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.terms import CitizenStatus, Detail, Ground, Kind, Outcome, Role, Stage, StationKind, Verified
from handlers.triage.move_rules import (
    AFTER_HAND_OVER,
    CLOCKS,
    DATED,
    NEED_WORDS,
    OPEN,
    SAYS_WHICH,
    TABLE,
    Move,
    Need,
    needs,
    of_indicator,
)
from handlers.triage.state_rules import (
    SENTENCES,
    Barred,
    Given,
    Press,
    Standing,
    citizen_sees,
    content_open,
    decide,
    missing,
    moves,
    running,
)

TODAY = date(2026, 11, 23)
OFFICER, HEAD = Role.OFFICER, Role.HEAD
COMMUNE, PROVINCE, INSPECTORATE = StationKind.COMMUNE, StationKind.PROVINCE, StationKind.INSPECTORATE
STAFF = {OFFICER, HEAD, Role.DESK, Role.INSPECTOR}
EVERYWHERE = set(StationKind)

IN_THE_BOOK = {Stage.BOOKED, Stage.CLASSIFIED, Stage.SIGNS}
AT_WORK = {Stage.VERIFYING, Stage.EXTENDED, Stage.RESUMED}
ASKABLE = IN_THE_BOOK | {Stage.NEW, Stage.AT_COMMUNE}
ALLOWED: dict[Move, tuple[set[Role], set[StationKind], set[Stage]]] = {
    Move.BOOK: (STAFF, EVERYWHERE, {Stage.NEW}),
    Move.CLASSIFY: (STAFF, EVERYWHERE, {Stage.BOOKED, Stage.CLASSIFIED}),
    Move.FIND_SIGNS: (STAFF, EVERYWHERE, {Stage.CLASSIFIED}),
    Move.ASK: (STAFF, EVERYWHERE, ASKABLE),
    Move.DELEGATE: (STAFF, {PROVINCE}, IN_THE_BOOK),
    Move.REPORT_BACK: (STAFF, {COMMUNE}, {Stage.AT_COMMUNE}),
    Move.RECALL: (STAFF, {PROVINCE}, {Stage.AT_COMMUNE}),
    Move.SEND_ON: (STAFF, EVERYWHERE, IN_THE_BOOK | {Stage.NEW}),
    Move.GIVE_BACK: ({HEAD}, {INSPECTORATE, StationKind.PROCURACY}, IN_THE_BOOK | {Stage.NEW}),
    Move.HAND_OVER: (STAFF, EVERYWHERE, {Stage.SIGNS}),
    Move.ASSIGN: (STAFF, EVERYWHERE, {Stage.HANDED_OVER}),
    Move.VERIFY: (STAFF, EVERYWHERE, {Stage.ASSIGNED}),
    Move.EXTEND: (STAFF, EVERYWHERE, {Stage.VERIFYING, Stage.EXTENDED}),
    Move.SUSPEND: (STAFF, EVERYWHERE, AT_WORK),
    Move.RESUME: (STAFF, EVERYWHERE, {Stage.SUSPENDED}),
    Move.REGISTER: (STAFF, EVERYWHERE, set(Stage) - {Stage.NEW, Stage.CLOSED}),
    Move.PROSECUTE: (STAFF, EVERYWHERE, AT_WORK),
    Move.NOT_PROSECUTE: (STAFF, EVERYWHERE, AT_WORK),
    Move.FINE: (STAFF, EVERYWHERE, set(Stage) - {Stage.NEW, Stage.AT_COMMUNE, Stage.CLOSED}),
    Move.HANDLE: (STAFF, EVERYWHERE, IN_THE_BOOK),
    Move.TRANSFER: (STAFF, EVERYWHERE, IN_THE_BOOK | AT_WORK),
    Move.OUT_OF_SCOPE: (STAFF, EVERYWHERE, IN_THE_BOOK),
    Move.NO_GROUNDS: (STAFF, EVERYWHERE, IN_THE_BOOK),
    Move.FILE: (STAFF, EVERYWHERE, IN_THE_BOOK),
    Move.FALSE_REPORT: ({HEAD}, EVERYWHERE, IN_THE_BOOK),
    Move.MERGE: (STAFF, EVERYWHERE, IN_THE_BOOK),
    Move.SPLIT: (STAFF, EVERYWHERE, {Stage.CLOSED}),
    Move.TELL: (STAFF, EVERYWHERE, {Stage.CLOSED}),
    Move.MEET: (STAFF, EVERYWHERE, {Stage.BOOKED, Stage.CLASSIFIED, Stage.EXTENDED, Stage.RESUMED}),
    Move.ANSWERED: (set(), EVERYWHERE, ASKABLE),
    Move.UNANSWERED: (set(), EVERYWHERE, ASKABLE),
    Move.JUNK: (set(), EVERYWHERE, IN_THE_BOOK | {Stage.NEW}),
    Move.TAKE_BACK: (set(), EVERYWHERE, set()),  # only out of the junk box: a test of its own
}
GROUNDS = {Move.EXTEND: Ground.COMPLEX, Move.SUSPEND: Ground.EXPERTISE, Move.NOT_PROSECUTE: Ground.NO_EVENT}


CLOCK_OF = {Stage.EXTENDED: "T8a", Stage.RESUMED: "T11", Stage.CLOSED: "T9"}


def all_given(move: Move, stage: Stage = Stage.NEW) -> Given:
    """Everything that any move could want."""
    return Given(
        Kind.TIP, TODAY, TODAY, True, GROUNDS.get(move, Ground.COMPLEX), "PC04", "7K2Q", 1, Verified.NO, CLOCK_OF.get(stage, "T2")
    )  # fmt: skip


def press(
    standing: Standing, move: Move, role: Role | None = HEAD, station: StationKind = PROVINCE, **more: object
) -> Press:
    """A press on the newest version with everything given, unless said otherwise."""
    base = Press(move, role, station, "officer", 5.0, TODAY, standing.version, all_given(move, standing.stage))
    return replace(base, **more)  # type: ignore[arg-type]


def at(stage: Stage) -> Standing:
    """A tip that stands there; a closed one was joined to another, so that every move has a chance."""
    joined = Outcome.MERGED if stage is Stage.CLOSED else None
    return Standing(stage, outcome=joined, extensions=int(stage is Stage.EXTENDED))


def done(standing: Standing | Barred) -> Standing:
    assert isinstance(standing, Standing), standing
    return standing


def walk(*walked: Move, start: Standing | None = None, station: StationKind = PROVINCE) -> Standing:
    """The tip after these moves, each by whoever may."""
    standing = start or Standing()
    for move in walked:
        by = None if not TABLE[move].roles else HEAD
        where = next(iter(TABLE[move].kinds)) if station not in TABLE[move].kinds else station
        standing = done(decide(standing, press(standing, move, by, where)))
    return standing


def test_every_move_has_a_rule_and_every_refusal_and_need_its_words() -> None:
    assert set(TABLE) == set(Move) == set(ALLOWED)
    assert set(SENTENCES) == set(Barred)
    assert set(NEED_WORDS) == set(Need)
    assert set(CLOCKS) == set(Stage)


@pytest.mark.parametrize("move", Move)
def test_a_move_is_open_to_its_roles_at_its_stations_in_its_stages_only(move: Move) -> None:
    roles, kinds, stages = ALLOWED[move]
    for role in (None, *Role):
        for station in StationKind:
            for stage in Stage:
                may = (role in roles if roles else role is None) and station in kinds and stage in stages
                after = decide(at(stage), press(at(stage), move, role, station))
                assert isinstance(after, Standing) == may, (role, station, stage, after)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("role", Role)
def test_the_buttons_shown_are_exactly_the_moves_that_would_be_done(role: Role, stage: Stage) -> None:
    for station in StationKind:
        standing = at(stage)
        would = {move for move in Move if isinstance(decide(standing, press(standing, move, role, station)), Standing)}
        assert set(moves(standing, role, station)) == would


def test_of_two_officers_on_one_version_one_wins_and_the_other_sees_a_changed_tip() -> None:
    fresh = Standing()
    won = done(decide(fresh, press(fresh, Move.BOOK)))
    assert (won.version, won.who, won.at) == (2, "officer", 5.0)
    assert decide(won, press(fresh, Move.BOOK)) is Barred.CHANGED


@pytest.mark.parametrize("move", [move for move in Move if TABLE[move].needs])
def test_a_move_without_what_it_needs_is_refused_and_says_what(move: Move) -> None:
    standing = at(min(ALLOWED[move][2]))
    role = HEAD if TABLE[move].roles else None
    empty = press(standing, move, role, min(TABLE[move].kinds), given=Given())
    assert decide(standing, empty) is Barred.MISSING
    assert set(missing(standing, empty)) == TABLE[move].needs


def test_a_day_that_lies_ahead_or_a_deadline_that_has_passed_is_no_answer() -> None:
    signs, verifying = at(Stage.SIGNS), at(Stage.VERIFYING)
    ahead = replace(all_given(Move.HAND_OVER), day=date(2026, 11, 24))
    past = replace(all_given(Move.SUSPEND), until=date(2026, 11, 22))
    assert decide(signs, press(signs, Move.HAND_OVER, given=ahead)) is Barred.DAY
    assert decide(verifying, press(verifying, Move.SUSPEND, given=past)) is Barred.UNTIL


@pytest.mark.parametrize(
    ("move", "ground"),
    [
        (Move.EXTEND, Ground.EXPERTISE),
        (Move.SUSPEND, Ground.COMPLEX),
        (Move.NOT_PROSECUTE, Ground.MANY_PLACES),
        (Move.NOT_PROSECUTE, Ground.FORCE_MAJEURE),
    ],
)
def test_a_ground_that_the_law_names_elsewhere_does_not_serve(move: Move, ground: Ground) -> None:
    standing = at(Stage.VERIFYING)
    wrong = replace(all_given(move), ground=ground)
    assert decide(standing, press(standing, move, given=wrong)) is Barred.GROUND


def test_what_a_forged_press_brings_besides_is_not_taken() -> None:
    booked = at(Stage.BOOKED)
    forged = replace(all_given(Move.ASK), kind=Kind.ORDER, verified=Verified.YES, number=99)
    after = done(decide(booked, press(booked, Move.ASK, given=forged)))
    assert (after.kind, after.verified, after.registered, after.until) == (Kind.TIP, None, 0, None)


def test_it_is_a_denunciation_only_if_a_person_chose_to_say_who_they_are() -> None:
    booked = at(Stage.BOOKED)
    by_name = replace(all_given(Move.CLASSIFY), kind=Kind.DENUNCIATION)
    assert decide(booked, press(booked, Move.CLASSIFY, given=by_name)) is Barred.NAMELESS
    known = replace(booked, identified=True)
    assert done(decide(known, press(known, Move.CLASSIFY, given=by_name))).kind is Kind.DENUNCIATION


def test_what_was_filed_as_public_order_is_classified_anew_before_it_shows_signs_of_a_crime() -> None:
    order = replace(at(Stage.CLASSIFIED), kind=Kind.ORDER)
    assert decide(order, press(order, Move.FIND_SIGNS)) is Barred.NO_CRIME
    assert walk(Move.CLASSIFY, Move.FIND_SIGNS, start=order).stage is Stage.SIGNS


def test_time_is_extended_twice_and_never_a_third_time() -> None:
    twice = walk(Move.EXTEND, Move.EXTEND, start=at(Stage.VERIFYING))
    assert twice.extensions == 2
    assert decide(twice, press(twice, Move.EXTEND)) is Barred.EXTENDED_TWICE


def test_a_question_is_open_until_it_is_answered_or_expires_and_there_is_one_at_a_time() -> None:
    asked = walk(Move.BOOK, Move.ASK)
    assert asked.asked_until == TODAY
    assert asked.stage is Stage.BOOKED
    assert decide(asked, press(asked, Move.ASK)) is Barred.ASKED
    assert walk(Move.ANSWERED, start=asked).asked_until is None
    assert walk(Move.UNANSWERED, start=asked).asked_until is None


def test_what_the_plan_counts_is_never_junk() -> None:
    assert (
        decide(Standing(indicator=True), press(Standing(indicator=True), Move.JUNK, None, given=Given()))
        is Barred.MISSING
    )


CLOSING = [move for move, rule in TABLE.items() if rule.outcome and rule.roles and move is not Move.MERGE]


@pytest.mark.parametrize("move", CLOSING)
def test_sea_border_and_parcels_are_closed_only_with_verified_or_not_and_a_day(move: Move) -> None:
    standing = replace(at(min(TABLE[move].start)), indicator=True)
    unsaid = replace(all_given(move), verified=None)
    assert decide(standing, press(standing, move, given=unsaid)) is Barred.MISSING
    assert {Need.VERIFIED, Need.DAY} <= needs(move, indicator=True)
    for verified in Verified:
        said = press(standing, move, given=replace(all_given(move), verified=verified))
        assert done(decide(standing, said)).verified is verified


@pytest.mark.parametrize("detail", [None, *Detail])
def test_the_plans_indicator_counts_sea_and_parcels_and_whatever_happened_at_sea(detail: Detail | None) -> None:
    assert of_indicator(detail, at_sea=False) == (detail in (Detail.BY_SEA, Detail.BY_PARCEL))
    assert of_indicator(detail, at_sea=True)


def test_joining_needs_no_verifying_and_may_be_undone_until_the_reporter_was_told() -> None:
    sea = replace(at(Stage.BOOKED), indicator=True)
    joined = done(decide(sea, press(sea, Move.MERGE, given=Given(tip="7K2Q"))))
    apart = walk(Move.SPLIT, start=joined)
    assert (apart.stage, apart.outcome) == (Stage.BOOKED, None)
    told = walk(Move.TELL, start=joined)
    assert decide(told, press(told, Move.SPLIT)) is Barred.NOT_MERGED
    assert decide(told, press(told, Move.TELL)) is Barred.NOT_MERGED


def test_nothing_else_that_is_closed_opens_again() -> None:
    for outcome in set(Outcome) - {Outcome.MERGED}:
        closed = Standing(Stage.CLOSED, outcome=outcome)
        assert moves(closed, HEAD, PROVINCE) == ((Move.MEET,) if outcome is Outcome.PROSECUTED else ())


def test_the_decision_to_prosecute_still_goes_to_the_procuracy_and_then_nothing_runs() -> None:
    prosecuted = walk(Move.PROSECUTE, start=at(Stage.VERIFYING))
    assert running(prosecuted) == ("T9",)
    sent = walk(Move.MEET, start=prosecuted)
    assert running(sent) == ()
    assert sent.stage is Stage.CLOSED


def test_a_first_extension_runs_to_its_own_end_and_a_second_is_the_procuracys() -> None:
    once = walk(Move.EXTEND, start=at(Stage.VERIFYING))
    assert running(once) == ("T7", "T8a")
    assert running(walk(Move.MEET, start=once)) == ("T7",)
    assert running(walk(Move.EXTEND, start=once)) == ("T8",)


def test_what_was_met_before_is_to_be_met_anew_after_it_was_resumed_again() -> None:
    resumed = walk(Move.MEET, start=at(Stage.RESUMED))
    assert "T11" not in running(resumed)
    assert "T11" in running(walk(Move.SUSPEND, Move.RESUME, start=resumed))


def test_files_of_treatment_are_a_count_and_no_move_asks_for_a_name() -> None:
    twice = walk(Move.BOOK, Move.REGISTER, Move.REGISTER)
    assert twice.registered == 2
    assert twice.stage is Stage.BOOKED


def test_after_the_hand_over_no_sentence_is_asked_for_and_the_content_is_closed() -> None:
    for move, rule in TABLE.items():
        if Need.REASON in rule.needs or move in (Move.ASK, Move.ANSWERED):
            assert not rule.start & AFTER_HAND_OVER, move
    assert [stage for stage in Stage if content_open(at(stage))] == [
        Stage.NEW, Stage.BOOKED, Stage.CLASSIFIED, Stage.SIGNS, Stage.AT_COMMUNE,
    ]  # fmt: skip
    before = {stage for rule in TABLE.values() if rule.start & AFTER_HAND_OVER for stage in [rule.to] if stage}
    assert before <= AFTER_HAND_OVER | {Stage.CLOSED}


def test_a_joined_tip_stays_worked_on_for_its_reporter_until_they_are_told_the_end() -> None:
    joined = walk(Move.BOOK, Move.MERGE)
    assert citizen_sees(joined) is CitizenStatus.WORKED_ON
    assert citizen_sees(walk(Move.TELL, start=joined)) is CitizenStatus.CLOSED


@pytest.mark.parametrize("move", [Move.NO_GROUNDS, Move.TELL])
def test_what_a_reporter_reads_at_the_end_is_what_the_officer_says_of_this_tip(move: Move) -> None:
    before = walk(Move.BOOK) if move is Move.NO_GROUNDS else walk(Move.BOOK, Move.MERGE)
    for unclear, sentence in ((False, CitizenStatus.CLOSED), (True, CitizenStatus.UNCLEAR)):
        pressed = press(before, move, given=replace(all_given(move), unclear=unclear))
        assert citizen_sees(done(decide(before, pressed))) is sentence


def test_no_other_end_is_told_as_not_clear() -> None:
    for move in set(CLOSING) - SAYS_WHICH:
        standing = at(min(TABLE[move].start))
        after = done(decide(standing, press(standing, move, given=replace(all_given(move), unclear=True))))
        assert citizen_sees(after) is not CitizenStatus.UNCLEAR


def test_every_open_stage_has_a_clock_or_a_day_that_a_person_set() -> None:
    for stage in OPEN:
        assert CLOCKS[stage] or stage in DATED
    for rule in TABLE.values():
        assert rule.to not in DATED or Need.UNTIL in rule.needs


def test_public_order_has_the_houses_clock_and_none_of_those_for_crimes() -> None:
    order = replace(at(Stage.CLASSIFIED), kind=Kind.ORDER)
    assert running(order) == ("H2",)
    assert running(at(Stage.CLASSIFIED)) == ("T2", "T3", "T4")
    assert decide(order, press(order, Move.MEET)) is Barred.NOT_RUNNING


def test_what_is_junk_comes_back_into_the_book_and_its_reporter_reads_nothing_of_either() -> None:
    junk = walk(Move.JUNK)
    assert (junk.stage, junk.outcome, citizen_sees(junk)) == (Stage.CLOSED, Outcome.JUNK, CitizenStatus.WORKED_ON)
    back = walk(Move.TAKE_BACK, start=junk)
    assert (back.stage, back.outcome, citizen_sees(back)) == (Stage.BOOKED, None, CitizenStatus.WORKED_ON)
    barred = decide(walk(Move.BOOK, Move.FILE), press(walk(Move.BOOK, Move.FILE), Move.TAKE_BACK, None))
    assert barred is Barred.NOT_JUNK


def test_from_everywhere_some_way_leads_to_an_end() -> None:
    ends = {Stage.CLOSED}
    while True:
        more = {stage for rule in TABLE.values() if rule.to in ends and rule.roles for stage in rule.start} | ends
        if more == ends:
            break
        ends = more
    assert ends == set(Stage)


ORDER = list(CitizenStatus)
_presses = st.tuples(
    st.sampled_from(Move), st.sampled_from([None, *Role]), st.sampled_from(StationKind), st.integers(0, 1)
)


@given(st.lists(_presses, max_size=40))
def test_on_no_walk_is_a_tip_without_a_deadline_or_the_reporter_shown_a_fifth_sentence_or_a_step_back(
    walked: list[tuple[Move, Role | None, StationKind, int]],
) -> None:
    standing, seen = Standing(), CitizenStatus.RECEIVED
    for move, role, station, behind in walked:
        after = decide(standing, press(standing, move, role, station, version=standing.version - behind))
        if not isinstance(after, Standing):
            assert after in SENTENCES
            continue
        assert after.version == standing.version + 1
        assert not (standing.stage in AFTER_HAND_OVER and content_open(after))
        standing = after
        assert standing.stage is Stage.CLOSED or CLOCKS[standing.stage] or standing.until
        assert (standing.stage is Stage.CLOSED) == (standing.outcome is not None)
        assert standing.extensions <= 2
        assert ORDER.index(citizen_sees(standing)) >= ORDER.index(seen)
        seen = citizen_sees(standing)
