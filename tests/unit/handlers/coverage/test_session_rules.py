"""Which day, how many, which place: what may be written down as a session; and who may accept it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.coverage_terms import SessionKind, SessionState
from content.library.terms import Audience, Theme
from content.outreach_terms import TargetKind
from content.terms import PersonState, Role
from handlers.coverage.session_rules import MOST, Why, day_fault, may_decide, people_fault, places
from storage.people import Person
from storage.sessions import Session
from storage.targets import Target

TODAY = date(2025, 11, 20)
OPENED, SHUT = date(2024, 9, 1), date(2025, 7, 1)
SCHOOL = Target("hoa-sen", TargetKind.SCHOOL, "Trường Hoa Sen", "area", Audience.PARENTS, OPENED, SHUT)
OTHER = replace(SCHOOL, id="bong-trang", name="Trường Bông Trang")
KNOWN = {one.id: one for one in (SCHOOL, OTHER)}
SESSION = Session(
    "00", "hoa-sen", SessionKind.TALK, OPENED, 45, Audience.WOMEN, Theme.SYNTHETIC, "31783", "aa", 0.0
)  # fmt: skip


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_session_was_on_a_day_that_has_come_at_a_place_that_was_there(day: date) -> None:
    fault = day_fault(SCHOOL, day, TODAY)
    assert (fault is None) is (OPENED <= day < SHUT and day <= TODAY)


def test_a_day_to_come_is_told_from_a_place_that_was_not_there() -> None:
    assert day_fault(SCHOOL, TODAY + timedelta(days=1), TODAY) is Why.AHEAD
    assert day_fault(SCHOOL, SHUT, TODAY) is Why.NOT_THERE


@pytest.mark.parametrize(
    ("people", "why"), [(0, Why.PEOPLE), (1, None), (MOST, None), (MOST + 1, Why.PEOPLE), (1_000_000, Why.PEOPLE)]
)
def test_somebody_came_and_not_a_whole_province(people: int, why: Why | None) -> None:
    assert people_fault(people) is why


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hoa-sen", ["hoa-sen"]),
        (" HOA-SEN ", ["hoa-sen"]),
        ("truong hoa sen", ["hoa-sen"]),
        ("bong trang", ["bong-trang"]),
        ("Sóc Trăng", ["bong-trang"]),
        ("chỗ kia", []),
    ],
)
def test_a_place_is_found_by_its_code_its_name_or_what_sounds_like_it(typed: str, found: list[str]) -> None:
    assert [one.id for one in places(typed, KNOWN)] == found


@pytest.mark.parametrize(
    ("person", "station", "state", "why"),
    [
        ("bb", "31783", SessionState.DONE, None),
        ("bb", "PC04", SessionState.DONE, None),
        ("aa", "31783", SessionState.DONE, Why.OWN),
        ("bb", "31804", SessionState.DONE, Why.ELSEWHERE),
        ("bb", "31783", SessionState.ACCEPTED, Why.DECIDED),
        ("bb", "31783", SessionState.RETURNED, Why.DECIDED),
    ],
)
def test_another_person_of_the_unit_or_the_province_decides_once(
    person: str, station: str, state: SessionState, why: Why | None
) -> None:
    second = Person(person, Role.OUTREACH, station, PersonState.ACTIVE, "Đ/c Sáu")
    assert may_decide(replace(SESSION, state=state), second, "PC04") is why
