"""Joining and taking apart, sources that are no persons, and a farewell that says nothing about anyone else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.terms import Urgency
from handlers.triage.incident_rules import Apart, Farewell, Incident, farewell, join, may_suggest, rings, split


def of(*tips: str) -> Incident:
    return Incident(tips, len(tips))


def joined(one: Incident, other: Incident, *told_here: str) -> Incident:
    found = join(one, other, told_here)
    assert isinstance(found, Incident)
    return found


def test_the_older_tip_leads_and_carries_the_clocks() -> None:
    both = joined(of("a", "b"), of("c"))
    assert both.lead == "a"
    assert both.tips == ("a", "b", "c")
    assert both.sources == 3


def test_who_tells_the_same_again_while_the_conversation_lives_is_no_new_source() -> None:
    assert joined(of("a"), of("b"), "a", "b").sources == 1
    assert joined(of("a"), of("b"), "b").sources == 2
    assert joined(of("a"), of("b")).sources == 2


def test_an_incident_is_not_joined_to_itself() -> None:
    assert join(of("a"), of("a")) is Apart.SAME


def test_what_an_officer_took_apart_is_neither_suggested_nor_joined_again() -> None:
    parts = split(of("a", "b", "c"), "b")
    assert parts
    rest, alone = parts
    assert (rest.tips, alone.tips) == (("a", "c"), ("b",))
    assert join(rest, alone) is Apart.SPLIT_BEFORE
    assert join(alone, joined(rest, of("d"))) is Apart.SPLIT_BEFORE
    assert not may_suggest(rest, "b")
    assert may_suggest(rest, "d")


def test_when_the_lead_is_taken_out_the_next_one_leads() -> None:
    parts = split(of("a", "b"), "a")
    assert parts
    assert parts[0].lead == "b"


@pytest.mark.parametrize(("incident", "tip"), [(of("a"), "a"), (of("a", "b"), "x")])
def test_nothing_is_split_off_where_there_is_nothing_to_split(incident: Incident, tip: str) -> None:
    assert split(incident, tip) is None


@pytest.mark.parametrize(
    ("after", "urgency", "ring"),
    [
        (joined(of("a"), of("b")), Urgency.ORDINARY, True),
        (joined(of("a"), of("b"), "a", "b"), Urgency.ORDINARY, False),
        (joined(of("a"), of("b"), "a", "b"), Urgency.DANGER, True),
    ],
)
def test_a_new_source_and_danger_ring_and_the_same_source_again_does_not(
    after: Incident, urgency: Urgency, *, ring: bool
) -> None:
    assert rings(of("a"), after, urgency) == ring


@pytest.mark.parametrize(
    ("texts", "has_place", "said"),
    [
        (["nhà số 45 hẻm 112 bán đá mỗi tối"], True, Farewell.DONE),
        (["nhà số 45 hẻm 112 bán đá mỗi tối"], False, Farewell.TELL_MORE),
        (["có bán đá"], True, Farewell.TELL_MORE),
        (["có bán đá", "ở hẻm 112"], True, Farewell.DONE),
        ([], True, Farewell.TELL_MORE),
    ],
)
def test_the_farewell_follows_from_the_reporters_own_words(
    texts: list[str], said: Farewell, *, has_place: bool
) -> None:
    assert farewell(texts, has_place=has_place) is said


TIPS = "abcdef"


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(TIPS), st.sampled_from(TIPS)), max_size=20))
def test_every_tip_is_always_in_exactly_one_incident_and_sources_are_never_more_than_tips(
    done: list[tuple[bool, str, str]],
) -> None:
    incidents = [of(tip) for tip in TIPS]

    def holding(tip: str) -> Incident:
        return next(one for one in incidents if tip in one.tips)

    for joins, tip, other in done:
        if joins:
            both = join(holding(tip), holding(other))
            if isinstance(both, Incident):
                incidents = [one for one in incidents if not {*one.tips} & {*both.tips}] + [both]
        elif parts := split(holding(tip), tip):
            incidents = [one for one in incidents if tip not in one.tips] + [*parts]
    assert sorted(tip for one in incidents for tip in one.tips) == list(TIPS)
    assert all(1 <= one.sources <= len(one.tips) for one in incidents)
