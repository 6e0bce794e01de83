"""Two different people stand behind everything that is sent, in whatever order they press."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.outreach_terms import CampaignState, Rhythm
from content.policy import Policy
from content.terms import StationKind
from handlers.outreach.campaign_rules import (
    FROM,
    SENTENCES,
    Bar,
    Step,
    bar,
    changed,
    fired,
    reaches_too_far,
    taken,
)
from handlers.outreach.schedule_rules import Schedule
from storage.campaigns import Campaign
from storage.mailing import Recipients
from storage.stations import Station
from tests.unit.handlers.outreach.plans import ACTORS, AUTHOR, CHIEF, COLLEAGUE, ELSEWHERE, campaign, plan

POLICY = Policy()
NOW = 1_800_000_000.0  # 15 January 2027, 15:00
TEXTS = ("một", "hai", "ba")
State = CampaignState


def never(day: date) -> bool:
    return False


def step(one: Campaign, what: Step, who: str, seen: bytes | None = None, now: float = NOW) -> Campaign | Bar:
    return taken(one, what, ACTORS[who], one.plan.digest if seen is None else seen, now, POLICY, never)


ACTS = st.lists(
    st.tuples(st.sampled_from([*Step, "edit"]), st.sampled_from(sorted(ACTORS)), st.sampled_from(TEXTS)), max_size=25
)


@given(ACTS)
def test_whatever_is_pressed_in_whatever_order_only_what_another_person_saw_is_approved(
    acts: list[tuple[Step | str, str, str]],
) -> None:
    """The presser's screen shows the text they name, which may be older than what is written there now."""
    one = campaign(one=plan(TEXTS[0]))
    approvals: list[tuple[str, bytes]] = []
    for what, who, text in acts:
        shown = plan(text)
        if isinstance(what, Step):
            after = taken(one, what, ACTORS[who], shown.digest, NOW, POLICY, never)
        else:
            after = changed(one, shown, ACTORS[who])
        if isinstance(after, Bar):
            continue
        assert after.version == one.version + 1
        if what is Step.APPROVE:
            approvals.append((who, shown.digest))
        one = after
        if one.state in (State.APPROVED, State.PAUSED):
            assert one.approved == one.plan.digest
            assert one.approver not in (AUTHOR, ELSEWHERE, "")
            assert (one.approver, one.plan.digest) in approvals
        assert (one.next_at is not None) == (one.state is State.APPROVED)


@pytest.mark.parametrize(
    ("who", "why"), [(AUTHOR, Bar.AUTHOR), (ELSEWHERE, Bar.SCOPE), (COLLEAGUE, None), (CHIEF, None)]
)
def test_a_communes_campaign_is_approved_by_another_of_the_unit_or_of_the_province(who: str, why: Bar | None) -> None:
    one = campaign(State.SUBMITTED)
    assert bar(one, Step.APPROVE, ACTORS[who], one.plan.digest) is why


def test_an_approval_of_what_has_changed_since_is_refused() -> None:
    one = campaign(State.SUBMITTED)
    assert step(one, Step.APPROVE, COLLEAGUE, plan("khác").digest) is Bar.CHANGED
    assert step(one, Step.APPROVE, COLLEAGUE, b"") is Bar.CHANGED


@pytest.mark.parametrize("what", Step)
def test_every_step_is_possible_from_the_states_of_the_table_alone(what: Step) -> None:
    who = AUTHOR if what is Step.SUBMIT else COLLEAGUE
    for state in State:
        one = campaign(state)
        after = step(one, what, who)
        if what is Step.RESUME:
            assert after is Bar.STATE  # nothing was approved of it
        else:
            assert isinstance(after, Campaign) == (state in FROM[what])


def test_a_pause_ends_with_what_was_approved_and_a_change_asks_again() -> None:
    approved = step(campaign(State.SUBMITTED), Step.APPROVE, COLLEAGUE)
    assert isinstance(approved, Campaign)
    paused = step(approved, Step.PAUSE, AUTHOR)
    assert isinstance(paused, Campaign)
    resumed = step(paused, Step.RESUME, AUTHOR)
    assert isinstance(resumed, Campaign)
    assert (resumed.state, resumed.next_at) == (State.APPROVED, NOW)
    anew = changed(paused, plan("mới"), ACTORS[AUTHOR])
    assert isinstance(anew, Campaign)
    assert (anew.state, anew.approved, anew.next_at) == (State.DRAFT, None, None)


def test_what_is_approved_after_its_time_has_to_be_given_a_new_one() -> None:
    once = Schedule(Rhythm.ONCE, date(2027, 1, 15), 480)
    assert step(campaign(State.SUBMITTED, plan(schedule=once)), Step.APPROVE, COLLEAGUE) is Bar.PAST


def test_what_is_approved_at_night_is_sent_in_the_morning() -> None:
    night = NOW + 8 * 3600  # 23:00
    approved = step(campaign(State.SUBMITTED), Step.APPROVE, COLLEAGUE, now=night)
    assert isinstance(approved, Campaign)
    assert approved.next_at == NOW + 16 * 3600  # 07:00


@pytest.mark.parametrize("late", [0.0, 60.0, 10 * 86400.0, -5 * 86400.0])
def test_after_a_run_the_next_is_later_than_that_even_where_the_clock_was_set_back(late: float) -> None:
    weekly = Schedule(Rhythm.WEEKLY, date(2027, 1, 15), 900)
    one = fired(campaign(State.APPROVED, plan(schedule=weekly)), NOW, NOW + late, POLICY, never)
    assert one.next_at is not None
    assert one.next_at > max(NOW, NOW + late)


def test_what_is_sent_once_is_over_then() -> None:
    assert fired(campaign(State.APPROVED), NOW, NOW, POLICY, never).state is State.OVER


@pytest.mark.parametrize(
    ("kind", "area", "areas", "too_far"),
    [
        (StationKind.PROVINCE, None, (), False),
        (StationKind.PROVINCE, None, ("a", "b"), False),
        (StationKind.COMMUNE, "a", ("a",), False),
        (StationKind.COMMUNE, "a", (), True),
        (StationKind.COMMUNE, "a", ("a", "b"), True),
        (StationKind.COMMUNE, None, (), True),
    ],
)
def test_a_commune_writes_to_its_own_places(
    kind: StationKind, area: str | None, areas: tuple[str, ...], too_far: bool
) -> None:
    assert reaches_too_far(Recipients(areas=areas), Station("X", "X", kind, area)) is too_far


def test_every_bar_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Bar)
