"""Right x role x state, as a table; and what no press may ever reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.terms import PersonState, Role, TipState
from handlers.triage.permissions import ALL, HELD, OPEN, READERS, SENTENCES, TABLE, Case, Refusal, Right, refusal
from tests.unit.handlers.triage import rights_table

EVERY_STATE = frozenset(TipState)
OFFICER, HEAD, ADMIN = Role.OFFICER, Role.HEAD, Role.ADMIN

STATES: dict[Right, frozenset[TipState]] = {
    Right.CARD: EVERY_STATE,
    Right.CLAIM: frozenset({TipState.NEW}),
    Right.RELEASE: HELD,
    Right.HAND_ON: HELD,
    Right.GOING: OPEN,
    Right.CALLED_PROVINCE: OPEN,
    Right.TO_PROVINCE: OPEN,
    Right.INVOLVED: OPEN,
    Right.READ: EVERY_STATE,
    Right.ASK: HELD,
    Right.MOVE: HELD | {TipState.CLOSED},
    Right.DECIDE: OPEN,
    Right.EXPORT: HELD | {TipState.CLOSED},
    Right.REWARD: HELD | {TipState.CLOSED},
    Right.GROUP_TIP: HELD | {TipState.CLOSED},
    Right.DECIDE_REWARD: EVERY_STATE,
    Right.ABUSE: OPEN,
    Right.TAKE_BACK: frozenset({TipState.CLOSED}),
    Right.MAKE_REAL: OPEN,
    Right.JOIN: OPEN,
    Right.SPLIT: frozenset({TipState.CLOSED}),
    Right.TELL: frozenset({TipState.CLOSED}),
}
CONTENT = {
    *(Right.INBOX, Right.READ, Right.ASK, Right.MOVE, Right.DECIDE, Right.CLAIM, Right.CARD, Right.MAKE_REAL),
    *(Right.EXPORT, Right.REWARD, Right.ABUSE),
    *(Right.JOIN, Right.SPLIT, Right.TELL),
}
WHO_MAY_READ = {
    *(Right.INVITE, Right.APPROVE, Right.SUSPEND, Right.LINK_GROUP, Right.PEOPLE),
    *(Right.LET_BACK, Right.TRAIN, Right.SEND_AWAY, Right.SET_ROSTER),
}
IN_GROUPS = {Right.CLAIM, Right.LOCK, Right.LINK_GROUP}
BEFORE_APPROVAL = {Right.DESK, Right.LOCK, Right.LEAVE}


def fitting(right: Right, role: Role = OFFICER) -> Case:
    """A case in which this right is given, if the role has it."""
    states = TABLE[right].tip
    tip = min(states, key=list(TipState).index) if states else None
    return Case(role, tip=tip, holder=True)


def test_every_right_has_a_rule_and_every_refusal_a_sentence() -> None:
    assert set(TABLE) == set(Right)
    assert {right for right, rule in TABLE.items() if rule.tip} == set(STATES)
    assert set(SENTENCES) == set(Refusal)


@pytest.mark.parametrize("right", Right)
def test_every_role_may_in_every_situation_exactly_what_the_written_table_says(right: Right) -> None:
    def of(table: Iterable[str]) -> list[str]:
        return [line for line in table if line.startswith(f"{right} ")]

    assert of(rights_table.lines()) == of(rights_table.expected())


def test_the_written_table_says_nothing_of_rights_or_roles_that_are_gone() -> None:
    assert len(rights_table.expected()) == len(Right) * len(Role)


@pytest.mark.parametrize("state", [None, *TipState])
@pytest.mark.parametrize("right", STATES)
def test_a_right_on_a_tip_is_given_in_its_states_only(right: Right, state: TipState | None) -> None:
    assert (refusal(right, Case(OFFICER, tip=state, holder=True)) is None) == (state in STATES[right])


@pytest.mark.parametrize("right", Right)
def test_a_stranger_has_no_right(right: Right) -> None:
    assert refusal(right, replace(fitting(right), role=None)) is Refusal.STRANGER


@pytest.mark.parametrize("right", Right)
def test_whoever_has_lost_their_rights_has_none_left(right: Right) -> None:
    for role in Role:
        for state in (PersonState.SUSPENDED, PersonState.LEFT):
            assert refusal(right, replace(fitting(right, role), state=state)) is Refusal.STOPPED


@pytest.mark.parametrize("right", Right)
def test_an_anonymous_admin_of_a_group_presses_nothing(right: Right) -> None:
    assert refusal(right, replace(fitting(right, HEAD), nameless=True)) is Refusal.NAMELESS


@pytest.mark.parametrize("right", Right)
def test_a_newcomer_may_look_at_the_desk_and_leave_until_approved(right: Right) -> None:
    waiting = replace(fitting(right, HEAD), state=PersonState.WAITING)
    assert (refusal(right, waiting) is None) == (right in BEFORE_APPROVAL)


@pytest.mark.parametrize("right", sorted(CONTENT | WHO_MAY_READ))
def test_content_and_people_need_an_open_shift(right: Right) -> None:
    assert refusal(right, replace(fitting(right, HEAD), on_shift=False)) is Refusal.NO_SHIFT


@pytest.mark.parametrize("right", [Right.GOING, Right.CALLED_PROVINCE, Right.TO_PROVINCE, Right.INVOLVED])
def test_no_step_of_an_urgent_tip_waits_for_a_pin(right: Right) -> None:
    assert refusal(right, replace(fitting(right), on_shift=False)) is None


@pytest.mark.parametrize("right", Right)
def test_a_group_is_the_place_for_taking_locking_and_linking_only(right: Right) -> None:
    in_group = replace(fitting(right, HEAD), private=False)
    assert (refusal(right, in_group) is None) == (right in IN_GROUPS)


@pytest.mark.parametrize("right", [right for right in Right if TABLE[right].tip])
def test_a_tip_of_another_route_is_refused_exactly_as_one_that_does_not_exist(right: Right) -> None:
    case = fitting(right)
    assert refusal(right, replace(case, on_route=False)) is refusal(right, replace(case, tip=None)) is Refusal.NO_TIP


@pytest.mark.parametrize("right", [right for right in Right if TABLE[right].tip])
def test_whoever_is_involved_gets_no_tip(right: Right) -> None:
    assert refusal(right, replace(fitting(right), involved=True)) is Refusal.INVOLVED


@pytest.mark.parametrize("right", [right for right in Right if TABLE[right].tip])
def test_training_and_real_tips_stay_apart(right: Right) -> None:
    assert refusal(right, replace(fitting(right), training_matches=False)) is Refusal.TRAINING


@pytest.mark.parametrize(
    "right", [Right.CLAIM, Right.ASK, Right.MOVE, Right.DECIDE, Right.MAKE_REAL, Right.TO_PROVINCE]
)
def test_a_button_of_an_older_card_changes_nothing(right: Right) -> None:
    assert refusal(right, replace(fitting(right), untouched=False)) is Refusal.CHANGED


@pytest.mark.parametrize("right", [Right.ASK, Right.MOVE])
def test_only_whoever_holds_a_tip_asks_and_goes_on_with_it(right: Right) -> None:
    assert refusal(right, replace(fitting(right), holder=False)) is Refusal.NOT_HOLDER


def test_a_tip_that_a_colleague_holds_is_not_passed_up_over_their_head() -> None:
    assert refusal(Right.TO_PROVINCE, replace(fitting(Right.TO_PROVINCE), free=False)) is Refusal.TAKEN


def test_a_tip_without_a_level_above_is_not_passed_up() -> None:
    assert refusal(Right.TO_PROVINCE, replace(fitting(Right.TO_PROVINCE), above=False)) is Refusal.NO_ABOVE


@pytest.mark.parametrize("right", [Right.INVITE, Right.SUSPEND, Right.LINK_GROUP, Right.PEOPLE])
def test_a_head_stays_within_their_own_station(right: Right) -> None:
    assert refusal(right, replace(fitting(right, HEAD), own_station=False)) is Refusal.OTHER_STATION
    assert refusal(right, replace(fitting(right, ADMIN), own_station=False)) is None


@given(
    st.sampled_from(Right),
    st.builds(
        Case,
        role=st.sampled_from([None, *Role]),
        state=st.sampled_from(PersonState),
        enrolled=st.booleans(),
        on_shift=st.booleans(),
        private=st.booleans(),
        nameless=st.booleans(),
        tip=st.sampled_from([None, *TipState]),
        on_route=st.booleans(),
        involved=st.booleans(),
        holder=st.booleans(),
        untouched=st.booleans(),
        training_matches=st.booleans(),
        own_station=st.booleans(),
        training=st.booleans(),
        free=st.booleans(),
        above=st.booleans(),
    ),
)
def test_content_opens_only_to_an_approved_reader_on_shift_on_the_route_who_is_not_involved(
    right: Right, case: Case
) -> None:
    if refusal(right, case) is None and right in (Right.READ, Right.ASK, Right.MOVE, Right.DECIDE):
        assert case.role in READERS
        assert case.state is PersonState.ACTIVE
        assert case.enrolled
        assert case.on_shift
        assert case.private
        assert case.on_route
        assert not case.involved
        assert not case.nameless


def test_all_roles_are_known() -> None:
    assert frozenset(Role) == ALL
