"""Joining and taking apart: who may, sources that are no persons, what rings."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.terms import Mark, Outcome, Role, Stage, Urgency
from handlers.triage.incident_rules import Apart, Incident, barred, join, offers, rings, split, untold
from storage.incidents import Pair
from storage.people import Person
from tests.unit.handlers.triage.records import card, person


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


def test_what_an_officer_took_apart_is_not_joined_again() -> None:
    parts = split(of("a", "b", "c"), "b")
    assert parts
    rest, alone = parts
    assert (rest.tips, alone.tips) == (("a", "c"), ("b",))
    assert join(rest, alone) is Apart.SPLIT_BEFORE
    assert join(alone, joined(rest, of("d"))) is Apart.SPLIT_BEFORE


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


OFFICER, HEAD = person(1), person(2, role=Role.HEAD)


@pytest.mark.parametrize(
    ("moved", "into", "who", "why"),
    [
        ({}, {}, OFFICER, None),
        ({"holder": OFFICER.id, "stage": Stage.SIGNS}, {"holder": HEAD.id, "stage": Stage.AT_COMMUNE}, OFFICER, None),
        ({"public": "OTHER"}, {"public": "OTHER"}, OFFICER, Apart.SAME),
        ({"stations": ("PC04",)}, {}, OFFICER, Apart.ELSEWHERE),
        ({}, {"stations": ("PC04",)}, OFFICER, Apart.ELSEWHERE),
        ({}, {"marks": ((Mark.INVOLVED, OFFICER.id, 0.0),)}, OFFICER, Apart.ELSEWHERE),
        ({"test": True}, {}, OFFICER, Apart.UNLIKE),
        ({"stage": Stage.AT_COMMUNE}, {}, OFFICER, Apart.OVER),
        ({}, {"stage": Stage.HANDED_OVER}, OFFICER, Apart.OVER),
        ({}, {"stage": Stage.CLOSED}, OFFICER, Apart.OVER),
        ({"holder": HEAD.id}, {}, OFFICER, Apart.TAKEN),
        ({"holder": OFFICER.id}, {}, HEAD, None),
    ],
)
def test_a_tip_is_joined_only_where_both_are_open_and_ones_own(
    moved: dict[str, Any], into: dict[str, Any], who: Person, why: Apart | None
) -> None:
    younger, older = card(**({"public": "YOUNG"} | moved)), card(**({"public": "OLD"} | into))
    assert barred(younger, older, who) is why


WHY = {"score": 5.0, "sure": "likely", "traits": ["plate"], "apart_s": 0.0}


def test_the_older_leads_whichever_was_joined_to_what_and_the_surest_comes_first() -> None:
    old, young = card(public="OLD", submitted_hour=0.0), card(public="YOUNG", submitted_hour=3600.0)
    other = card(public="OTHER", submitted_hour=7200.0)
    found = offers([Pair(old, young, WHY), Pair(other, old, WHY | {"score": 9.0})], OFFICER)
    assert [(one.moved.public, one.into.public) for one in found] == [("OTHER", "OLD"), ("YOUNG", "OLD")]


def test_of_two_tips_of_one_hour_the_one_that_came_later_is_joined() -> None:
    newer, earlier = card(public="A"), card(public="B")
    (found,) = offers([Pair(newer, earlier, WHY)], OFFICER)
    assert (found.moved.public, found.into.public) == ("A", "B")


def test_a_colleagues_tip_may_be_told_apart_but_not_joined_and_what_one_may_not_read_is_not_offered() -> None:
    theirs, hidden = card(public="A", holder=HEAD.id), card(public="C", stations=("PC04",))
    (found,) = offers([Pair(theirs, card(public="B"), WHY), Pair(hidden, card(public="B"), WHY)], OFFICER)
    assert found.taken


def test_only_joined_tips_that_were_not_told_are_still_to_be_told() -> None:
    joined_ones = [card(public="A", outcome=Outcome.MERGED), card(public="B", outcome=Outcome.MERGED, told=True)]
    assert [one.public for one in untold([*joined_ones, card(public="C")])] == ["A"]
